"""Puts paragraphs, headings, items and table rows together to one canonical text, with its pages and marks.

Every reader ends here, so that the same paper gives the same words whichever format it came in. A newline in the body
ends a paragraph, a heading or a table row and is never in the middle of a sentence; a blank line parts paragraphs.
"""

from __future__ import annotations

import re

from contracts.readers.refused import Refused
from contracts.values import Language, Mark, Page, Text

MAX_CHARACTERS = 4_000_000
"""About 1,500 dense pages; a bundle of contracts is two orders below."""

JAPANESE = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uff66-\uff9f]")
LETTER = re.compile(r"[^\W\d_]")
SPACES = re.compile("[^\\S\n\u3000]+")
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufb00-\ufb06\ufeff\ufff9-\uffff]"
)
LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
    "\u2028": " ", "\u2029": " ", "\x85": " ", "\x0b": " ", "\x0c": " ", "\r": " ",
}  # fmt: skip


def tidy(text: str) -> str:
    """One line of words as a person sees them: single spaces, no control characters, ligatures spelled out."""
    return SPACES.sub(" ", clean(text)).strip()


def clean(text: str) -> str:
    return UNSEEN.sub(lambda found: LIGATURES.get(found[0], ""), text) if UNSEEN.search(text) else text


def language_of(body: str) -> Language:
    """Japanese where at least every tenth letter of the opening is kana or kanji."""
    opening = body[:20_000]
    japanese = len(JAPANESE.findall(opening))
    return "ja" if japanese and japanese * 10 >= len(LETTER.findall(opening)) else "en"


class Composer:
    """Collects a paper's blocks in reading order. Not a value: one is made for each file and thrown away."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.breaks: list[tuple[int, str]] = []
        self.is_row = False

    def add(self, text: str, role: str = "text", level: int = 0) -> None:
        """Append a block. `role` is text, heading, item or row; `level` the depth of a heading or item, from 1."""
        text = tidy(text)
        if not text:
            return
        if self.parts:
            self.append("\n" if role == "row" and self.is_row else "\n\n")
        self.is_row = role == "row"
        if role in ("heading", "item"):
            self.marks.append(Mark(self.length, self.length + len(text), level, role))  # type: ignore[arg-type]
        self.append(text)

    def go_on(self, text: str) -> None:
        """Append to the last block, as on the next page."""
        self.append(SPACES.sub(" ", clean(text)).rstrip() if self.parts else tidy(text))

    def append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        if self.length > MAX_CHARACTERS:
            raise Refused("too_long")

    def start_page(self, label: str = "") -> None:
        """What follows stands on the next page; `label` is what that page calls itself."""
        self.breaks.append((self.length, tidy(label)))

    def text(self, media_type: str, notes: tuple[str, ...] = ()) -> Text:
        """Raises Refused where there is not a single word."""
        body = "".join(self.parts)
        if not LETTER.search(body):
            raise Refused("no_words")
        breaks = self.breaks or [(0, "")]
        ends = [start for start, _ in breaks[1:]] + [len(body)]
        pages = tuple(
            Page(number, start, end, label)
            for number, ((start, label), end) in enumerate(zip(breaks, ends, strict=True), 1)
        )
        return Text(body, pages, language_of(body), media_type=media_type, notes=notes, marks=tuple(self.marks))
