"""Set the sample papers: Word and PDF files from the sources beside them. Run it after changing a source.

    python samples/make.py [FOLDER ...]

A source is a Markdown or HTML file in a folder's `source/`. The Markdown ones write every clause number out; the Word
file numbers its clauses automatically, as Word files do, and `set_word` stops where Word would count otherwise.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import string
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
import weasyprint
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from fontTools import subset
from fontTools.ttLib import TTCollection
from weasyprint.text.fonts import FontConfiguration

HERE = Path(__file__).resolve().parent
DATE = dt.datetime(2025, 2, 3, tzinfo=dt.UTC)
MINCHO = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
UNUSED_TABLES = ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx"]
KANJI = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Level:
    """One level of a Word list: how a source writes its number, and how Word is told to count it."""

    pattern: str
    number_format: str
    text: str
    indent: float
    style: str = ""
    first: int = 1


LEVELS = {
    "en": (
        Level(r"## (\d+)\. ", "decimal", "%1.", 0, style="Heading 1"),
        Level(r"(?:\d+)\.(\d+) ", "decimal", "%1.%2", 1.1),
        Level(r"\(([a-z])\) ", "lowerLetter", "(%3)", 2.0),
    ),
    # In Japanese contracts the first paragraph of an article bears no number, so that Word counts from two.
    "ja": (
        Level(rf"## 第([{KANJI}十]+)条", "japaneseCounting", "第%1条", 0, style="Heading 1"),
        Level(r"([０-９]+)　", "decimalFullWidth", "%2", 0.8, first=2),
        Level(rf"([{KANJI}十]+)　", "japaneseCounting", "%3", 1.6),
    ),
}


def read_ordinal(text: str) -> int:
    """The number that `12`, `１２`, `c` or `十二` (up to ninety-nine) stand for."""
    if text.isdecimal():
        return int(text)
    if text.isascii():
        return ord(text) - ord("a") + 1
    tens, ten, ones = text.rpartition("十")
    return (KANJI.index(tens) if tens else 1 if ten else 0) * 10 + (KANJI.index(ones) if ones else 0)


@dataclass
class Counter:
    """Counts clauses as Word does: a level starts again whenever a higher one moves on."""

    levels: tuple[Level, ...]
    counts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts = [level.first - 1 for level in self.levels]

    def step(self, depth: int, written: str) -> None:
        self.counts[depth] += 1
        for below in range(depth + 1, len(self.levels)):
            self.counts[below] = self.levels[below].first - 1
        if self.counts[depth] != read_ordinal(written):
            raise ValueError(f"Word would number clause {written!r} as {self.counts[depth]}")


def set_word(source: Path, target: Path, language: str) -> None:
    """Write a Markdown source as a Word file with headings, automatic numbers, tables and footnotes."""
    word = docx.Document()
    style_word(word, language)
    list_id = add_list(word, LEVELS[language])
    counter = Counter(LEVELS[language])
    notes: list[str] = []
    table: list[str] = []
    body, _, note_text = source.read_text("utf-8").partition("\n[^1]: ")
    for line in [*filter(None, body.splitlines()), ""]:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            add_table(word, table)
            table = []
        if line:
            add_line(word, line, counter, list_id, notes)
    if notes:
        add_footnotes(word, [note_text.strip()])
    word.core_properties.title = body.splitlines()[0].removeprefix("# ")
    word.core_properties.author = ""
    word.core_properties.comments = ""
    word.core_properties.created = word.core_properties.modified = DATE
    word.save(str(target))
    steady_zip(target)


def style_word(word: Document, language: str) -> None:
    latin, asian = ("Georgia", "Noto Serif CJK JP") if language == "en" else ("Times New Roman", "MS Mincho")
    for name, size in (("Normal", 10.5), ("Heading 1", 11.5), ("Heading 2", 10.5), ("Title", 18)):
        style = word.styles[name]
        style.font.name, style.font.size = latin, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), asian)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    word.styles["Normal"].paragraph_format.space_after = Pt(6)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.4)


def add_list(word: Document, levels: tuple[Level, ...]) -> int:
    """Define a multi-level list in the document; returns the `numId` that paragraphs refer to."""
    numbering = word.part.numbering_part.element
    rows = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{level.first}"/><w:numFmt w:val="{level.number_format}"/>'
        + (f'<w:pStyle w:val="{level.style.replace(" ", "")}"/>' if level.style else "")
        + f'<w:lvlText w:val="{level.text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{round(level.indent * 567)}" w:hanging="{510 if level.indent else 0}"/></w:pPr></w:lvl>'
        for depth, level in enumerate(levels)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>'
        f"{rows}</w:abstractNum>"
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for depth, level in enumerate(levels):
        if level.style:
            properties = word.styles[level.style].element.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = depth, 90
    return 90


def add_line(word: Document, line: str, counter: Counter, list_id: int, notes: list[str]) -> None:
    if line.startswith("# "):
        word.add_paragraph(line[2:], style="Title")
        return
    for depth, level in enumerate(counter.levels):
        if found := re.match(level.pattern, line):
            counter.step(depth, found[1])
            paragraph = word.add_paragraph(style=level.style or "Normal")
            if not level.style:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = depth, list_id
            add_words(paragraph, line[found.end() :], notes)
            return
    if line.startswith("## "):
        add_words(word.add_paragraph(style="Heading 2"), line[3:], notes)
    elif line.startswith(">> "):
        paragraph = word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        add_words(paragraph, line[3:], notes)
    else:
        add_words(word.add_paragraph(), line, notes)


def add_words(paragraph: Paragraph, text: str, notes: list[str]) -> None:
    """Words with **bold** and [^1] in them; quoted terms being defined are bold, as lawyers set them."""
    for part in re.split(r"(\*\*.+?\*\*|\[\^1\])", text):
        if part == "[^1]":
            notes.append(part)
            run = paragraph.add_run()
            run.font.superscript = True
            run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{len(notes)}"/>'))
        elif part:
            paragraph.add_run(part.removeprefix("**").removesuffix("**")).bold = part.startswith("**") or None


def add_table(word: Document, lines: list[str]) -> None:
    rows = list(read_rows(lines))
    table = word.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    word.add_paragraph()


def read_rows(lines: list[str]) -> Iterator[list[str]]:
    for line in lines:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not all(set(cell) <= {"-", ":"} for cell in cells):
            yield cells


def add_footnotes(word: Document, notes: list[str]) -> None:
    """The part of a Word file that holds footnotes; python-docx has none of its own."""
    marks = ((-1, "separator"), (0, "continuationSeparator"))
    rows = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in marks
    ) + "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, start=1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {nsdecls("w")}>{rows}</w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, xml.encode(), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def steady_zip(path: Path) -> None:
    """Rewrite a zip with fixed times, so that the same source gives the same bytes."""
    with zipfile.ZipFile(path) as old:
        entries = [(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name, data in entries:
            new.writestr(zipfile.ZipInfo(name, DATE.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)


def set_pdf(source: Path, target: Path, language: str) -> None:
    page = source.read_text("utf-8") if source.suffix == ".html" else page_of(source.read_text("utf-8"), language)
    fonts = FontConfiguration()
    with tempfile.TemporaryDirectory() as folder:
        sheets = [weasyprint.CSS(HERE / "print.css")]
        if language == "ja":
            cut_font(page, Path(folder) / "mincho.otf")
            face = f'@font-face {{ font-family: mincho; src: url("file://{folder}/mincho.otf") }}'
            sheets.append(weasyprint.CSS(string=face, font_config=fonts))
        paper = weasyprint.HTML(string=page)
        paper.write_pdf(target, stylesheets=sheets, font_config=fonts, pdf_identifier=source.stem.encode())


def cut_font(text: str, target: Path) -> None:
    """The glyphs that a text needs and no others: cut by WeasyPrint alone, a Japanese font is half a megabyte.

    They keep their numbers, by which the PDF calls them: browsers look them up by those in the font.
    """
    faces = TTCollection(MINCHO).fonts
    font = next(face for face in faces if face["name"].getDebugName(1) == "Noto Serif CJK JP")
    options = subset.Options(
        hinting=False, desubroutinize=False, layout_features=[], drop_tables=UNUSED_TABLES, retain_gids=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(text=text + string.printable)
    cutter.subset(font)
    font.recalcTimestamp = False
    font.save(target)


def page_of(text: str, language: str) -> str:
    """A Markdown source as an HTML page: one line, one paragraph."""
    rows = []
    for line in filter(None, text.splitlines()):
        if mark := re.match(r"(#+|>>) ", line):
            tag = {"#": "h1", "##": "h2", ">>": 'p class="sign"'}[mark[1]]
        else:
            tag = 'p class="item"' if re.match(r"\(\d+\) ", line) else "p"
        rows.append(f"<{tag}>{html.escape(line[mark.end() if mark else 0 :])}</{tag.split()[0]}>")
    title = text.splitlines()[0].removeprefix("# ")
    return f'<html lang="{language}"><title>{title}</title><body>{"".join(rows)}</body></html>'


def set_text(source: Path, target: Path, language: str) -> None:
    """Plain text as old office systems write it: legacy encoding, CR LF."""
    encoding = "euc_jp" if source.stem == "personal-data-memorandum" else "shift_jis"
    target.write_bytes(source.read_text("utf-8").replace("\n", "\r\n").encode(encoding))


SETTERS = {".docx": set_word, ".pdf": set_pdf, ".txt": set_text}
PAPERS = (
    ("quillfern-ai", "platform-terms.md", "platform-terms.docx", "en"),
    ("quillfern-ai", "service-level-agreement.html", "service-level-agreement.pdf", "en"),
    ("fennelgate-dunmarrow", "order-form.md", "order-form.docx", "en"),
    ("tsuzuriha-ai-ja", "terms-of-service.md", "terms-of-service.pdf", "ja"),
    ("aikago-cloud-ja", "master.txt", "master.txt", "ja"),
    ("aikago-cloud-ja", "service-level-schedule.md", "service-level-schedule.docx", "ja"),
    ("aikago-cloud-ja", "personal-data-memorandum.txt", "personal-data-memorandum.txt", "ja"),
)


def main(folders: list[str]) -> None:
    for folder, name, target_name, language in PAPERS:
        if folders and folder not in folders:
            continue
        target = HERE / folder / target_name
        SETTERS[target.suffix](HERE / folder / "source" / name, target, language)
        print(f"{target.relative_to(HERE)}  {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
