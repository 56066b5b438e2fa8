"""An English text as the readers of its parties see it."""

from __future__ import annotations

import re

STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "‑": "-", "‐": "-"}
BLANKED = bytes.maketrans(b"\n\r\t*_\\", b"      ")
TAG = re.compile(rb"</?[a-z][^<>]{0,80}>")


def to_plain(body: str) -> bytes:
    """One byte of ASCII for each character, so that offsets hold in both.

    Quotes become straight; line breaks, Markdown marks and tags become spaces; other characters become question marks
    or, where they are spaces, spaces.
    """
    if not body.isascii():
        for char, plain in STRAIGHT.items():
            body = body.replace(char, plain)
        for space in ("\u00a0", "\u2009", "\u202f", "\u3000"):
            body = body.replace(space, " ")
    plain = body.encode("ascii", "replace").translate(BLANKED)
    if b"</" in plain:
        plain = TAG.sub(lambda tag: b" " * len(tag[0]), plain)
    return plain
