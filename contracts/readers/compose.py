"""Puts paragraphs, headings, items and table rows together to one canonical text, with its pages and marks.

Every reader ends here, so that the same paper gives the same words whichever format it came in. A newline in the body
ends a paragraph, a heading or a table row and is never in the middle of a sentence; a blank line parts paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from contracts.readers.refused import Refused
from contracts.readers.spelled import take_spelled
from contracts.values import Hidden, Language, Mark, Page, Text, Veil

MAX_CHARACTERS = 4_000_000
"""About 1,500 dense pages; a bundle of contracts is two orders below."""

JAPANESE = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uff66-\uff9f]")
LETTER = re.compile(r"[^\W\d_]")
GAP = "\n\n"
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
        self.hidden: list[tuple[str, Veil, int]] = []

    def add(self, text: str, role: str = "text", level: int = 0) -> None:
        """Append a block. `role` is text, heading, item or row; `level` the depth of a heading or item, from 1."""
        text = tidy(self.uncover(text))
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
        text = self.uncover(text)
        self.append(SPACES.sub(" ", clean(text)).rstrip() if self.parts else tidy(text))

    def hide(self, text: str, how: Veil, page: int = 0) -> None:
        """Keep words that the file does not show: they go behind all others, in one line."""
        words = tidy(self.uncover(text).replace("\n", " "))
        if any(map(str.isalnum, words)):
            self.hidden.append((words, how, page))

    def uncover(self, text: str) -> str:
        """The text without characters that nobody sees; what they spell is hidden words."""
        text, spelled = take_spelled(text)
        for words in spelled:
            self.hide(words, "signs")
        return text

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
        whole, hidden = put_behind(body, self.hidden)
        notes += ("hidden_text",) if hidden else ()
        return Text(whole, pages, language_of(body), "text", media_type, notes, tuple(self.marks), hidden=hidden)


def put_behind(body: str, kept: Sequence[tuple[str, Veil, int]]) -> tuple[str, tuple[Hidden, ...]]:
    """The body with hidden words behind it, and where they stand. Words that are hidden many times are kept once."""
    parts, hidden, length = [body], [], len(body)
    for words, (how, page) in {words: (how, page) for words, how, page in kept}.items():
        start = length + len(GAP)
        length = start + len(words)
        if length > MAX_CHARACTERS:
            raise Refused("too_long")
        parts += [GAP, words]
        hidden.append(Hidden(start, length, how, page))
    return "".join(parts), tuple(hidden)
