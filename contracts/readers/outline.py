"""The outline of a PDF (its bookmarks), and the lines of its pages that are headings because the outline names them.

After `layout.py`, which orders the lines; `paragraphs.py` then keeps each heading apart and `pages.py` marks it.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from contracts.numbering import number_of
from contracts.readers.layout import PlacedPage
from contracts.readers.paragraphs import Paragraph
from contracts.readers.quotes import fold

MOST, DEEPEST = 2000, 9
"""Entries that are looked at, also where a broken file leads in a circle, and levels of them."""
LONGEST = 300
MOST_LINES = 4
"""Lines over which a heading may go."""
LARGE, HUGE = 1.15, 1.5
"""How many times the usual size letters have that make a heading, and one of the first level."""
ALIKE = 1.05


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the page it leads to, from 1, how deep it stands, from 1, and the letters of its title."""

    page: int
    level: int
    letters: str


def outline_of(document: object) -> list[Entry]:
    """The entries that lead to a page, in their order."""
    return [entry for handle, level in walk(document) if (entry := entry_of(document, handle, level)) is not None]


def walk(document: object) -> Iterator[tuple[object, int]]:
    waiting = [(pdfium.FPDFBookmark_GetFirstChild(document, None), 1)]
    count = 0
    while waiting and count < MOST:
        handle, level = waiting.pop()
        if not handle:
            continue
        count += 1
        yield handle, level
        waiting.append((pdfium.FPDFBookmark_GetNextSibling(document, handle), level))
        if level < DEEPEST:
            waiting.append((pdfium.FPDFBookmark_GetFirstChild(document, handle), level + 1))


def entry_of(document: object, handle: object, level: int) -> Entry | None:
    size = pdfium.FPDFBookmark_GetTitle(handle, None, 0)
    if not 2 < size <= 2 * LONGEST:
        return None
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFBookmark_GetTitle(handle, buffer, size)
    letters = letters_of(ctypes.string_at(buffer, size - 2).decode("utf-16-le", "replace"))
    target = pdfium.FPDFBookmark_GetDest(document, handle)
    if not target and (action := pdfium.FPDFBookmark_GetAction(handle)):
        target = pdfium.FPDFAction_GetDest(document, action)
    page = pdfium.FPDFDest_GetDestPageIndex(document, target) if target else -1
    return Entry(page + 1, level, letters) if letters and page >= 0 else None


def letters_of(words: str) -> str:
    """What of a heading must agree with its entry: not its white space, its case and what ends it."""
    return fold(words).casefold().rstrip(".:：。")


def find_headings(pages: Sequence[PlacedPage], outline: Sequence[Entry]) -> None:
    """Give `heading` to the lines that an entry names, on the page that it leads to. Lines must be in their order."""
    by_page: dict[int, list[Entry]] = {}
    for entry in outline:
        by_page.setdefault(entry.page, []).append(entry)
    for number, entries in by_page.items():
        if number > len(pages):
            continue
        lines = pages[number - 1].lines
        letters = [() if line.is_row else readings(line.text) for line in lines]
        after = 0
        for entry in entries:
            run = next(
                (run for start in (*range(after, len(lines)), *range(after)) if (run := named(letters, start, entry))),
                None,
            )
            if run is not None and not any(lines[at].heading for at in run):
                after = run.stop
                for at in run:
                    lines[at].heading = entry


def readings(words: str) -> tuple[str, ...]:
    """The letters of a line, with its number and without: many programs leave the number out of the outline."""
    if len(words) > LONGEST:
        return ()
    number = number_of(words)
    whole = letters_of(words)
    bare = letters_of(words[number.end :]) if number else ""
    return (whole, bare) if bare else (whole,)


def named(letters: Sequence[tuple[str, ...]], start: int, entry: Entry) -> range | None:
    """The lines from `start` on that together are the entry's title; None where they are not."""
    for words in letters[start]:
        for end in range(start + 1, min(start + MOST_LINES, len(letters)) + 1):
            if words == entry.letters:
                return range(start, end)
            if not entry.letters.startswith(words) or end == len(letters) or not letters[end]:
                break
            words += letters[end][0]
    return None


def heading_levels(paragraphs: Sequence[Paragraph], body_size: float) -> dict[int, int]:
    """The level of each paragraph that is a heading, by its index: as the outline has it, else by its size."""
    large = {at: size_level(found, body_size) for at, found in enumerate(paragraphs)}
    entries = {at: found.lines[0].heading for at, found in enumerate(paragraphs) if found.lines[0].heading}
    levels = {at: level for at, level in large.items() if level}
    if not entries:
        return levels
    sizes: dict[float, Counter[int]] = {}
    for at, entry in entries.items():
        sizes.setdefault(round(paragraphs[at].size * 2) / 2, Counter())[entry.level] += 1
    usual = sorted((size, counted.most_common(1)[0][0]) for size, counted in sizes.items())
    for at in levels:
        if at not in entries:
            levels[at] = level_beside(paragraphs[at].size, usual, levels[at])
    levels |= {at: entry.level for at, entry in entries.items()}
    least = min(levels.values())
    return {at: level + 1 - least for at, level in levels.items()}


def level_beside(size: float, usual: Sequence[tuple[float, int]], level: int) -> int:
    """The level of a heading that the outline leaves out: that of its size, below the next larger, above all smaller.

    `usual` has the level of each size that the outline's own headings have, the smallest first.
    """
    for other, own in usual:
        if size <= other * ALIKE:
            return own if size >= other / ALIKE else max(level, own + 1)
    return min(own for _, own in usual) - 1


def size_level(paragraph: Paragraph, body_size: float) -> int:
    """The level of a heading told by its letters alone; 0 where it is none."""
    is_large = body_size and paragraph.size > body_size * LARGE and len(paragraph.lines) <= 3 and not paragraph.is_row
    if is_large and sum(map(str.isalpha, paragraph.lines[0].text)) > 1:
        return 1 if paragraph.size > body_size * HUGE else 2
    return 0
