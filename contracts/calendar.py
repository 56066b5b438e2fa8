"""Computes from the terms of a contract when it renews or ends, and until which day one can act. Pure: dates only, no
clock, no time zone. Before it: `terms.py` reads the terms, or a person enters them; after it: `term_rows.py`.

How the days are counted:

- A term that starts on a day ends on the day before the same day of a later month: from 1 June, 24 months last through
  31 May. Where that month has no such day, it ends on the last of the month (31 August and six months: 28 February).
- All renewals are counted from the first start, so that a short February does not move those after it.
- Notice is counted back from the last day of the term: “at least 45 days before the end” of 31 May is 16 April. Counted
  from the day after it would be a day later; of two readings, the one that comes first is the safe one.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Literal

Unit = Literal["days", "months"]
DayKind = Literal["start", "notice", "renewal", "end", "other"]
Fact = Literal["start", "end", "initial", "renews", "renewal", "notice", "other"]
Want = Literal["dates", "term", "start", "renews", "renewal", "notice"]
"""What nobody has stated, and the calendar therefore cannot tell."""
AHEAD, BEHIND = 3, 1
"""How many terms are computed: those that are still to end, and those that ended before."""


@dataclass(frozen=True, slots=True)
class Length:
    """Of a term or of a notice; `number` is at least 1."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of a contract's term; None is what nobody has stated. `end` is the last day of its first term."""

    start: date | None = None
    end: date | None = None
    initial: Length | None = None
    renews: bool | None = None
    renewal: Length | None = None
    notice: Length | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day that follows from the terms named by `facts`. `slot` counts the terms of the contract from 0."""

    kind: DayKind
    slot: int
    day: date
    facts: tuple[Fact, ...]
    is_deadline: bool = False


def days_of(terms: Terms, today: date) -> list[Day]:
    """The days of the last term that ended and of the next ones, in their order; the start whenever it was.

    A renewal before which no notice is known is itself the deadline: whoever waits for a better day would miss it.
    """
    days = [Day("start", 0, terms.start, ("start",))] if terms.start else []
    for slot, last in _terms_around(terms, today):
        facts = _facts_of(terms, slot)
        if not terms.renews:
            days.append(Day("end", slot, last, facts, is_deadline=True))
            break
        act = before(last, terms.notice) if terms.notice else None
        if act is not None:
            days.append(Day("notice", slot, act, (*facts, "notice"), is_deadline=True))
        if last < date.max:
            days.append(
                Day("renewal", slot, last + timedelta(days=1), (*facts, "renews"), is_deadline=terms.notice is None)
            )
    return sorted(days, key=lambda one: (one.day, one.slot))


def wanted(terms: Terms) -> tuple[Want, ...]:
    """What is missing for a calendar that can be relied on, the gravest first; none where all is known."""
    missing: list[Want] = []
    if first_end(terms) is None:
        missing.append("dates" if terms.start is None and terms.initial is None else "start")
        if terms.start is not None:
            missing = ["term"]
    if terms.renews is None:
        missing.append("renews")
    if terms.renews:
        missing += ["renewal"] if terms.renewal is None else []
        missing += ["notice"] if terms.notice is None else []
    return tuple(missing)


def first_end(terms: Terms) -> date | None:
    """The last day of the first term. A stated day counts before a computed one."""
    if terms.end is not None:
        return terms.end
    if terms.start is None or terms.initial is None:
        return None
    return last_day(terms.start, terms.initial)


def last_day(start: date, length: Length, times: int = 1) -> date | None:
    """The last day of so many periods from `start` on; None where the calendar ends before."""
    if length.unit == "days":
        number = length.number * times
        return start + timedelta(days=number - 1) if number <= (date.max - start).days else None
    year, month = _month_after(start, length.number * times)
    if year > MAXYEAR:
        return None
    if start.day > calendar.monthrange(year, month)[1]:
        return date(year, month, calendar.monthrange(year, month)[1])
    return date(year, month, start.day) - timedelta(days=1)


def before(day: date, notice: Length) -> date | None:
    """So long before a day; where the month has no such day, on its last. None before the calendar begins."""
    if notice.unit == "days":
        return day - timedelta(days=notice.number) if notice.number <= (day - date.min).days else None
    year, month = _month_after(day, -notice.number)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) if year >= 1 else None


def _month_after(day: date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _terms_around(terms: Terms, today: date) -> Iterator[tuple[int, date]]:
    """The last days of the terms around today, each with its number. The first alone where no other is known of."""
    first = first_end(terms)
    if first is None:
        return
    if not terms.renews or terms.renewal is None or first == date.max:
        yield 0, first
        return
    second = first + timedelta(days=1)
    # As many renewals as surely lie behind, by the longest month; the rest is counted.
    length = terms.renewal.number * (31 if terms.renewal.unit == "months" else 1)
    slot = max(0, (today - first).days // length - BEHIND)
    ends: list[tuple[int, date]] = []
    while True:
        last = _end_of(terms, first, second, slot)
        if last is None:
            break
        ends.append((slot, last))
        slot += 1
        if sum(end >= today for _, end in ends) >= AHEAD:
            break
    past = [one for one in ends if one[1] < today]
    yield from past[-BEHIND:]
    yield from ends[len(past) :]


def _end_of(terms: Terms, first: date, second: date, slot: int) -> date | None:
    """The last day of the term after so many renewals, all counted from one day."""
    assert terms.renewal is not None  # noqa: S101
    if slot == 0:
        return first
    months = terms.renewal.unit == "months" and terms.initial is not None and terms.initial.unit == "months"
    if months and terms.end is None and terms.start is not None and terms.initial is not None:
        return last_day(terms.start, Length(terms.initial.number + slot * terms.renewal.number, "months"))
    return last_day(second, terms.renewal, slot)


def _facts_of(terms: Terms, slot: int) -> tuple[Fact, ...]:
    """What the last day of a term follows from."""
    first: tuple[Fact, ...] = ("end",) if terms.end is not None else ("start", "initial")
    return (*first, "renewal") if slot else first
