"""Joins the lines of a paper to paragraphs, over the ends of columns and pages. After `layout.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contracts.numbering import BULLETS, number_of, opens_clause
from contracts.readers.hyphens import Hyphens
from contracts.readers.layout import Line, is_japanese, usual

TERMINATORS = frozenset(".;:!?。．；：！？")
CLOSERS = "”\"’')）」』】] \xa0"
OPEN_END = re.compile(r"(?:[,，、(（\-–—/&]|\b(?:and|or|of|the|to|a|an|in|for|by|with|that|shall|will|may|及び|又は))$")
CUT_ADDRESS = re.compile(r":/[^\s]*/$")
LISTED = re.compile(r"[(（][^\s()（）]{1,5}[)）]")
LIST_END = re.compile(r"[;,] ?(?:and|or|and/or)$")
CUT_SHARE = 33
LOOK_BACK = 80
"""Lines within which the item before is looked for: more than a page."""
SOFT_HYPHENS = "\u2010\xad"
REFERRING = "SCAEP§"
"""How Section, Clause, Article, Exhibit and Part begin, which after "under" or "of" open nothing."""
CUTS = SOFT_HYPHENS + "-"


class Paragraph:
    """Lines that belong together. `left` is where the first begins, which tells how deep a list item lies."""

    __slots__ = ("is_row", "left", "lines", "page", "size")

    def __init__(self, line: Line) -> None:
        self.lines = [line]
        self.page = line.page
        self.left = line.left
        self.size = line.size
        self.is_row = line.is_row


def join_lines(lines: list[Line]) -> list[Paragraph]:
    """The paragraphs of a paper whose lines are in reading order."""
    pairs = list(pairwise(lines))
    pitch = usual(
        (one.y - two.y for one, two in pairs if one.page == two.page and 0 < one.y - two.y < one.size * 4), 0.5
    )
    edges = right_edges(lines)
    paragraphs: list[Paragraph] = []
    last = None
    for line in lines:
        if last is not None and goes_on(paragraphs[-1].lines, line, pitch, edges[last.column]):
            paragraphs[-1].lines.append(line)
        else:
            paragraphs.append(Paragraph(line))
        last = line
    return paragraphs


def right_edges(lines: list[Line]) -> dict[int, float]:
    """Where the lines of each column end when they are full: what nine of ten do not exceed."""
    rights: dict[int, list[float]] = {}
    for line in lines:
        rights.setdefault(line.column, []).append(line.right)
    edges = {}
    for column, values in rights.items():
        values.sort()
        edges[column] = values[len(values) * 9 // 10]
    return edges


def goes_on(paragraph: list[Line], line: Line, pitch: float, edge: float) -> bool:
    """True where `line` continues the paragraph. Asked for every line of every page: what costs least comes first."""
    last = paragraph[-1]
    if last.heading is not line.heading:
        return False
    if last.is_cut or last.heading is not None:
        return True
    words, before = line.text, last.text
    first = paragraph[0]
    if first.is_row:
        is_next = line.page == last.page and 0 < last.y - line.y <= pitch * 1.35
        return is_next and not line.is_row and abs(line.left - first.tail) < line.size
    if line.is_row or not 0.85 < line.size / (last.size or 1) < 1.18:
        return False
    drop = last.y - line.y
    is_open = not is_ended(before)
    is_below = last.page == line.page and drop >= -last.size
    is_near = is_below and drop <= pitch * 1.35
    if opens_clause(words):
        return is_near and is_reference(paragraph, line, is_open, edge)
    starts_low = words[0].islower()
    if is_open and starts_low and (is_near or not is_below or drop < pitch * 2.6):
        return True
    if is_below and not is_near:
        return False
    has_room = edge - last.right > fit(words, last)
    if not is_below:
        return is_open and (not has_room or OPEN_END.search(before) is not None)
    return not has_room and (is_open or line.left <= last.left + last.size * 1.5)


def is_ended(words: str) -> bool:
    """True where a line ends as a sentence or the introduction of a list does."""
    return words.rstrip(CLOSERS)[-1:] in TERMINATORS


def is_reference(paragraph: list[Line], line: Line, is_open: bool, edge: float) -> bool:
    """True where "(b)", "2.1" or "Exhibit A" at the start of a line stands in the middle of a sentence."""
    last, words = paragraph[-1], line.text
    before = last.text
    if words[0] in BULLETS:
        return False
    is_listing = LIST_END.search(before) is not None
    if is_open and not is_listing and words[0] in REFERRING and before[-1].isalpha() and OPEN_END.search(before):
        return True
    is_full = edge - last.right <= fit(words, last)
    if words[0] in "(（" and is_full and abs(line.left - last.left) < last.size:
        if before[-1] in ".。":
            return False
        return (is_open and not is_listing) or is_listed_within(paragraph, words)
    is_outdented = line.left < last.left - last.size
    return is_open and not is_listing and not is_outdented and edge - last.right <= last.size * 4


def is_listed_within(paragraph: list[Line], words: str) -> bool:
    """True where the item before this one, "(a)" before "(b)", stands inside the paragraph and does not open it."""
    number = number_of(words)
    if number is None:
        return False
    for style, values in number.readings:
        if values[0] == 1:
            return True
        for at, line in enumerate(paragraph[-LOOK_BACK:]):
            for found in LISTED.finditer(line.text, 0 if at else 1):
                before = number_of(found[0])
                if before and any(s == style and v[0] == values[0] - 1 for s, v in before.readings):
                    return True
    return False


def fit(words: str, last: Line) -> float:
    """The room that the first word of a line would have needed at the end of the line before."""
    width = (last.right - last.left) / len(last.text)
    if is_japanese(words[0]):
        return width * 2.5
    space = words.find(" ")
    return width * ((space if space >= 0 else len(words)) + 2.5)


def whole_lines(lines: list[Line]) -> Iterator[str]:
    """The words of the lines without those that were cut: what the vocabulary of a paper is made of."""
    was_cut = False
    for line in lines:
        is_cut = line.is_cut or line.text[-1] in CUTS
        words = line.text.split(" ")[was_cut : -1 if is_cut else None]
        was_cut = is_cut
        yield " ".join(words)


def is_cutting(lines: list[Line]) -> bool:
    """True where so many lines end in a hyphen that a program must have set them."""
    return sum(line.is_cut or line.text[-1] == "-" for line in lines) * CUT_SHARE > len(lines)


def paragraph_text(lines: list[Line], hyphens: Hyphens) -> str:
    """The words of a paragraph: English lines with a space between them, Japanese without, cut words mended."""
    if len(lines) == 1:
        return lines[0].text
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        last, words = parts[-1], line.text
        is_soft = last[-1] in SOFT_HYPHENS
        if before.is_cut or is_soft:
            parts[-1] = hyphens.join(last.rstrip(SOFT_HYPHENS), words, is_soft)
        elif last[-1] == "-" and last[-2:-1].isalpha() and (words[0].islower() or words[:2].isupper()):
            parts[-1] = hyphens.join(last[:-1], words, is_soft=False)
        elif (is_japanese(last[-1]) and is_japanese(words[0])) or (last[-1] == "/" and CUT_ADDRESS.search(last)):
            parts.append(words)
        else:
            parts += (" ", words)
    return "".join(parts)
