"""Signing a review off, the PDF that was signed, and the page that tells whether a report is the one issued."""

from __future__ import annotations

import hashlib
import re
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contracts.access import Act, TeamRequest, allows, team_page
from contracts.originals import attachment
from contracts.quota import TooLargeFile
from reviews.decide import must_be_decided
from reviews.models import Review, SignOff, stamp_of
from reviews.settle import Closed
from reviews.sign import Changed, Undecided, find_issued, sign_review, statement_of
from reviews.views.opened import open_desk
from reviews.views.scope import finished_or_404, reading_language

SHA256 = re.compile(r"[0-9a-f]{64}")


@require_http_methods(["GET", "POST"])
@team_page(Act.READ)
def sign_off(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """Everybody sees how far the review is and who signed; reviewers sign."""
    review = finished_or_404(request, public_id)
    refusal = ""
    if request.method == "POST":
        if not allows(request.membership, Act.SIGN_OFF):
            raise PermissionDenied
        refusal = signing(request, review)
        if not refusal:
            return redirect("reviews:sign_off", review.public_id)
    desk = open_desk(review)
    language = reading_language()
    lines = {line.item: line for line in desk.page.findings}
    must = [lines[one.item] for one in must_be_decided(desk.reviewed.findings, desk.reviewed.rulings)]
    context = {
        "review": review,
        "contract": review.contract,
        "page": desk.page,
        "must": must,
        "seen": stamp_of(review),
        "statement": statement_of(desk.reviewed, language),
        "row": SignOff.objects.filter(review=review).first(),
        "refusal": refusal,
    }
    return render(request, "reviews/sign_off.html", context, status=422 if refusal else 200)


def signing(request: TeamRequest, review: Review) -> str:
    """Sign, or the sentence that says why not."""
    if not request.POST.get("agreed"):
        return _("Tick the box below the statement to sign it.")
    try:
        sign_review(review, request.user, reading_language(), request.POST.get("seen", ""))
    except Undecided:
        return _("Findings that are critical or unclear must be decided first.")
    except Changed:
        return _("Somebody decided on a finding meanwhile. Read the statement again before you sign.")
    except Closed:
        return _("This review was signed off already.")
    return ""


@require_safe
@team_page(Act.EXPORT)
def signed_pdf(request: TeamRequest, public_id: UUID) -> HttpResponseBase:
    review = finished_or_404(request, public_id)
    return serve_signed(get_object_or_404(SignOff, review=review))


def serve_signed(row: SignOff) -> FileResponse:
    """The very bytes that were signed."""
    response = FileResponse(row.pdf.open("rb"), content_type="application/pdf")
    review = row.review
    response["Content-Disposition"] = attachment(f"{review.contract.title} - Clausemark {review.number}.pdf")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@team_page(Act.READ)
def verify(request: TeamRequest) -> HttpResponse:
    """Whether a hash, or a file, is that of a report which this team issued. A file is hashed and not kept."""
    context: dict[str, object] = {}
    if request.method == "POST":
        given = "".join(request.POST.get("sha256", "").split()).lower()
        file = request.FILES.get("file")
        if file is not None and isinstance(file, TooLargeFile):
            context["refusal"] = _("The file is larger than any report. Paste its hash instead.")
        elif file is not None:
            given = hashlib.sha256(b"".join(file.chunks())).hexdigest()
        if not context and SHA256.fullmatch(given) is None:
            context["refusal"] = _("Paste the 64 characters of a SHA-256 hash, or choose a PDF.")
        if not context:
            context = {"sha256": given, "row": find_issued(request.team, given), "is_answered": True}
    return render(request, "reviews/verify.html", context, status=422 if "refusal" in context else 200)
