"""A PDF as PDFium has it open, page by page. The guarded child keeps some open for a while after they were read.

Laying out the characters of its pages is most of what reading a PDF costs, and the boxes of its quotes, which are asked
for when its review ends (`boxes.py`), need the same again.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pypdfium2.raw as pdfium

from contracts.readers.pdf_forms import Field, load_page
from contracts.readers.pdf_hidden import take_hidden
from contracts.readers.refused import Refused
from contracts.readers.ruby import take_ruby
from contracts.values import Veil

CHARACTER_BYTES, OBJECT_BYTES = 200, 600
"""What PDFium needs for a character and for what is drawn, both seen to be less."""


Loaded = tuple[object, object, list[Field]]
"""A page, its characters, and what was filled in."""


class OpenPdf:
    """One file. `pages` holds those that stay open, by their number from 0."""

    def __init__(self, data: bytes) -> None:
        self.document = open_document(data)
        self.data = data
        """PDFium reads from it as long as the document is open."""
        self.cost = len(data)
        self.pages: dict[int, Loaded] = {}
        self.watermarks: dict[int, list[str]] = {}
        """The words of the watermarks of pages; those that were loaded are without them."""
        self.with_ruby: set[int] = set()
        """The pages that had ruby; those that were loaded are without it."""
        self.hidden: dict[int, list[tuple[str, Veil]]] = {}
        """The words that pages hold and do not show; those that were loaded are without them."""

    def load(self, at: int) -> Loaded:
        """None for a page that cannot be loaded; all others are to be let go of."""
        if at in self.pages:
            return self.pages[at]
        page, fields = load_page(self.document, at)
        self.hidden[at], self.watermarks[at] = take_hidden(page) if page else ([], [])
        if not page:
            return page, None, fields
        text_page = pdfium.FPDFText_LoadPage(page)
        if take_ruby(text_page):
            self.with_ruby.add(at)
            pdfium.FPDFText_ClosePage(text_page)
            text_page = pdfium.FPDFText_LoadPage(page)
        return page, text_page, fields

    def let_go(self, at: int, loaded: Loaded, most: int = 0) -> None:
        """Close a page that was loaded, unless it is kept or may be: where the file takes up less than `most` bytes."""
        if at in self.pages:
            return
        page, text_page, _ = loaded
        if most:
            cost = CHARACTER_BYTES * max(0, pdfium.FPDFText_CountChars(text_page)) + OBJECT_BYTES * drawn_objects(page)
            if self.cost + cost <= most:
                self.cost += cost
                self.pages[at] = loaded
                return
        pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)

    def close_pages(self) -> None:
        for page, text_page, _ in self.pages.values():
            pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)
        self.pages = {}
        self.cost = len(self.data)

    def close(self) -> None:
        self.close_pages()
        pdfium.FPDF_CloseDocument(self.document)


class Kept:
    """The files that are open, the newest last. `most` is how many bytes all may take up; where it is 0, none stays."""

    def __init__(self) -> None:
        self.most = 0
        self.files: list[OpenPdf] = []

    @contextmanager
    def open(self, data: bytes) -> Iterator[OpenPdf]:
        """The file, kept from before or opened anew, and kept afterwards where nothing went wrong. Raises Refused."""
        file = next((file for file in self.files if file.data == data), None) or OpenPdf(data)
        if file in self.files:
            self.files.remove(file)
        before = address_space()
        try:
            yield file
        except BaseException:
            file.close()
            raise
        # What a file makes PDFium hold beyond our reckoning shows in the process.
        if not file.pages or address_space() - before > self.most:
            file.close()
            return
        self.files.append(file)
        while sum(file.cost for file in self.files) > self.most:
            self.files.pop(0).close()

    def close(self) -> None:
        for file in self.files:
            file.close()
        self.files = []


KEPT = Kept()


def drawn_objects(page: object) -> int:
    """How many things are drawn on a page, with those in its forms."""
    count = pdfium.FPDFPage_CountObjects(page)
    found = (pdfium.FPDFPage_GetObject(page, at) for at in range(count))
    forms = (one for one in found if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_FORM)
    return count + sum(max(0, pdfium.FPDFFormObj_CountObjects(form)) for form in forms)


def address_space() -> int:
    """Bytes that the process has; 0 where the system does not tell."""
    with suppress(OSError, ValueError), open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * 4096
    return 0


def open_document(data: bytes) -> object:
    """PDFium's handle of the file. Raises Refused with what is wrong."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        return document
    code = pdfium.FPDF_GetLastError()
    is_locked = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) or is_encrypted(data)
    raise Refused("encrypted" if is_locked else "damaged")


def check_opens(data: bytes) -> None:
    """Raise Refused where the file asks for a password or cannot be opened. Its pages are not looked at."""
    pdfium.FPDF_CloseDocument(open_document(data))


def is_encrypted(data: bytes) -> bool:
    """What pypdf makes of a file that PDFium cannot open: it sees encryption also where much else is broken."""
    import pypdf

    # It logs what it stumbles over, and that is the contract's own bytes.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return pypdf.PdfReader(io.BytesIO(data)).is_encrypted
    except Exception:  # whatever a broken file breaks in it, the answer is the same
        return False
