"""References to clauses are found where they stand and lead to the clause that they name, in both languages."""

from __future__ import annotations

import pytest

from contracts.definitions import find_definitions
from contracts.readers.plain import read_plain
from contracts.references import find_references, referred_clauses
from contracts.segment import segment_text
from contracts.values import Clause, Text

ENGLISH = """Master Terms

1. Fees

1.1 Payment. The customer pays as set out in Section 3.2 and Sections 1.2, 2.1(b) and 9.

1.2 Changes. Fees change under clause 3(a), subject to Article 28 of the GDPR and to Section 4 of the Data Addendum.

2. Term

2.1 Renewal.

(a) The term renews under paragraph (b) below.

(b) Notice is given as Schedule 2 says, see § 3.2 of this Agreement.

3. Liability

(a) Neither party limits what Schedule 1, section 2 provides.

3.2 Cap. The cap of this Section 3.2 is the fees paid. It follows Section III.

Schedule 1 Support

1. Hours. Support is given in business hours.

2. Credits. Credits follow section 1 and Section 3.2.

Schedule 2 Notices

1. Form. Notices are written.
"""
JAPANESE = """利用規約

第1条（料金）

1　利用者は、別紙2に定める料金を支払う。
2　前項の料金は、第3条第2項第1号に従い改定する。

第2条（期間）

本契約の期間は前条第2項の日から1年とする。次条の規定は本条に優先し、第３条はこの限りでない。

第3条（責任）

1　当社の責任は民法第415条及び個別契約第1条による。
2　次の各号は、前項の例外とし、本規約第1条に従う。
（1）故意
（2）重過失。第十二条の二及び第9条を準用する。

第12条の2（雑則）

紛争は裁判所による。

別紙１　機能

機能は別に定める。

別紙２　料金

料金は月額とする。
"""


def read(words: str) -> tuple[Text, tuple[Clause, ...]]:
    text = read_plain(words)
    return text, segment_text(text)


def named(clauses: tuple[Clause, ...], at: int | None) -> str:
    """A clause's numbers from the outermost in."""
    numbers = []
    while at is not None:
        numbers.append(clauses[at].number)
        at = clauses[at].parent
    return " ".join(number for number in reversed(numbers) if number)


def pairs(words: str) -> list[tuple[str, str]]:
    text, clauses = read(words)
    return [(text.body[one.start : one.end], named(clauses, one.target)) for one in find_references(text, clauses)]


def test_references_in_english_lead_to_their_clauses() -> None:
    assert pairs(ENGLISH) == [
        ("Section 3.2", "3. 3.2"),
        ("Sections 1.2", "1. 1.2"),
        ("2.1(b)", "2. 2.1 (b)"),
        ("9", ""),
        ("clause 3(a)", "3. (a)"),
        ("Article 28", ""),
        ("Section 4", ""),
        ("paragraph (b)", "2. 2.1 (b)"),
        ("Schedule 2", "Schedule 2"),
        ("§ 3.2", "3. 3.2"),
        ("Schedule 1", "Schedule 1"),
        ("section 2", "2."),
        ("Section 3.2", "3. 3.2"),
        ("Section III", "3."),
        ("section 1", "Schedule 1 1."),
        ("Section 3.2", "3. 3.2"),
    ]


def test_references_in_japanese_lead_to_their_clauses() -> None:
    assert pairs(JAPANESE) == [
        ("別紙2", "別紙２"),
        ("前項", "第1条 1"),
        ("第3条第2項第1号", "第3条 2 （1）"),
        ("前条第2項", "第1条 2"),
        ("次条", "第3条"),
        ("本条", "第2条"),
        ("第３条", "第3条"),
        ("第415条", ""),
        ("第1条", ""),
        ("前項", "第3条 1"),
        ("第1条", "第1条"),
        ("第十二条の二", "第12条の2"),
        ("第9条", ""),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Words without any.", []),
        ("1. Fees\n\nSee FAR section 12.212 and DFAR section 227.7202.",
         [("section 12.212", ""), ("section 227.7202", "")]),
        ("Section 1 Fees\n\nWords.\n\nSection 2 Term\n\nAs in Section 1 or Section 2.",
         [("Section 1", "Section 1"), ("Section 2", "Section 2")]),
        ("ARTICLE I\n\nFees\n\n1.1 Amount. Words.\n\nARTICLE II\n\nTerm\n\n2.1 See Article I and Section 1.1.",
         [("Article I", "ARTICLE I"), ("Section 1.1", "ARTICLE I 1.1")]),
        ("1. Fees\n\nUnder part of section a thing happens.", []),
    ],
)  # fmt: skip
def test_other_shapes_of_papers(words: str, found: list[tuple[str, str]]) -> None:
    assert pairs(words) == found


def test_a_passage_knows_the_clauses_to_which_it_points_but_not_those_it_stands_in() -> None:
    text, clauses = read(ENGLISH)

    def referred(words: str) -> list[str]:
        start = text.body.index(words)
        return [named(clauses, at) for at in referred_clauses(text, clauses, start, start + len(words))]

    assert referred("The customer pays as set out in Section 3.2 and Sections 1.2, 2.1(b) and 9.") == [
        "3. 3.2", "1. 1.2", "2. 2.1 (b)",
    ]  # fmt: skip
    assert referred("The cap of this Section 3.2 is the fees paid.") == []
    assert referred("The term renews") == []


def terms(words: str) -> list[tuple[str, str, str]]:
    """Each term, the words that define it, and the number of their clause."""
    text, clauses = read(words)
    return [
        (one.term, text.body[one.start : one.end], clauses[one.clause].number if one.clause is not None else "")
        for one in find_definitions(text, clauses)
    ]


def test_definitions_in_english() -> None:
    words = (
        "1. Terms. Quillon Ltd (“Quillon”, “we”) agrees. It sells tools (collectively, the “Services”).\n\n"
        "2. Meaning\n\n“Fees” means the amounts due.\n\n"
        "“Data” or “Customer Data” has the meaning given in Section 4.\n\n"
        '"Term" shall mean one year. The word “free” is used loosely (see “How we work”).\n'
    )
    assert terms(words) == [
        ("Quillon", "Quillon Ltd (“Quillon”, “we”)", "1."),
        ("we", "Quillon Ltd (“Quillon”, “we”)", "1."),
        ("Services", "It sells tools (collectively, the “Services”)", "1."),
        ("Fees", "“Fees” means the amounts due.", "2."),
        ("Customer Data", "“Data” or “Customer Data” has the meaning given in Section 4.", "2."),
        ("Data", "“Data” or “Customer Data” has the meaning given in Section 4.", "2."),
        ("Term", '"Term" shall mean one year. The word “free” is used loosely (see “How we work”).', "2."),
    ]


def test_definitions_in_japanese() -> None:
    words = (
        "第1条（定義）\n\n霧峰株式会社（以下「当社」という。）は、対話サービス（以下、総称して「本サービス」といいます。）を提供する。\n"
        "「利用者」とは、当社と契約した者をいう。「はい」と答える。\n"
    )
    assert [(term, number) for term, _, number in terms(words)] == [
        ("当社", "第1条"), ("本サービス", "第1条"), ("利用者", "第1条"),
    ]  # fmt: skip
    assert terms(words)[0][1] == "霧峰株式会社（以下「当社」という。）"
    assert terms(words)[2][1] == "「利用者」とは、当社と契約した者をいう。「はい」と答える。"
