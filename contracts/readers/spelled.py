"""Words that a text spells in characters which no font shows: a person sees nothing there, a model reads them.

`compose.py` takes them out of what it is given, so that they count as hidden words and not as the paper's own.
"""

from __future__ import annotations

import re

TAGS = re.compile("[\U000e0020-\U000e007e]{8,}")
"""The shadow alphabet of flags; a flag itself needs at most six."""
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")
"""Variation selectors. One after a character chooses its form, as in Japanese names; in a row they are bytes."""
BITS = re.compile("[\u200b\u200c\u200d\u2060\ufeff]{32,}")
"""Signs without width, of which two kinds make the bits of a text."""
ANY = re.compile("[\ufe00-\ufe0f\u200b-\u200d\u2060\ufeff\U000e0001-\U000e01ef]{4,}")
TAG_BLOCK = re.compile("[\U000e0001-\U000e007f]")
LEAST_READABLE = 0.9


def take_spelled(text: str) -> tuple[str, list[str]]:
    """The text without such characters, and the words that they spell; characters that spell nothing are just gone."""
    if text.isascii() or ANY.search(text) is None:
        return text, []
    words = [from_tags(found[0]) for found in TAGS.finditer(text)]
    words += [from_selectors(found[0]) for found in SELECTORS.finditer(text)]
    words += [from_bits(found[0]) for found in BITS.finditer(text)]
    return TAG_BLOCK.sub("", SELECTORS.sub("", text)), [one for one in words if one]


def from_tags(signs: str) -> str:
    return "".join(chr(ord(sign) - 0xE0000) for sign in signs)


def from_selectors(signs: str) -> str:
    """Each selector is a byte: sixteen old ones, then the others."""
    return readable(bytes(ord(sign) - 0xFE00 if sign < "\uffff" else ord(sign) - 0xE0100 + 16 for sign in signs))


def from_bits(signs: str) -> str:
    """Eight signs to a byte, whichever of the two kinds is nought."""
    kinds = sorted(set(signs))
    if len(kinds) != 2:
        return ""
    for nought in kinds:
        bits = "".join("0" if sign == nought else "1" for sign in signs)
        words = readable(bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)))
        if words:
            return words
    return ""


def readable(data: bytes) -> str:
    """The text of the bytes; "" where they are none."""
    words = data.decode("utf-8", "replace")
    good = sum(sign.isprintable() and sign != "\ufffd" for sign in words)
    return words if words and good >= len(words) * LEAST_READABLE else ""
