"""One format, one file: bytes in, `Text` out. Nothing here imports Django, so that a bare child process can run it."""

from __future__ import annotations

from contracts.readers import sniff
from contracts.readers.refused import Refused
from contracts.values import Text


def read_document(data: bytes, name: str) -> Text:
    """Read a file with the reader of its format, in this process. Raises `Refused`.

    Readers are imported as they are needed: together they cost a tenth of a second.
    """
    kind = sniff.media_type(data, name)
    if kind in sniff.BUNDLES:
        raise Refused("archive")
    if kind == sniff.PDF:
        from contracts.readers.pdf import read_pdf

        return read_pdf(data)
    if kind in sniff.PICTURES.values():
        from contracts.readers.pictures import read_picture

        return read_picture(data, kind)
    if kind == sniff.DOCX:
        from contracts.readers.docx import read_docx

        return read_docx(data)
    if kind == sniff.HTML:
        from contracts.readers.html import read_html

        return read_html(data)
    from contracts.readers.decode import decode_text

    text = decode_text(data)
    if kind == sniff.MARKDOWN:
        from contracts.readers.markdown import read_markdown

        return read_markdown(text)
    from contracts.readers.plain import read_plain

    return read_plain(text)
