"""Who does what in an English paper: who pays, who provides, and how often each name is spoken of as acting."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import re2
from re2 import _re2

from .words import BEFORE_VERB, DEEDS, LEADING, LEANING, NOT_PARTY, REWARDING, SUFFERED

UNANCHORED = _re2.RE2.Anchor.UNANCHORED
DOES = re2.compile(
    rb"\b(?:shall|SHALL|will|WILL|may|MAY|must|MUST|agrees|agree|hereby|HEREBY|grants|represents|warrants|appoints|"
    rb"engages|retains|reserves|acknowledges|provides|is)\b"
)
OWN_VERBS = frozenset([b"grants", b"appoints", b"engages", b"retains", b"provides", b"warrants"])
IS_BOUND = frozenset([b"engaged", b"willing", b"obligated"])
ABBREVIATED = ("inc.", "corp.", "co.")


@dataclass(slots=True)
class Deeds:
    """By name in lower case: in how many sentences it acts, how far as vendors do, and where its first verb stands."""

    acts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    leaning: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    first: dict[str, int] = field(default_factory=dict)


def read_deeds(plain: bytes) -> Deeds:
    deeds = Deeds()
    match, size, position = DOES._regexp.Match, len(plain), 0
    while True:
        start, end = match(UNANCHORED, plain, position, size)[0]
        if start < 0:
            return deeds
        position = end
        if plain[start - 1 : start] != b" ":
            continue
        name = subject_of(plain[max(0, start - 60) : start].split())
        if not name:
            continue
        verb = plain[start:end]
        following = plain[start if verb in OWN_VERBS else end : end + 70].split()
        if verb == b"is" and (not following or following[0] not in IS_BOUND):
            continue
        deeds.acts[name] += 1
        deeds.first.setdefault(name, start)
        _weigh(deeds, name, following)


def _weigh(deeds: Deeds, name: str, following: list[bytes]) -> None:
    """Look at the verb, a few words on, and at whom it rewards."""
    for index, raw in enumerate(following[:7]):
        word = raw.rstrip(b",;:.").lower().decode()
        if word == "be":
            after = following[index + 1 : index + 2] or [b""]
            deeds.leaning[name] += SUFFERED.get(after[0].rstrip(b",;:.").lower().decode(), 0)
            return
        if word in BEFORE_VERB:
            continue
        deeds.leaning[name] += DEEDS.get(word, 0)
        if word in REWARDING and (payee := name_at(following[index + 1 : index + 5])):
            deeds.leaning[payee] += 3
        return


def subject_of(words: list[bytes]) -> str:
    """The name at the end of these words: "If the Bank of America" -> "bank of america"; "" where there is none."""
    last = words[-1].decode().lstrip("([\"'") if words else ""
    if last.lower() in ("we", "you"):
        return last.lower()
    if last in LEANING and words[-2:-1] in ([b"the"], [b"The"]):
        return last
    name: list[str] = []
    for raw in reversed(words):
        word = raw.decode().lstrip("([\"'")
        if word == "of" and name:
            name.append(word)
            continue
        is_like_mphase = word[:1].islower() and word[1:3] != word[1:3].lower()
        if not (word[:1].isupper() or word[:1].isdigit() or is_like_mphase):
            break
        if word[-1] in ".,;:)" and (not name or word.lower() not in ABBREVIATED):
            break
        name.append(word.strip("\"'").lower())
        if len(name) == 4 or raw[:1] in b'(["':
            break
    while name and (name[-1] in LEADING or name[-1] == "of"):
        name.pop()
    if not name or name[0] in NOT_PARTY or (name[0].isdigit() and (len(name) < 2 or name[1] in NOT_PARTY)):
        return ""
    if name[0] in ("a", "b") and name[1:] != ["party"]:
        return ""
    return " ".join(reversed(name)).removesuffix("'s")


def name_at(words: list[bytes]) -> str:
    """The name with which these words begin, after an article or "to"; "" where there is none."""
    name: list[str] = []
    for raw in words:
        word = raw.decode().strip("\"'")
        if not name and word.lower() in ("to", "the"):
            continue
        if not name and word in ("you", "us"):
            return "you" if word == "you" else "we"
        if not word[:1].isupper():
            break
        name.append(word.lower().strip(",;:.)"))
        if word[-1] in ",;:.)" or word.endswith("'s"):
            break
    return "" if not name or name[-1] in NOT_PARTY else " ".join(name[:3]).removesuffix("'s")
