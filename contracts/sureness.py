"""How sure the recognition of text in pictures was of a passage: what a finding that rests on it has to say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from contracts.values import Place, Text

UNSURE = 75
"""Below this a passage may hold wrong words, and a finding that rests on it says so."""
UNSURE_FIGURE = 65
"""The same for a single word with a figure in it: one wrong digit of thirty right words changes what is agreed."""


def sureness_of(text: Text, start: int, end: int) -> int | None:
    """How sure the recognition was of `text.body[start:end]`, 0 to 100: the mean over its recognised letters.

    None where nothing in the span was recognised, and where the text was loaded without the places of its words.
    """
    letters = total = 0
    for place, sureness in recognised(text, start, end):
        size = min(end, place.end) - max(start, place.start)
        letters += size
        total += sureness * size
    return round(total / letters) if letters else None


def doubt_in(text: Text, start: int, end: int) -> int | None:
    """How sure the recognition was of a passage that it was not sure of, or of a figure in it; None of all others."""
    sureness = sureness_of(text, start, end)
    if sureness is None or sureness < UNSURE:
        return sureness
    figures = (sure for place, sure in recognised(text, start, end) if any(map(str.isdigit, words_at(text, place))))
    least = min(figures, default=100)
    return least if least < UNSURE_FIGURE else None


def recognised(text: Text, start: int, end: int) -> Iterator[tuple[Place, int]]:
    """The recognised words that the span touches, and how sure of each."""
    at = bisect_left(text.places, start + 1, key=lambda place: place.end)
    for place in text.places[at:]:
        if place.start >= end:
            break
        if place.sureness is not None:
            yield place, place.sureness


def words_at(text: Text, place: Place) -> str:
    return text.body[place.start : place.end]
