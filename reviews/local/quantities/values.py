"""A quantity that a contract states, and what it comes to in another unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

QuantityKind = Literal["duration", "percent", "money", "date", "number", "frequency"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """`start:end` are offsets into the text that was searched.

    `value` is a number, for a date its ISO form ("2026-04-01"; "--04-01" without a year, "2026-04" without a day).
    `unit` is minutes, hours, days, weeks, months or years for durations and frequencies (how long from one time to the
    next; "continuous" for round the clock), percent, a currency code, "date", or "" for plain numbers.
    Of a range ("14 to 30 days") `value` is the smaller end, and `low` and `high` hold both; else they equal `value`.
    `is_business` marks days that count working days only. `per` tells what a percentage is for: "month", "year" or "".
    """

    kind: QuantityKind
    start: int
    end: int
    value: float | str
    unit: str
    is_business: bool = False
    low: float | None = None
    high: float | None = None
    per: str = ""


LARGEST = 1e15
"""Above every price and duration, and exact as a whole number. Hundreds of digits come to infinity, which cannot be
counted with or stored: they are no quantity."""

HOURS = {"minutes": 1 / 60, "hours": 1.0, "days": 24.0, "weeks": 168.0, "months": 720.0, "years": 8760.0}
BUSINESS_DAY = 1.4
"""Days of the calendar that a business day counts for; the product is rounded up to whole days."""


def convert(quantity: Quantity, unit: str) -> float:
    """The quantity's value in `unit`; raises ValueError where the two do not measure the same thing.

    A week is 7 days, a month 30, a year 12 months or 365 days. A business day counts 1.4 and the days are rounded up.
    """
    value = quantity.value
    if isinstance(value, str):
        raise ValueError(f"a date is not a number of {unit}")
    own = quantity.unit
    if quantity.is_business and own == "days":
        if unit == "days":
            return float(math.ceil(round(value * BUSINESS_DAY, 6)))
        value, own = float(math.ceil(round(value * BUSINESS_DAY, 6))), "days"
    if own == unit:
        return float(value)
    if {own, unit} == {"months", "years"}:
        return value * 12 if own == "years" else value / 12
    if own not in HOURS or unit not in HOURS:
        raise ValueError(f"{own or 'a plain number'} does not count {unit}")
    return _tidy(value * HOURS[own] / HOURS[unit])


def _tidy(number: float) -> float:
    """Without the dust of binary fractions, so that thirty days in hours and back are thirty days."""
    return round(number, 6)
