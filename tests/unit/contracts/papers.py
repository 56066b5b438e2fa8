"""Small files for tests: PDF pages from placed lines, DOCX from paragraphs of XML. Contents are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

Placed = tuple[float, float, float, str]
"""Left edge, height above the lower edge, size, words."""
Bookmark = tuple[int, str, int]
"""Depth from 1, title, page from 1."""
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(pages: Sequence[Iterable[Placed]], labels: str = "", outline: Sequence[Bookmark] = ()) -> bytes:
    """A PDF of A4 pages in Helvetica. `labels` is the catalogue's entry for page labels, such as "/Nums [...]"."""
    objects = ["", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for lines in pages:
        content = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {left} {y} Tm ({escaped(words)}) Tj ET\n" for left, y, size, words in lines
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}endstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {len(objects)} 0 R >>"
        )
    named = f"/PageLabels << {labels} >>" if labels else ""
    if outline:
        named += f" /Outlines {len(objects) + 1} 0 R"
        objects += bookmarks(outline, kids, len(objects) + 1)
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {named} >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return assemble(objects)


def japanese_pdf(pages: Sequence[Iterable[Placed]], is_vertical: bool = False) -> bytes:
    """A PDF of A4 pages in a font that the file names only; `is_vertical` has it write its words from top to bottom."""
    font = "/Type /Font /BaseFont /Mincho"
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000 /FontDescriptor 5 0 R"
    objects = [
        "",
        "",
        f"<< {font} /Subtype /Type0 /Encoding /UniJIS-UCS2-{'V' if is_vertical else 'H'} /DescendantFonts [4 0 R] >>",
        f"<< {font} /Subtype /CIDFontType0 {system} >>",
        "<< /Type /FontDescriptor /FontName /Mincho /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880"
        " /Descent -120 /CapHeight 880 /StemV 80 >>",
    ]
    kids = []
    for placed in pages:
        content = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {left} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"
            for left, y, size, words in placed
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}endstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {len(objects)} 0 R >>"
        )
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return assemble(objects)


def bookmarks(outline: Sequence[Bookmark], pages: Sequence[str], root: int) -> list[str]:
    """The objects of an outline, the first of them its root, which is object `root`."""
    parents = [
        next((root + 1 + b for b in range(at - 1, -1, -1) if outline[b][0] < depth), root)
        for at, (depth, _, _) in enumerate(outline)
    ]

    def children(parent: int) -> list[int]:
        return [root + 1 + at for at, own in enumerate(parents) if own == parent]

    def ends(parent: int) -> str:
        own = children(parent)
        return f"/First {own[0]} 0 R /Last {own[-1]} 0 R /Count {len(own)}" if own else ""

    objects = [f"<< /Type /Outlines {ends(root)} >>"]
    for at, (_, title, page) in enumerate(outline):
        own = children(parents[at])
        place = own.index(root + 1 + at)
        after = f"/Next {own[place + 1]} 0 R" if place + 1 < len(own) else ""
        objects.append(
            f"<< /Title ({escaped(title)}) /Parent {parents[at]} 0 R {after} {ends(root + 1 + at)}"
            f" /Dest [{pages[page - 1]} /Fit] >>"
        )
    return objects


def assemble(objects: Sequence[str]) -> bytes:
    """A PDF file of these objects, the first of them its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010d} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def column(
    words: Sequence[str], left: float = 72, top: float = 760, size: float = 11, pitch: float = 14
) -> list[Placed]:
    """Lines below each other; an empty string leaves a gap between paragraphs."""
    return [(left, top - at * pitch, size, line) for at, line in enumerate(words) if line]


def docx(body: str, **parts: str) -> bytes:
    """A DOCX of this body; `numbering`, `styles` and `footnotes` are the insides of those parts."""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes"}
    with zipfile.ZipFile(memory := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {WORDS}><w:body>{body}</w:body></w:document>")
        for name, inside in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{roots[name]} {WORDS}>{inside}</w:{roots[name]}>")
    return memory.getvalue()


def paragraph(words: str, style: str = "", level: int | None = None, number: int = 1) -> str:
    """A DOCX paragraph; `level` makes it an item of the list `number`."""
    listed = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr><w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>"


def list_levels(*levels: tuple[str, str]) -> str:
    """The insides of a numbering part with one list; each level is its format and its look, as "%1.%2"."""
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{look}"/></w:lvl>'
        for at, (form, look) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{written}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
