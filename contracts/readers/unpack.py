"""Takes a ZIP or an e-mail apart into the files in it, within limits. Called by `child.py`; `mail.py` does the mails.

Nothing is written anywhere: an entry is its bytes and a name to be shown. What cannot be taken out keeps its name and
says why, so that nobody takes it for read. A mail may lie in a ZIP, a ZIP or one more mail in a mail; nothing deeper.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from contracts.readers import sniff
from contracts.readers.compose import JAPANESE
from contracts.readers.refused import Refused

MAX_UNPACKED = 100 * 1024 * 1024
"""Bytes of all that comes out of one upload."""
MAX_RATIO, LEAST_FOR_RATIO = 300, 4 * 1024 * 1024
"""How many times its packed size an entry may grow, and from which size on that is asked: prose grows fourfold."""
CHUNK = 1 << 18
ENCRYPTED_FLAG, UTF8_FLAG = 0x1, 0x800
LEFT_BY_SYSTEMS = frozenset((".ds_store", "thumbs.db", "desktop.ini", "__macosx"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A file from a bundle. `name` is as the bundle writes it, path and all; `refusal` a code, "" where it is taken."""

    name: str
    data: bytes = b""
    refusal: str = ""


class WholeRefused(Refused):
    """What was wrong with an entry is wrong with the whole upload."""


class Unpacker:
    """Counts over all that one upload holds. `most` and `largest` bound the number of files and the bytes of each."""

    def __init__(self, most: int, largest: int) -> None:
        self.most = most
        self.largest = largest
        self.left = MAX_UNPACKED
        self.entries: list[Entry] = []

    def unpack(self, data: bytes, name: str) -> list[Entry]:
        """The files in their order. Raises Refused where it holds none, too many or too much."""
        if sniff.media_type(data, name) == sniff.ZIP:
            self.take_archive(data)
        else:
            self.take_mail(data, name, is_nested=False, may_hold_archives=True)
        if not self.entries:
            raise Refused("nothing_in_it")
        return self.entries

    def add(self, name: str, data: bytes = b"", refusal: str = "") -> None:
        if len(self.entries) >= self.most:
            raise WholeRefused("too_many_papers")
        self.entries.append(Entry(name, data, refusal))

    def take(self, name: str, data: bytes, may_hold: frozenset[str], is_nested: bool = False) -> None:
        """Add a file, or what is in it where it may be a bundle itself."""
        try:
            kind = sniff.media_type(data, name)
        except Refused as error:
            self.add(name, refusal=error.code)
            return
        if kind not in (sniff.ZIP, sniff.MAIL):
            self.add(name, data)
        elif kind not in may_hold:
            self.add(name, refusal="nested")
        elif kind == sniff.MAIL:
            self.take_mail(data, name, is_nested, may_hold_archives=sniff.ZIP in may_hold)
        else:
            try:
                self.take_archive(data)
            except WholeRefused:
                raise
            except Refused as error:
                self.add(name, refusal=error.code)

    def take_mail(self, data: bytes, name: str, is_nested: bool, may_hold_archives: bool) -> None:
        from contracts.readers.mail import files_of

        inside = {sniff.ZIP} if may_hold_archives else set()
        for file, content in files_of(data, name):
            may_hold = frozenset(inside if is_nested else inside | {sniff.MAIL})
            self.spend(len(content))
            if len(content) > self.largest:
                self.add(file, refusal="too_large")
            else:
                self.take(file, content, may_hold, is_nested=True)

    def take_archive(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in wanted(archive):
                    self.take_entry(archive, info)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused("damaged") from error

    def take_entry(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        name = shown_name(info)
        if stat.S_ISLNK(info.external_attr >> 16):
            self.add(name, refusal="link")
            return
        if info.flag_bits & ENCRYPTED_FLAG:
            self.add(name, refusal="encrypted")
            return
        try:
            data = self.unpacked(archive, info)
        except WholeRefused:
            raise
        except Refused as error:
            self.add(name, refusal=error.code)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError):
            self.add(name, refusal="damaged")
        else:
            self.take(name, data, frozenset((sniff.MAIL,)))

    def unpacked(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        """An entry's bytes. What the archive says of their number is not believed: they are counted as they come."""
        parts, size = [], 0
        with archive.open(info) as file:
            while part := file.read(CHUNK):
                size += len(part)
                if size > self.largest:
                    raise Refused("too_large")
                if size > LEAST_FOR_RATIO and size > info.compress_size * MAX_RATIO:
                    raise Refused("bomb")
                self.spend(len(part))
                parts.append(part)
        return b"".join(parts)

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise WholeRefused("bomb")


def wanted(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The files in the order of the archive, without folders and what systems leave in them unseen."""
    for info in archive.infolist():
        parts = {part.lower() for part in info.filename.replace("\\", "/").split("/")}
        is_left = parts & LEFT_BY_SYSTEMS or PurePosixPath(info.filename).name.startswith(("._", "~$"))
        if not info.is_dir() and not is_left and not info.filename.endswith("\\"):
            yield info


def shown_name(info: zipfile.ZipInfo) -> str:
    """An entry's name; where the archive does not say how it is written, UTF-8 before Shift_JIS before Western."""
    if info.flag_bits & UTF8_FLAG:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp932"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or JAPANESE.search(name):
            return name.partition("\0")[0]
    return info.filename
