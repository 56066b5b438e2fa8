"""What must stand in a text for a phrase to match it: lets `matcher.py` look for all phrases at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from reviews.local import shadow

Atoms = frozenset[bytes]
"""Texts of which at least one must stand in a text, or the phrase cannot match it."""
SLOTS = 3
"""So many of a phrase's needs are looked at, the most telling ones."""
COMMON_WORDS = """
of to in on or and for by as at is are be it its may shall will must not no any all such this that with from agreement
services service party parties other under has have been if
"""
COMMON = frozenset(COMMON_WORDS.split())
QUANTITY_MARKS = frozenset(
    mark.encode() for mark in (shadow.DURATION, shadow.PERCENT, shadow.MONEY, shadow.DATE, shadow.NUMBER)
)


def either_of(branches: Sequence[tuple[Atoms, ...]]) -> tuple[Atoms, ...]:
    """The needs of alternatives: the most telling ones of all, then the second ones, and so on.

    Each branch gives one of its needs to each, so that whichever branch matches, all of them are met.
    """
    if not all(branches):
        return ()
    ranked = [sorted(needs, key=telling, reverse=True) for needs in branches]
    depth = min(SLOTS, max(map(len, ranked)))
    found = (frozenset().union(*(needs[min(rank, len(needs) - 1)] for needs in ranked)) for rank in range(depth))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def telling(atoms: Atoms) -> float:
    """How much is known when one of the atoms is found: rare words tell more than frequent ones, few more than many."""
    return min(_weight(atom) for atom in atoms) - len(atoms) / 20


@lru_cache(maxsize=20_000)
def _weight(atom: bytes) -> float:
    if len(atom.strip()) == 1:
        return 3.0 if atom.strip() in QUANTITY_MARKS else 0.5
    words = atom.decode().split()
    if not words:  # a sign that ends a line in some scripts' eyes, and none in a phrase's
        return 0.5
    if not words[0].isascii():
        return 2.0 * len(atom.decode())
    return max(0.5 if word in COMMON else float(len(word)) for word in words) + len(words) - 1
