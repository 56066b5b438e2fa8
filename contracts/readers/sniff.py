"""Says what a file is, from its bytes. The name only parts Markdown from plain text, which look alike."""

from __future__ import annotations

import io
import re
import zipfile

from contracts.readers.refused import Refused

MAX_ENTRIES = 20_000
"""Parts of an archive; a Word file with a picture on every page has a few hundred."""

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
ZIP = "application/zip"
MAIL = "message/rfc822"
BUNDLES = (ZIP, MAIL)
"""Formats that hold papers and are none themselves."""
PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
"""Those that are read, by their first bytes."""

OTHER_PICTURES = (b"GIF8", b"BM")
PROGRAMS = (b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3")
HEADER = re.compile(rb"([A-Za-z][A-Za-z-]{1,40}):")
MAIL_HEADERS = frozenset(
    (b"from", b"to", b"date", b"subject", b"message-id", b"mime-version", b"received", b"return-path")
)
TECHNICAL_HEADERS = frozenset((b"message-id", b"mime-version", b"received", b"return-path"))
TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|div|p|h[1-6]|ul|ol|table|section)\b[^>]*>", re.I)


def media_type(data: bytes, name: str) -> str:
    """One of the constants above. Raises Refused for empty, foreign and outdated formats."""
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise Refused("empty")
    # A PDF may begin after some junk; readers accept the header within the first kilobyte.
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return zip_type(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refused(ole_code(data))
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{\\rtf"):
        raise Refused("rtf")
    for opening, picture in PICTURES.items():
        if data.startswith(opening):
            return picture
    if (
        data.startswith(OTHER_PICTURES)
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:12] in (b"ftypheic", b"ftypavif")
    ):
        raise Refused("image")
    if data.startswith(PROGRAMS):
        raise Refused("unknown_type")
    beginning = data[:4096].replace(b"\x00", b"")
    lowered = name.lower()
    if is_mail(beginning, lowered):
        return MAIL
    if lowered.endswith((".md", ".markdown", ".mdx")):
        return MARKDOWN
    tags = len(TAG.findall(beginning))
    if re.match(
        rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)", beginning, re.I | re.S
    ):
        return HTML
    if tags and (lowered.endswith((".html", ".htm", ".xhtml")) or (beginning.lstrip().startswith(b"<") and tags >= 3)):
        return HTML
    return PLAIN


def is_mail(beginning: bytes, name: str) -> bool:
    """True for headers of a mail at the very start. A letter may begin with From and To too: then the name decides."""
    found = set()
    for line in beginning.lstrip(b"\xef\xbb\xbf").splitlines():
        header = HEADER.match(line)
        if header:
            found.add(header[1].lower())
        elif not line.startswith((b" ", b"\t", b"From ")):
            break
    known = found & MAIL_HEADERS
    return (len(known) >= 3 and bool(known & TECHNICAL_HEADERS)) or (name.endswith(".eml") and bool(known))


def zip_type(data: bytes) -> str:
    # Counted before it is opened: this also runs outside the guarded child, and each entry costs it half a kilobyte.
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise Refused("too_many_papers")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("damaged") from error
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("word/") for n in names)):
        return DOCX
    if "[Content_Types].xml" in names:
        raise Refused("office_other")
    if "mimetype" in names and "content.xml" in names:
        raise Refused("opendocument")
    return ZIP


def ole_code(data: bytes) -> str:
    """An OLE container: an old Office file, or a new one under a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    if "Workbook".encode("utf-16-le") in data:
        return "legacy_excel"
    if "__substg1.0_".encode("utf-16-le") in data:
        return "outlook"
    if "WordDocument".encode("utf-16-le") in data:
        return "legacy_word"
    return "unknown_type"
