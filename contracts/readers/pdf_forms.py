"""What people have put onto the pages of a PDF: filled-in fields, ticked boxes, typed-on notes. Used by `pdf.py`.

PDFium keeps such annotations apart from a page's text. They are drawn into the page, so that their words are read and
found like all others; then each goes to the line beside which it stands, for a file lists them after everything else.
Files that are attached and scripts are only named: nothing opens or runs them.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from contracts.readers.layout import Line

FILLED = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
MAX_ANNOTATIONS = 2000
"""Of a page; a page with more is no form that people fill in."""
MAX_NAMED, LONGEST_NAME = 20, 80
TICKED, UNTICKED = "☒", "☐"
SIZE = 10.0
"""The height of a line of words in a field."""

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Field:
    """An annotation's place on the page, as left, bottom, right, top. `words` are those that the file does not draw."""

    rect: Rect
    words: str = ""
    tick: str = ""


def load_page(document: object, at: int) -> tuple[object, list[Field]]:
    """A page with what was filled in drawn into it, and where that stands; None for a page that cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, at)
    if not page or not 0 < (count := pdfium.FPDFPage_GetAnnotCount(page)) <= MAX_ANNOTATIONS:
        return page, []
    fields = []
    for number in range(count - 1, -1, -1):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        field = field_of(annotation) if pdfium.FPDFAnnot_GetSubtype(annotation) in FILLED else None
        pdfium.FPDFPage_CloseAnnot(annotation)
        if field is not None:
            fields.append(field)
            if field.tick:
                # As words it would be a sign of some font; it goes before its line as a sign of ours.
                pdfium.FPDFPage_RemoveAnnot(page, number)
    if any(not field.tick and not field.words for field in fields):
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    if fields:
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document, at)
    return page, fields[::-1]


def field_of(annotation: object) -> Field | None:
    """None for one that nobody sees, or that holds nothing."""
    if pdfium.FPDFAnnot_GetFlags(annotation) & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
        return None
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
        return None
    place = (rect.left, rect.bottom, rect.right, rect.top)
    state = string_of(annotation, b"AS")
    if state:
        return Field(place, tick=UNTICKED if state == "Off" else TICKED)
    if pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2:
        return Field(place)
    words = " ".join((string_of(annotation, b"V") or string_of(annotation, b"Contents")).split())
    return Field(place, words=words) if words else None


def string_of(annotation: object, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= 100_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return ctypes.string_at(buffer, size - 2).decode("utf-16-le", "replace")


def put_in_place(text_page: object, lines: list[Line], fields: list[Field], number: int) -> list[Line]:
    """The lines of page `number` with those of fields beside what they fill in.

    Words of several fields may come as one line of the page, wherever they stand, so each is asked for by its place.
    """
    if not fields:
        return lines
    printed = [line for line in lines if not any(not field.tick and holds(field.rect, line) for field in fields)]
    filled = [line_of(words, field.rect, number) for field in fields if (words := words_of(text_page, field))]
    for line in sorted(filled, key=lambda line: (-line.y, line.left)):
        printed.insert(place_for(line, printed), line)
    for field in fields:
        if field.tick:
            tick(field, printed)
    return printed


def words_of(text_page: object, field: Field) -> str:
    """What is seen in a field; "" for a box that is ticked or not."""
    if field.words or field.tick:
        return field.words
    left, bottom, right, top = field.rect
    size = pdfium.FPDFText_GetBoundedText(text_page, left, top, right, bottom, None, 0)
    if not 0 < size <= 100_000:
        return ""
    buffer = ctypes.create_string_buffer(2 * size + 2)
    shorts = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFText_GetBoundedText(text_page, left, top, right, bottom, shorts, size)
    return " ".join(ctypes.string_at(buffer, 2 * size).decode("utf-16-le", "replace").rstrip("\0").split())


def holds(rect: Rect, line: Line) -> bool:
    left, bottom, right, top = rect
    return left - 2 <= line.left <= right and bottom - 2 <= line.y + line.size / 2 <= top + 2


def line_of(words: str, rect: Rect, number: int) -> Line:
    left, bottom, right, top = rect
    height = min(SIZE, top - bottom)
    is_tall = top - bottom > 2.2 * SIZE
    return Line(number, words, left, right, top - 1.4 * height if is_tall else (bottom + top - height) / 2, height)


def place_for(line: Line, lines: list[Line]) -> int:
    """After the line to its left, or before the first that stands lower."""
    beside = [
        at for at, other in enumerate(lines) if abs(other.y - line.y) < line.size * 0.7 and other.left <= line.left
    ]
    if beside:
        return max(beside, key=lambda at: lines[at].left) + 1
    return next((at for at, other in enumerate(lines) if other.y < line.y), len(lines))


def tick(field: Field, lines: list[Line]) -> None:
    """Put the sign of a box before the line that stands to its right, where one does."""
    _, bottom, right, top = field.rect
    middle = (bottom + top) / 2
    beside = [
        line
        for line in lines
        if line.y - 2 <= middle <= line.y + line.size + 2 and right - 3 <= line.left <= right + 6 * SIZE
    ]
    if beside:
        line = min(beside, key=lambda line: line.left)
        line.text = f"{field.tick} {line.text}"
        if line.cells:
            start, end, words = line.cells[0]
            line.cells[0] = (start, end, f"{field.tick} {words}")


def carried_notes(document: object, data: bytes) -> tuple[str, ...]:
    """Notes on what the file carries beside its pages: "attachment:NAME" for each file, "scripts"."""
    names = []
    for at in range(min(max(0, pdfium.FPDFDoc_GetAttachmentCount(document)), MAX_NAMED)):
        attachment = pdfium.FPDFDoc_GetAttachment(document, at)
        size = pdfium.FPDFAttachment_GetName(attachment, None, 0) if attachment else 0
        name = ""
        if 2 < size <= 2000:
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAttachment_GetName(attachment, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
            name = ctypes.string_at(buffer, size - 2).decode("utf-16-le", "replace")
        seen = "".join(sign for sign in name.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable())
        names.append(f"attachment:{seen[:LONGEST_NAME] or '?'}")
    has_scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0 or b"/JavaScript" in data
    return (*names, *(("scripts",) if has_scripts else ()))
