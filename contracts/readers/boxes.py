"""Where quotes stand on the pages of a PDF: one box for each of their lines. Called by `child.py`, on PDFium's word.

Asked after a review, for its evidence only: the boxes of all characters of a paper would cost more than reading it.
Where the file was read just before, its pages are still open (`open_pdf.py`).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import pypdfium2.raw as pdfium

from contracts.readers.compose import JAPANESE
from contracts.readers.open_pdf import KEPT
from contracts.readers.page_lines import page_lines, page_text
from contracts.readers.quotes import find_pieces, fold, fold_with_positions
from contracts.readers.vertical import columns_of, is_vertical
from contracts.values import Asked, Box

LINE_END = re.compile("[\r\n\x02\ufffe]")
Rect = tuple[float, float, float, float]


def find_boxes(data: bytes, asked: Sequence[Asked]) -> list[list[Box]]:
    """The boxes of each quote, in its order; none where it was not found. Raises Refused."""
    found: list[list[Box]] = [[] for _ in asked]
    with KEPT.open(data) as file:
        count = pdfium.FPDF_GetPageCount(file.document)
        by_page = sorted(range(len(asked)), key=lambda at: asked[at].page)
        for number, together in groupby(by_page, key=lambda at: asked[at].page):
            if not 1 <= number <= count:
                continue
            page, text_page, _ = loaded = file.load(number - 1)
            if not page:
                continue
            own = list(together)
            for at, rects in zip(own, boxes_on_page(page, text_page, [asked[at] for at in own]), strict=True):
                found[at] = [(number, *rect) for rect in rects]
            file.let_go(number - 1, loaded)
    return found


def boxes_on_page(page: object, text_page: object, asked: Sequence[Asked]) -> Iterator[list[Rect]]:
    text, chars = characters_in_order(text_page)
    letters, positions = fold_with_positions(text)
    bounds, turn = page_frame(page)
    for quote in asked:
        pieces = find_pieces(letters, fold(quote.words), fold(quote.before), fold(quote.after))
        yield [
            turned(rect, bounds, turn)
            for start, end in pieces
            for first, last in lines_between(text, positions[start], positions[end - 1])
            if (rect := union_of(text_page, chars[first], chars[last])) is not None
        ]


def characters_in_order(text_page: object) -> tuple[str, Sequence[int]]:
    """The page's text as it was read, and the number on the page of each of its characters, -1 for what was added."""
    text = page_characters(text_page)
    if JAPANESE.search(text) and is_vertical(page_lines(text_page, 1)):
        columns = columns_of(text_page)
        chars = [at for column in columns for at in (*column.chars, -1)]
        return "".join(f"{column.words}\n" for column in columns), chars
    return text, range(len(text))


def page_characters(text_page: object) -> str:
    """The page's text with one character for each that PDFium counts."""
    text, count = page_text(text_page)
    if len(text) == count:
        return text
    # Some have no place on the page, others are two halves: then each is asked for by itself.
    return "".join(chr(pdfium.FPDFText_GetUnicode(text_page, at)) for at in range(max(0, count)))


def lines_between(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The first and last character of each line of a run that goes over several."""
    start = first
    for end in LINE_END.finditer(text, first, last + 1):
        if text[start : end.start()].strip():
            yield trimmed(text, start, end.start())
        start = end.end()
    if text[start : last + 1].strip():
        yield trimmed(text, start, last + 1)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip()) - 1


def union_of(text_page: object, first: int, last: int) -> Rect | None:
    """The box that holds both characters, and so the line between them, in the file's own coordinates."""
    one, other = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    get_box = pdfium.FPDFText_GetLooseCharBox
    if not get_box(text_page, first, ctypes.byref(one)) or not get_box(text_page, last, ctypes.byref(other)):
        return None
    return (
        min(one.left, other.left),
        min(one.bottom, other.bottom),
        max(one.right, other.right),
        max(one.top, other.top),
    )


def page_frame(page: object) -> tuple[Rect, int]:
    """What of the file's coordinates is shown, and by how many quarters it is turned clockwise."""
    shown = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(shown))
    return (shown.left, shown.bottom, shown.right, shown.top), pdfium.FPDFPage_GetRotation(page)


def turned(rect: Rect, shown: Rect, turn: int) -> Rect:
    """The box as it is seen: in points from the lower left corner of the page as it is shown."""
    left, bottom, right, top = rect
    if turn == 1:
        rect = bottom - shown[1], shown[2] - right, top - shown[1], shown[2] - left
    elif turn == 2:
        rect = shown[2] - right, shown[3] - top, shown[2] - left, shown[3] - bottom
    elif turn == 3:
        rect = shown[3] - top, left - shown[0], shown[3] - bottom, right - shown[0]
    else:
        rect = left - shown[0], bottom - shown[1], right - shown[0], top - shown[1]
    return tuple(round(edge, 2) for edge in rect)  # type: ignore[return-value]
