"""Markdown as a person reads it: marks dropped, headings and depth of lists remembered, tables as rows.

The words stay the paper's; what goes is what a page would not show: asterisks, link targets, tags, escapes.
"""

from __future__ import annotations

import html
import re

from contracts.numbering import number_of
from contracts.readers import wrap
from contracts.readers.bars import row_cells
from contracts.readers.compose import Composer, tidy
from contracts.readers.sniff import MARKDOWN
from contracts.values import Text

TAGS = (
    r"a|abbr|b|big|blockquote|br|center|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|s|section"
    r"|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul"
)
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
FRONT_MATTER = re.compile(r"\A---\n(?:[^\n]*\n){1,60}?(?:---|\.\.\.)\n")
DEFINITION = re.compile(r" {0,3}\[[^\]^]+\]:\s+\S+.*")
BREAK = re.compile(r"<br\s*/?>", re.I)
TAG = re.compile(rf"</?(?:{TAGS})\b[^<>]*>", re.I)
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
IMAGE = re.compile(r"!\[[^\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
LINK = re.compile(r"\[([^\[\]]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
FOOTNOTE = re.compile(r"\[\^[^\]]+\]:?")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
EMPHASIS = re.compile(r"(\*{1,3})(?=[^\s*])([^*\n]{0,2000}?[^\s*])\1")
LOW_EMPHASIS = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^\n]{0,400}?[^\s_])\1(?![\w_])")
STRAY = re.compile(r"(?<![\s\[*])\*{2,}(?!\*)|(?<!\*)\*{2,}(?=[^\s\]*])")
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?[ \t]*#*[ \t]*")
UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*")
RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
ITEM = re.compile(r"([ \t]*)([*+-]|\d{1,3}[.)])(?:[ \t]+(.*)|$)")
BOLD_LINE = re.compile(r"(\*\*|__)(?=\S)[^*\n]{1,120}\1:?")
HELD = 0xE000
"""Escaped signs wait here, among characters of private use, until the marks are gone."""


def read_markdown(text: str) -> Text:
    """Raises Refused where there are no words."""
    text = FRONT_MATTER.sub("", text)
    reader = MarkdownReader()
    text = reader.composer.uncover(text)
    for remark in COMMENT.findall(text):
        reader.composer.hide(remark.removeprefix("<!--").removesuffix("-->"), "comment")
    text = COMMENT.sub("", text)
    lines = wrap.close_gaps(text.split("\n"))
    reader.width = wrap.wrap_width([line.rstrip() for line in lines])
    for line in lines:
        reader.take(line.expandtabs(4))
    reader.end_paragraph()
    return reader.composer.text(MARKDOWN)


def plain_words(text: str) -> str:
    """A line without its marks."""
    if "\\" in text:
        text = ESCAPED.sub(lambda found: chr(HELD + ord(found[1])), text)
    if "<" in text:
        text = TAG.sub("", AUTOLINK.sub(r"\1", BREAK.sub(" ", text)))
    if "[" in text:
        text = LINK.sub(r"\1", IMAGE.sub("", text))
        text = FOOTNOTE.sub("", REFERENCE.sub(r"\1", text))
    if "*" in text:
        for _ in range(3):
            text = EMPHASIS.sub(r"\2", text)
        text = STRAY.sub("", text)
    if "_" in text:
        text = LOW_EMPHASIS.sub(r"\2", LOW_EMPHASIS.sub(r"\2", text)).replace("_._", ".")
    if "`" in text:
        text = text.replace("`", "")
    if "&" in text:
        text = html.unescape(text)
    return "".join(chr(ord(c) - HELD) if HELD < ord(c) < HELD + 128 else c for c in text) if held(text) else text


def held(text: str) -> bool:
    return not text.isascii() and any(HELD < ord(c) < HELD + 128 for c in text)


class MarkdownReader:
    """Goes through the lines once, holding the paragraph that is being read and the lists that are open."""

    def __init__(self) -> None:
        self.composer = Composer()
        self.width = 0
        self.held = ""
        self.last = ""
        self.role = "text"
        self.level = 0
        self.is_fenced = False
        self.is_broken = False
        """True after a line that its writer ended on purpose."""
        self.lists: list[list[int]] = []
        """For each open list: the indent of its marks, the indent of its words, the last number (0 for bullets)."""

    def take(self, line: str) -> None:
        bare = line.strip()
        if bare.startswith(("```", "~~~")):
            self.end_paragraph()
            self.is_fenced = not self.is_fenced
            return
        if self.is_fenced:
            self.add(bare, "text", 0)
            return
        if bare.startswith(">"):
            line = bare = bare.lstrip("> ")
        if not bare or DEFINITION.fullmatch(line):
            self.end_paragraph()
            return
        if self.take_heading(line) or self.take_row(bare) or self.take_item(line):
            return
        self.take_words(line)

    def take_heading(self, line: str) -> bool:
        under = UNDERLINE.fullmatch(line)
        if under and self.held and self.role == "text":
            self.role, self.level = "heading", 1 if under[1][0] == "=" else 2
            self.end_paragraph()
            self.lists = []
            return True
        if RULE.fullmatch(line):
            self.end_paragraph()
            return True
        found = HEADING.fullmatch(line)
        if found is None:
            return False
        self.end_paragraph()
        self.lists = []
        self.add(plain_words(found[2] or ""), "heading", len(found[1]))
        return True

    def take_row(self, bare: str) -> bool:
        row = row_cells(bare)
        if row is None:
            return False
        self.end_paragraph()
        cells = [tidy(plain_words(cell)) for cell in row]
        if any(cells):
            self.add(" | ".join(cells), "row", 0)
        return True

    def take_item(self, line: str) -> bool:
        found = ITEM.fullmatch(line)
        if found is None:
            return False
        indent, mark, words = len(found[1]), found[2], (found[3] or "").strip()
        if not self.lists and indent > 3 and self.held:
            return False
        self.end_paragraph()
        while self.lists and indent < self.lists[-1][0]:
            self.lists.pop()
        if not self.lists or indent >= self.lists[-1][1]:
            self.lists.append([indent, 0, 0])
        here = self.lists[-1]
        here[1] = indent + len(mark) + 1
        if mark[0].isdigit():
            here[2] = here[2] + 1 if here[2] else int(mark[:-1])
            words = f"{here[2]}{mark[-1]} {words}"
        elif number_of(plain_words(words)) is None:
            words = f"• {words}"
        self.held = self.last = words
        self.role, self.level = "item", len(self.lists)
        return True

    def take_words(self, line: str) -> None:
        bare = line.strip()
        is_break = line.endswith("  ") or bare.endswith("\\")
        bare = bare.rstrip("\\") if is_break else bare
        indent = len(line) - len(line.lstrip())
        if not self.held:
            while self.lists and indent < self.lists[-1][1] - 2 and indent <= self.lists[-1][0]:
                self.lists.pop()
            self.role = "text"
        elif not wrap.continues(self.last, tidy(plain_words(bare)) or "x", 0 if self.is_broken else self.width):
            self.end_paragraph()
            self.role = "text"
        self.held = wrap.join(self.held, bare) if self.held else bare
        self.last = bare
        self.is_broken = is_break

    def end_paragraph(self) -> None:
        if self.held:
            if self.role == "text" and BOLD_LINE.fullmatch(self.held):
                self.role, self.level = "heading", 7
            for part in BREAK.split(self.held):
                self.add(plain_words(part), self.role, self.level)
        self.held = self.last = ""
        self.is_broken = False
        self.role, self.level = "text", 0

    def add(self, words: str, role: str, level: int) -> None:
        self.composer.add(words, role, level)
