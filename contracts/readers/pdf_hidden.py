"""What a PDF page says without showing it: words without ink, without contrast, too small to see, off the page.

Called before a page's characters are laid out (`open_pdf.py`): what is hidden is switched off, so that all that follows
sees the page as a person does. Words that merely might be hidden are decided by drawing the page with and without them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

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
DEEPEST = 3
Matrix = tuple[float, float, float, float, float, float]
WHOLE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A text object that may be hidden, and where it lies on the page; `how` "pale" is still to be decided."""

    handle: object
    how: Veil
    rect: Rect


def take_hidden(page: object) -> list[tuple[str, Veil]]:
    """The hidden words of a page in the order of the file; they are switched off in it."""
    suspects = list(suspects_on(page))
    if not suspects:
        return []
    hidden = [one for one in suspects if one.how != "pale"]
    pale = [one for one in suspects if one.how == "pale"]
    if any(one.how == "invisible" for one in hidden) and is_pictured(page):
        # What was recognised in a scan lies unseen under its picture: it is what a person sees there.
        hidden = [one for one in hidden if one.how != "invisible"]
    if pale:
        unseen = {id(one) for one in unseen_of(page, pale)}
        hidden += [one for one in pale if id(one) in unseen]
    if not hidden:
        return []
    text_page = pdfium.FPDFText_LoadPage(page)
    order = {id(one): at for at, one in enumerate(suspects)}
    words = [(words_of(one.handle, text_page), one.how) for one in sorted(hidden, key=lambda one: order[id(one)])]
    pdfium.FPDFText_ClosePage(text_page)
    for one in hidden:
        pdfium.FPDFPageObj_SetIsActive(one.handle, 0)
    return together(words)


def suspects_on(page: object) -> Iterator[Suspect]:
    shown = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(shown))
    frame = (shown.left, shown.bottom, shown.right, shown.top)
    for handle, matrix in text_objects(page):
        rect = placed(bounds_of(handle), matrix)
        how = veil_of(handle, matrix, rect, frame)
        if how is not None:
            yield Suspect(handle, how, rect)


def text_objects(page: object) -> Iterator[tuple[object, Matrix]]:
    """All objects of text with the matrix of the forms that hold them."""
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        yield from texts_in(pdfium.FPDFPage_GetObject(page, at), WHOLE, 0)


def texts_in(handle: object, matrix: Matrix, depth: int) -> Iterator[tuple[object, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        yield handle, matrix
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        inner = times(matrix_of(handle), matrix)
        for at in range(max(0, pdfium.FPDFFormObj_CountObjects(handle))):
            yield from texts_in(pdfium.FPDFFormObj_GetObject(handle, at), inner, depth + 1)


mode_of = pdfium.FPDFTextObj_GetTextRenderMode
CLIP_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
STROKED = (pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP)
inks = [ctypes.c_uint() for _ in range(4)]
at_inks = [ctypes.byref(ink) for ink in inks]
size = ctypes.c_float()
at_size = ctypes.byref(size)


def veil_of(handle: object, matrix: Matrix, rect: Rect, frame: Rect) -> Veil | None:
    """How the words may be hidden, None where they are plainly seen."""
    mode = mode_of(handle)
    if mode in CLIP_MODES:
        return "invisible"
    left, bottom, right, top = rect
    if right <= left and top <= bottom:
        return None  # nothing but spaces
    if right <= frame[0] or left >= frame[2] or top <= frame[1] or bottom >= frame[3]:
        return "outside"
    if min(right - left, top - bottom) < TINY:
        # Flat signs are seen: only the size of the letters tells.
        pdfium.FPDFTextObj_GetFontSize(handle, at_size)
        a, b, c, d, _, _ = times(matrix_of(handle), matrix)
        if abs(size.value) * abs(a * d - b * c) ** 0.5 < TINY:
            return "tiny"
    colour = pdfium.FPDFPageObj_GetStrokeColor if mode in STROKED else pdfium.FPDFPageObj_GetFillColor
    if colour(handle, *at_inks) and (inks[3].value <= FAINT or min(ink.value for ink in inks[:3]) >= PALE):
        return "pale"
    return None


def unseen_of(page: object, pale: list[Suspect]) -> list[Suspect]:
    """Those without which the page looks just the same."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(SCALE, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    whole = drawn(page, across, down)
    for one in pale:
        pdfium.FPDFPageObj_SetIsActive(one.handle, 0)
    without = drawn(page, across, down)
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


def drawn(page: object, across: int, down: int) -> bytes:
    pixels = ctypes.create_string_buffer(across * down)
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_Gray, pixels, across)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, across, down, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return pixels.raw


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


def words_of(handle: object, text_page: object) -> str:
    length = pdfium.FPDFTextObj_GetText(handle, text_page, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(handle, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return ctypes.string_at(buffer, length - 2).decode("utf-16-le", "replace")


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


edges = [ctypes.c_float() for _ in range(4)]
at_edges = [ctypes.byref(edge) for edge in edges]


def bounds_of(handle: object) -> Rect:
    if not pdfium.FPDFPageObj_GetBounds(handle, *at_edges):
        return 0.0, 0.0, 0.0, 0.0
    return edges[0].value, edges[1].value, edges[2].value, edges[3].value


def matrix_of(handle: object) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix)):
        return WHOLE
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def times(one: Matrix, other: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def placed(rect: Rect, matrix: Matrix) -> Rect:
    if matrix is WHOLE:
        return rect
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (rect[0], rect[2]) for y in (rect[1], rect[3])]
    return (
        min(x for x, _ in corners),
        min(y for _, y in corners),
        max(x for x, _ in corners),
        max(y for _, y in corners),
    )
