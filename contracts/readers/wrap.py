"""Joins lines that a program broke at a fixed width; leaves lines that somebody ended on purpose."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from contracts.numbering import BULLETS, opens_clause
from contracts.readers.compose import JAPANESE

ENDS = re.compile(r"[.;:!?。；：！？](?:[”\"’')）」』】\]]|\s)*$")
LONG_JAPANESE = 30
"""Characters from which a line without an end of its sentence was broken by its width."""
WIDEST = 130
"""Columns: no program wraps at more, so that longer lines are whole paragraphs."""


def columns(line: str) -> int:
    """The width of a line on a terminal: Japanese signs count double."""
    if line.isascii():
        return len(line)
    return len(line) + sum(1 for sign in line if unicodedata.east_asian_width(sign) in "WF")


def wrap_width(lines: list[str]) -> int:
    """The width at which a text is wrapped; 0 where its lines are paragraphs."""
    inner = sorted(columns(one) for one, two in pairwise(lines) if one.strip() and two.strip())
    if len(inner) < 8 or inner[-1] > WIDEST:
        return 0
    width = inner[len(inner) * 9 // 10]
    return width if width >= 50 and inner[len(inner) // 2] > width * 0.75 else 0


def continues(before: str, after: str, width: int) -> bool:
    """True where `after` goes on with the sentence of the line `before` it."""
    if after[0] in BULLETS and after[1:2] in (" ", ""):
        return False
    is_open = not ENDS.search(before)
    if is_open and after[0].islower() and not opens_clause(after):
        return True
    is_flowing = is_open and JAPANESE.match(before[-1:]) and JAPANESE.match(after[:1])
    if is_flowing and len(before) >= LONG_JAPANESE and not opens_clause(after):
        return True
    if not width:
        return False
    first = 2 if JAPANESE.match(after) else len(after.split(" ", 1)[0]) + 1
    is_full = columns(before) + first > width * 0.95
    return is_full and (not opens_clause(after) or (is_open and not after[0].isupper()))


def join(before: str, after: str) -> str:
    if before[-1:] == "-" and before[-2:-1].isalpha() and after[:1].islower():
        return before + after
    if JAPANESE.match(before[-1:]) and JAPANESE.match(after[:1]):
        return before + after
    return f"{before} {after}"
