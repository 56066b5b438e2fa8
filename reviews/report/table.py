"""The report as text for a terminal: the score, the categories, and every finding in two lines, worst first."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from reviews.report.parts import FindingLine, ReportPage

WIDEST_TEXT = 110


def write_table(page: ReportPage, width: int) -> str:
    """The page in lines of at most `width` columns, Japanese characters counting for two."""
    width = max(40, width)
    with override(page.language):
        blocks = [
            head(page, width),
            categories(page),
            *(finding(line, width) for line in page.findings),
            foot(page, width),
        ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def head(page: ReportPage, width: int) -> list[str]:
    title = f"{page.vendor}: {page.title}" if page.vendor else page.title
    score = " ".join(part for part in (page.score.figure, page.score.band_phrase) if part)
    if page.score.range_words:
        score += f" ({page.score.range_words})"
    papers = [f"  {paper.name}: {paper.kind_word}, {paper.size}" for paper in page.papers]
    return [*wrap(title, width), *papers, "", score, *wrap(page.summary, width)]


def categories(page: ReportPage) -> list[str]:
    longest = max((columns(line.name) for line in page.categories), default=0)
    return [
        f"{pad(line.name, longest)}  {line.score.figure:>5}  {line.score.band_word}".rstrip()
        for line in page.categories
    ]


def finding(line: FindingLine, width: int) -> list[str]:
    """Grade, title, status and place; below them the reason and the values that were read."""
    words = [line.grade_word or line.status_word, line.title]
    notes = [note for note in (line.status_word if line.grade else "", line.clause) if note]
    first = "  ".join(words) + (f"  ({', '.join(notes)})" if notes else "")
    text = " ".join(part for part in (line.reason, line.values_line and f"[{line.values_line}]") if part)
    return [first, *(f"  {row}" for row in wrap(text, width - 2))]


def foot(page: ReportPage, width: int) -> list[str]:
    missing = [f"  {paper.name}: {paper.where}. {paper.rests}" for paper in page.missing]
    return [_("Papers to ask for"), *missing] if missing else []


def wrap(text: str, width: int) -> list[str]:
    """Lines of text. Japanese has no spaces to break at, so it is cut where the line is full."""
    width = min(width, WIDEST_TEXT)
    if columns(text) == len(text):
        return textwrap.wrap(text, width) or [""]
    return list(cut(text, width))


def cut(text: str, width: int) -> Iterable[str]:
    line = ""
    for letter in text:
        if columns(line) + columns(letter) > width:
            yield line
            line = ""
        line += letter
    yield line


def pad(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def columns(text: str) -> int:
    """How many columns a terminal gives the text."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
