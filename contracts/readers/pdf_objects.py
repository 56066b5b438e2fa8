"""What is drawn on a PDF page as text: each object with its words and its place. For `pdf_hidden.py`."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2.raw as pdfium

DEEPEST = 3
"""Forms within forms that are looked into."""
Matrix = tuple[float, float, float, float, float, float]
WHOLE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Rect = tuple[float, float, float, float]
"""Left, bottom, right and top in the page's own coordinates."""


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


def words_of(handle: object, text_page: object) -> str:
    length = pdfium.FPDFTextObj_GetText(handle, text_page, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(handle, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return ctypes.string_at(buffer, length - 2).decode("utf-16-le", "replace")


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
