"""Tells the watermarks of a PDF page: words set aslant over it, or in pale letters on which other words stand.

They are seen, so they are not hidden words; but they belong to no sentence, and would tear those that they cross.
Called by `pdf_hidden.py`, which has gone over the page's objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from contracts.readers.pdf_objects import Matrix, Rect

Look = Literal["slanted", "grey"]
"""How a watermark may look; letters of either look may be something else."""
SLANT = 0.14
"""How much a line rises for what it goes on, at least: eight degrees. Scans lie askew by less."""
GREY = 150.0
"""The brightness, of 255, from which letters are grey."""
LARGE = 16.0
"""Points of slanted letters that need cross nothing: the head of a table's column is smaller."""
COVERED = 0.2
"""The share of a watermark's box on which other words stand, at least."""

MOST = 300
"""Objects that may be watermarks; on a page with more the sentences are grey."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A text object: its number among those of its page, how it looks, the size of its letters, where it lies."""

    handle: object
    at: int
    look: Look
    size: float
    rect: Rect


def is_slanted(matrix: Matrix) -> bool:
    a, b = abs(matrix[0]), abs(matrix[1])
    return min(a, b) > max(a, b) * SLANT


def is_grey(red: int, green: int, blue: int, opacity: int) -> bool:
    """True for letters that are paler on white paper than those of any sentence."""
    ink = 255 - (0.3 * red + 0.59 * green + 0.11 * blue)
    return 255 - ink * opacity / 255 >= GREY


def watermarks_among(drawn: Sequence[Drawn], rects: Sequence[Rect]) -> list[Drawn]:
    """Those that are watermarks. `rects` has the boxes of all text objects of the page, in their order."""
    slanted = [one for one in drawn if one.look == "slanted"]
    if len(slanted) * 2 > len(rects):
        # The page itself lies aslant.
        drawn, slanted = [one for one in drawn if one.look != "slanted"], []
    marks = [one for one in slanted if one.size >= LARGE]
    marked = {one.at for one in marks}
    for group in words_among(drawn) if len(drawn) <= MOST else ():
        own = {one.at for one in group}
        if not own <= marked and is_covered(group, [rect for at, rect in enumerate(rects) if at not in own]):
            marks += [one for one in group if one.at not in marked]
    return marks


def words_among(drawn: Sequence[Drawn]) -> Iterator[list[Drawn]]:
    """Objects that follow each other in one line: files draw large letters one by one."""
    group: list[Drawn] = []
    for one in drawn:
        if group and not goes_on(group[-1], one):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def goes_on(last: Drawn, one: Drawn) -> bool:
    (left, bottom, right, top), (x, low, _, high) = last.rect, one.rect
    height = min(top - bottom, high - low)
    is_level = min(top, high) - max(bottom, low) >= height / 2
    return one.at == last.at + 1 and one.look == last.look and is_level and left <= x <= right + max(height, one.size)


def is_covered(group: Sequence[Drawn], others: Sequence[Rect]) -> bool:
    """True where other words stand on enough of it."""
    left, bottom = min(one.rect[0] for one in group), min(one.rect[1] for one in group)
    right, top = max(one.rect[2] for one in group), max(one.rect[3] for one in group)
    shared = sum(
        max(0.0, min(right, other[2]) - max(left, other[0])) * max(0.0, min(top, other[3]) - max(bottom, other[1]))
        for other in others
    )
    return shared > (right - left) * (top - bottom) * COVERED
