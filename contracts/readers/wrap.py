"""Joins lines that a program broke at a fixed width; leaves lines that somebody ended on purpose."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from contracts.numbering import BULLETS, opens_clause
from contracts.readers.compose import JAPANESE
from contracts.readers.layout import is_japanese

ENDS = re.compile(r"[.;:!?。；：！？](?:[”\"’')）」』】\]]|\s)*$")
LONG_JAPANESE = 30
"""Characters from which a line without an end of its sentence was broken by its width."""
WIDEST = 130
"""Columns: no program wraps at more, so that longer lines are whole paragraphs."""

LEAST_WIDTH = 50
"""Columns: narrower lines are short ones."""
LEAST_SPACED, FEW_TOUCHING = 10, 20
"""Lines from which one sees that an empty line follows each, and one in how many may have none."""
MARKUP = re.compile(r"[#>|<`~*+\-=_]|\d+[.)]|\[")
"""How lines begin that are more than words."""


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
    return width if width >= LEAST_WIDTH and inner[len(inner) // 2] > width * 0.75 else 0


def close_gaps(lines: list[str]) -> list[str]:
    """The lines, with those joined that a sentence goes over, where a program put an empty line behind every line.

    Elsewhere an empty line ends a paragraph. Here it does too, unless the line before it is full and its sentence has
    not ended: what is not sure stays apart.
    """
    widths = sorted(columns(line.rstrip()) for line in lines if line.strip())
    touching = sum(1 for one, two in pairwise(lines) if one.strip() and two.strip())
    if len(widths) < LEAST_SPACED or widths[-1] > WIDEST or touching * FEW_TOUCHING > len(widths):
        return lines
    width = widths[len(widths) * 9 // 10]
    if width < LEAST_WIDTH or sum(own > width * 0.85 for own in widths) * 3 < len(widths):
        return lines
    closed: list[str] = []
    last, gap = "", 0
    for line in lines:
        words = line.strip()
        if not words:
            gap += 1
        elif gap == 1 and last and goes_over(last, words, width):
            closed.pop()
            closed[-1] = join(closed[-1].rstrip(), words)
            last, gap = words, 0
            continue
        else:
            last, gap = line.strip(" \t\r\u3000"), 0
        closed.append(line)
    return closed


def goes_over(before: str, after: str, width: int) -> bool:
    """True where a sentence plainly goes on behind an empty line."""
    if ENDS.search(before) or opens_clause(after) or MARKUP.match(before) or MARKUP.match(after) or "\f" in after:
        return False
    first = 2 if JAPANESE.match(after) else len(after.split(" ", 1)[0]) + 1
    share = 0.75 if after[0].islower() else 0.95
    return columns(before) + first > width * share


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
    if before and after and is_japanese(before[-1]) and is_japanese(after[0]):
        return before + after
    return f"{before} {after}"
