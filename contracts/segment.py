"""From text to a tree of clauses. Before it: `read.py`; after it: `identify.py` and the readers of `reviews`."""

from __future__ import annotations

import re

from contracts.values import Clause, Text

LINE = re.compile(r"[^\n]+")
NUMBER = re.compile(
    r"(?:(?:Section|Article)\s+[\dIVXLC]+\.?|\d+(?:\.\d+)*[.)]?|\([a-z]+\)|第[\d一二三四五六七八九十百]+条(?:の[\d一二三四五六七八九十]+)?)(?=[\s　])"
)


def segment_text(text: Text) -> tuple[Clause, ...]:
    """The clauses of a text in its order: nested properly, together covering every word."""
    clauses = []
    for line in LINE.finditer(text.body):
        number = NUMBER.match(line[0])
        body_start = line.start() + (number.end() if number else 0)
        clauses.append(Clause(line.start(), line.end(), body_start, 1, None, number[0] if number else ""))
    return tuple(clauses)
