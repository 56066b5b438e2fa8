"""Plain text: paragraphs as they stand, hard-wrapped lines joined."""

from __future__ import annotations

from contracts.readers.compose import Composer
from contracts.readers.sniff import PLAIN
from contracts.values import Text


def read_plain(text: str) -> Text:
    composer = Composer()
    for line in text.split("\n"):
        composer.add(line)
    return composer.text(PLAIN)
