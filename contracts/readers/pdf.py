"""PDF: PDFium gives the characters and their places; pages without usable ones are drawn and recognised.

After it: `pages.py`, which makes paragraphs of the lines.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from contracts.readers.compose import language_of
from contracts.readers.layout import PlacedPage
from contracts.readers.open_pdf import KEPT
from contracts.readers.outline import Entry, outline_of
from contracts.readers.page_lines import page_lines
from contracts.readers.pages import compose_pages
from contracts.readers.pdf_forms import carried_notes, put_in_place
from contracts.readers.refused import Refused
from contracts.readers.ruby import close_gaps
from contracts.readers.sniff import PDF
from contracts.readers.soup import is_soup
from contracts.readers.vertical import columns_of, is_vertical, turned_page
from contracts.values import Language, Text

MAX_PAGES = 2000
FEW_CHARACTERS = 20
"""A page with fewer is looked at for pictures: it may be a scan."""
STAMPED_CHARACTERS = 300
"""A page with fewer, most of which a picture covers, is a scan that was stamped, numbered or signed."""
MANY_STROKES = 40
"""Rules and frames are a few strokes, a line of outlined letters is many."""
MOST_OBJECTS = 200
"""Objects of a page that are looked at."""
ENOUGH_FOR_LANGUAGE = 200


def read_pdf(data: bytes, keep_furniture: bool = False) -> Text:
    """Raises Refused. `keep_furniture` leaves running headers in, for comparing with bare engines."""
    placed = place_pages(data)
    return compose_pages(placed.pages, PDF, placed.notes, placed.labels, keep_furniture, placed.outline)


@dataclass(frozen=True, slots=True)
class PlacedFile:
    """What a file gives before its pages are put into order; `labels` are what its pages call themselves."""

    pages: list[PlacedPage]
    labels: list[str]
    notes: tuple[str, ...]
    outline: list[Entry]


def place_pages(data: bytes) -> PlacedFile:
    """The pages with their lines, and what the file says of itself. Raises Refused.

    A file without its end is refused, though PDFium would make something of it: what is missing would look like
    silence of the contract.
    """
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-2048:]:
        raise Refused("damaged")
    with KEPT.open(data) as file:
        document = file.document
        count = pdfium.FPDF_GetPageCount(document)
        if count > MAX_PAGES:
            raise Refused("too_many_pages")
        if count < 1:
            raise Refused("damaged")
        pages: list[PlacedPage] = []
        scans: list[int] = []
        for at in range(count):
            page, text_page, fields = loaded = file.load(at)
            if not page:
                raise Refused("damaged")
            lines = page_lines(text_page, at + 1)
            if at in file.with_ruby:
                close_gaps(lines)
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            if not fields and is_vertical(lines):
                placed = turned_page(columns_of(text_page), at + 1, width, height)
            else:
                placed = PlacedPage(width, height, put_in_place(text_page, lines, fields, at + 1))
            placed.hidden, placed.watermarks = file.hidden[at], file.watermarks[at]
            if is_scan(page, placed):
                scans.append(at)
            pages.append(placed)
            file.let_go(at, loaded, KEPT.most)
        if scans:
            file.close_pages()  # recognising needs the memory more
        notes = recognise_scans(document, pages, scans) if scans else ()
        notes += carried_notes(document, data)
        return PlacedFile(pages, page_labels(document, count), notes, outline_of(document))


def recognise_scans(document: object, pages: list[PlacedPage], scans: list[int]) -> tuple[str, ...]:
    """Put what is recognised in place of the pages that have no text of their own; gives notes. Raises Refused.

    A page that looked like soup keeps its text where nothing surer was recognised.
    """
    from contracts.readers import scan  # loaded for scans only
    from contracts.readers.raster import draw_page
    from contracts.readers.tesseract import Missing, Picture

    lost = set(scans)
    characters = sum(len(line.text) for at, page in enumerate(pages) if at not in lost for line in page.lines)

    def pictures() -> Iterator[tuple[int, Picture]]:
        for at in scans:
            page = pdfium.FPDF_LoadPage(document, at)
            try:
                yield at + 1, draw_page(page)
            finally:
                pdfium.FPDF_ClosePage(page)

    known = " ".join(page_words(page) for at, page in enumerate(pages) if at not in lost)
    language: Language | None = language_of(known) if len(known) >= ENOUGH_FOR_LANGUAGE else None
    try:
        recognised = list(scan.recognise_pages(pictures(), language, len(scans)))
    except Missing as error:
        if len(scans) * 2 > len(pages) or characters < FEW_CHARACTERS:
            raise Refused("scan") from error
        for at in scans:
            pages[at].lines = [] if is_soup(page_words(pages[at])) else pages[at].lines
        return ("scanned_pages",)
    for at, page in zip(scans, recognised, strict=True):
        if scan.is_surer(page, pages[at]):
            page.hidden = pages[at].hidden
            pages[at] = page
    return scan.notes_on(recognised)


def page_words(page: PlacedPage) -> str:
    return "\n".join(line.text for line in page.lines)


def is_scan(page: object, placed: PlacedPage) -> bool:
    """True where the page's own text is not what a person sees there."""
    size = sum(len(line.text) for line in placed.lines)
    if size < FEW_CHARACTERS:
        return is_drawn(page)
    if size < STAMPED_CHARACTERS and is_covered(page, placed):
        return True
    return is_soup(page_words(placed))


def is_drawn(page: object) -> bool:
    """True where a picture or many strokes stand on the page: letters may be drawn as outlines."""
    strokes = 0
    for kind, _ in drawn(page):
        strokes += kind == pdfium.FPDF_PAGEOBJ_PATH
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE or strokes >= MANY_STROKES:
            return True
    return False


def is_covered(page: object, placed: PlacedPage) -> bool:
    """True where one picture covers most of the page."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for kind, found in drawn(page):
        if kind != pdfium.FPDF_PAGEOBJ_IMAGE or not pdfium.FPDFPageObj_GetBounds(found, left, bottom, right, top):
            continue
        if (right.value - left.value) * (top.value - bottom.value) * 2 > placed.width * placed.height:
            return True
    return False


def drawn(page: object) -> Iterator[tuple[int, object]]:
    """What is drawn on the page, with its kind; for a form, which is drawn as one, what that draws."""
    for at in range(min(pdfium.FPDFPage_CountObjects(page), MOST_OBJECTS)):
        found = pdfium.FPDFPage_GetObject(page, at)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield kind, found
            continue
        for inner in range(min(pdfium.FPDFFormObj_CountObjects(found), MOST_OBJECTS)):
            part = pdfium.FPDFFormObj_GetObject(found, inner)
            yield pdfium.FPDFPageObj_GetType(part), part


def page_labels(document: object, count: int) -> list[str]:
    """What the pages call themselves; empty strings where the file says nothing."""
    buffer = ctypes.create_string_buffer(64)

    def label(at: int) -> str:
        size = pdfium.FPDF_GetPageLabel(document, at, buffer, 64)
        if not 2 <= size <= 64:  # PDFium writes nothing where the label does not fit: the buffer holds an earlier one
            return ""
        return ctypes.string_at(buffer, size - 2).decode("utf-16-le", "replace")

    if count and not label(0):
        return [""] * count
    return [label(at) for at in range(count)]
