"""DOCX: paragraphs and tables in order."""

from __future__ import annotations

import io

import docx

from contracts.readers.compose import Composer
from contracts.readers.sniff import DOCX
from contracts.values import Text


def read_docx(data: bytes) -> Text:
    composer = Composer()
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        composer.add(paragraph.text)
    return composer.text(DOCX)
