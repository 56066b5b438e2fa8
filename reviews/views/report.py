"""The report: one page, and its findings alone where HTMX filters them. Until it is there, how far the review is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from contracts.access import Act, TeamRequest, allows, team_page
from contracts.forms import PapersForm
from contracts.models import LanguageChoice
from reviews.leaving import may_leave
from reviews.models import Review
from reviews.report.page import build_page
from reviews.views.contracts import contract_context
from reviews.views.scope import reading_language, review_or_404
from reviews.web import filter_findings


@require_safe
@vary_on_headers("HX-Request")
@team_page(Act.READ)
def review_detail(request: TeamRequest, public_id: UUID) -> HttpResponse:
    review = review_or_404(request, public_id)
    if review.status == Review.Status.FAILED:
        return redirect("reviews:contract", review.contract.public_id)
    if review.status != Review.Status.DONE:
        return render(request, "reviews/contract.html", contract_context(review.contract, PapersForm(), review))
    page = build_page(review, reading_language())
    shown = filter_findings(page, request.GET)
    template = "reviews/_findings.html" if request.htmx else "reviews/report.html"
    unclear = sum(finding.status == "unclear" for finding in page.findings)
    context = {
        "review": review,
        "contract": review.contract,
        "page": page,
        "shown": shown,
        "unclear": unclear,
        "is_second_offered": is_second_offered(request, review),
        "languages": sorted(LanguageChoice.values, key=lambda language: language != review.language),
    }
    return render(request, template, context)


def is_second_offered(request: TeamRequest, review: Review) -> bool:
    """Where the local reader read alone, and a model may read too."""
    return review.reader == "local" and allows(request.membership, Act.UPLOAD) and may_leave(review.contract)
