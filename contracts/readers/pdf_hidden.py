"""What a PDF page says without showing it: words without ink, without contrast, too small to see, off the page.

Called before a page's characters are laid out (`open_pdf.py`): what is hidden is switched off, so that all that follows
sees the page as a person does. Words that merely might be hidden are decided by drawing the page with and without them.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from contracts.readers.pdf_objects import Matrix, Rect, bounds_of, matrix_of, placed, text_objects, times, words_of
from contracts.readers.raster import draw_pixels
from contracts.readers.watermarks import Drawn, Look, is_grey, is_slanted, watermarks_among
from contracts.values import Veil

TINY = 2.0
"""Points of the largest letters that nobody reads; the finest print of contracts has four."""
PALE = 200
"""The least of red, green and blue, from 255, at which ink might not show on paper."""
FAINT = 40
"""The greatest opacity, from 255, at which ink might not show."""
LEAST_CHANGE = 24
"""Levels of grey, of 255, by which at least one dot must differ for words to be seen."""
SCALE = 2.0
MOST_DOTS = 8_000_000
TALL = 18.0
"""Points of height from which words may be slanted and large."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A text object that may be hidden, and where it lies on the page; `how` "pale" is still to be decided."""

    handle: object
    how: Veil
    rect: Rect


class Objects:
    """What the text objects of a page look like, those that need a second look."""

    def __init__(self, page: object) -> None:
        shown = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(shown))
        frame = (shown.left, shown.bottom, shown.right, shown.top)
        self.suspects: list[Suspect] = []
        self.rects: list[Rect] = []
        self.drawn: list[Drawn] = []
        for at, (handle, matrix) in enumerate(text_objects(page)):
            rect = placed(bounds_of(handle), matrix)
            self.rects.append(rect)
            how = veil_of(handle, matrix, rect, frame)
            if how == "slanted" or how == "grey":
                self.drawn.append(Drawn(handle, at, how, letter_size(handle, matrix), rect))
            elif how is not None:
                self.suspects.append(Suspect(handle, how, rect))
            if how == "pale":
                self.drawn.append(Drawn(handle, at, "grey", letter_size(handle, matrix), rect))


def take_hidden(page: object) -> tuple[list[tuple[str, Veil]], list[str]]:
    """The hidden words of a page and those of its watermarks, in the order of the file; all are switched off in it."""
    found = Objects(page)
    hidden = hidden_among(page, found.suspects) if found.suspects else []
    unseen = {id(one.handle) for one in hidden}
    seen = [one for one in found.drawn if id(one.handle) not in unseen]
    marks = watermarks_among(seen, found.rects) if seen else []
    if not hidden and not marks:
        return [], []
    text_page = pdfium.FPDFText_LoadPage(page)
    words = [(words_of(one.handle, text_page), one.how) for one in hidden]
    marked = [words_of(one.handle, text_page) for one in marks]
    pdfium.FPDFText_ClosePage(text_page)
    for handle in [one.handle for one in hidden] + [one.handle for one in marks]:
        pdfium.FPDFPageObj_SetIsActive(handle, 0)
    return together(words), marked


def hidden_among(page: object, suspects: list[Suspect]) -> list[Suspect]:
    pale = [one for one in suspects if one.how == "pale"]
    unseen = {id(one) for one in unseen_of(page, pale)} if pale else set()
    # What was recognised in a scan lies unseen under its picture: it is what a person sees there.
    is_scan = any(one.how == "invisible" for one in suspects) and is_pictured(page)
    if is_scan:
        suspects = [one for one in suspects if one.how != "invisible"]
    return [one for one in suspects if one.how != "pale" or id(one) in unseen]


mode_of = pdfium.FPDFTextObj_GetTextRenderMode
CLIP_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
STROKED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
inks = [ctypes.c_uint() for _ in range(4)]
at_inks = [ctypes.byref(ink) for ink in inks]
size = ctypes.c_float()
at_size = ctypes.byref(size)


def veil_of(handle: object, matrix: Matrix, rect: Rect, frame: Rect) -> Veil | Look | None:
    """How the words may be hidden or a watermark, None where they are plainly seen."""
    mode = mode_of(handle)
    if mode in CLIP_MODES:
        return "invisible"
    left, bottom, right, top = rect
    if right <= left and top <= bottom:
        return None  # nothing but spaces
    if right <= frame[0] or left >= frame[2] or top <= frame[1] or bottom >= frame[3]:
        return "outside"
    # Flat signs are seen: only the size of the letters tells.
    if min(right - left, top - bottom) < TINY and letter_size(handle, matrix) < TINY:
        return "tiny"
    if top - bottom > TALL and is_slanted(times(matrix_of(handle), matrix)):
        return "slanted"
    colour = pdfium.FPDFPageObj_GetStrokeColor if mode in STROKED else pdfium.FPDFPageObj_GetFillColor
    if not colour(handle, *at_inks):
        return None
    red, green, blue, opacity = (ink.value for ink in inks)
    if opacity <= FAINT or min(red, green, blue) >= PALE:
        return "pale"
    return "grey" if is_grey(red, green, blue, opacity) else None


def letter_size(handle: object, matrix: Matrix) -> float:
    """The points of its letters on the page."""
    pdfium.FPDFTextObj_GetFontSize(handle, at_size)
    a, b, c, d, _, _ = times(matrix_of(handle), matrix)
    return abs(size.value) * abs(a * d - b * c) ** 0.5


def unseen_of(page: object, pale: list[Suspect]) -> list[Suspect]:
    """Those without which the page looks just the same."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(SCALE, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    whole = draw_pixels(page, across, down)
    for one in pale:
        pdfium.FPDFPageObj_SetIsActive(one.handle, 0)
    without = draw_pixels(page, across, down)
    for one in pale:
        pdfium.FPDFPageObj_SetIsActive(one.handle, 1)
    return [one for one in pale if not differs(whole, without, on_device(page, one.rect, across, down), across, down)]


def on_device(page: object, rect: Rect, across: int, down: int) -> tuple[int, int, int, int]:
    """The box in dots from the upper left corner of the page as it is shown."""
    x, y = ctypes.c_int(), ctypes.c_int()
    dots = []
    for left, low in ((rect[0], rect[1]), (rect[2], rect[3])):
        pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, left, low, ctypes.byref(x), ctypes.byref(y))
        dots.append((x.value, y.value))
    (x1, y1), (x2, y2) = dots
    return min(x1, x2) - 1, min(y1, y2) - 1, max(x1, x2) + 1, max(y1, y2) + 1


def differs(one: bytes, other: bytes, box: tuple[int, int, int, int], across: int, down: int) -> bool:
    left, top, right, bottom = box
    left, right = max(0, left), min(across, right)
    for row in range(max(0, top), min(down, bottom)):
        start, end = row * across + left, row * across + right
        here, there = one[start:end], other[start:end]
        if here != there and any(abs(a - b) >= LEAST_CHANGE for a, b in zip(here, there, strict=True)):
            return True
    return False


def is_pictured(page: object) -> bool:
    """True where one picture covers most of the page."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        found = pdfium.FPDFPage_GetObject(page, at)
        if pdfium.FPDFPageObj_GetType(found) == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = bounds_of(found)
            if (right - left) * (top - bottom) * 2 > width * height:
                return True
    return False


def together(words: list[tuple[str, Veil]]) -> list[tuple[str, Veil]]:
    """Words that follow each other and are hidden alike, as one."""
    joined: list[tuple[str, Veil]] = []
    for text, how in words:
        if joined and joined[-1][1] == how:
            before = joined[-1][0]
            joined[-1] = (f"{before} {text}" if len(text) > 1 and before[-1:].isascii() else before + text, how)
        else:
            joined.append((text, how))
    return joined
