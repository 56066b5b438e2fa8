"""How an element of a page is hidden by what it says of itself. For `html.py`.

Style sheets are not looked at: what they hide is read as the page's own words, and an instruction among those is found
as one that stands there openly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html

from contracts.values import Veil

HIDING: tuple[tuple[re.Pattern[str], Veil], ...] = (
    (re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(\s*0", re.I), "styled"),
    (re.compile(r"font-size\s*:\s*(?:0(?![.\d])|(?:[01]?\.\d+|1)\s*(?:px|pt))", re.I), "tiny"),
    (re.compile(r"(?:left|top|text-indent)\s*:\s*-\d{3,}", re.I), "outside"),
    (re.compile(r"opacity\s*:\s*0(?![.\d])|(?<!-)\bcolor\s*:\s*transparent", re.I), "invisible"),
)
INK = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.I)
BEHIND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.I)
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?")
RGB = re.compile(r"rgba?\(\s*(\d{1,3})\D+(\d{1,3})\D+(\d{1,3})")
NAMES = {"white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0)}
NEAR = 16
"""Levels, of 255, that nobody tells apart."""
WHITE = (255, 255, 255)
NO_WORDS = frozenset(("script", "style", "template", "noscript", "svg"))
Colour = tuple[int, int, int]


def veil_of(element: html.HtmlElement) -> Veil | None:
    """None where the element is seen, as far as it says itself."""
    if element.get("hidden") is not None:
        return "styled"
    style = element.get("style") or ""
    if style:
        for pattern, veil in HIDING:
            if pattern.search(style):
                return veil
    said = INK.search(style)
    ink = colour_of(said[1] if said else element.get("color") or "")
    return "pale" if ink is not None and is_like(ink, behind(element)) else None


def behind(element: html.HtmlElement) -> Colour | None:
    """The colour behind the words; white where nothing says otherwise, None where a class might."""
    for one in (element, *element.iterancestors()):
        said = BEHIND.search(one.get("style") or "")
        if said or one.get("bgcolor"):
            return colour_of(said[1] if said else one.get("bgcolor"))
        if one.get("class"):
            return None
    return WHITE


def colour_of(words: str) -> Colour | None:
    words = words.strip().lower()
    if found := HEX.fullmatch(words):
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := RGB.match(words):
        return int(found[1]), int(found[2]), int(found[3])
    return NAMES.get(words.split(" ")[0])


def is_like(ink: Colour, ground: Colour | None) -> bool:
    return ground is not None and all(abs(one - other) <= NEAR for one, other in zip(ink, ground, strict=True))


def unseen_words(element: html.HtmlElement) -> Iterator[str]:
    """All words of a hidden element."""
    for one in element.iter():
        if isinstance(one.tag, str) and one.tag not in NO_WORDS and one.text:
            yield one.text
        if one is not element and one.tail:
            yield one.tail
