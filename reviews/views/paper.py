"""One paper beside the findings of its review: its pages with the words marked, or its text. Below it one decides."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from contracts.access import Act, TeamRequest, team_page
from contracts.models import Contract, Reading, Version
from contracts.readers.sniff import PDF, PICTURES
from contracts.values import Box
from reviews.desk import Looked, Span, marks_of, passages_of
from reviews.marked import mark_paper
from reviews.mentions import members_of
from reviews.models import EvidenceSpan, FindingRow, Review
from reviews.views.opened import Desk, open_desk, verdict_context
from reviews.views.scope import finished_or_404

SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
Places = dict[Span, tuple[int | None, Sequence[Box]]]


@require_safe
@vary_on_headers("HX-Request")
@team_page(Act.READ)
def paper(request: TeamRequest, public_id: UUID, number: int) -> HttpResponse:
    """`view` is "page" or "text"; where it is not given, pages are shown if the words have places on them. `find` keeps
    the findings that hold some words; HTMX gets these alone. `list` asks for the findings where only one fits.
    """
    review = finished_or_404(request, public_id)
    span = SPAN.fullmatch(request.GET.get("words", ""))
    chosen = (int(span[1]), int(span[2])) if span else None
    looked = Looked(number, chosen, request.GET.get("finding", ""), request.GET.get("find", "").strip()[:200])
    desk = open_desk(review)
    if number >= len(desk.page.papers):
        raise Http404
    if request.htmx:
        return render(request, "reviews/_queue_lines.html", verdict_context(desk, looked, []))
    return render_paper(request, desk, looked)


def render_paper(
    request: TeamRequest, desk: Desk, looked: Looked, said: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """The whole desk around one paper. `said` is what a person sent that could not be taken."""
    review, number = desk.review, looked.number
    reviewed = get_object_or_404(review.papers.select_related("version__reading"), position=number)
    reading = reviewed.version.reading
    if reading is None:
        raise Http404
    marks = marks_of(desk.page, number)
    places = places_of(review, number)
    sheets = sheets_of(review.contract, reviewed.version, reading)
    usual = "page" if sheets and (not places or any(boxes for _, boxes in places.values())) else "text"
    # Words that somebody looked for, on which no finding rests, have no boxes: they are marked in the text.
    is_found = looked.words is not None and all((mark.start, mark.end) != looked.words for mark in marks)
    view = request.GET.get("view", "text" if is_found else usual) if sheets else "text"
    context = verdict_context(desk, looked, members_of(request.team), said) | {
        "paper": desk.page.papers[number],
        "version": reviewed.version,
        "sheets": sheets,
        "view": "page" if view == "page" else "text",
        # Added to the addresses of this page, so that what was chosen stays.
        "kept": "" if view == usual else f"view={view}&",
        # On a narrow screen either the findings are seen or the paper.
        "is_listed": "list" in request.GET,
    }
    if context["view"] == "page":
        context["passages"] = passages_of(marks, places)
    else:
        context["leaves"] = mark_paper(reading.text, reading.clause_values, marks, looked.words)
    return render(request, "reviews/paper.html", context, status=status)


def places_of(review: Review, number: int) -> Places:
    """Where the words of the findings stand on the pages, and those of the other reader's answers."""
    rows = EvidenceSpan.objects.filter(finding__review=review, document=number)
    others = FindingRow.objects.filter(review=review, other__isnull=False).values_list("other", flat=True)
    places = {
        (one["start"], one["end"]): (one.get("page"), one.get("boxes", ()))
        for other in others
        if other
        for one in other["evidence"]
        if one["document"] == number
    }
    return places | {
        (start, end): (page, boxes) for start, end, page, boxes in rows.values_list("start", "end", "page", "boxes")
    }


def sheets_of(contract: Contract, version: Version, reading: Reading) -> dict[str, object]:
    """How the paper's pages are shown: by PDF.js or as pictures; nothing where it has no pages to show."""
    file = [contract.public_id, version.pk]
    if reading.media_type == PDF:
        return {"kind": "pdf", "address": reverse("contracts:version_file", args=file)}
    if reading.media_type in PICTURES.values():
        numbers = range(1, len(reading.pages) + 1)
        return {
            "kind": "pictures",
            "pictures": [(at, reverse("contracts:version_picture", args=[*file, at])) for at in numbers],
        }
    return {}
