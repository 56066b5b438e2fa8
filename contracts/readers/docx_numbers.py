"""The numbers that Word shows before paragraphs and does not keep in their text: counted here as Word counts them."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from contracts.numbering import CIRCLED, IROHA, KATAKANA

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACE = re.compile(r"%(\d)")
HEADING_NAME = re.compile(r"(?:heading|見出し)\s*(\d)", re.I)
LARGEST = 10_000
KANJI_DIGITS = "〇一二三四五六七八九"


def first_value(parent: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child; None where there is no such child."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def whole(text: str | None, otherwise: int = 0) -> int:
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise


class Styles:
    """The paragraph styles: what each is based on, how it is numbered, whether it is a heading."""

    def __init__(self, root: etree._Element | None) -> None:
        self.elements = {
            style.get(f"{W}styleId", ""): style for style in ([] if root is None else root.iter(f"{W}style"))
        }
        self.hidden = frozenset(name for name in self.elements if self.is_hidden(name))
        """Styles whose words are not shown."""

    def chain(self, style: str | None) -> list[etree._Element]:
        """A style and those it is based on, nearest first; a loop ends where it closes."""
        found: list[etree._Element] = []
        while style in self.elements and self.elements[style] not in found:
            found.append(self.elements[style])
            style = first_value(found[-1], "basedOn")
        return found

    def is_hidden(self, style: str) -> bool:
        for element in self.chain(style):
            vanish = element.find(f"{W}rPr/{W}vanish")
            if vanish is not None:
                return vanish.get(f"{W}val", "1") not in ("0", "false", "off")
        return False

    def numbering_of(self, style: str | None) -> tuple[str | None, str | None]:
        """(numId, level) as the style or one it is based on sets them."""
        number, level = None, None
        for element in self.chain(style):
            properties = element.find(f"{W}pPr/{W}numPr")
            number = number or first_value(properties, "numId")
            level = level or first_value(properties, "ilvl")
        return number, level

    def outline_of(self, properties: etree._Element | None, style: str | None) -> int | None:
        """The level of a heading, from 0; None for other paragraphs."""
        own = first_value(properties, "outlineLvl")
        if own is not None:
            return whole(own, 9) if whole(own, 9) < 9 else None
        for element in self.chain(style):
            value = first_value(element.find(f"{W}pPr"), "outlineLvl")
            if value is not None:
                return whole(value, 9) if whole(value, 9) < 9 else None
            name = first_value(element, "name") or ""
            if found := HEADING_NAME.match(name):
                return int(found[1]) - 1
            if name.lower() == "title":
                return 0
        return None


class Level:
    """One level of a list: how its numbers look and where they start."""

    __slots__ = ("format", "is_legal", "restart", "start", "text")

    def __init__(self, element: etree._Element) -> None:
        self.start = whole(first_value(element, "start"), 1)
        self.format = first_value(element, "numFmt") or "decimal"
        self.text = first_value(element, "lvlText") or ""
        self.restart = first_value(element, "lvlRestart")
        self.is_legal = element.find(f"{W}isLgl") is not None


class Numbering:
    """The lists of a document and how far each has counted. Lists over one definition count together."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.levels: dict[str, dict[int, Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.started: set[tuple[str, int]] = set()
        self.level_of_style: dict[tuple[str, str], int] = {}
        if root is not None:
            self.take_definitions(root)

    def take_definitions(self, root: etree._Element) -> None:
        links: dict[str, str] = {}
        for definition in root.iter(f"{W}abstractNum"):
            key = definition.get(f"{W}abstractNumId", "")
            self.levels[key] = {whole(level.get(f"{W}ilvl")): Level(level) for level in definition.findall(f"{W}lvl")}
            for level in definition.findall(f"{W}lvl"):
                if style := first_value(level, "pStyle"):
                    self.level_of_style[key, style] = whole(level.get(f"{W}ilvl"))
            if link := first_value(definition, "numStyleLink"):
                links[key] = link
        for number in root.iter(f"{W}num"):
            key = first_value(number, "abstractNumId") or ""
            overrides: dict[int, Level] = {}
            starts: dict[int, int] = {}
            for override in number.findall(f"{W}lvlOverride"):
                at = whole(override.get(f"{W}ilvl"))
                if (level := override.find(f"{W}lvl")) is not None:
                    overrides[at] = Level(level)
                if (start := first_value(override, "startOverride")) is not None:
                    starts[at] = whole(start, 1)
            self.lists[number.get(f"{W}numId", "")] = (key, overrides, starts)
        for key, link in links.items():
            target = self.lists.get(self.styles.numbering_of(link)[0] or "")
            if target and not self.levels[key]:
                self.levels[key] = self.levels.get(target[0], {})

    def number_of(self, properties: etree._Element | None, style: str | None) -> tuple[str, int | None]:
        """The number that stands before the next paragraph, "" for none, and its level; counts on."""
        own = None if properties is None else properties.find(f"{W}numPr")
        styled_number, styled_level = self.styles.numbering_of(style)
        number = first_value(own, "numId") or styled_number
        if number is None or number == "0" or number not in self.lists:
            return "", None
        key, overrides, starts = self.lists[number]
        level_text = first_value(own, "ilvl") or styled_level
        at = whole(level_text) if level_text is not None else self.level_of_style.get((key, style or ""), 0)
        levels = {**self.levels.get(key, {}), **overrides}
        level = levels.get(at)
        if level is None:
            return "", None
        counts = self.counts[key]
        if at in starts and (number, at) not in self.started:
            counts[at] = starts[at] - 1
        self.started.add((number, at))
        counts[at] = counts.get(at, level.start - 1) + 1
        for deep in [deep for deep in counts if deep > at]:
            restart = levels[deep].restart if deep in levels else None
            if restart is None or (restart != "0" and at < whole(restart)):
                del counts[deep]
        for above in range(at):
            counts.setdefault(above, levels[above].start if above in levels else 1)
        return self.shown(level, levels, counts), at

    def shown(self, level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
        if level.format == "bullet":
            return "•" if level.text.strip() else ""
        if level.format == "none":
            return PLACE.sub("", level.text).strip()

        def value(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            form = levels[at].format if at in levels else "decimal"
            return write_number(counts.get(at, 1), "decimal" if level.is_legal else form)

        return PLACE.sub(value, level.text).strip()


def write_number(value: int, form: str) -> str:
    """A count as one of Word's number formats shows it; formats that contracts do not use come out in digits."""
    if not 0 < value < LARGEST:
        return str(value)  # letters and Roman numbers grow with it, and a file may claim any
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = to_roman(value)
        return roman if form == "lowerRoman" else roman.upper()
    if form in ("decimalEnclosedParen", "decimalEnclosedFullstop"):
        return f"({value})" if form == "decimalEnclosedParen" else f"{value}."
    if form == "decimalZero":
        return f"{value:02d}"
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and value <= len(CIRCLED):
        return CIRCLED[value - 1]
    if form.startswith(("aiueo", "iroha")):
        signs = KATAKANA if form.startswith("aiueo") else IROHA
        return signs[(value - 1) % len(signs)]
    if form in ("japaneseCounting", "japaneseLegal", "ideographTraditional", "chineseCounting", "taiwaneseCounting"):
        return to_kanji(value)
    if form in ("japaneseDigitalTenThousand", "ideographDigital"):
        return "".join(KANJI_DIGITS[int(digit)] for digit in str(value))
    return str(value)


def to_roman(value: int) -> str:
    written = ""
    for size, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        written += sign * (value // size)
        value %= size
    return written


def to_kanji(value: int) -> str:
    if value >= 1000:
        return str(value)
    written = ""
    for size, sign in ((100, "百"), (10, "十")):
        if digit := value // size:
            written += ("" if digit == 1 else KANJI_DIGITS[digit]) + sign
        value %= size
    return written + (KANJI_DIGITS[value] if value else "")
