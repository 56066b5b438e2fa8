"""Bytes of a text file to characters, in the encodings that English and Japanese offices use."""

from __future__ import annotations

import codecs

from contracts.readers.compose import JAPANESE
from contracts.readers.refused import Refused

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_text(data: bytes) -> str:
    """Characters with line ends as \\n. Raises Refused where the bytes are no text in any encoding we know."""
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if b"\x00" in data[:4096]:
        return decode_wide(data)
    if b"\x1b$" in data or b"\x1b(" in data:
        try:
            return data.decode("iso2022_jp_3")
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # One bad byte in a long UTF-8 file is a slip, not another encoding.
        if error.start > 4096 and not data[: error.start].isascii():
            return data.decode("utf-8", "replace")
    return decode_old(data)


def decode_wide(data: bytes) -> str:
    """UTF-16 without a mark: the zero bytes of its spaces and line ends say which way round."""
    even = data[0:4096:2].count(0)
    odd = data[1:4096:2].count(0)
    try:
        text = data[: len(data) // 2 * 2].decode("utf-16-le" if odd >= even else "utf-16-be")
    except UnicodeDecodeError as error:
        raise Refused("unknown_type") from error
    opening = text[:4096]
    plausible = sum(1 for c in opening if "\n" <= c < "\x7f" or JAPANESE.match(c) or "\u3000" <= c <= "\u303f")
    if plausible < len(opening) * 0.8:
        raise Refused("unknown_type")
    return checked(text)


def decode_old(data: bytes) -> str:
    """Shift_JIS against EUC-JP by what each would make of it; else Western."""
    best, best_share = "", 0.0
    for encoding in ("euc_jp", "euc_jis_2004", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        wide = [c for c in text[:20_000] if c > "\x7f"]
        # Half-width kana is what EUC-JP looks like when it is read as Shift_JIS.
        good = sum(1 for c in wide if "\u3000" <= c <= "\u303f" or (JAPANESE.match(c) and c < "\uff00"))
        share = good / len(wide) if wide else 0.0
        if share > best_share:
            best, best_share = text, share
    if best_share > 0.5:
        return best
    return checked(data.decode("cp1252", "replace"))


def checked(text: str) -> str:
    """Refuse what is no text: many control or unknown characters among the first."""
    opening = text[:8192]
    strange = sum(1 for c in opening if (c < " " and c not in "\t\n\r\x0c") or c == "\ufffd" or "\x7f" <= c < "\xa0")
    if strange * 50 > len(opening):
        raise Refused("unknown_type")
    return text
