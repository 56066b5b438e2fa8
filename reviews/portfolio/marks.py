"""A finding as one letter, so that the map of thousands of contracts is one short string for each. Plain functions."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_letters
from typing import NamedTuple, cast

from reviews.values import GRADES, STATUSES, Grade, Status

_GRADES: tuple[Grade | None, ...] = (None, *GRADES)
NONE = "-"
"""An item of which a review says nothing: another version of the checklist asked for it."""


class Mark(NamedTuple):
    status: Status
    grade: Grade | None


# The order of statuses and grades is part of what is stored: new ones go to the end.
_LETTERS: dict[tuple[str, str | None], str] = dict(
    zip(((status, grade) for status in STATUSES for grade in _GRADES), ascii_letters, strict=False)
)
MARKS: dict[str, Mark] = {
    letter: Mark(cast(Status, status), cast("Grade | None", grade)) for (status, grade), letter in _LETTERS.items()
}
CRITICAL = frozenset(letter for letter, mark in MARKS.items() if mark.grade == "critical")


def mark_of(status: str, grade: str | None) -> str:
    return _LETTERS[status, grade or None]


def count_critical(rows: Iterable[str], width: int) -> list[int]:
    """In how many of the rows each place is critical. All rows have this width."""
    together = "".join(rows)
    return [sum(map(together[place::width].count, CRITICAL)) for place in range(width)]
