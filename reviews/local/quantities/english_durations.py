"""Durations that are no number before a unit: "a month's notice", "net 30", "the preceding year"."""

from __future__ import annotations

from .english_patterns import (
    ADVERBS,
    ARTICLE,
    HALF_YEAR,
    MULTIPLE,
    NET,
    NEXT_DAY,
    ORDINAL_DAY,
    ORDINALS,
    PAST,
    POSSESSED,
    UNITS,
)
from .numerals import number_value
from .values import Quantity


def read_multiple(plain: bytes, start: int) -> Quantity | None:
    """ "Six times the monthly fee": six months, as far as fees go."""
    match = MULTIPLE.match(plain, start)
    times = number_value(match["low"]) if match and match["low"] else 2.0
    if not match or times is None:
        return None
    each, unit = ADVERBS[match["each"][:4].decode()]
    return Quantity("duration", start, match.end(), times * each, unit, False, times * each, times * each)


def read_article(plain: bytes, start: int) -> Quantity | None:
    """ "within a month": only after words that measure, for "a year" alone is mostly a part of "once a year"."""
    match = ARTICLE.match(plain, start)
    if not match:
        return None
    factor, unit = UNITS[match["unit"].decode()]
    value = float(factor)
    return Quantity("duration", match.start("span"), match.end("span"), value, unit, False, value, value)


def read_net(plain: bytes, start: int) -> Quantity | None:
    """The "net 30" of payment terms is thirty days."""
    match = NET.match(plain, start)
    value = number_value(match["low"]) if match else None
    if match is None or value is None:
        return None
    return Quantity("duration", start, match.end(), value, "days", False, value, value)


def read_next_day(plain: bytes, start: int) -> Quantity | None:
    match = NEXT_DAY.match(plain, start)
    return Quantity("duration", start, match.end(), 1.0, "days", True, 1.0, 1.0) if match else None


def read_possessed(plain: bytes, start: int) -> Quantity | None:
    """ "A month's notice", "a fortnight", "a year and a half"."""
    match = POSSESSED.match(plain, start)
    if not match:
        return None
    factor, unit = UNITS[(match["unit"] or match["fortnight"] or b"year").decode()]
    value = 1.5 if match["half"] else float(factor)
    return Quantity("duration", start, match.end(), value, unit, False, value, value)


def read_past(plain: bytes, start: int) -> Quantity | None:
    """ "The preceding contract year", "the month before the claim": one of them."""
    match = PAST.match(plain, start)
    if not match:
        return None
    group = "span" if match["span"] else "before"
    factor, unit = UNITS[(match["unit"] or match["before"]).decode()]
    value = float(factor)
    return Quantity("duration", match.start(group), match.end(group), value, unit, False, value, value)


def read_half_year(plain: bytes, start: int) -> Quantity | None:
    match = HALF_YEAR.match(plain, start)
    return Quantity("duration", start, match.end(), 6.0, "months", False, 6.0, 6.0) if match else None


def read_ordinal(plain: bytes, start: int) -> Quantity | None:
    """ "the thirtieth day after": thirty days."""
    match = ORDINAL_DAY.match(plain, start)
    if not match:
        return None
    value = float(match["digits"] or ORDINALS[match["word"].decode()])
    return Quantity("duration", start, match.end(), value, "days", match["business"] is not None, value, value)
