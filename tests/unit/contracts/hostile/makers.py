"""Files that mean harm, made small: each would cost minutes or gigabytes, or reach out, in a reader that trusts it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from pypdf import PdfReader, PdfWriter

from tests.unit.contracts.bundles import TERMS, zipped
from tests.unit.contracts.papers import WORDS, assemble, column, docx, paragraph, pdf

PAPER = pdf([column(["1. Fees", "", "The customer pays the fees within thirty days."])])


def word(xml: str, **parts: str) -> bytes:
    """An archive that calls itself a Word file."""
    with zipfile.ZipFile(memory := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return memory.getvalue()


def encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PAPER)))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(memory := io.BytesIO())
    return memory.getvalue()


def many_pages(count: int) -> bytes:
    return pdf([column([f"{n}. Words of a page."]) for n in range(count)])


def wide_tree() -> bytes:
    """A page tree that says of itself that it holds two thousand million pages."""
    return PAPER.replace(b"/Count 1 ", b"/Count 2147483647 ")


def looped_forms() -> bytes:
    """A drawing that draws itself."""
    inside = "/F Do"
    return assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /F 5 0 R >> >>"
            " /Contents 4 0 R >>",
            f"<< /Length {len(inside)} >>\nstream\n{inside}\nendstream",
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>"
            f" /Length {len(inside)} >>\nstream\n{inside}\nendstream",
        ]
    )


def packed_stream(layers: int, size: int) -> bytes:
    """A page whose content unpacks, layer by layer, to so many bytes."""
    content = b" " * size
    for _ in range(layers):
        content = zlib.compress(content, 9)
    filters = "/FlateDecode " * layers
    head = assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            f"<< /Length {len(content)} /Filter [{filters}] >>\nstream\nCONTENT\nendstream",
        ]
    )
    return head.replace(b"CONTENT", content)


def huge_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


def huge_tiff(width: int, height: int) -> bytes:
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, height),
            (279, 4, 100)]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return b"II*\x00" + struct.pack("<I", 8) + directory + bytes(200)


def looped_tiff() -> bytes:
    """A picture whose next page is itself."""
    one = huge_tiff(8, 8)
    size = 2 + 8 * 12
    return one[: 8 + size] + struct.pack("<I", 8) + one[12 + size :]


def endless_docx() -> bytes:
    return word(f"<w:document {WORDS}><w:body>" + " " * 200_000_000 + "</w:body></w:document>")


def many_cells() -> bytes:
    cell = f"<w:tc>{paragraph('x')}</w:tc>"
    return docx("<w:tbl>" + f"<w:tr>{cell * 60}</w:tr>" * 3000 + "</w:tbl>")


def deep_tables(depth: int) -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth)


UNTIED = PAPER.replace(b"00000 n", b"99999 n").replace(b"startxref\n", b"startxref\n9")
REACHING = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {WORDS}>&x;</w:document>'
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
EXPLODING = f'<!DOCTYPE a [<!ENTITY e0 "boom">{ENTITIES}]><w:document {WORDS}>&e9;</w:document>'
FILES: dict[str, tuple[str, bytes]] = {
    "encrypted PDF": ("a.pdf", encrypted_pdf()),
    "truncated PDF": ("a.pdf", PAPER[: len(PAPER) // 2]),
    "PDF with a broken cross-reference": ("a.pdf", UNTIED),
    "PDF of 5,000 pages": ("a.pdf", many_pages(5000)),
    "PDF of 1,900 pages": ("a.pdf", many_pages(1900)),
    "PDF that counts two thousand million pages": ("a.pdf", wide_tree()),
    "drawing that draws itself": ("a.pdf", looped_forms()),
    "PDF stream that unpacks to 300 MB": ("a.pdf", packed_stream(2, 300_000_000)),
    "DOCX that unpacks to 200 MB": ("a.docx", endless_docx()),
    "XML entity bomb": ("a.docx", word(EXPLODING)),
    "external entity": ("a.docx", word(REACHING)),
    "table of 180,000 cells": ("a.docx", many_cells()),
    "tables 5,000 deep": ("a.docx", deep_tables(5000)),
    "tables 60 deep": ("a.docx", deep_tables(60)),
    "10 MB on one line": ("a.txt", b"The provider may do as it likes. " * 320_000),
    "3 MB without a space": ("a.txt", b"x" * 3_000_000),
    "1 MB of Japanese without an end": ("a.txt", ("料金" * 170_000).encode()),
    "1 MB of opening brackets": ("a.txt", b"(" * 1_000_000),
    "1 MB of quotation marks": ("a.txt", b'"a" or ' * 150_000),
    "1 MB of section numbers": ("a.txt", b"Section 1.1, " * 75_000),
    "a list of 200,000 lines": ("a.txt", b"".join(b"%d. Words\n" % n for n in range(200_000))),
    "table of 100,000 bars": ("a.md", b"|" * 100_000 + b"\n" + b"|-" * 50_000),
    "deep HTML": ("a.html", b"<html><body>" + b"<div>" * 300_000 + b"words"),
    "HTML lists 2,000 deep": ("a.html", b"<html><body>" + b"<ol><li>x" * 2000),
    "HTML of attributes": ("a.html", b"<html><body><p " + b"a=b " * 500_000 + b">words</p>"),
    "PNG of 60,000 by 60,000": ("a.png", huge_png(60_000, 60_000)),
    "PNG of 12,000 by 12,000": ("a.png", huge_png(12_000, 12_000)),
    "TIFF of 60,000 by 60,000": ("a.tif", huge_tiff(60_000, 60_000)),
    "TIFF in a loop": ("a.tif", looped_tiff()),
    "ZIP bomb": ("a.zip", zipped(*((f"{n}.txt", bytes(200_000_000)) for n in range(2)))),
    "ZIP in a ZIP": ("a.zip", zipped(("b.zip", zipped(("c.zip", zipped(("t.txt", TERMS))))))),
    "ZIP with names that lead out": ("a.zip", zipped(("../../etc/cron.d/x\u202etxt.sh", TERMS))),
    "mail of 5,000 parts": ("a.eml", b"From: a\nMessage-ID: <1>\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n"
                            + b"--b\nContent-Disposition: attachment; filename=a.txt\n\nwords\n" * 5000),
}  # fmt: skip
