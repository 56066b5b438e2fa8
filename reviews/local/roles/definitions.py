"""The names that an English paper puts side by side as names of one party, and the name behind its web address."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from .words import PRONOUNS

PREAMBLE = 8_000
"""How far into a paper, cover page and contents included, its parties may be introduced."""
QUOTED = re.compile(rb"\" *(?:the )?([A-Za-z0-9][^\"()]{0,40}?)[ ,.]*\"")
# ("Provider", "we" or "us"); "You" and "Your"; ("Acme" or the "Company").
RUN = re.compile(
    rb"\"[^\"()]{1,45}\"(?:[ ,/]*(?:(?i:and/or|and|or|as|a/k/a)[ ,/]*)*"
    rb"(?i:(?:also|sometimes|hereinafter|hereafter|individually|referred to|called|the|each|a)[ ,]*){0,5}"
    rb"\"[^\"()]{1,45}\")*"
)
INTRODUCED = re.compile(rb"(?:as|called|the|hereinafter) *$")
DEFINES = (b"means", b"refers", b"shall mean", b"has the meaning")
DOMAIN = re.compile(rb"\b(?:www\.)?([a-z0-9][a-z0-9-]{2,24})\.(?:com|ai|io|co|net|org|app|dev|cloud|jp|eu|de|fr|ch)\b")
OTHER_SITES = frozenset(
    [b"github", b"google", b"amazonaws", b"adobe", b"iab", b"apple", b"stripe", b"europa", b"example"]
)


class Definition(NamedTuple):
    place: int
    is_introduction: bool
    """In brackets in the preamble, as parties are introduced."""
    names: list[str]


def read_definitions(plain: bytes) -> list[Definition]:
    found = []
    for run in RUN.finditer(plain):
        written = (quoted[1].decode().strip().lower() for quoted in QUOTED.finditer(run[0]))
        names = [" ".join(name.split()).removeprefix("the ") for name in written]
        before = plain[max(0, run.start() - 60) : run.start()]
        bracket = before.rfind(b"(")
        is_bracketed = bracket >= 0 and b")" not in before[bracket:]
        if is_bracketed:
            # 'you ("Customer" or "User")'
            lead = before[:bracket].rstrip().rsplit(b" ", 1)[-1].lower().decode().strip("\"'")
            names += [lead] if lead in PRONOUNS else []
        after = plain[run.end() : run.end() + 24].lstrip(b" ,)")
        if names and (is_bracketed or len(names) > 1 or after.startswith(DEFINES) or INTRODUCED.search(before)):
            found.append(Definition(run.start(), is_bracketed and run.start() < PREAMBLE, names))
    return found


def names_by_site(plain: bytes) -> list[tuple[str, int]]:
    """Names, with their place, that are written like the paper's own web address: "WP Engine" at wpengine.com."""
    counts = Counter(site[1] for site in DOMAIN.finditer(plain, 0, 20_000) if site[1] not in OTHER_SITES)
    ranked = counts.most_common(2)
    names = []
    for site, count in ranked:
        if count * 2 < ranked[0][1]:
            continue
        letters = rb" ?".join(re.escape(bytes([letter])) for letter in site)
        for found in re.finditer(rb"\b" + letters + rb"\b(?!\.)", plain[:12_000], re.IGNORECASE):
            if found[0][:1].isupper() or found[0][:1].isdigit():
                names.append((" ".join(found[0].decode().lower().split()), found.start()))
                break
    return names
