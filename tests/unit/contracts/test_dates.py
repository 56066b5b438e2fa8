"""The days that a paper gives itself: read in both languages, with what they are, and no others."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.dates import Dated, DateKind, date_of, find_dates
from contracts.values import Language, Page, Text

CLAUSES = "\n\n".join(f"{at}. The Provider keeps the Service running and answers within a day." for at in range(1, 99))


def text_of(body: str, language: Language = "en") -> Text:
    return Text(body, (Page(1, 0, len(body)),), language)


@pytest.mark.parametrize(
    ("line", "kind", "day"),
    [
        ("Last updated: March 3, 2026", "updated", date(2026, 3, 3)),
        ("LAST UPDATED 3 MAY 2025", "updated", date(2025, 5, 3)),
        ("Last modified on 2026-02-28.", "updated", date(2026, 2, 28)),
        ("These terms were last revised on the 4th day of June, 2024.", "updated", date(2024, 6, 4)),
        ("Effective Date: Sept. 1, 2025", "effective", date(2025, 9, 1)),
        ("Effective: January 2, 2026", "effective", date(2026, 1, 2)),
        ("January 2, 2026 (effective date)", "effective", date(2026, 1, 2)),
        ("This policy is in force as of 1st July 2025.", "effective", date(2025, 7, 1)),
        ("This Agreement is made and entered into as of the 4th day of June, 2024 between", "made", date(2024, 6, 4)),
        ("Version of 12 December 2023", "made", date(2023, 12, 12)),
    ],
)
def test_english_date_says_what_it_is(line: str, kind: DateKind, day: date):
    body = f"Cloud Terms\n\n{line}\n\n{CLAUSES}"
    (found,) = find_dates(text_of(body))
    assert (found.kind, found.day) == (kind, day)
    assert body[found.start : found.end] in line


@pytest.mark.parametrize(
    ("line", "kind", "day"),
    [
        ("2026年3月3日改定", "updated", date(2026, 3, 3)),
        ("最終更新日：2026年3月3日", "updated", date(2026, 3, 3)),
        ("最終改訂　２０２６／０３／０３", "updated", date(2026, 3, 3)),
        ("施行日　令和8年4月1日", "effective", date(2026, 4, 1)),
        ("２０２６年４月１日施行", "effective", date(2026, 4, 1)),
        ("本規約は、2026年4月1日より施行します。", "effective", date(2026, 4, 1)),
        ("令和元年五月十二日制定", "made", date(2019, 5, 12)),
        ("平成三十年十月一日", "made", date(2018, 10, 1)),
    ],
)
def test_japanese_date_says_what_it_is(line: str, kind: DateKind, day: date):
    body = f"利用規約\n\n{line}\n\n第1条　当社は、本サービスを提供します。"
    (found,) = find_dates(text_of(body, "ja"))
    assert (found.kind, found.day) == (kind, day)
    assert body[found.start : found.end] in line


def test_dates_at_the_foot_count_and_the_last_change_tells_the_state():
    clauses = "当社は、本サービスを提供します。\n\n" * 400
    body = f"利用規約\n\n{clauses}附則\n\n2020年4月1日制定\n\n2024年4月1日改定\n\n2026年3月3日改定"
    found = find_dates(text_of(body, "ja"))
    assert [(one.kind, one.day.year, body[one.start : one.end]) for one in found] == [
        ("made", 2020, "2020年4月1日"),
        ("updated", 2024, "2024年4月1日"),
        ("updated", 2026, "2026年3月3日"),
    ]
    assert date_of(text_of(body, "ja")) == found[2]


def test_two_dates_of_a_line_are_told_apart():
    body = "Terms\n\nEffective January 2, 2026. Last updated December 1, 2025."
    assert find_dates(text_of(body)) == (
        Dated(date(2026, 1, 2), "effective", 17, 32),
        Dated(date(2025, 12, 1), "updated", 47, 63),
    )


@pytest.mark.parametrize(
    "body",
    [
        "Terms\n\nEffective: February 31, 2026",
        "Terms\n\nThe trial ends on 3 May 2026.",
        "Terms\n\nWords.",
        f"Terms\n\n{CLAUSES}\n\nUpdated prices hold from 3 May 2026.\n\n{CLAUSES}",
    ],
)
def test_other_dates_are_not_taken(body: str):
    assert date_of(text_of(body)) is None


def test_short_paper_gives_each_date_once():
    assert len(find_dates(text_of("Last updated: March 3, 2026"))) == 1
