"""Plain text: paragraphs as they stand, hard-wrapped lines joined."""

from __future__ import annotations

import re

from contracts.readers import wrap
from contracts.readers.bars import row_cells
from contracts.readers.compose import Composer, tidy
from contracts.readers.sniff import PLAIN
from contracts.values import Text

RULE = re.compile(r"[-=_*~ ー―─━=＝]{3,}")


def read_plain(text: str) -> Text:
    """A form feed starts a page. Raises Refused where there are no words."""
    composer = Composer()
    text = composer.uncover(text)
    lines = wrap.close_gaps(text.split("\n"))
    sheets = "\n".join(lines).split("\f")
    width = wrap.wrap_width([line.rstrip() for line in lines])
    for sheet in sheets:
        if len(sheets) > 1 and sheet.strip():
            composer.start_page()
        paragraph = last = ""
        for raw in sheet.split("\n"):
            line = tidy(raw)
            if not line or RULE.fullmatch(line):
                composer.add(paragraph)
                paragraph = ""
            elif (cells := row_cells(line)) is not None:
                composer.add(paragraph)
                paragraph = ""
                if any(cells):
                    composer.add(" | ".join(cells), "row", 0)
            elif paragraph and wrap.continues(last, line, width):
                paragraph = wrap.join(paragraph, line)
            else:
                composer.add(paragraph)
                paragraph = line
            last = line
        composer.add(paragraph)
    return composer.text(PLAIN)
