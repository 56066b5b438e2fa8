"""What the ranker sees of a sentence: words by their beginnings, in Japanese runs of characters, and the marks of the
shadow (parties and quantities), each alone and with its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reviews.local import shadow

STEM = 6
"""Letters of an English word that count: “terminate”, “terminating” and “termination” are one."""
LONGEST_RUN = 3
EMPTY_WORDS = """
of to in on or and for by as at is are be it its this that with from such under which has have been if will shall may
must not no any all other than then there these those so but was were can
"""
"""Say nothing alone, but much beside another word: “may change”, “not change”."""
EMPTY = frozenset(EMPTY_WORDS.split())
REACH = 5
"""Words after a party that may be its deed."""
PARTIES = frozenset((shadow.VENDOR, shadow.CUSTOMER, shadow.PARTY))
NUMBERS = re.compile(f"{shadow.NUMBER}?[0-9][0-9.]*")


def features_of(text: bytes, language: str) -> frozenset[str]:
    """Of a unit's shadow. The digits of a number do not count, only that there is one."""
    plain = NUMBERS.sub(shadow.NUMBER, text.decode())
    return _english(plain) if language == "en" else _japanese(plain)


def _english(plain: str) -> frozenset[str]:
    words = [word[:STEM] for word in plain.replace(shadow.SENTENCE_END, " ").split()]
    pairs = {f"{one} {other}" for one, other in pairwise(words)}
    return frozenset(pairs.union(words, _deeds(words)) - EMPTY)


def _deeds(words: Sequence[str]) -> Iterator[str]:
    """Each word with the party that stands shortly before it: who does what."""
    party, since = "", 0
    for word in words:
        since += 1
        if word in PARTIES:
            party, since = word, 0
        elif party and since <= REACH and word not in EMPTY:
            yield f"{party}>{word}"


def _japanese(plain: str) -> frozenset[str]:
    found = {mark for mark in shadow.MARKS if mark in plain}
    for sentence in plain.split(shadow.SENTENCE_END):
        for size in range(2, LONGEST_RUN + 1):
            found.update(sentence[at : at + size] for at in range(len(sentence) - size + 1))
    return frozenset(found)
