"""Reports to take away: a PDF that a worker makes when it is first asked for, and the JSON of the command line."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from contracts.access import Act, TeamRequest, team_page
from contracts.models import LanguageChoice
from contracts.originals import attachment
from contracts.trail import record
from reviews.models import ReportFile, Review, SignOff
from reviews.pipeline import start_report
from reviews.report.json import build_json, write_json
from reviews.report.reviewed import load_reviewed
from reviews.views.scope import finished_or_404, reading_language
from reviews.views.sign_off import serve_signed


def name_of(review: Review, ending: str) -> str:
    return f"{review.contract.title} - Clausemark {review.number}.{ending}"


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@team_page(Act.EXPORT)
def report_pdf(request: TeamRequest, public_id: UUID, language: str) -> HttpResponse:
    """POST asks a worker for the file; GET tells how far it is, and offers it when it is there."""
    review = finished_or_404(request, public_id)
    if language not in LanguageChoice.values:
        raise Http404
    if request.method == "POST":
        with transaction.atomic():
            file = start_report(review, language)
            record(request.team, request.user, "export.pdf", review.contract, review=review.number, language=language)
    else:
        file = get_object_or_404(ReportFile, review=review, format="pdf", language=language)
    if not request.htmx and request.method == "POST":
        return redirect("reviews:report_pdf", review.public_id, language)
    template = "reviews/_file.html" if request.htmx else "reviews/file.html"
    return render(request, template, {"review": review, "contract": review.contract, "file": file})


@require_safe
@team_page(Act.EXPORT)
def download_pdf(request: TeamRequest, public_id: UUID, language: str) -> HttpResponseBase:
    """Of a signed review, in the language of the signature, the very file that was signed."""
    review = finished_or_404(request, public_id)
    row = SignOff.objects.filter(review=review, language=language).first()
    if row is not None:
        return serve_signed(row)
    file = get_object_or_404(ReportFile, review=review, format="pdf", language=language, status=ReportFile.Status.DONE)
    response = FileResponse(file.file.open("rb"), content_type="application/pdf")
    response["Content-Disposition"] = attachment(name_of(review, "pdf"))
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@team_page(Act.EXPORT)
def report_json(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """As it is now or, once it is signed, to the letter as it was then."""
    review = finished_or_404(request, public_id)
    record(request.team, request.user, "export.json", review.contract, review=review.number)
    row = SignOff.objects.filter(review=review).first()
    if row is None:
        report = write_json(build_json(load_reviewed(review), review.timing, reading_language()))
    else:
        report = row.report
    response = HttpResponse(report, content_type="application/json")
    response["Content-Disposition"] = attachment(name_of(review, "json"))
    return response
