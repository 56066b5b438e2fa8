"""Runs that are another text in disguise: Base64, hexadecimal, reversed or turned letters. After it: the same rules."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator
from itertools import islice

from contracts.instructions.fold import fold

BASE64 = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}")
HEX = re.compile(r"(?<![0-9A-Za-z])(?:(?:\\x|%|0x)?[0-9A-Fa-f]{2}[ ,]?){12,}")
HEX_LEAD = re.compile(r"\\x|0x|[%, ]")
TURNED = re.compile(r"\b(?:vtaber|qvfertneq|sbetrg|bireevqr)\b[^.\n]{0,120}")
REVERSED = re.compile(r"\b(?:erongi|dragersid|tegrof|edirrevo)\b")
REACH = 120
"""Characters that stand before the word with which a reversed sentence begins."""
MOST = 400
"""Runs of one text that are looked into."""
LONGEST = 4000


def decoded_runs(body: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Each run that decodes to readable text: where it stands, and what it says, folded."""
    for start, end, decode in islice(runs_of(body), MOST):
        words = decode(body[start : min(end, start + LONGEST)])
        if words:
            yield (start, end), fold(words)


def runs_of(body: str) -> Iterator[tuple[int, int, Callable[[str], str]]]:
    small = fold(body)
    for found in TURNED.finditer(small):
        yield *found.span(), turn
    for found in REVERSED.finditer(small):
        yield max(0, found.start() - REACH), found.end(), reverse
    for pattern, decode in ((BASE64, from_base64), (HEX, from_hex)):
        for found in pattern.finditer(body):
            yield *found.span(), decode


def from_base64(run: str) -> str:
    plain = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return readable(base64.b64decode(plain + "=" * (-len(plain) % 4)))
    except (binascii.Error, ValueError):
        return ""


def from_hex(run: str) -> str:
    digits = HEX_LEAD.sub("", run)
    return readable(bytes.fromhex(digits[: len(digits) // 2 * 2]))


def turn(run: str) -> str:
    return codecs.decode(run, "rot13")


def reverse(run: str) -> str:
    return run[::-1]


def readable(data: bytes) -> str:
    """UTF-8 or Shift_JIS, "" where it is neither or holds signs that no text has."""
    for encoding in ("utf-8", "cp932"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(sign.isprintable() or sign in "\n\t\r" for sign in words):
            return words
    return ""
