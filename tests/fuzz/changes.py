"""Ways to break a file: some know nothing of its format, others take its parts out, break them and pack them again."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib

INTERESTING = (b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"-1", b"0", b"99999999999", b"<<", b">>",
               b"[", b"(", b"<", b">", b"</", b"\n", b"%", b"\xe2\x80\xae", "第".encode(), b"\x1b$B",
               b"&#0;")  # fmt: skip
NUMBER = re.compile(rb"\d+")
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def changed(data: bytes, chance: random.Random) -> bytes:
    """The file with one to eight of its places broken; packed formats half of the time within their packing."""
    if data.startswith(b"PK") and chance.random() < 0.6:
        return repacked(data, chance)
    if data.startswith(b"%PDF") and chance.random() < 0.4:
        return restreamed(data, chance)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        data = chance.choice(CHANGES)(data, chance)
    return data


def place(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data)) if data else 0


def flip(data: bytes, chance: random.Random) -> bytes:
    at = place(data, chance)
    return data[:at] + bytes((data[at] ^ (1 << chance.randrange(8)),)) + data[at + 1 :] if data else data


def cut(data: bytes, chance: random.Random) -> bytes:
    at = place(data, chance)
    return data[:at] + data[at + chance.choice((1, 16, 256, 4096)) :]


def end(data: bytes, chance: random.Random) -> bytes:
    return data[: place(data, chance)]


def double(data: bytes, chance: random.Random) -> bytes:
    at, size = place(data, chance), chance.choice((4, 64, 1024))
    return data[:at] + data[at : at + size] * chance.choice((2, 20, 300)) + data[at:]


def insert(data: bytes, chance: random.Random) -> bytes:
    at = place(data, chance)
    return data[:at] + chance.choice(INTERESTING) * chance.choice((1, 3, 2000)) + data[at:]


def renumber(data: bytes, chance: random.Random) -> bytes:
    """Another number in place of one that is written in digits: sizes, references and counts are."""
    found = NUMBER.search(data, place(data, chance))
    if found is None:
        return data
    number = chance.choice((b"0", b"1", b"-1", b"3", b"65536", b"2147483648", found[0][::-1]))
    return data[: found.start()] + number + data[found.end() :]


def move(data: bytes, chance: random.Random) -> bytes:
    """A piece of the file at another place of it."""
    start, at, size = place(data, chance), place(data, chance), chance.choice((8, 128, 2048))
    return data[:at] + data[start : start + size] + data[at:]


CHANGES = (flip, flip, cut, end, double, insert, renumber, renumber, move)


def repacked(data: bytes, chance: random.Random) -> bytes:
    """An archive with one of its parts broken: its checksums fit again, so that the reader gets to see it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return flip(data, chance)
    victim = chance.randrange(len(parts))
    with zipfile.ZipFile(memory := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for at, (name, content) in enumerate(parts):
            archive.writestr(name, chance.choice(CHANGES)(content, chance) if at == victim else content)
    return memory.getvalue()


def restreamed(data: bytes, chance: random.Random) -> bytes:
    """A PDF with one of its packed streams broken under the packing."""
    streams = list(STREAM.finditer(data))
    if not streams:
        return flip(data, chance)
    found = chance.choice(streams)
    try:
        packed = zlib.compress(chance.choice(CHANGES)(zlib.decompress(found[1]), chance))
    except zlib.error:
        packed = chance.choice(CHANGES)(found[1], chance)
    return data[: found.start(1)] + packed + data[found.end(1) :]
