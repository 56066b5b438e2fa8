"""HTML: the legal part only."""

from __future__ import annotations

from lxml import html

from contracts.readers.compose import Composer
from contracts.readers.sniff import HTML
from contracts.values import Text


def read_html(data: bytes) -> Text:
    composer = Composer()
    for line in html.document_fromstring(data).text_content().split("\n"):
        composer.add(line)
    return composer.text(HTML)
