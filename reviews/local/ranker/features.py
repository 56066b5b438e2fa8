"""What the ranker sees of a sentence: words by their beginnings, in Japanese runs of characters, and the marks of the
shadow (parties and quantities), each alone and with its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    found = set(words)
    found.update([f"{one} {other}" for one, other in pairwise(words)])
    found.update(_deeds(words))
    return frozenset(found - EMPTY)


def _deeds(words: Sequence[str]) -> list[str]:
    """Each word with the party that stands shortly before it: who does what."""
    found = []
    for at, party in enumerate(words):
        if party in PARTIES:
            for word in words[at + 1 : at + 1 + REACH]:
                if word in PARTIES:
                    break
                if word not in EMPTY:
                    found.append(f"{party}>{word}")
    return found


def _japanese(plain: str) -> frozenset[str]:
    found = {mark for mark in shadow.MARKS if mark in plain}
    for sentence in plain.split(shadow.SENTENCE_END):
        for size in range(2, LONGEST_RUN + 1):
            found.update(sentence[at : at + size] for at in range(len(sentence) - size + 1))
    return frozenset(found)
