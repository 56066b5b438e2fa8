"""A finding as one letter and back, and what the letters count up to."""

from __future__ import annotations

from reviews.portfolio.marks import MARKS, NONE, count_critical, mark_of
from reviews.values import GRADES, STATUSES


def test_each_finding_has_a_letter_of_its_own() -> None:
    pairs = [(status, grade) for status in STATUSES for grade in (None, *GRADES)]
    letters = [mark_of(*pair) for pair in pairs]
    assert (len(set(letters)), NONE in letters) == (len(pairs), False)
    assert [tuple(MARKS[letter]) for letter in letters] == pairs
    assert mark_of("not_run", "") == mark_of("not_run", None)


def test_stored_letters_keep_their_meaning() -> None:
    """Rows in the database are written with them."""
    stored = [mark_of("present", "critical"), mark_of("absent", "risky"), mark_of("referenced", "favourable")]
    assert stored == ["e", "i", "l"]
    assert [mark_of("unclear", "acceptable"), mark_of("not_assessed", None), mark_of("not_run", None)] == [
        "r",
        "u",
        "z",
    ]


def test_critical_ones_are_counted_place_by_place() -> None:
    stated, silent, calm = (
        mark_of("present", "critical"),
        mark_of("absent", "critical"),
        mark_of("present", "favourable"),
    )
    rows = [stated + silent + calm, stated + calm + NONE, calm + silent + NONE]
    assert count_critical(rows, 3) == [2, 2, 0]
    assert count_critical([], 3) == [0, 0, 0]
