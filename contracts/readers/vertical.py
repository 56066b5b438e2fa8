"""Vertical Japanese: the columns of a PDF page from right to left, each from top to bottom.

Files draw such pages in any order, and PDFium's is that of horizontal lines. The page is turned for the layout: a
column becomes a line, as if one had turned the paper, so that all that follows works as on other pages.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2.raw as pdfium

from contracts.readers.compose import JAPANESE
from contracts.readers.layout import Line, PlacedPage, is_japanese

LONG = 4
"""Characters from which a line's shape tells how it runs."""
FAR, NEAR = 1.7, 0.45
"""In widths of a character: from middle to middle over which a column has a gap, and within which signs are in line."""
BESIDE = 1.5
"""Widths beyond which signs next to each other are a horizontal line and not two figures within a column."""
WIDE = str.maketrans("(){}", "（）｛｝")
FORMS = (*range(0xFE10, 0xFE17), *range(0xFE31, 0xFE45), 0xFE47, 0xFE48)
UPRIGHT = {chr(form): unicodedata.normalize("NFKC", chr(form)).translate(WIDE) for form in FORMS}
"""Signs of their own for vertical writing, and those of which they are a form."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A character: its number on the page, itself, the middle of its box and the box: left, bottom, right, top."""

    at: int
    sign: str
    x: float
    y: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Column:
    """A column or, where `is_across`, a horizontal line such as the page's number. `chars` has the number on the page
    of each character of `words`, -1 for those that were added."""

    words: str
    chars: tuple[int, ...]
    box: tuple[float, float, float, float]
    is_across: bool


def is_vertical(lines: Sequence[Line]) -> bool:
    """True where most characters of a page stand below each other, going by the lines that PDFium made of them."""
    japanese = [line for line in lines if JAPANESE.search(line.text)]
    upright = flat = 0
    for line in japanese:
        size = len(line.text)
        if size >= LONG:
            is_tall = line.right - line.left < line.size * 2
            upright, flat = upright + size * is_tall, flat + size * (not is_tall)
    single = [line for line in japanese if len(line.text) == 1]
    if len(single) > upright + flat:
        # Drawn across the columns: signs are nearer to what is below them than to what is beside.
        steps = [abs(one.left - two.left) for one, two in pairwise(single) if abs(one.y - two.y) < one.size / 2]
        gap = median(steps) if steps else 0.0
        return gap > BESIDE * median(line.size for line in single)
    return upright > flat


def columns_of(text_page: object) -> list[Column]:
    """The columns in their order; horizontal lines above them stand first, others last."""
    signs = list(signs_on(text_page))
    widths = [sign.box[2] - sign.box[0] for sign in signs if is_japanese(sign.sign)]
    if not widths:
        return []
    size = median(widths)
    across, upright = part_across(signs, size)
    columns: list[list[Sign]] = []
    middle = 0.0
    for sign in sorted(upright, key=lambda sign: -sign.x):
        if columns and middle - sign.x < size * NEAR * 1.4:
            columns[-1].append(sign)
        else:
            columns.append([sign])
        middle = median(one.x for one in columns[-1][-5:])
    down = [column(top_down(found, size), size) for found in columns]
    top = max((sign.y for sign in upright), default=0.0)
    lines = [column(found, size, is_across=True) for found in sorted(across, key=lambda found: -found[0].y)]
    above = [line for line in lines if line.box[1] > top]
    return [*above, *down, *(line for line in lines if line not in above)]


def signs_on(text_page: object) -> Iterator[Sign]:
    box = pdfium.FS_RECTF()
    at_box = ctypes.byref(box)
    for at in range(max(0, pdfium.FPDFText_CountChars(text_page))):
        if pdfium.FPDFText_IsGenerated(text_page, at) == 1:
            continue
        sign = chr(pdfium.FPDFText_GetUnicode(text_page, at))
        if sign in "\0\r\n" or not pdfium.FPDFText_GetLooseCharBox(text_page, at, at_box):
            continue
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        yield Sign(at, UPRIGHT.get(sign, sign), x, y, (box.left, box.bottom, box.right, box.top))


def part_across(signs: Sequence[Sign], size: float) -> tuple[list[list[Sign]], list[Sign]]:
    """Signs that follow each other to the right over more than one column's width, and the others."""
    runs: list[list[Sign]] = []
    for sign in signs:
        last = runs[-1][-1] if runs else None
        is_next = last is not None and abs(last.y - sign.y) < size * NEAR and 0 < sign.x - last.x < size * BESIDE
        if is_next:
            runs[-1].append(sign)
        else:
            runs.append([sign])
    across: list[list[Sign]] = []
    upright: list[Sign] = []
    for run in runs:
        if len(run) > 1 and run[-1].box[2] - run[0].box[0] > size * BESIDE:
            across.append(run)
        else:
            upright += run
    return across, upright


def top_down(signs: list[Sign], size: float) -> list[Sign]:
    """The signs of a column from its top; figures that stand beside each other from the left."""
    ordered: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: -sign.y):
        if ordered and ordered[-1][0].y - sign.y < size * 0.15:
            ordered[-1].append(sign)
        else:
            ordered.append([sign])
    return [sign for beside in ordered for sign in sorted(beside, key=lambda sign: sign.x)]


def column(signs: Sequence[Sign], size: float, is_across: bool = False) -> Column:
    words: list[str] = []
    chars: list[int] = []
    last: Sign | None = None
    for sign in signs:
        if last is not None and not is_across and (gap := gap_between(last, sign, size)):
            words.append(gap)
            chars.append(-1)
        words.append(sign.sign)
        chars.append(sign.at)
        last = sign
    shown = [sign.box for sign in signs if not sign.sign.isspace()] or [sign.box for sign in signs]
    left, bottom = min(box[0] for box in shown), min(box[1] for box in shown)
    right, top = max(box[2] for box in shown), max(box[3] for box in shown)
    if not is_across:
        # Some signs have boxes that stand out of their column; the usual ones tell how wide it is.
        left, right = median(box[0] for box in shown), median(box[2] for box in shown)
    box = (left, bottom, right, top)
    return Column("".join(words), tuple(chars), box, is_across)


def gap_between(last: Sign, sign: Sign, size: float) -> str:
    """The space that a gap on the page stands for; none where the file has one of its own."""
    if last.sign.isspace() or sign.sign.isspace():
        return ""
    if last.sign.isascii() and sign.sign.isascii():
        return " " if last.box[1] - sign.box[3] > size * 0.2 else ""
    own = max(size, sign.box[2] - sign.box[0])
    return "\u3000" if last.y - sign.y > own * FAR else ""


def turned_page(columns: Sequence[Column], number: int, width: float, height: float) -> PlacedPage:
    """The page as if it were turned by a quarter: columns are lines, the first at the top."""
    lines = []
    for index, found in enumerate(columns):
        words = found.words.strip()
        if not words:
            continue
        left, bottom, right, top = found.box
        if found.is_across:
            y = width if index == 0 else 0.0
            lines.append(Line(number, words, left, right, y, top - bottom))
        else:
            lines.append(Line(number, words, height - top, height - bottom, left, right - left))
    return PlacedPage(height, width, lines)
