"""E-mail as it is saved to a file (.eml): its attachments, or its own words where it brings none. For `unpack.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

LEFT_OUT = re.compile(r"application/(?:x-)?(?:pkcs7-signature|pgp-signature|ms-tnef)|text/(?:calendar|x-?vcard|vcard)")
"""Parts that programs attach and nobody reads as a paper."""
MAX_PARTS = 500
NAME_FOR = {"text/plain": "txt", "text/html": "html"}


def files_of(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of the attachments; of a mail without any, its own words under its subject."""
    mail = BytesParser(policy=policy.default).parsebytes(data)
    attached = [part for part in parts_of(mail) if is_attached(part)]
    if not attached:
        yield from own_words(mail, name)
    for number, part in enumerate(attached, start=1):
        if part.get_content_type() == "message/rfc822":
            held = part.get_payload()
            inner = held[0] if isinstance(held, list) and held else None
            if isinstance(inner, Message):
                yield f"{header(inner, 'Subject') or f'mail {number}'}.eml", written(inner)
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield file_name(part) or f"attachment {number}", content


def parts_of(mail: Message) -> Iterator[Message]:
    """The parts in their order, without going into mails that are attached: those are files of their own."""
    waiting = [mail]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting.extend(reversed([inner for inner in held if isinstance(inner, Message)]))
        elif part is not mail:
            yield part


def is_attached(part: Message) -> bool:
    """True for what a person attached: not the words of the mail, nor pictures that belong into them."""
    kind = part.get_content_type()
    disposition = part.get_content_disposition()
    if LEFT_OUT.fullmatch(kind) or (kind.startswith("image/") and disposition != "attachment"):
        return False
    return disposition == "attachment" or kind not in NAME_FOR or bool(file_name(part))


def own_words(mail: Message, name: str) -> Iterator[tuple[str, bytes]]:
    title = header(mail, "Subject") or name.rsplit(".", 1)[0]
    body = mail.get_body(("plain", "html")) if isinstance(mail, EmailMessage) else None
    if body is None:
        return
    content = body.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    try:
        words = content.decode(body.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        words = content.decode("utf-8", "replace")
    if words.strip():
        ending = NAME_FOR[body.get_content_type()]
        # With its mark, so that what an HTML part says of its encoding no longer counts.
        yield f"{title}.{ending}", words.encode("utf-8-sig" if ending == "html" else "utf-8")


def written(mail: Message) -> bytes:
    """A mail as the bytes it came in; none where it cannot be written again."""
    try:
        return mail.as_bytes()
    except Exception:  # the standard library raises nearly anything where parts of a mail contradict each other
        return b""


def header(mail: Message, name: str) -> str:
    """A header's words; "" where it is not there or cannot be made out: the parser breaks on some."""
    try:
        return " ".join(str(mail.get(name, "")).split())
    except Exception:  # as above
        return ""


def file_name(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except Exception:  # as above
        return ""
