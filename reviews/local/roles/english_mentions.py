"""Where an English text names its parties."""

from __future__ import annotations

import re
from functools import lru_cache

import re2

from .deeds import UNANCHORED
from .plain import to_plain
from .values import Labels, Mention, Role
from .words import OTHERS, PRONOUNS, THINGS

DETERMINED = (
    r"(?:(?i:either|each|both|neither|any|no|one|such|all)(?: of)?(?: the)? (?:other )?|"
    r"(?i:the|such|any|an|a)(?: other| respective|other)? |"
    r"(?i:the|a) (?i:non-)?(?i:defaulting|breaching|terminating|affected) )"
)
PARTY = (
    rf"{DETERMINED}[Pp](?:art(?:y|ies)|ART(?:Y|IES))(?:'[sS]?)?|P(?:arties|ARTIES)'?|"
    r"(?:[Ee]ither|[Ee]ach|[Bb]oth|[Nn]either)(?: one)? of (?:us|them)\b|between us\b|"
    r"(?:[Ee]ither|[Ee]ach|[Nn]either|[Tt]he other) side(?:'s)?\b|[Bb]oth sides\b"
)
PARTY_WORD = re.compile(rb"(?:\bpart(?:y|ies)(?:'s?)?| us| them| sides?(?:'s)?)$")
NOT_THE_PARTY = re.compile(rb"(?:ing|ed|third|-) ?$", re.IGNORECASE)
"""What makes "Party" somebody's part in one clause: Receiving, Indemnified, third."""
OWN_THING = re.compile(rb" (?i:data|contents?|information|materials?|inputs?|outputs?|applications?)\b")
"""What contracts name after the customer: "Licensee Data" is what others call "Customer Data"."""
JOINERS = frozenset([b"and", b"or", b"nor", b"and/or", b"&"])


def find_english_mentions(labels: Labels, body: str) -> list[Mention]:
    plain = to_plain(body)
    match, size, position = _finder(tuple(labels.role_of), labels.common)._regexp.Match, len(plain), 0
    found: list[Mention] = []
    while True:
        start, end = match(UNANCHORED, plain, position, size)[0]
        if start < 0:
            return found
        position = end
        if plain[end - 1 : end] == b"'" and (plain[end - 2 : end - 1] not in b"sS" or plain[end : end + 1].isalnum()):
            end -= 1  # The apostrophe of "we've", or a closing quote.
        role = _role(plain, start, end, labels)
        if role is None:
            continue
        if found and role != "party" != found[-1][2] != role and plain[found[-1][1] : start].strip() in JOINERS:
            # "Customer and Provider", "neither you nor we": both of them.
            found[-1] = (found[-1][0], end, "party")
        else:
            found.append((start, end, role))


@lru_cache(maxsize=64)
def _finder(names: tuple[str, ...], common: frozenset[str]) -> re2._Regexp:
    """Labels as they may be written: with their capitals, or all in capitals, with or without "the" before them."""
    spelt = []
    for name in sorted(names, key=lambda name: (-len(name), name)):
        if name in PRONOUNS:
            # "US" is a country.
            spelt += [name, name.capitalize()] + ([name.upper()] if name != "us" else [])
        else:
            spelt.append(" +".join(_spelt(word, name in common) for word in name.split()))
    options = re2.Options()
    options.never_capture = True
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(rf"\b(?:{PARTY}|(?:(?:the|The|THE) )?(?:{'|'.join(spelt)})\b(?:'[sS]?)?)".encode(), options)


def _spelt(word: str, is_common: bool) -> str:
    """A word of a name, its first letter a capital unless the paper writes it without, the rest in any case."""
    if word == "of":
        return "(?:of|OF)"
    either = [f"[{char}{char.upper()}]" if char.isalpha() else re.escape(char) for char in word]
    return (either[0] if is_common else re.escape(word[0].upper())) + "".join(either[1:])


def _role(plain: bytes, start: int, end: int, labels: Labels) -> Role | None:
    """Whose mention this is, or None where the words around make it a name of something else."""
    written = plain[start:end].lower()
    if PARTY_WORD.search(written):
        return None if written.startswith(b"part") and NOT_THE_PARTY.search(plain, start - 9, start) else "party"
    is_possessive = written.endswith((b"'s", b"'"))
    name = " ".join(written.removesuffix(b"'s").rstrip(b"'").decode().split())
    role = labels.role_of.get(name) or labels.role_of.get(name.removeprefix("the "))
    if role is None or name in PRONOUNS:
        return role
    is_compound = not is_possessive and _is_followed_as_thing(plain, start, end)
    if _is_joined(plain, start, end):
        return None
    if is_compound:
        is_own = role == "customer" and name != "customer" and OWN_THING.match(plain, end) is not None
        return "owner" if is_own else None
    return role


def _is_joined(plain: bytes, start: int, end: int) -> bool:
    """A part of a longer word or name: "non-Customer", "acme.com", "End Customer"."""
    if plain[start - 1 : start] in (b"-", b".", b"/", b"@") or plain[end : end + 1] in (b"-", b"@"):
        return True
    if plain[end : end + 1] == b"." and plain[end + 1 : end + 2].isalnum():
        return True
    before = plain[max(0, start - 20) : start].split()
    return bool(before) and before[-1].lower() in OTHERS and plain[start - 1 : start] == b" "


def _is_followed_as_thing(plain: bytes, start: int, end: int) -> bool:
    """ "Customer Data", "Google Cloud", "provider systems"."""
    if plain[end : end + 1] != b" " or plain[end + 1 : end + 2] == b" ":
        return False
    word = plain[end + 1 : end + 24].split(b" ", 1)[0]
    if word[:1].isupper() and not plain[start:end].isupper():
        return True
    return word.rstrip(b",.;:)").lower().decode() in THINGS
