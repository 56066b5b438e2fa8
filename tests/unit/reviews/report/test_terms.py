"""The definitions that a quote brings with it."""

from __future__ import annotations

from dataclasses import replace

from contracts.segment import segment_text
from contracts.values import Page, Text
from reviews.report.page import build_page_from
from reviews.report.parts import Defined
from reviews.report.terms import Glossary
from reviews.values import Evidence
from tests.unit.reviews.report.bundle import make_finding, make_papers, make_reviewed

DEFINING = (
    "1. Definitions\n\n“Fees” means the sums in the order form.\n\n“Customer Data” means what the users put in:\n\n"
    "(a) files; and\n\n(b) notes.\n\n2. Use\n\n2.1 Changes. Fees (together the “Charges”) may change. A Customer pays"
    " the Charges and the Fee.\n\n2.2 Deletion. When the Fees are not paid, Customer Data is deleted.\n"
)


def defined_in(terms: str, words: str) -> tuple[Defined, ...]:
    start = terms.index(words)
    found = replace(make_finding("liability.cap"), evidence=(Evidence(0, start, start + len(words), words),))
    reviewed = replace(make_reviewed([found]), papers=make_papers(terms))
    page = build_page_from(reviewed, "en")
    (quote,) = next(line for line in page.findings if line.item == "liability.cap").quotes
    return quote.defines


def test_quote_brings_the_definitions_of_its_terms() -> None:
    fees, data = DEFINING.index("“Fees”"), DEFINING.index("“Customer Data”")
    assert defined_in(DEFINING, "When the Fees are not paid, Customer Data is deleted.") == (
        Defined("Fees", "§ 1 Definitions", "“Fees” means the sums in the order form.", fees, fees + 40),
        Defined(
            "Customer Data",
            "§ 1 Definitions",
            "“Customer Data” means what the users put in:\n\n(a) files; and\n\n(b) notes.",
            data,
            DEFINING.index("\n\n2. Use"),
        ),
    )


def test_quote_does_not_bring_what_it_defines_itself_nor_words_like_a_term() -> None:
    assert defined_in(DEFINING, "“Fees” means the sums in the order form.") == ()
    assert [one.term for one in defined_in(DEFINING, "A Customer pays the Charges and the Fee.")] == ["Charges"]


def test_quote_brings_three_definitions_at_most_and_none_of_a_word_that_is_everywhere() -> None:
    names = ["Alpha Plan", "Beta Plan", "Gamma Plan", "Delta Plan", "Party"]
    terms = "1. Terms\n\n" + "\n\n".join(f"“{name}” means a plan of the order form." for name in names)
    terms += "\n\n2. Use\n\nA Party chooses Delta Plan, Alpha Plan, Beta Plan or Gamma Plan.\n\n"
    terms += "A Party pays. " * 90
    words = "A Party chooses Delta Plan, Alpha Plan, Beta Plan or Gamma Plan."
    assert [one.term for one in defined_in(terms, words)] == ["Delta Plan", "Alpha Plan", "Beta Plan"]


def test_quote_brings_japanese_definitions() -> None:
    terms = "第1条（定義）\n\n「利用料金」とは、別紙に定める金額をいいます。\n\n第2条（支払）\n\n"
    terms += "契約者は利用料金を支払います。\n"
    text = Text(terms, (Page(1, 0, len(terms)),), "ja")
    paper = replace(make_papers()[1], text=text, clauses=segment_text(text))
    start = terms.index("契約者は")
    (defined,) = Glossary(paper).definitions_for(start, start + 14, "ja")
    assert (defined.term, defined.where, defined.text) == (
        "利用料金",
        "第1条 定義",
        "「利用料金」とは、別紙に定める金額をいいます。",
    )
