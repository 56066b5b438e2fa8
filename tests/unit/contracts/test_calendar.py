"""When contracts renew and end, and until when one can act."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.calendar import Day, Length, Terms, before, days_of, first_end, last_day, wanted

YEAR, MONTH = Length(12, "months"), Length(1, "months")


@pytest.mark.parametrize(
    ("start", "length", "times", "expected"),
    [
        (date(2025, 6, 1), Length(24, "months"), 1, date(2027, 5, 31)),
        (date(2026, 4, 1), YEAR, 1, date(2027, 3, 31)),
        (date(2025, 3, 15), MONTH, 1, date(2025, 4, 14)),
        (date(2025, 8, 31), Length(6, "months"), 1, date(2026, 2, 28)),
        (date(2023, 8, 31), Length(6, "months"), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), MONTH, 1, date(2025, 2, 28)),
        (date(2025, 1, 31), MONTH, 2, date(2025, 3, 30)),
        (date(2024, 2, 29), YEAR, 1, date(2025, 2, 28)),
        (date(2024, 2, 29), YEAR, 4, date(2028, 2, 28)),
        (date(2024, 3, 1), YEAR, 1, date(2025, 2, 28)),
        (date(2023, 3, 1), YEAR, 1, date(2024, 2, 29)),
        (date(2025, 12, 1), MONTH, 1, date(2025, 12, 31)),
        (date(2025, 1, 1), Length(30, "days"), 1, date(2025, 1, 30)),
        (date(2025, 1, 1), Length(30, "days"), 2, date(2025, 3, 1)),
        (date(9999, 6, 1), YEAR, 1, None),
        (date(9999, 6, 1), Length(400, "days"), 1, None),
    ],
)
def test_terms_end_on_the_day_before_the_same_day(
    start: date, length: Length, times: int, expected: date | None
) -> None:
    assert last_day(start, length, times) == expected


@pytest.mark.parametrize(
    ("day", "notice", "expected"),
    [
        (date(2027, 5, 31), Length(45, "days"), date(2027, 4, 16)),
        (date(2027, 3, 31), Length(30, "days"), date(2027, 3, 1)),
        (date(2028, 3, 31), Length(31, "days"), date(2028, 2, 29)),
        (date(2027, 5, 31), Length(3, "months"), date(2027, 2, 28)),
        (date(2028, 5, 31), Length(3, "months"), date(2028, 2, 29)),
        (date(2027, 1, 15), Length(1, "months"), date(2026, 12, 15)),
        (date(2027, 3, 31), Length(18, "months"), date(2025, 9, 30)),
        (date(1, 3, 31), Length(90, "days"), None),
        (date(1, 3, 31), Length(4, "months"), None),
    ],
)
def test_notice_is_counted_back_from_the_last_day(day: date, notice: Length, expected: date | None) -> None:
    assert before(day, notice) == expected


def test_an_agreed_term_without_renewal_ends() -> None:
    terms = Terms(start=date(2025, 6, 1), initial=Length(24, "months"), renews=False, notice=Length(60, "days"))
    assert days_of(terms, date(2026, 11, 20)) == [
        Day("start", 0, date(2025, 6, 1), ("start",)),
        Day("end", 0, date(2027, 5, 31), ("start", "initial"), is_deadline=True),
    ]
    assert wanted(terms) == ()


def test_renewals_around_today_with_the_last_day_to_act() -> None:
    terms = Terms(date(2020, 2, 1), None, YEAR, True, YEAR, Length(45, "days"))
    first = ("start", "initial")
    assert days_of(terms, date(2024, 6, 15)) == [
        Day("start", 0, date(2020, 2, 1), ("start",)),
        Day("notice", 3, date(2023, 12, 17), (*first, "renewal", "notice"), is_deadline=True),
        Day("renewal", 3, date(2024, 2, 1), (*first, "renewal", "renews")),
        Day("notice", 4, date(2024, 12, 17), (*first, "renewal", "notice"), is_deadline=True),
        Day("renewal", 4, date(2025, 2, 1), (*first, "renewal", "renews")),
        Day("notice", 5, date(2025, 12, 17), (*first, "renewal", "notice"), is_deadline=True),
        Day("renewal", 5, date(2026, 2, 1), (*first, "renewal", "renews")),
        Day("notice", 6, date(2026, 12, 17), (*first, "renewal", "notice"), is_deadline=True),
        Day("renewal", 6, date(2027, 2, 1), (*first, "renewal", "renews")),
    ]


def test_a_short_february_moves_no_later_renewal() -> None:
    terms = Terms(start=date(2024, 8, 31), initial=Length(6, "months"), renews=True, renewal=Length(6, "months"))
    ends = [one.day for one in days_of(terms, date(2024, 9, 1)) if one.kind == "renewal"]
    assert ends == [date(2025, 3, 1), date(2025, 8, 31), date(2026, 3, 1)]


def test_a_stated_end_counts_before_a_computed_one() -> None:
    terms = Terms(start=date(2026, 4, 1), end=date(2027, 2, 28), initial=YEAR, renews=True, renewal=YEAR, notice=MONTH)
    assert first_end(terms) == date(2027, 2, 28)
    shown = [(one.kind, one.day, one.facts) for one in days_of(terms, date(2027, 1, 1)) if one.slot < 2]
    assert shown == [
        ("start", date(2026, 4, 1), ("start",)),
        ("notice", date(2027, 1, 28), ("end", "notice")),
        ("renewal", date(2027, 3, 1), ("end", "renews")),
        ("notice", date(2028, 1, 29), ("end", "renewal", "notice")),
        ("renewal", date(2028, 3, 1), ("end", "renewal", "renews")),
    ]


def test_on_its_last_day_a_term_has_not_ended() -> None:
    terms = Terms(end=date(2027, 3, 31), renews=True, renewal=YEAR, notice=Length(30, "days"))
    assert min(one.slot for one in days_of(terms, date(2027, 3, 31))) == 0
    assert [one.day for one in days_of(terms, date(2027, 3, 31)) if one.kind == "renewal"] == [
        date(2027, 4, 1),
        date(2028, 4, 1),
        date(2029, 4, 1),
    ]
    assert [one.slot for one in days_of(terms, date(2028, 4, 1)) if one.kind == "renewal"] == [0 + 1, 2, 3, 4]


def test_without_a_known_notice_the_renewal_is_the_deadline() -> None:
    terms = Terms(end=date(2027, 3, 31), renews=True)
    assert days_of(terms, date(2026, 1, 1)) == [
        Day("renewal", 0, date(2027, 4, 1), ("end", "renews"), is_deadline=True)
    ]
    assert wanted(terms) == ("renewal", "notice")


def test_monthly_renewals_of_many_years_are_not_counted_one_by_one() -> None:
    terms = Terms(start=date(1990, 1, 31), initial=MONTH, renews=True, renewal=MONTH, notice=Length(10, "days"))
    days = [one.day for one in days_of(terms, date(2026, 2, 28)) if one.kind == "renewal"]
    assert days == [date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31), date(2026, 5, 1)]


def test_a_notice_longer_than_the_term_lies_before_its_start() -> None:
    terms = Terms(start=date(2026, 1, 1), initial=MONTH, renews=True, renewal=MONTH, notice=Length(3, "months"))
    assert days_of(terms, date(2026, 1, 10))[0] == Day(
        "notice", 0, date(2025, 10, 31), ("start", "initial", "notice"), is_deadline=True
    )


@pytest.mark.parametrize(
    ("terms", "missing"),
    [
        (Terms(), ("dates", "renews")),
        (Terms(initial=YEAR, renews=True, renewal=YEAR, notice=MONTH), ("start",)),
        (Terms(start=date(2026, 1, 1), renews=False), ("term",)),
        (Terms(start=date(2026, 1, 1), initial=YEAR), ("renews",)),
        (Terms(start=date(2026, 1, 1), initial=YEAR, renews=True), ("renewal", "notice")),
    ],
)
def test_what_is_not_stated_is_asked_for(terms: Terms, missing: tuple[str, ...]) -> None:
    assert wanted(terms) == missing


def test_nothing_is_computed_from_nothing() -> None:
    assert days_of(Terms(), date(2026, 1, 1)) == []
    assert days_of(Terms(initial=YEAR, renews=True, renewal=YEAR, notice=MONTH), date(2026, 1, 1)) == []


def test_the_end_of_the_calendar_is_no_accident() -> None:
    terms = Terms(end=date(9999, 12, 31), renews=True, renewal=YEAR, notice=Length(30, "days"))
    assert days_of(terms, date(2026, 1, 1)) == [
        Day("notice", 0, date(9999, 12, 1), ("end", "notice"), is_deadline=True)
    ]
