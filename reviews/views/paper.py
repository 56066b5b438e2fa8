"""One paper's text, with the words marked on which findings rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, team_page
from reviews.marked import Mark, mark_paper
from reviews.report.page import build_page
from reviews.report.parts import ReportPage
from reviews.views.scope import finished_or_404, reading_language

SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@require_safe
@team_page(Act.READ)
def paper(request: TeamRequest, public_id: UUID, number: int) -> HttpResponse:
    review = finished_or_404(request, public_id)
    reviewed = get_object_or_404(review.papers.select_related("version__reading"), position=number)
    reading = reviewed.version.reading
    if reading is None:
        raise Http404
    page = build_page(review, reading_language())
    marks = marks_of(page, number)
    span = SPAN.fullmatch(request.GET.get("words", ""))
    chosen = (int(span[1]), int(span[2])) if span else None
    context = {
        "review": review,
        "contract": review.contract,
        "page": page,
        "paper": page.papers[number],
        "version": reviewed.version,
        "leaves": mark_paper(reading.text, reading.clause_values, marks, chosen),
        "queue": queue_of(marks, chosen),
        "chosen": chosen,
    }
    return render(request, "reviews/paper.html", context)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A finding and its passages in this paper, one for each clause; `mark` is the first of them."""

    mark: Mark
    marks: tuple[Mark, ...]
    is_chosen: bool


def queue_of(marks: list[Mark], chosen: tuple[int, int] | None) -> list[QueueLine]:
    """One line for each finding, worst first."""
    lines = []
    for _, together in groupby(marks, key=lambda mark: mark.anchor):
        own = list(together)
        by_clause = {mark.clause or mark.start: mark for mark in reversed(own)}
        is_chosen = any((mark.start, mark.end) == chosen for mark in own)
        lines.append(QueueLine(own[0], tuple(mark for mark in own if mark in by_clause.values()), is_chosen))
    return lines


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
