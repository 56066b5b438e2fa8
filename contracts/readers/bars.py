"""Tables that are drawn with bars: `| Priority | Reply within |`, in Markdown and in plain text alike."""

from __future__ import annotations

import re

BAR = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"(?=[ \t|:]*-)[ \t|:-]+")


def row_cells(line: str) -> list[str] | None:
    """The cells of a line that begins with a bar; none for the rule below the head; None where the line is no row."""
    bare = line.strip()
    if not bare.startswith("|"):
        return None
    if RULE.fullmatch(bare):
        return []
    return [cell.replace("\\|", "|").strip() for cell in BAR.split(bare.strip("|"))]
