"""PDF: PDFium gives the characters and their places, `layout.py` and its neighbours make paragraphs of them."""

from __future__ import annotations

import ctypes
import io
import logging

import pypdfium2.raw as pdfium

from contracts.readers.compose import Composer
from contracts.readers.furniture import leave_out_furniture
from contracts.readers.hyphens import Hyphens
from contracts.readers.layout import PlacedPage, attach_markers, order_page, usual
from contracts.readers.page_lines import page_lines
from contracts.readers.paragraphs import Paragraph, is_cutting, join_lines, paragraph_text, whole_lines
from contracts.readers.refused import Refused
from contracts.readers.sniff import PDF
from contracts.values import Text

MAX_PAGES = 2000
FEW_CHARACTERS = 20
"""A page with fewer is looked at for pictures: it may be a scan."""


def read_pdf(data: bytes, keep_furniture: bool = False) -> Text:
    """Raises Refused. `keep_furniture` leaves running headers in, for comparing with bare engines."""
    pages, labels, notes = place_pages(data)
    for page in pages:
        page.lines = attach_markers(page.lines)
    if not keep_furniture:
        leave_out_furniture(pages)
    for page in pages:
        order_page(page)
    lines = [line for page in pages for line in page.lines]
    body_size = usual((line.size for line in lines if len(line.text) > 30), 0.5)
    hyphens = Hyphens(whole_lines(lines), is_cutting(lines))
    composer = Composer()
    page = 0
    for paragraph in join_lines(lines):
        while page < paragraph.page:
            composer.start_page(labels[page])
            page += 1
        words = paragraph_text(paragraph.lines, hyphens)
        role, level = role_of(paragraph, body_size)
        done = 0
        for at, line in enumerate(paragraph.lines):
            if line.page > page:
                # The paragraph goes over the end of a page, which lies where its words so far end.
                before = paragraph_text(paragraph.lines[:at], hyphens)
                cut = len(before) if words.startswith(before) else done
                add(composer, words[:cut], done, role, level)
                done = cut
            while page < line.page:
                composer.start_page(labels[page])
                page += 1
        add(composer, words, done, role, level)
    while page < len(pages):
        composer.start_page(labels[page])
        page += 1
    return composer.text(PDF, notes)


def add(composer: Composer, words: str, done: int, role: str, level: int) -> None:
    """Write a paragraph, or what is left of it after `done` characters."""
    if done:
        composer.go_on(words[done:])
    else:
        composer.add(words, role, level)


def role_of(paragraph: Paragraph, body_size: float) -> tuple[str, int]:
    if paragraph.is_row:
        return "row", 0
    is_large = body_size and paragraph.size > body_size * 1.15 and len(paragraph.lines) <= 3
    if is_large and sum(map(str.isalpha, paragraph.lines[0].text)) > 1:
        return "heading", 1 if paragraph.size > body_size * 1.5 else 2
    return "text", 0


def place_pages(data: bytes) -> tuple[list[PlacedPage], list[str], tuple[str, ...]]:
    """The pages with their lines, their labels, and notes. Raises Refused.

    A file without its end is refused, though PDFium would make something of it: what is missing would look like
    silence of the contract.
    """
    if b"%%EOF" not in data.rstrip(b"\x00\r\n\t ")[-2048:]:
        raise Refused("damaged")
    document = open_document(data)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > MAX_PAGES:
            raise Refused("too_many_pages")
        if count < 1:
            raise Refused("damaged")
        pages, scans, characters = [], 0, 0
        for at in range(count):
            page = pdfium.FPDF_LoadPage(document, at)
            if not page:
                raise Refused("damaged")
            text_page = pdfium.FPDFText_LoadPage(page)
            lines = page_lines(text_page, at + 1)
            size = sum(len(line.text) for line in lines)
            if size < FEW_CHARACTERS and has_pictures(page):
                scans += 1
            characters += size
            pages.append(PlacedPage(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page), lines))
            pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)
        if scans and (scans * 2 > count or characters < FEW_CHARACTERS):
            raise Refused("scan")
        return pages, page_labels(document, count), ("scanned_pages",) if scans else ()
    finally:
        pdfium.FPDF_CloseDocument(document)


def open_document(data: bytes) -> object:
    """PDFium's handle of the file. Raises Refused with what is wrong."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        return document
    code = pdfium.FPDF_GetLastError()
    is_locked = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) or is_encrypted(data)
    raise Refused("encrypted" if is_locked else "damaged")


def is_encrypted(data: bytes) -> bool:
    """What pypdf makes of a file that PDFium cannot open: it sees encryption also where much else is broken."""
    import pypdf

    # It logs what it stumbles over, and that is the contract's own bytes.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return pypdf.PdfReader(io.BytesIO(data)).is_encrypted
    except Exception:  # whatever a broken file breaks in it, the answer is the same
        return False


def has_pictures(page: object) -> bool:
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at))
        in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_PATH)
        for at in range(min(pdfium.FPDFPage_CountObjects(page), 50))
    )


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
