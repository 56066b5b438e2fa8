"""HTML: the legal part only, without menus, scripts and what is hidden; headings and lists by their tags."""

from __future__ import annotations

import re

from lxml import etree, html

from contracts.numbering import number_of
from contracts.readers.compose import Composer, tidy
from contracts.readers.decode import decode_text
from contracts.readers.docx_numbers import write_number
from contracts.readers.html_hidden import unseen_words, veil_of
from contracts.readers.refused import Refused
from contracts.readers.sniff import HTML
from contracts.values import Text

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
DROPPED = re.compile(
    "script|style|nav|noscript|template|svg|button|select|iframe|object|head|form|aside|canvas|video|audio|dialog"
    "|input|textarea|map|rt|rp"
)
MARGIN = re.compile("header|footer")
ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "dialog", "alertdialog"))
BLOCK = re.compile(
    "p|div|section|article|main|body|html|dl|dt|dd|blockquote|pre|center|figure|figcaption|address|details|summary|hr"
    "|fieldset|header|footer|caption"
)
BANNER = re.compile(
    r"cookie[-_]?(?:banner|bar|notice|popup|consent|modal|overlay|law)|onetrust|cybotcookie"
    r"|consent[-_](?:banner|bar|sdk|popup|modal)",
    re.I,
)
"""What programs that ask about cookies call themselves; their words are no part of any contract."""
LONGEST_BANNER = 4000
LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
STYLED_LIST = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
STYLE_FORMS = {
    "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
    "upper-roman": "I", "decimal": "1", "none": "none",
}  # fmt: skip
AS_BROWSERS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "shift_jis": "cp932",
    "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "euc-jp": "euc_jis_2004", "gb2312": "gb18030",
}  # fmt: skip
"""Encodings that browsers take in a wider sense than their names say, so that pages rely on it."""
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
MAX_DEPTH = 400


def read_html(data: bytes) -> Text:
    """Raises Refused."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(DECLARATION.sub("", characters(data)), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("no_words") from error
    reader = HtmlReader()
    reader.take(legal_part(root), 0)
    reader.end()
    return reader.composer.text(HTML)


def characters(data: bytes) -> str:
    """By the page's own word for its encoding, where that holds; else as any text file."""
    declared = CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode(AS_BROWSERS.get(name, name))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode_text(data)


def legal_part(root: html.HtmlElement) -> html.HtmlElement:
    """The innermost of main and article that holds most of the words; the whole page where none does."""
    whole = root.find("body") if root.find("body") is not None else root
    size = len(whole.text_content())
    best = whole
    for found in whole.xpath(".//main | .//article | .//*[@role='main']"):
        if len(found.text_content()) > size * 0.5:
            best = found
    return best


def is_dropped(element: html.HtmlElement) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or DROPPED.fullmatch(tag) or veil_of(element):
        return True
    if element.get("aria-hidden") == "true" or element.get("role") in ROLES:
        return True
    if MARGIN.fullmatch(tag) and is_margin(element):
        return True
    name = f"{element.get('id') or ''} {element.get('class') or ''}"
    return BANNER.search(name) is not None and len(element.text_content()) < LONGEST_BANNER


def is_margin(element: html.HtmlElement) -> bool:
    """A page's own header and footer are furniture; those within its legal part are not.

    Where the page says too little about its parts, links tell: a paper's own header holds its title instead.
    """
    parent = element.getparent()
    if parent is not None and parent.tag in ("body", "html"):
        return True
    if next(element.iterancestors("main", "article", "section"), None) is not None:
        return False
    return element.find(".//h1") is None and element.find(".//a") is not None


class HtmlReader:
    """Walks the tree once and holds the words of the block that is being read."""

    def __init__(self) -> None:
        self.composer = Composer()
        self.words: list[str] = []
        self.role, self.level = "text", 0
        self.prefix = ""
        self.lists: list[list[object]] = []

    def take(self, element: html.HtmlElement, depth: int) -> None:
        if is_dropped(element):
            self.hide(element)
            return
        if depth > MAX_DEPTH:
            self.words.append(element.text_content())
            return
        tag = element.tag
        if tag == "table":
            self.take_table(element)
        elif tag == "br":
            self.end(keeps=True)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.end()
            self.role, self.level = "heading", int(tag[1])
            self.take_inside(element, depth)
            self.end()
        elif tag in ("ul", "ol"):
            self.end()
            self.lists.append([tag, first_number(element), list_form(element)])
            self.take_inside(element, depth)
            self.end()
            self.lists.pop()
        elif tag == "li":
            self.end()
            self.role, self.level = "item", max(1, len(self.lists))
            self.prefix = self.list_number(element)
            self.take_inside(element, depth)
            self.end()
        elif BLOCK.fullmatch(tag):
            self.end(keeps=True)
            self.take_inside(element, depth)
            self.end()
        elif tag == "a" and element.get("href") is None and not element.text_content().strip():
            return
        elif tag not in ("del", "s", "strike"):
            self.take_inside(element, depth)

    def hide(self, element: html.HtmlElement) -> None:
        """Keep the words of what is dropped because nobody sees it; menus and scripts are no words of the paper."""
        if isinstance(element.tag, str) and not DROPPED.fullmatch(element.tag) and (how := veil_of(element)):
            self.composer.hide(" ".join(unseen_words(element)), how)

    def take_inside(self, element: html.HtmlElement, depth: int) -> None:
        self.words.append(element.text or "")
        for child in element:
            self.take(child, depth + 1)
            self.words.append(child.tail or "")

    def list_number(self, item: html.HtmlElement) -> str:
        if not self.lists or self.lists[-1][0] == "ul":
            return "•"
        here = self.lists[-1]
        if here[2] == "none":
            return ""
        value = item.get("value") or ""
        count = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else int(str(here[1]))
        here[1] = count + 1
        return f"{write_number(count, LIST_FORMS.get(str(here[2]), 'decimal'))}."

    def take_table(self, table: html.HtmlElement) -> None:
        self.end()
        for caption in table.findall("caption"):
            self.take_inside(caption, 1)
            self.end()
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        is_layout = all(len(row.xpath("./td|./th")) <= 1 for row in rows)
        for row in rows:
            for cell in row.xpath(".//*[@style or @hidden or @color]"):
                self.hide(cell)
            cells = [cell for cell in row.xpath("./td|./th") if not is_dropped(cell)]
            if is_layout or any(cell.find(".//table") is not None or len(cell.text_content()) > 1500 for cell in cells):
                for cell in cells:
                    self.take_inside(cell, 1)
                    self.end()
                continue
            words = [tidy(" ".join(visible_words(cell)).replace("\n", " ")) for cell in cells]
            if any(words):
                self.composer.add(" | ".join(words), "row")

    def end(self, keeps: bool = False) -> None:
        """Write the block that is held. `keeps` leaves a number that has no words yet to the next block."""
        words = tidy(self.composer.uncover("".join(self.words)).replace("\n", " ").replace("\r", " "))
        self.words = []
        if not words:
            if not keeps:
                self.role, self.level, self.prefix = "text", 0, ""
            return
        if self.prefix and not is_numbered(words, self.prefix):
            words = f"{self.prefix} {words}"
        self.composer.add(words, self.role, self.level)
        self.role, self.level, self.prefix = "text", 0, ""


def first_number(element: html.HtmlElement) -> int:
    start = element.get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1


def list_form(element: html.HtmlElement) -> str:
    """How the items of a list are numbered, as its `type` says or its own style; "none" for not at all."""
    styled = STYLED_LIST.search(element.get("style") or "")
    return STYLE_FORMS.get(styled[1].lower(), "") if styled else element.get("type") or ""


def is_numbered(words: str, prefix: str) -> bool:
    """True where an item brings its number in its own words: any in place of a bullet, the same in place of one."""
    number = number_of(words)
    return number is not None and (prefix == "•" or number.text.rstrip(".)").endswith(prefix.rstrip(".")))


def visible_words(element: html.HtmlElement) -> list[str]:
    words = [element.text or ""]
    for child in element:
        if not is_dropped(child):
            words += visible_words(child)
        words.append(child.tail or "")
    return words
