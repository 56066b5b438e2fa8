"""One paper beside the findings that rest on it: its pages with the words marked, or its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.models import Contract, Reading, Version
from contracts.readers.sniff import PDF, PICTURES
from contracts.values import Box
from reviews.desk import Span, marks_of, passages_of, queue_of
from reviews.marked import mark_paper
from reviews.models import EvidenceSpan, Review
from reviews.report.page import build_page
from reviews.views.scope import finished_or_404, reading_language

SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
Places = dict[Span, tuple[int | None, Sequence[Box]]]


@require_safe
@team_page(Act.READ)
def paper(request: TeamRequest, public_id: UUID, number: int) -> HttpResponse:
    """`view` is "page" or "text"; where it is not given, pages are shown if the words have places on them."""
    review = finished_or_404(request, public_id)
    reviewed = get_object_or_404(review.papers.select_related("version__reading"), position=number)
    reading = reviewed.version.reading
    if reading is None:
        raise Http404
    page = build_page(review, reading_language())
    marks = marks_of(page, number)
    span = SPAN.fullmatch(request.GET.get("words", ""))
    chosen = (int(span[1]), int(span[2])) if span else None
    places = places_of(review, number)
    sheets = sheets_of(review.contract, reviewed.version, reading)
    usual = "page" if sheets and (not places or any(boxes for _, boxes in places.values())) else "text"
    view = request.GET.get("view", usual) if sheets else "text"
    context = {
        "review": review,
        "contract": review.contract,
        "page": page,
        "paper": page.papers[number],
        "version": reviewed.version,
        "queue": queue_of(page, marks, chosen, request.GET.get("finding", "")),
        "chosen": chosen,
        "sheets": sheets,
        "view": "page" if view == "page" else "text",
        # Added to the addresses of this page, so that what was chosen stays.
        "kept": "" if view == usual else f"view={view}&",
    }
    if context["view"] == "page":
        context["passages"] = passages_of(marks, places)
    else:
        context["leaves"] = mark_paper(reading.text, reading.clause_values, marks, chosen)
    return render(request, "reviews/paper.html", context)


def places_of(review: Review, number: int) -> Places:
    rows = EvidenceSpan.objects.filter(finding__review=review, document=number)
    return {
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
