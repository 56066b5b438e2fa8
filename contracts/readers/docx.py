"""DOCX: paragraphs with the numbers that Word shows, tables as rows, footnotes, changes as accepted.

Read straight from the XML in the archive. Nothing in a file is followed: no external part, no entity, no link.
Headers, footers, comments, deleted words and the hints of fields that nobody filled in are left out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from lxml import etree

from contracts.numbering import BULLETS, number_of
from contracts.readers.compose import Composer
from contracts.readers.docx_hidden import fade_of
from contracts.readers.docx_numbers import Numbering, Styles, W, first_value
from contracts.readers.docx_words import CHANGED, Words, is_hint, run_text
from contracts.readers.refused import Refused
from contracts.readers.sniff import DOCX
from contracts.values import Text, Veil

MAX_PART = 80 * 1024 * 1024
"""Bytes of one unpacked part; the longest contracts stay below a tenth of it."""
LONG_CELL = 500
"""Characters from which a table's cell is text laid out in a table, and is read as paragraphs."""


def read_docx(data: bytes) -> Text:
    """Raises Refused."""
    with open_archive(data) as archive:
        main = parse(archive, main_part(archive))
        styles = Styles(parse_if_there(archive, "word/styles.xml"))
        numbering = Numbering(parse_if_there(archive, "word/numbering.xml"), styles)
        notes = footnotes(parse_if_there(archive, "word/footnotes.xml")) | footnotes(
            parse_if_there(archive, "word/endnotes.xml")
        )
    reader = DocxReader(styles, numbering, notes)
    body = main.find(f"{W}body")
    if body is None:
        raise Refused("damaged")
    reader.take_blocks(body)
    seen = {element.tag for element in main.iter()}
    notes_on = (
        ("tracked_changes", bool(seen & CHANGED)),
        ("embedded_part", f"{W}altChunk" in seen),
    )
    return reader.composer.text(DOCX, tuple(note for note, holds in notes_on if holds))


def open_archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused("damaged") from error


def main_part(archive: zipfile.ZipFile) -> str:
    """The path of the document itself, which some programs place elsewhere and name in the relations."""
    if "word/document.xml" in archive.namelist():
        return "word/document.xml"
    relations = parse_if_there(archive, "_rels/.rels")
    for relation in [] if relations is None else relations:
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise Refused("damaged")


def parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """A part's root. A part that unpacks to too much, or declares entities, is refused before it is parsed."""
    try:
        if archive.getinfo(name).file_size > MAX_PART:
            raise Refused("too_long")
        with archive.open(name) as part:
            xml = part.read(MAX_PART + 1)
    except (
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise Refused("encrypted" if "encrypted" in str(error) else "damaged") from error
    if len(xml) > MAX_PART:
        raise Refused("too_long")
    # Word never writes a document type; in a file it can only serve to blow up or to reach out.
    if b"<!DOCTYPE" in xml[:4096].replace(b"\x00", b"") or b"<!ENTITY" in xml[:4096].replace(b"\x00", b""):
        raise Refused("damaged")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("damaged") from error


def parse_if_there(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    return parse(archive, name) if name in archive.namelist() else None


def footnotes(root: etree._Element | None) -> dict[tuple[str, str], str]:
    """The words of each note by the kind of its reference and its id; separators have none."""
    found = {}
    for note in [] if root is None else root:
        kind = "footnoteReference" if note.tag == f"{W}footnote" else "endnoteReference"
        words = " ".join(words for p in note.iter(f"{W}p") for words in [run_text(p).strip()] if words)
        if words and note.get(f"{W}type") is None:
            found[kind, note.get(f"{W}id", "")] = words
    return found


class DocxReader:
    """Goes through the body once, counting as Word counts."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[tuple[str, str], str]) -> None:
        self.composer = Composer()
        self.styles = styles
        self.numbering = numbering
        self.notes = notes
        self.held = ""
        """Words of a paragraph whose end was deleted: they belong to the next."""
        self.faded = faded_styles(styles)

    def take_blocks(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self.take_paragraph(child)
            elif child.tag == f"{W}tbl":
                self.take_table(child)
            elif is_hint(child):
                continue
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
                self.take_blocks(child)

    def take_paragraph(self, paragraph: etree._Element) -> None:
        found = Words(self.styles.hidden, self.faded)
        found.collect(paragraph)
        words = self.held + "".join(found.parts)
        properties = paragraph.find(f"{W}pPr")
        if first_value(properties, "pStyle") in self.styles.hidden:
            self.composer.hide(words, "styled")
            return
        self.hide(found)
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.held = words
            return
        self.held = ""
        if words.strip():
            self.add_paragraph(words, properties)
        for words in found.boxed:
            self.composer.add(words)
        for reference in found.references:
            if reference in self.notes:
                self.composer.add(self.notes[reference])

    def hide(self, found: Words) -> None:
        """Keep what is not seen; runs that follow each other and are hidden alike belong together."""
        for how, together in groupby(found.veiled, key=itemgetter(1)):
            self.composer.hide("".join(words for words, _ in together), how)

    def add_paragraph(self, words: str, properties: etree._Element | None) -> None:
        style = first_value(properties, "pStyle")
        number, level = self.numbering.number_of(properties, style)
        role, depth = "text", 0
        outline = self.styles.outline_of(properties, style)
        if outline is not None and len(words) < 250:
            role, depth = "heading", outline + 1
        elif level is not None:
            role, depth = "item", level + 1
        lines = [line for line in words.split("\n") if line.strip()]
        for at, line in enumerate(lines):
            self.composer.add(numbered(number, line) if not at else line, role if not at else "text", depth)

    def take_table(self, table: etree._Element) -> None:
        rows = [list(cells_of(row)) for row in rows_of(table)]
        is_layout = all(len(cells) <= 1 for cells in rows)
        for cells in rows:
            if is_layout or any(is_laid_out(cell) for cell in cells):
                for cell in cells:
                    self.take_blocks(cell)
                continue
            words = [self.cell_words(cell) for cell in cells]
            if any(words):
                self.composer.add(" | ".join(words), "row")

    def cell_words(self, cell: etree._Element) -> str:
        parts = []
        for paragraph in cell.iter(f"{W}p"):
            found = Words(self.styles.hidden, self.faded)
            found.collect(paragraph)
            self.hide(found)
            words = "\n".join(["".join(found.parts), *found.boxed]).strip()
            if words:
                properties = paragraph.find(f"{W}pPr")
                number, _ = self.numbering.number_of(properties, first_value(properties, "pStyle"))
                parts.append(numbered(number, words))
        return " ".join(parts).replace("\n", " ")


def faded_styles(styles: Styles) -> dict[str, Veil]:
    """The styles whose letters are as good as unseen on white paper, and how."""
    found = {}
    for name in styles.elements:
        veils = (fade_of(element.find(f"{W}rPr")) for element in styles.chain(name))
        if veil := next((veil for veil in veils if veil), None):
            found[name] = veil
    return found


def is_laid_out(cell: etree._Element) -> bool:
    """True where a cell holds paragraphs or a table of its own rather than an entry."""
    return cell.find(f"{W}tbl") is not None or sum(map(len, cell.itertext(f"{W}t"))) > LONG_CELL


def numbered(number: str, words: str) -> str:
    """A paragraph with its automatic number before it; a bullet goes where the words are numbered themselves."""
    if not number or (number in BULLETS and number_of(words.lstrip()) is not None):
        return words
    return f"{number} {words}"


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            yield from rows_of(child)


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
            yield from cells_of(child)
