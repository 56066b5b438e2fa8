"""Pages as pictures, for recognising the text in them: a PDF's pages by PDFium. After it: `tesseract.py`."""

from __future__ import annotations

import ctypes
import math

import pypdfium2.raw as pdfium

from contracts.readers.tesseract import Picture

DPI = 300
MOST_PIXELS = 24_000_000
"""A3 at 300 dots an inch, and some; greater pages are drawn coarser."""


def fitting_dpi(width: float, height: float) -> int:
    """Dots an inch at which a page of so many points is legible and affordable."""
    affordable = math.sqrt(MOST_PIXELS / max(1.0, width * height)) * 72
    return max(1, int(min(DPI, affordable)))


def draw_page(page: object) -> Picture:
    """What a person would see of the page, marks and forms included. `page` is PDFium's handle. Raises MemoryError."""
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    dpi = fitting_dpi(width, height)
    across, down = max(1, round(width * dpi / 72)), max(1, round(height * dpi / 72))
    return Picture(draw_pixels(page, across, down), across, down, dpi)


def draw_pixels(page: object, across: int, down: int) -> bytes:
    """The page in grey, a byte for each dot, row by row. Raises MemoryError."""
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
