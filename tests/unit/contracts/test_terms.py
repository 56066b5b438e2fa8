"""From when a contract runs and how it is renewed, as its own words have it."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.calendar import Length
from contracts.terms import Stated, effective_on, find_terms, signed_on
from contracts.values import Text


def facts(body: str, language: str = "en") -> list[tuple[str, object]]:
    text = Text(body=body, pages=(), language=language)  # type: ignore[arg-type]
    return [(one.fact, said(one)) for one in find_terms(text)]


def said(one: Stated) -> object:
    return one.day or one.length or one.is_so


YEAR = Length(12, "months")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Start | 1 June 2025", [("start", date(2025, 6, 1))]),
        ("Subscription Start Date: March 3, 2026", [("start", date(2026, 3, 3))]),
        ("End date | 2027-03-31", [("end", date(2027, 3, 31))]),
        ("Term | 24 months, without automatic renewal", [("initial", Length(24, "months")), ("renews", False)]),
        ("Initial Term: one (1) year", [("initial", YEAR)]),
        ("Renewal term | 12 months", [("renewal", YEAR)]),
        ("Subscription term | 1 May 2026 to 30 April 2027", [("start", date(2026, 5, 1)), ("end", date(2027, 4, 30))]),
        (
            "This Agreement has an initial term of twelve (12) months from the Effective Date.",
            [("initial", YEAR)],
        ),
        ("The Order Form commences on 1 May 2026 and continues for a period of three years.",
         [("start", date(2026, 5, 1)), ("initial", Length(36, "months"))]),
        ("This agreement remains in force until 31 March 2027.", [("end", date(2027, 3, 31))]),
        (
            "At the end of its initial term each Order Form renews for successive periods of twelve months unless "
            "either party gives notice of non-renewal at least 45 days before the current term ends.",
            [("renewal", YEAR), ("notice", Length(45, "days")), ("renews", True)],
        ),
        (
            "The subscription will automatically renew for additional one-year terms unless cancelled by giving ninety "
            "(90) days’ written notice prior to the end of the then-current term.",
            [("renewal", YEAR), ("notice", Length(90, "days")), ("renews", True)],
        ),
        (
            "An Order Form lasts for the period stated in it and does not renew unless the parties agree in writing.",
            [("renews", False)],
        ),
        (
            "Unless either party notifies the other two months before the end of the term, this contract is extended "
            "by another year.",
            [("notice", Length(2, "months")), ("renewal", YEAR), ("renews", True)],
        ),
    ],
)  # fmt: skip
def test_english_terms(words: str, expected: list[tuple[str, object]]) -> None:
    assert facts(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "These duties last for three years after the end of the Agreement.",
        "If the Supplier wishes other charges to apply to a renewal of the term, it shall say so at least 120 days "
        "before the end of the current term.",
        "The Customer may terminate this agreement at any time on 60 days’ written notice.",
        "Prepaid credits of an order expire twelve months after the date of purchase.",
        "The parties’ confidentiality duties under this agreement continue for a period of five years.",
        "Customer shall pay each invoice under this agreement within 45 days.",
        "Quarterly business reviews take place on 1 June 2026.",
        "The term of this agreement is 0 months.",
        "If the event continues for more than 30 days, the Customer may terminate the order form.",
        "Last updated: 3 March 2026",
        "",
    ],
)
def test_other_lengths_are_not_the_term(words: str) -> None:
    assert facts(words) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "契約期間は2026年4月1日から2027年3月31日までとする。",
            [("start", date(2026, 4, 1)), ("end", date(2027, 3, 31))],
        ),
        ("契約期間：令和８年４月１日～令和９年３月31日", [("start", date(2026, 4, 1)), ("end", date(2027, 3, 31))]),
        ("利用開始日 | 2026年5月1日", [("start", date(2026, 5, 1))]),
        ("本契約の有効期間は、締結の日から三年間とする。", [("initial", Length(36, "months"))]),
        ("利用契約の期間は、申込書に定める利用開始日から1年間とします。", [("initial", YEAR)]),
        (
            "有効期間満了の六十日前までに甲又は乙から書面による終了の申出がないときは、本契約は同一の条件で一年間更新される"
            "ものとし、その後も同様とする。",
            [("notice", Length(60, "days")), ("renewal", YEAR), ("renews", True)],
        ),
        (
            "期間満了日の3か月前までに更新拒絶の通知がない場合、利用契約は、同一の条件でさらに1年間更新されるものとし、"
            "以後も同様とします。",
            [("notice", Length(3, "months")), ("renewal", YEAR), ("renews", True)],
        ),
        ("本契約は、自動更新されない。", [("renews", False)]),
        ("利用ポイントの有効期間は購入日から6か月とし、失効します。", []),
        ("本条の義務は、本契約の終了後五年間存続する。", []),
        ("利用料を改定しようとするときは、有効期間満了の九十日前までに申し入れる。", []),
        ("この規約は、2025年4月1日から施行します。", []),
    ],
)
def test_japanese_terms(words: str, expected: list[tuple[str, object]]) -> None:
    assert facts(words, "ja") == expected


def test_words_are_verbatim_and_say_from_when_they_count() -> None:
    body = "12. Term\n\n12.1  This Agreement is valid for a term of two years from the date of signature. It is short."
    found = find_terms(Text(body=body, pages=(), language="en"))
    assert [(body[one.start : one.end], one.base) for one in found] == [
        ("12.1  This Agreement is valid for a term of two years from the date of signature.", "made")
    ]


def test_a_hostile_line_costs_little() -> None:
    body = "\n".join(["term for " * 60 + "1 year", "a " * 250 + "agreement term of", "renew " * 90])
    assert facts(body * 200) is not None


def test_the_day_of_signing_stands_above_the_signatures() -> None:
    body = "利用基本契約書\n\n" + "第一条　目的を定める。\n\n" * 300 + "\n令和七年四月一日\n\n" + "甲　株式会社\n\n" * 9
    found = signed_on(Text(body=body, pages=(), language="ja"))
    assert found is not None
    assert (found.day, body[found.start : found.end]) == (date(2025, 4, 1), "令和七年四月一日")


def test_the_day_that_a_paper_bears() -> None:
    text = Text(body="Services Agreement\n\n**Date:** 12 May 2025\n\nEffective 1 June 2025\n", pages=(), language="en")
    signed, effective = signed_on(text), effective_on(text)
    assert signed is not None and effective is not None
    assert (signed.day, text.body[signed.start : signed.end]) == (date(2025, 5, 12), "**Date:** 12 May 2025")
    assert (effective.day, text.body[effective.start : effective.end]) == (date(2025, 6, 1), "Effective 1 June 2025")
    assert signed_on(Text(body="Terms of service", pages=(), language="en")) is None
