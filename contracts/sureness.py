"""How sure the recognition of text in pictures was of a passage: what a finding that rests on it has to say."""

from __future__ import annotations

from bisect import bisect_left

from contracts.values import Text

UNSURE = 75
"""Below this a passage may hold wrong words, and a finding that rests on it says so."""


def sureness_of(text: Text, start: int, end: int) -> int | None:
    """How sure the recognition was of `text.body[start:end]`, 0 to 100: the mean over its recognised letters.

    None where nothing in the span was recognised, and where the text was loaded without the places of its words.
    """
    at = bisect_left(text.places, start + 1, key=lambda place: place.end)
    letters = total = 0
    for place in text.places[at:]:
        if place.start >= end:
            break
        if place.sureness is not None:
            size = min(end, place.end) - max(start, place.start)
            letters += size
            total += place.sureness * size
    return round(total / letters) if letters else None


def is_unsure(text: Text, start: int, end: int) -> bool:
    """True where the passage was recognised in a picture, and not surely."""
    sureness = sureness_of(text, start, end)
    return sureness is not None and sureness < UNSURE
