"""Archives and mails as people and hostile ones make them."""

from __future__ import annotations

import io
import stat
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

TERMS = b"1. Fees\n\nThe customer pays the fees within thirty days.\n"


def zipped(*files: tuple[str, bytes], packed: bool = True) -> bytes:
    with zipfile.ZipFile(memory := io.BytesIO(), "w", zipfile.ZIP_DEFLATED if packed else 0) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, archive.compression)
    return memory.getvalue()


def named_in(encoding: str, name: str, data: bytes) -> bytes:
    """An archive whose names are written in an old encoding, which nothing in it says."""
    raw = name.encode(encoding)
    stand_in = "x" * len(raw)
    return zipped((stand_in, data)).replace(stand_in.encode(), raw)


def linked(name: str, target: str) -> bytes:
    with zipfile.ZipFile(memory := io.BytesIO(), "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, target)
        archive.writestr("terms.txt", TERMS)
    return memory.getvalue()


def locked_entry(data: bytes) -> bytes:
    """An archive of one entry with the mark of encryption set, in the entry and in the directory."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def mail(subject: str, words: str, *attached: tuple[str, str, bytes], html: str = "") -> EmailMessage:
    """`attached` are media type, name and bytes of each."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "Mori <mori@example.com>", "legal@example.com", subject
    message["Date"], message["Message-ID"] = "Fri, 02 Oct 2026 09:00:00 +0900", "<1@example.com>"
    message.set_content(words)
    if html:
        message.add_alternative(html, subtype="html")
    for kind, name, data in attached:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message
