"""The report as text for a terminal: the score, the categories, and every finding in two lines, worst first."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from reviews.report.parts import FindingLine, ReportPage
from reviews.report.words import join_words

WIDEST_TEXT = 110
NEVER_FIRST = frozenset("、。，．」』）)】〉》・：；！？ー々")


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
    score = f"{page.score.figure} {page.score.band_phrase}"
    if page.score.range_words:
        score += f" ({page.score.range_words})"
    papers = [f"{paper.name}: {join_words([paper.kind_word, paper.size])}" for paper in page.papers]
    return [*wrap(title, width), *indented(papers, width), "", *wrap(score, width), *wrap(page.summary, width)]


def categories(page: ReportPage) -> list[str]:
    longest = max((columns(line.name) for line in page.categories), default=0)
    return [
        f"{pad(line.name, longest)}  {line.score.figure:>5}  {line.score.band_word}".rstrip()
        for line in page.categories
    ]


def finding(line: FindingLine, width: int) -> list[str]:
    """Grade, title, status and place; below them the reason and the values that were read."""
    notes = [line.status_word if line.grade else "", line.clause, *line.flags]
    first = f"{line.grade_word or line.status_word}  {line.title}"
    if any(notes):
        first += f"  ({join_words(notes)})"
    text = " ".join(part for part in (line.reason, line.values_line and f"[{line.values_line}]") if part)
    return [*wrap(first, width), *indented([text], width)]


def foot(page: ReportPage, width: int) -> list[str]:
    missing = [f"{paper.name}: {paper.where}. {paper.rests}" for paper in page.missing]
    return [_("Papers to ask for"), *indented(missing, width)] if missing else []


def indented(texts: Iterable[str], width: int) -> list[str]:
    return [f"  {row}" for text in texts if text for row in wrap(text, width - 2)]


def wrap(text: str, width: int) -> list[str]:
    """Lines of text. Japanese has no spaces to break at, so it is cut where the line is full."""
    width = min(width, WIDEST_TEXT)
    return textwrap.wrap(text, width) if columns(text) == len(text) else list(cut(text, width))


def cut(text: str, width: int) -> Iterator[str]:
    """Lines that are full but for a column pair, which is kept for the stops that may not begin a line."""
    line, room = "", width - 2
    for letter in text:
        if columns(line) + columns(letter) > (width if letter in NEVER_FIRST else room):
            yield line
            line = ""
        line += letter
    yield line


def pad(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def columns(text: str) -> int:
    """How many columns a terminal gives the text."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
