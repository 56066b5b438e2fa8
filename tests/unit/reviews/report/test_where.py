"""Places in a paper, cited as a lawyer would."""

from __future__ import annotations

import pytest

from contracts.values import Clause, Page, Paper, Text
from reviews.report.where import Place, cite_number, page_of, place_of


@pytest.mark.parametrize(
    ("numbers", "en", "ja"),
    [
        ((), "", ""),
        (("",), "", ""),
        (("6.", "6.6."), "§ 6.6", "第6.6条"),
        (("6", "6.6", "(a)"), "§ 6.6(a)", "第6.6条(a)"),
        (("1.", "1.3.", "a."), "§ 1.3(a)", "第1.3条(a)"),
        (("3.", "2."), "§ 3.2", "第3.2条"),
        (("B.", "B.3.", "B.3.a."), "§ B.3.a", "B.3.a"),
        (("Schedule 1", "A.", "A.1."), "Schedule 1 § A.1", "Schedule 1 A.1"),
        (("Article IV", "4.1"), "§ 4.1", "第4.1条"),
        (("Section 2",), "Section 2", "Section 2"),
        (("第3条", "2."), "第3条第2項", "第3条第2項"),
        (("第一条", "２", "（3）"), "第一条第2項(3)", "第一条第2項(3)"),
        (("第2章", "第5条", "①"), "第5条①", "第5条①"),
        (("別紙1", "第1条"), "別紙1 第1条", "別紙1 第1条"),
    ],
)
def test_numbers_are_cited_as_one(numbers: tuple[str, ...], en: str, ja: str) -> None:
    assert (cite_number(numbers, "en"), cite_number(numbers, "ja")) == (en, ja)


BODY = "Terms\n1. Fees\n1.1 Due in 30 days.\n(a) Or later.\nNo number here.\n2. Law\nNorway."


def paper(pages: tuple[Page, ...]) -> Paper:
    clauses = (
        Clause(6, 59, 13, 1, None, "1.", "Fees"),
        Clause(14, 59, 18, 2, 0, "1.1"),
        Clause(34, 59, 38, 3, 1, "(a)"),
        Clause(60, len(BODY), 66, 1, None, "2.", "Law"),
    )
    return Paper("terms.txt", "master_terms", Text(BODY, pages, "en"), clauses)


def test_place_is_the_deepest_clause_with_the_nearest_heading() -> None:
    two_pages = (Page(1, 0, 60), Page(2, 60, len(BODY)))
    assert place_of(paper(two_pages), BODY.index("Due"), "en") == Place("§ 1.1", "Fees", 1)
    assert place_of(paper(two_pages), BODY.index("Or later"), "en") == Place("§ 1.1(a)", "Fees", 1)
    assert place_of(paper(two_pages), BODY.index("Norway"), "en") == Place("§ 2", "Law", 2)


def test_place_before_the_first_clause_has_no_number() -> None:
    assert place_of(paper(()), 0, "en") == Place("", "", None)


def test_text_without_pages_has_no_page() -> None:
    assert page_of(paper((Page(1, 0, len(BODY)),)), 3) is None
