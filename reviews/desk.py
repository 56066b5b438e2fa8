"""The findings of a review in the order in which people look at them, and where their words stand in the open paper."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.values import Box
from reviews.marked import Mark
from reviews.report.parts import FindingLine, Quote, ReportPage
from reviews.report.words import GRADE_WORDS, STATUS_WORDS, join_words
from reviews.values import Finding

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A finding with its passages in the open paper, one for each clause, or its first words in another (`elsewhere`).

    `note` says why it is where it is, or what the papers say; `asked` is who was asked to look at it.
    """

    finding: FindingLine
    marks: tuple[Mark, ...]
    elsewhere: Quote | None
    note: str
    asked: str
    is_chosen: bool

    @property
    def mark(self) -> Mark | None:
        return self.marks[0] if self.marks else None


@dataclass(frozen=True, slots=True)
class QueueGroup:
    code: str
    title: str
    lines: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What the desk shows: the open paper, the words that were followed, the finding, and what was searched for."""

    number: int
    words: Span | None = None
    finding: str = ""
    find: str = ""


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
    other: bool


def marks_of(page: ReportPage, number: int) -> list[Mark]:
    """The words of the findings, then those on which only the reader rests whose answer does not stand."""
    marks, others = [], []
    for rank, line in enumerate(page.findings):
        word = line.grade_word or line.status_word
        marks += [_mark(line, quote, rank, line.shape, word) for quote in line.quotes if quote.document == number]
        if other := line.other:
            said = join_words([other.grade_word or other.status_word, other.reader_word])
            behind = len(page.findings) + rank
            quotes = [quote for quote in other.quotes if quote.document == number]
            others += [replace(_mark(line, quote, behind, other.shape, said), is_other=True) for quote in quotes]
    return marks + others


def _mark(line: FindingLine, quote: Quote, rank: int, shape: str, word: str) -> Mark:
    return Mark(quote.start, quote.end, rank, line.anchor, line.title, shape, word, quote.clause)


GROUPS = ("differ", "again", "critical", "unclear", "other", "decided")


def title_of(code: str) -> str:
    return {
        "differ": _("The two readers disagree"),
        "again": _("Decided before, to look at again"),
        "critical": pgettext("findings", "Critical"),
        "unclear": pgettext("findings", "Unclear"),
        "other": _("The others, by weight"),
        "decided": pgettext("findings", "Decided"),
    }[code]


def queue_of(
    page: ReportPage,
    found: Mapping[str, Finding],
    looked: Looked,
    again: Collection[str] = (),
    asked: Mapping[str, str] | None = None,
) -> list[QueueGroup]:
    """All findings: where readers disagree, what is to be looked at again, critical, unclear, the others by weight, and
    at the end what was decided. `found` are the findings as they were found, `again` the items whose earlier decision
    no longer holds, `asked` who was asked to look. Only those that hold the searched words are kept.
    """
    groups: dict[str, list[FindingLine]] = {code: [] for code in GROUPS}
    for line in page.findings:
        groups[_group_of(line, found[line.item], again)].append(line)
    groups["other"].sort(key=lambda line: -line.weight)
    chosen = chosen_of(page, looked)
    marks = marks_of(page, looked.number)
    queue = []
    for code, lines in groups.items():
        kept = tuple(
            _line_of(line, found[line.item], code, marks, looked, (asked or {}).get(line.item, ""), line.item == chosen)
            for line in lines
            if _holds(line, looked.find, (asked or {}).get(line.item, ""))
        )
        if kept:
            queue.append(QueueGroup(code, title_of(code), kept))
    return queue


def chosen_of(page: ReportPage, looked: Looked) -> str:
    """The finding that is named; else the first of those that rest on the words that were followed; else none."""
    if any(line.item == looked.finding for line in page.findings):
        return looked.finding
    resting = (
        line.item
        for line in page.findings
        for quote in line.quotes
        if looked.words and quote.document == looked.number and (quote.start, quote.end) == looked.words
    )
    return next(resting, "")


def _group_of(line: FindingLine, found: Finding, again: Collection[str]) -> str:
    if line.decision is not None:
        return "decided"
    if found.agreement == "differ":
        return "differ"
    if line.item in again:
        return "again"
    if found.grade == "critical":
        return "critical"
    return "unclear" if found.status == "unclear" else "other"


def _line_of(
    line: FindingLine, found: Finding, code: str, marks: Sequence[Mark], looked: Looked, asked: str, is_chosen: bool
) -> QueueLine:
    own = [mark for mark in marks if mark.anchor == line.anchor and not mark.is_other]
    by_clause = {mark.clause or mark.start: mark for mark in reversed(own)}
    kept = tuple(mark for mark in own if mark in by_clause.values() or (mark.start, mark.end) == looked.words)
    elsewhere = None if own else next(iter(line.quotes), None)
    note = "" if own or elsewhere else line.status_word
    if line.decision is not None:
        note = line.decision.word
    elif code == "differ" and found.other is not None:
        note = f"{_said(found.grade, found.status)} / {_said(found.other.grade, found.other.status)}"
    return QueueLine(line, kept, elsewhere, note, asked, is_chosen)


def _said(grade: str | None, status: str) -> str:
    return str(GRADE_WORDS[grade] if grade else STATUS_WORDS[status])  # type: ignore[index]


def _holds(line: FindingLine, find: str, asked: str) -> bool:
    """Whether every searched word occurs in the finding: its title, reason, clauses, quotes, or who was asked."""
    if not find:
        return True
    where = [line.title, line.category_name, line.reason, line.grade_word, line.status_word, asked]
    text = " ".join([*where, *(f"{quote.clause} {quote.text}" for quote in line.quotes)]).casefold()
    return all(word in text for word in find.casefold().split())


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
                other=mark.is_other,
            )
        )
    return passages
