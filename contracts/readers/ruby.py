"""Ruby in a PDF: small kana that say how the kanji beside them are read. Called by `open_pdf.py`, for Japanese pages.

They are no words of the contract, and a line would be torn where they stand. So they are switched off in the page, as
the readers of Word files and of HTML leave them out.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from contracts.readers.layout import Line
from contracts.readers.page_lines import page_text

KANA = re.compile("^[\u3041-\u309f\u30a1-\u30ff 　]{1,40}$", re.M)
KANJI = re.compile("[\u3005\u3400-\u9fff]")
APART = re.compile("(?<![条章節款項号])(?<=[\u3005-\u9fff]) (?=[\u3005-\u9fff])")
MOST = 300
"""Lines of kana of a page that are looked at: PDFium searches the whole page for each of their signs."""
SMALL = 1.5
"""How many times as large as their ruby the signs are, at least."""
ENOUGH = 12
"""Signs of a line after which it is known."""
Rect = tuple[float, float, float, float]


def take_ruby(text_page: object) -> bool:
    """Switch the ruby of the page off. True where there was some: the page's characters are to be laid out again."""
    text, count = page_text(text_page)
    if len(text) != count or not KANJI.search(text):
        return False
    found: list[int] = []
    for looked, run in enumerate(KANA.finditer(text.replace("\r", "\n"))):
        if looked == MOST:
            break
        if is_ruby(text_page, text, run.start(), run.end()):
            found += range(run.start(), run.end())
    for at in found:
        if handle := pdfium.FPDFText_GetTextObject(text_page, at):
            pdfium.FPDFPageObj_SetIsActive(handle, 0)
    return bool(found)


def close_gaps(lines: Sequence[Line]) -> None:
    """Take the spaces out of lines that had ruby: signs stand apart where their ruby is wider than they are."""
    for line in lines:
        line.text = APART.sub("", line.text)
        line.cells = [(left, right, APART.sub("", words)) for left, right, words in line.cells]


def is_ruby(text_page: object, text: str, start: int, end: int) -> bool:
    """True where most of the kana stand right above larger kanji, or right beside them in a column."""
    kana = [at for at in range(start, end) if not text[at].isspace()][:ENOUGH]
    based = sum(any(is_base(text_page, text, *place) for place in places_of_base(text_page, at)) for at in kana)
    return bool(kana) and based * 2 >= len(kana)


def places_of_base(text_page: object, at: int) -> Iterator[tuple[float, float, float]]:
    """Where the sign would stand that this one is ruby of, below it and to its left, and the height of the ruby."""
    left, bottom, right, top = box_of(text_page, at)
    size = max(right - left, top - bottom)
    if size:
        yield (left + right) / 2, bottom - size, size
        yield left - size, (bottom + top) / 2, size


def is_base(text_page: object, text: str, x: float, y: float, size: float) -> bool:
    at = pdfium.FPDFText_GetCharIndexAtPos(text_page, x, y, size * 0.7, size * 0.7)
    if not 0 <= at < len(text) or not KANJI.match(text[at]):
        return False
    left, bottom, right, top = box_of(text_page, at)
    return max(right - left, top - bottom) >= size * SMALL


def box_of(text_page: object, at: int) -> Rect:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text_page, at, ctypes.byref(box)):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top
