"""Markdown as a person reads it: marks dropped, headings and list depth remembered, tables as rows."""

from __future__ import annotations

import re

from contracts.readers.compose import Composer
from contracts.readers.sniff import MARKDOWN
from contracts.values import Text

INLINE = (
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)"), r"\1"),
    (re.compile(r"\[([^\]]*)\]\([^)\s]*(?:\s[^)]*)?\)"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^>]*>"), ""),
    (re.compile(r"\*\*|__"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def read_markdown(text: str) -> Text:
    composer = Composer()
    for line in text.split("\n"):
        found = re.match(r"(#{1,6})\s+(.*?)\s*#*$", line)
        if re.fullmatch(r"\s*(?:[-=*_]\s*){3,}", line):
            continue
        for pattern, new in INLINE:
            line = pattern.sub(new, line)
        if found:
            composer.add(line.lstrip("# "), "heading", len(found[1]))
        else:
            composer.add(re.sub(r"^\s*[*+-]\s+", "", line))
    return composer.text(MARKDOWN)
