"""How a run of a Word file is hidden: marked as hidden, white on the page, or too small to see. For `docx_words.py`."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from contracts.readers.docx_numbers import W, first_value
from contracts.values import Veil

TINY = 4
"""Half points, as Word counts the size of letters."""
PALE = 0xF0
COLOURED = ("shd", "highlight")
APART = (f"{W}tbl", f"{W}txbxContent")
"""What may have a colour of its own by its style, so that white letters are seen there."""


def veil_of(run: etree._Element, hidden: frozenset[str], faded: Mapping[str, Veil]) -> Veil | None:
    """None where the words are seen. `hidden` and `faded` are styles whose words are not shown, and not seen."""
    properties = run.find(f"{W}rPr")
    style = first_value(properties, "rStyle") or ""
    own = properties.find(f"{W}vanish") if properties is not None else None
    if is_on(own) if own is not None else style in hidden:
        return "styled"
    of_style = faded.get(style) or (faded.get(paragraph_style(run)) if faded else None)
    size, colour = first_value(properties, "sz"), first_value(properties, "color")
    if is_tiny(size) or (size is None and of_style == "tiny"):
        return "tiny"
    if (is_pale(colour) or (colour is None and of_style == "pale")) and is_on_paper(run):
        return "pale"
    return None


def fade_of(properties: etree._Element | None) -> Veil | None:
    """How letters of these properties cannot be seen on white paper."""
    if is_tiny(first_value(properties, "sz")):
        return "tiny"
    return "pale" if is_pale(first_value(properties, "color")) else None


def is_tiny(size: str | None) -> bool:
    return size is not None and size.isdigit() and int(size) <= TINY


def is_pale(colour: str | None) -> bool:
    if colour is None or len(colour) != 6:
        return False
    try:
        return all(part >= PALE for part in bytes.fromhex(colour))
    except ValueError:
        return False


def is_on_paper(run: etree._Element) -> bool:
    """True where nothing colours what is behind the words."""
    for element in (run, *run.iterancestors()):
        if element.tag in APART:
            return False
        for properties in (element.find(f"{W}rPr"), element.find(f"{W}pPr")):
            if properties is not None and any(properties.find(f"{W}{name}") is not None for name in COLOURED):
                return False
    return run.getroottree().getroot().find(f"{W}background") is None


def paragraph_style(run: etree._Element) -> str:
    paragraph = next(run.iterancestors(f"{W}p"), None)
    return "" if paragraph is None else first_value(paragraph.find(f"{W}pPr"), "pStyle") or ""


def is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")
