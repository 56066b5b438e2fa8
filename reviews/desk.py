"""The findings of one paper and where their words stand in it: what the page of a paper shows beside the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypedDict

from contracts.values import Box
from reviews.marked import Mark
from reviews.report.parts import FindingLine, ReportPage

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A finding and its passages in this paper, one for each clause; `mark` is the first of them."""

    finding: FindingLine
    mark: Mark
    marks: tuple[Mark, ...]
    is_chosen: bool


class Passage(TypedDict):
    """Marked words, for the scripts that draw the marks. `words` is "start-end", as in addresses."""

    words: str
    finding: str
    title: str
    shape: str
    word: str
    clause: str
    page: int | None
    boxes: Sequence[Box]


def marks_of(page: ReportPage, number: int) -> list[Mark]:
    return [
        Mark(
            start=quote.start,
            end=quote.end,
            rank=rank,
            anchor=line.anchor,
            title=line.title,
            shape=line.shape,
            word=line.grade_word or line.status_word,
            clause=quote.clause,
        )
        for rank, line in enumerate(page.findings)
        for quote in line.quotes
        if quote.document == number
    ]


def queue_of(page: ReportPage, marks: Sequence[Mark], chosen: Span | None, finding: str = "") -> list[QueueLine]:
    """One line for each finding, worst first. Of those that rest on the chosen words, the one that is named or the
    first is chosen.
    """
    resting = [mark.anchor for mark in marks if (mark.start, mark.end) == chosen]
    chosen_finding = finding if finding in resting else next(iter(resting), "")
    findings = {line.anchor: line for line in page.findings}
    lines = []
    for anchor, together in groupby(marks, key=lambda mark: mark.anchor):
        own = list(together)
        by_clause = {mark.clause or mark.start: mark for mark in reversed(own)}
        kept = tuple(mark for mark in own if mark in by_clause.values() or (mark.start, mark.end) == chosen)
        lines.append(QueueLine(findings[anchor], own[0], kept, anchor == chosen_finding))
    return lines


def passages_of(marks: Sequence[Mark], boxes: Mapping[Span, tuple[int | None, Sequence[Box]]]) -> list[Passage]:
    """`boxes` gives the page on which the words begin, and the boxes of their lines."""
    passages: list[Passage] = []
    for mark in marks:
        page, own = boxes.get((mark.start, mark.end), (None, ()))
        passages.append(
            Passage(
                words=f"{mark.start}-{mark.end}",
                finding=mark.anchor,
                title=mark.title,
                shape=mark.shape,
                word=mark.word,
                clause=mark.clause,
                page=page,
                boxes=own,
            )
        )
    return passages
