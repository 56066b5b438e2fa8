"""Trees of clauses: numbering of both languages, headings, papers without either, and what always holds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.segment import segment_text
from contracts.values import Clause, Mark, Page, Text


def text_of(body: str, language: str = "en", marks: tuple[Mark, ...] = ()) -> Text:
    return Text(body, (Page(1, 0, len(body)),), language, marks=marks)  # type: ignore[arg-type]


def tree(body: str, language: str = "en", marks: tuple[Mark, ...] = ()) -> list[tuple[int, str, str]]:
    """(level, number, heading) of each clause."""
    return [(c.level, c.number, c.heading) for c in segment_text(text_of(body, language, marks))]


def own_words(body: str, clauses: tuple[Clause, ...], at: int) -> str:
    starts = [c.start for c in clauses if c.parent == at]
    return body[clauses[at].body_start : min([clauses[at].end, *starts])].strip()


ENGLISH = """Hosting Agreement

This Agreement is made between Quillon Ltd. and the customer.

1. Services

1.1 Scope. Quillon hosts the application.

1.2 Changes. Quillon may change the services. It must:

(a) give notice of thirty days; and

(b) keep the functions in use.

2. Fees and Payment

2.1 Invoices are due in thirty days.

Exhibit A – Service Levels

1. Availability is 99.9 percent."""


def test_decimal_numbers_make_a_tree_under_their_headings():
    assert tree(ENGLISH) == [
        (1, "", "Hosting Agreement"),
        (1, "", ""),
        (1, "1.", "Services"),
        (2, "1.1", "Scope"),
        (2, "1.2", "Changes"),
        (3, "(a)", ""),
        (3, "(b)", ""),
        (1, "2.", "Fees and Payment"),
        (2, "2.1", ""),
        (1, "Exhibit A", "Service Levels"),
        (2, "1.", ""),
    ]


def test_own_words_begin_after_number_and_heading():
    clauses = segment_text(text_of(ENGLISH))
    assert own_words(ENGLISH, clauses, 3) == "Quillon hosts the application."
    assert own_words(ENGLISH, clauses, 4) == "Quillon may change the services. It must:"
    assert own_words(ENGLISH, clauses, 6) == "keep the functions in use."


JAPANESE = """利用規約

第1章　総則

（目的）
第1条　本規約は、青磁株式会社（以下「当社」という。）のサービスの利用条件を定める。

２　契約者は、本規約に従う。

３　次の各号の行為を禁止する。

（1）法令に違反する行為

（2）当社の業務を妨げる行為

第2章　料金

第2条（料金）　契約者は、料金を支払う。

第2条の2（改定）　当社は、三十日前に通知して料金を改定する。

附則

第3条に定める日から施行する。"""


def test_japanese_articles_take_captions_paragraphs_and_items():
    assert tree(JAPANESE, "ja") == [
        (1, "", ""),
        (1, "第1章", "総則"),
        (2, "第1条", "目的"),
        (3, "２", ""),
        (3, "３", ""),
        (4, "（1）", ""),
        (4, "（2）", ""),
        (1, "第2章", "料金"),
        (2, "第2条", "料金"),
        (2, "第2条の2", "改定"),
        (1, "附則", ""),
    ]


def test_caption_belongs_to_the_article_below_it():
    clauses = segment_text(text_of(JAPANESE, "ja"))
    assert JAPANESE[clauses[2].start :].startswith("（目的）\n第1条")
    assert own_words(JAPANESE, clauses, 2).startswith("本規約は、")


def test_reference_at_the_start_of_a_line_is_no_article():
    clauses = segment_text(text_of(JAPANESE, "ja"))
    assert own_words(JAPANESE, clauses, 10) == "第3条に定める日から施行する。"


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["ARTICLE I", "DEFINITIONS", "Section 1.1 Terms. Words.", "ARTICLE II", "TERM", "Section 2.1 Start. Words."],
         [(1, "ARTICLE I"), (2, "Section 1.1"), (1, "ARTICLE II"), (2, "Section 2.1")]),
        (["A. Scope. Words are here.", "1. First words here.", "2. Second words here.", "B. Term. Words are here."],
         [(1, "A."), (2, "1."), (2, "2."), (1, "B.")]),
        (["(a) one thing;", "(i) first thing;", "(ii) second thing;", "(b) other thing."],
         [(1, "(a)"), (2, "(i)"), (2, "(ii)"), (1, "(b)")]),
        (["(g) seventh thing;", "(h) eighth thing;", "(i) ninth thing;", "(j) tenth thing."],
         [(1, "(g)"), (1, "(h)"), (1, "(i)"), (1, "(j)")]),
        (["1. Uptime. Words here.", "1.1 Target words.", "1.1.1 Deep words.", "1.2 Other words.", "2. Credits. Words."],
         [(1, "1."), (2, "1.1"), (3, "1.1.1"), (2, "1.2"), (1, "2.")]),
        (["I. First part is here.", "II. Second part is here.", "III. Third part is here."],
         [(1, "I."), (1, "II."), (1, "III.")]),
    ],
)  # fmt: skip
def test_english_styles_nest_by_their_counting(lines: list[str], numbers: list[tuple[int, str]]):
    assert [(level, number) for level, number, _ in tree("\n\n".join(lines))] == numbers


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["第一条　有効とする。", "２　期間は一年とする。", "第二条　別紙一に定める。", "別紙一　料金表"],
         [(1, "第一条"), (2, "２"), (1, "第二条"), (1, "別紙一")]),
        (["第1条（定義）", "1. 用語を定める。", "① 甲をいう。", "② 乙をいう。", "2. 他を定める。"],
         [(1, "第1条"), (2, "1."), (3, "①"), (3, "②"), (2, "2.")]),
        (["第1条（定義）", "一　甲とは", "二　乙とは", "イ　甲店", "ロ　乙店", "三　丙とは"],
         [(1, "第1条"), (2, "一"), (2, "二"), (3, "イ"), (3, "ロ"), (2, "三")]),
        (["第1条（定義）", "第1項　用語を定める。", "第2項　解釈を定める。"],
         [(1, "第1条"), (2, "第1項"), (2, "第2項")]),
    ],
)  # fmt: skip
def test_japanese_styles_nest_by_their_counting(lines: list[str], numbers: list[tuple[int, str]]):
    assert [(level, number) for level, number, _ in tree("\n\n".join(lines), "ja")] == numbers


def test_list_counted_anew_under_each_item_needs_the_marks_of_the_file():
    lines = [
        "1. Uptime",
        "1. Target words are here.",
        "2. Other words are here.",
        "2. Credits",
        "1. More words are here.",
    ]
    body, marks, at = "\n\n".join(lines), [], 0
    for line, level in zip(lines, (1, 2, 2, 1, 2), strict=True):
        marks.append(Mark(at, at + len(line), level, "item"))
        at += len(line) + 2
    assert tree(body, marks=tuple(marks)) == [
        (1, "1.", "Uptime"),
        (2, "1.", ""),
        (2, "2.", ""),
        (1, "2.", "Credits"),
        (2, "1.", ""),
    ]


def test_marked_headings_nest_by_level_and_the_title_holds_nothing():
    lines = ["Terms of Use", "Accounts", "You keep your password.", "Security", "We guard it.", "Payment", "You pay."]
    levels = {0: 1, 1: 2, 3: 3, 5: 2}
    body, marks, at = "\n\n".join(lines), [], 0
    for number, line in enumerate(lines):
        if number in levels:
            marks.append(Mark(at, at + len(line), levels[number], "heading"))
        at += len(line) + 2
    assert tree(body, marks=tuple(marks)) == [
        (1, "", "Terms of Use"),
        (1, "", "Accounts"),
        (2, "", "Security"),
        (1, "", "Payment"),
    ]


def test_headings_without_marks_are_told_by_their_words():
    body = "Hosting\n\nAccount Terms\n\nYou are responsible for your password.\n\nCANCELLATION\n\nYou may cancel."
    assert tree(body) == [(1, "", "Hosting"), (1, "", "Account Terms"), (1, "", "CANCELLATION")]


def test_number_alone_takes_the_next_line_for_its_heading():
    assert tree("Clause 1\n\nPurpose and scope\n\nThe purpose of these Clauses is compliance.") == [
        (1, "Clause 1", "Purpose and scope")
    ]


def test_short_items_of_a_list_are_words_not_headings():
    body = "1. Restrictions\n\nYou must not share:\n\n(a) passwords\n\n(b) keys\n\n(c) tokens\n\n2. Term"
    clauses = segment_text(text_of(body))
    assert [c.heading for c in clauses] == ["Restrictions", "", "", "", "Term"]
    assert own_words(body, clauses, 3) == "tokens"


def test_paper_without_numbers_has_its_paragraphs_as_clauses():
    body = "We provide the service as it is.\n\nYou may stop at any time.\n\nThe laws of Ruritania apply."
    clauses = segment_text(text_of(body))
    assert [body[c.start : c.end] for c in clauses] == body.split("\n\n")


def test_table_stays_with_the_words_before_it():
    body = (
        "5.1 Credits are as follows:\n\nAvailability | Credit\n99% | 10%\n95% | 25%\n\n5.2 Claims. Ask within 30 days."
    )
    clauses = segment_text(text_of(body))
    assert [c.number for c in clauses] == ["5.1", "5.2"]
    assert own_words(body, clauses, 0).endswith("95% | 25%")


def test_long_own_words_are_parted_at_paragraphs():
    paragraph = "The provider keeps records of what it does and shows them to the customer on request. " * 6
    body = "1. Records\n\n" + "\n\n".join([paragraph.strip()] * 12)
    clauses = segment_text(text_of(body))
    assert clauses[0].heading == "Records"
    assert {c.parent for c in clauses[1:]} == {0}
    assert all(len(own_words(body, clauses, at)) <= 2400 for at in range(len(clauses)))
    assert all(body[c.start - 2 : c.start] == "\n\n" for c in clauses[1:])


def test_one_endless_line_is_parted_at_sentences_in_linear_time():
    body = "The provider may change the price at any time. " * 40_000
    start = time.perf_counter()
    clauses = segment_text(text_of(body.strip()))
    assert time.perf_counter() - start < 2
    assert max(c.end - c.start for c in clauses) < 5_000
    assert "".join(body[c.start : c.end] for c in clauses).count("The provider") == 40_000


SAMPLE = """1. Fees/1.1 Fees. You pay./2. Term/2.3 x/(a) one;/(i) two;/ARTICLE IV/A. Scope/words go on/• bullet/a | b/7
/12./HEADING/Exhibit B/Section 9. Law/第1条（目的）/第3条　本契約/２　次の/（1）一つ/①二つ/附則/別紙1/（目的）"""
LINES = st.sampled_from([*SAMPLE.replace("\n", "").split("/"), "x" * 900, "あ。" * 700])
ANYTHING = st.text(st.characters(blacklist_characters="\r"), min_size=1, max_size=30)
MARKED = st.tuples(st.integers(0, 24), st.integers(1, 8), st.booleans())


@given(st.lists(LINES | ANYTHING, max_size=25), st.sampled_from(["en", "ja"]), st.lists(MARKED, max_size=8))
def test_clauses_are_nested_in_order_within_bounds_and_cover_all_words(lines, language, marked):
    body, starts = "", []
    for line in lines:
        starts.append((len(body), len(body) + len(line)))
        body += line + "\n\n"
    body = body.rstrip()
    marks = {
        starts[at][0]: Mark(*starts[at], level, "heading" if is_heading else "item")
        for at, level, is_heading in marked
        if at < len(starts)
    }
    text = text_of(body, language, tuple(marks[at] for at in sorted(marks)))
    clauses = segment_text(text)
    assert clauses == segment_text(text)
    end_of_top = 0
    for at, clause in enumerate(clauses):
        assert 0 <= clause.start <= clause.body_start <= clause.end <= len(body)
        assert body[clause.start : clause.end].strip() == body[clause.start : clause.end]
        assert at == 0 or clause.start > clauses[at - 1].start
        if clause.parent is None:
            assert clause.level == 1
            assert clause.start >= end_of_top
            assert not body[end_of_top : clause.start].strip()
            end_of_top = clause.end
        else:
            parent = clauses[clause.parent]
            assert clause.parent < at
            assert clause.level == parent.level + 1
            assert parent.start <= clause.start
            assert clause.end <= parent.end
    for at, clause in enumerate(clauses):
        following = [c for c in clauses[at + 1 :] if c.parent == clause.parent]
        assert all(c.start >= clause.end for c in following)
    assert not body[end_of_top:].strip()
