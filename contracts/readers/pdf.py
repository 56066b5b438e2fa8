"""PDF by pypdfium2: lines to paragraphs, hyphens joined, pages kept."""

from __future__ import annotations

import re

import pypdfium2 as pdfium

from contracts.readers.compose import Composer
from contracts.readers.refused import Refused
from contracts.readers.sniff import PDF
from contracts.values import Text

MAX_PAGES = 2000


def read_pdf(data: bytes) -> Text:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Refused("encrypted" if "password" in str(error).lower() else "damaged") from error
    if len(document) > MAX_PAGES:
        raise Refused("too_many_pages")
    composer = Composer()
    for page in document:
        composer.start_page()
        words = page.get_textpage().get_text_range()
        words = re.sub("[\u2010\ufffe\x02]\r\n", "", words)
        for line in words.split("\r\n"):
            composer.add(line)
    if not composer.length:
        raise Refused("scan")
    return composer.text(PDF)
