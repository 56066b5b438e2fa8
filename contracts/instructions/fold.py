"""A text in its plainest letters, so that one rule finds a sentence in any dress: width, lookalikes, spaces, digits.

Folding keeps every position: one character for one. What takes characters away says where the others stood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

ALIKE = {
    "a": "аαɑàáâãäåā", "b": "Ьвβƅ", "c": "сϲçć", "d": "ԁɗ", "e": "еёέεèéêëē", "f": "ƒ", "g": "ɡԍ", "h": "һհ",
    "i": "іїιìíîïīıɩ",
    "j": "јϳ", "k": "кκ", "l": "ӏƖǀ", "m": "м", "n": "ոпηñń", "o": "оοσօòóôõöøō", "p": "рρ", "q": "ԛգ", "r": "гг",
    "s": "ѕśš",
    "t": "тτ", "u": "υսùúûüū", "v": "ѵν", "w": "ԝωш", "x": "хχ", "y": "уγýÿ", "z": "ʐżž",
}  # fmt: skip
LOOKALIKES = {ord(sign): plain for plain, signs in ALIKE.items() for sign in signs}
SHAPES = str.maketrans(
    "‘’‚‛′`´“”„‟″«»‹›‐‑‒–—―−﹣－：；！？．，（）［］｛｝＜＞｜＝",
    "'''''''" + '"' * 7 + "''" + "-" * 9 + ":;!?.,()[]{}<>|=",
)
SPACED = re.compile(r"(?:(?<![a-z0-9])[a-z0-9][ ._*·~|/\\-]{1,3}){7,}[a-z0-9](?![a-z0-9])")
LEET = re.compile(r"(?<![a-z0-9@$!|])(?=[a-z0-9@$!|]*[a-z])(?=[a-z0-9@$!|]*[0-9@$!|])[a-z0-9@$!|]{3,}")
FEWEST_LEET = 2
"""Words of letters and digits mixed within a sentence's reach, from which it may be a disguise."""
LEET_REACH = 200
LEET_SIGNS = [str.maketrans("01345789@$!|", f"o{one}eastbgas{one}{one}") for one in ("i", "l")]
GAPS = re.compile("[\\s\u200b-\u200f\u2060\ufeff・*_|]+")


@cache
def letters() -> dict[int, str]:
    """Characters that are one plain character in another dress: wide, mathematical, circled, raised."""
    table: dict[int, str] = {}
    for first, last in ((0x2070, 0x209C), (0x2100, 0x214F), (0x24B6, 0x24E9), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF)):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1:
                table[code] = plain.lower()
    for code in range(0x1F130, 0x1F16A):  # letters in squares and discs
        table[code] = chr(ord("a") + (code - 0x1F130) % 32) if (code - 0x1F130) % 32 < 26 else " "
    return table | LOOKALIKES | {sign: chr(plain) for sign, plain in SHAPES.items()}


def fold(text: str) -> str:
    """As long as the text: small letters, one width, one shape."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return small if small.isascii() else small.translate(letters())


def unspaced(plain: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Runs of letters that stand apart ("i g n o r e"), with where they are and what they come to."""
    for found in SPACED.finditer(plain):
        yield found.span(), re.sub(r"[^a-z0-9]", "", found[0])


def unleet(plain: str) -> Iterator[str]:
    """The text with digits read as the letters that they look like, where several words mix both; else nothing."""
    near = [found.start() for found in LEET.finditer(plain)]
    if not any(b - a < LEET_REACH for a, b in zip(near, near[FEWEST_LEET - 1 :], strict=False)):
        return
    for signs in LEET_SIGNS:
        yield LEET.sub(lambda found, signs=signs: found[0].translate(signs), plain)  # type: ignore[misc]


def without_gaps(plain: str) -> tuple[str, list[int]]:
    """The text without any white space, and where each character stood."""
    places: list[int] = []
    parts: list[str] = []
    at = 0
    for gap in GAPS.finditer(plain):
        parts.append(plain[at : gap.start()])
        places += range(at, gap.start())
        at = gap.end()
    parts.append(plain[at:])
    places += range(at, len(plain))
    return "".join(parts), places
