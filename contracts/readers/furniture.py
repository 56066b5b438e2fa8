"""Finds what is printed on every page and belongs to none: running headers and footers, page numbers, watermarks."""

from __future__ import annotations

import re
from collections import Counter

from contracts.numbering import number_of
from contracts.readers.layout import Line, PlacedPage

DIGITS = re.compile(r"\d+")
ROMAN = re.compile(r"[ivxlc]+", re.I)
PAGE_NUMBER = re.compile(
    r"[\s\-–—\[(|]*(?:page|p\.|ページ)?[\s.]*(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|-|ページ|頁|／)\s*\d{0,4})?[\s\-–—\]|]*",
    re.I,
)
LETTERS = re.compile(r"\W+")
ZONE = 0.12
"""The share of a page's height, at its head and at its foot, in which headers and footers stand."""
LEAST_WORDS, MANY_WORDS = 10, 40
"""Characters of a line that may be told by its number, and of one that may be told without."""
PLACE = 3.0
"""Points within which two lines stand at the same place."""
MANY_NUMBERED, COLUMN = 15, 8.0
"""Numbers one below the other that count a page's lines; points within which they stand in one column."""
LARGE, CROSSED = 3.5, 3
"""How many times the usual size a watermark has, and how many lines it runs across, which no title does."""


def leave_out_furniture(pages: list[PlacedPage]) -> None:
    """Take the lines that repeat at their place, or count the pages, out of every page."""
    lost = (
        repeated(pages) | scattered(pages) | numbers(pages) | line_numbers(pages) | watermarks(pages) | stamped(pages)
    )
    if lost:
        for page in pages:
            page.lines = [line for line in page.lines if id(line) not in lost]


def repeated(pages: list[PlacedPage]) -> set[int]:
    """Lines with the same words, whatever their figures, at the same height on enough of the pages."""
    if len(pages) < 2:
        return set()
    enough = 2 if len(pages) < 4 else max(3, len(pages) * 2 // 5)
    seen: dict[tuple[str, int], list[tuple[int, Line, bool]]] = {}
    for at, page in enumerate(pages):
        for line in page.lines:
            is_edge = line.y < page.height * ZONE or line.y > page.height * (1 - ZONE)
            if len(line.text) > (150 if is_edge else 60):
                continue
            key = DIGITS.sub("#", line.text) if is_edge else line.text
            seen.setdefault((key, round(line.y / PLACE)), []).append((at, line, is_edge))
    lost = set()
    for (words, place), found in seen.items():
        if len(found) < enough:
            found = found + seen.get((words, place + 1), [])
        if len({at for at, _, _ in found}) < enough:
            continue
        # A line that is numbered like a clause may only look like the others, with its figures left aside.
        if number_of(found[0][1].text) is not None and len(found) <= enough * 2:
            continue
        # Away from head and foot only what stands on most pages is a mark of the paper's: the word "and" is not.
        is_everywhere = len(found) * 3 > len(pages) * 2 > 6
        if is_everywhere or all(is_edge for _, _, is_edge in found):
            lost |= {id(line) for _, line, _ in found}
    return lost


def scattered(pages: list[PlacedPage]) -> set[int]:
    """Lines that stand on most pages at changing heights, as old page ends do where a paper was converted.

    They carry a rising number, or so many words that no two clauses share them.
    """
    if len(pages) < 4:
        return set()
    # Few lines begin as one on most other pages does: only those are looked at.
    openings = Counter(line.text[:5] for page in pages for line in page.lines)
    seen: dict[str, list[tuple[int, Line]]] = {}
    for at, page in enumerate(pages):
        for line in page.lines:
            is_often = openings[line.text[:5]] * 5 >= len(pages) * 3
            if is_often and LEAST_WORDS <= len(line.text) <= 150:
                seen.setdefault(DIGITS.sub("#", line.text), []).append((at, line))
    lost = set()
    for words, found in seen.items():
        if len(found) < 4 or len({at for at, _ in found}) * 5 < len(pages) * 3 or number_of(found[0][1].text):
            continue
        rising = "#" in words and len({line.text for _, line in found}) * 2 > len(found)
        is_long = "#" not in words and len(words) >= MANY_WORDS and len(found) < len(pages) * 2.8
        if rising or is_long:
            lost |= {id(line) for _, line in found}
    return lost


def numbers(pages: list[PlacedPage]) -> set[int]:
    """Lines that hold a number alone which rises from page to page.

    They may stand anywhere: where a paper was converted, its old page ends lie in the middle of the new pages.
    """
    found: list[tuple[int, int, Line]] = []
    for at, page in enumerate(pages):
        for line in page.lines:
            if len(line.text) <= 24 and (number := PAGE_NUMBER.fullmatch(line.text)):
                value = number[1]
                found.append((at, int(value) if value.isdigit() else 0, line))
    lost: set[int] = set()
    run: list[tuple[int, int, Line]] = []
    for entry in [*found, (len(pages), -9, Line(0, "", 0, 0, 0, 0))]:
        if run and 0 <= entry[1] - run[-1][1] <= 1 and entry[0] - run[-1][0] <= 3:
            run.append(entry)
            continue
        spread = len({at for at, _, _ in run})
        if spread >= 2 and len(run) <= spread * 5 and run[-1][1] > run[0][1]:
            lost |= {id(line) for _, _, line in run}
        run = [entry]
    return lost


def line_numbers(pages: list[PlacedPage]) -> set[int]:
    """The numbers 1, 2, 3 … down the edge of a page, where at least two pages count their lines so."""
    counted: list[list[Line]] = []
    for page in pages:
        bare = sorted(
            (line for line in page.lines if len(line.text) <= 3 and line.text.isdigit()), key=lambda at: -at.y
        )
        run: list[Line] = []
        for line in bare:
            if int(line.text) == len(run) + 1 and (not run or abs(line.left - run[0].left) < COLUMN):
                run.append(line)
        if len(run) >= MANY_NUMBERED:
            counted.append(run)
    return {id(line) for run in counted for line in run} if len(counted) >= 2 else set()


def watermarks(pages: list[PlacedPage]) -> set[int]:
    """Large words that run across the lines of a page."""
    lost = set()
    for page in pages:
        usual = Counter(round(line.size) for line in page.lines).most_common(1)
        for line in page.lines:
            if usual and line.size > usual[0][0] * LARGE:
                crossed = sum(line.y < other.y < line.y + line.size for other in page.lines if other is not line)
                if crossed >= CROSSED:
                    lost.add(id(line))
    return lost


def stamped(pages: list[PlacedPage]) -> set[int]:
    """Lines with nothing but the words of a watermark that crossed the words of some other page."""
    marks = {LETTERS.sub("", mark) for page in pages for mark in page.watermarks}
    marks |= {"".join(LETTERS.sub("", mark) for mark in page.watermarks) for page in pages}
    marks.discard("")
    if not marks:
        return set()
    return {id(line) for page in pages for line in page.lines if LETTERS.sub("", line.text) in marks}
