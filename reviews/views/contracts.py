"""The team's contracts: the list, one contract with its papers and reviews, and how far the running review is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from contracts.access import Act, TeamRequest, contract_or_404, team_page
from contracts.bundle import discard_contract, set_kind
from contracts.forms import PapersForm
from contracts.models import Contract, Document, KindChoice
from contracts.trail import record
from reviews.bundle import PaperState, states_of
from reviews.forms import published_for
from reviews.models import ChecklistVersion, Review
from reviews.pipeline import FAILURES, start_review
from reviews.views.dates import dates_of
from reviews.views.scope import review_or_404
from reviews.views.second_reader import leaving_of

PER_PAGE = 50


def with_latest_review(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    latest = Review.objects.filter(contract=OuterRef("pk")).order_by("-number").values("pk")[:1]
    return contracts.annotate(latest_id=Subquery(latest))


@require_safe
@team_page(Act.READ)
def contract_list(request: TeamRequest) -> HttpResponse:
    contracts = with_latest_review(Contract.objects.for_team(request.team))
    page = Paginator(contracts.select_related("vendor").prefetch_related("documents"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    reviews = Review.objects.in_bulk([contract.latest_id for contract in page if contract.latest_id])
    rows = [(contract, reviews.get(contract.latest_id)) for contract in page]
    return render(request, "reviews/contracts.html", {"page": page, "rows": rows})


@require_safe
@team_page(Act.READ)
def contract_detail(request: TeamRequest, public_id: UUID) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    return render(request, "reviews/contract.html", contract_context(contract, PapersForm()))


def upload_context(form: PapersForm) -> dict[str, object]:
    return {
        "form": form,
        "kinds": KindChoice.choices,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "max_files": settings.MAX_FILES,
    }


def contract_context(contract: Contract, form: PapersForm, running: Review | None = None) -> dict[str, object]:
    """What the page of a contract shows; shared with the views that put a refusal on it.

    `running` is a review as it was when the view looked: it may have ended since, and then the page still waits for it.
    """
    reviews = list(contract.reviews.select_related("checklist_version__checklist", "created_by").order_by("-number"))
    latest = running or next((one for one in reviews if not one.is_finished), None) or (reviews[0] if reviews else None)
    papers = states_of(contract, latest)
    return {
        "contract": contract,
        "reviews": reviews,
        "latest_of_each": latest_of_each(reviews),
        "checklists": ChecklistVersion.objects.filter(pk__in=published_for(contract.team))
        .select_related("checklist")
        .defer("source")
        .order_by("checklist__name"),
        "review": latest,
        "papers": papers,
        "seen": progress_code(latest, papers) if latest else "",
        "failure": FAILURES.get(latest.failure, "") if latest else "",
        "leaving": leaving_of(contract, latest),
        "dates": dates_of(contract, next((one for one in reviews if one.status == Review.Status.DONE), None)),
        "can_discard": not any(review.status == Review.Status.DONE for review in reviews),
    } | upload_context(form)


@require_safe
@vary_on_headers("HX-Request")
@team_page(Act.READ)
def progress(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """The piece of the contract's page that asks for itself until the review has ended; then the report opens."""
    review = review_or_404(request, public_id)
    if not request.htmx:
        return redirect("reviews:contract", review.contract.public_id)
    if review.status == Review.Status.DONE:
        others = review.contract.reviews.filter(status__in=(Review.Status.QUEUED, Review.Status.RUNNING)).exists()
        if not others:
            return HttpResponseClientRedirect(reverse("reviews:review", args=[review.public_id]))
    if review.is_finished:
        return HttpResponseClientRedirect(reverse("reviews:contract", args=[review.contract.public_id]))
    papers = states_of(review.contract, review)
    seen = progress_code(review, papers)
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)  # nothing is new: the page is left alone, and a reading voice is quiet
    return render(request, "reviews/_progress.html", {"review": review, "papers": papers, "seen": seen})


def progress_code(review: Review, papers: list[PaperState]) -> str:
    """Another one whenever the page has something new to show."""
    return f"{review.status}-{review.step}-{sum(paper.version.reading_id is not None for paper in papers)}"


@require_POST
@team_page(Act.UPLOAD)
def review_again(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """A new review, of the papers as they are now and with the kinds that were sent along."""
    contract = contract_or_404(request, public_id)
    if any(not review.is_finished for review in contract.reviews.all()):
        return redirect("reviews:contract", contract.public_id)
    for document in Document.objects.filter(contract=contract):
        kind = request.POST.get(f"kind-{document.pk}")
        if kind is not None and (kind in KindChoice.values or kind == ""):
            set_kind(document, kind)
    return redirect(address_of(start_again(contract, request, request.POST.getlist("checklist"))))


def start_again(contract: Contract, request: TeamRequest, chosen: Sequence[str] = ()) -> list[Review]:
    """A review by each checklist that is chosen, or else by each that the contract was reviewed by; where it never was,
    by the team's first. Always by the newest version.
    """
    newest = {
        version.checklist_id: version
        for version in ChecklistVersion.objects.filter(pk__in=published_for(request.team)).order_by("checklist__name")
    }
    last = latest_of_each(contract.reviews.order_by("-number").select_related("checklist_version"))
    versions = [version for version in newest.values() if str(version.pk) in chosen]
    versions = versions or [newest[review.checklist_version.checklist_id] for review in last]
    versions = versions or list(newest.values())[:1]
    if not versions:
        raise Http404
    language = last[0].language if last else request.LANGUAGE_CODE
    return [start_review(contract, version, request.user, language) for version in versions]


def latest_of_each(reviews: Iterable[Review]) -> list[Review]:
    """Of reviews, the newest first, the first of each checklist."""
    found: dict[int, Review] = {}
    for review in reviews:
        found.setdefault(review.checklist_version.checklist_id, review)
    return list(found.values())


def address_of(reviews: Sequence[Review]) -> str:
    """Where to go on: the report of one review, or the contract's page where several are running."""
    if len(reviews) == 1:
        return reverse("reviews:review", args=[reviews[0].public_id])
    return reverse("reviews:contract", args=[reviews[0].contract.public_id])


@require_POST
@team_page(Act.UPLOAD)
def discard(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """Remove a contract of which nothing could be reviewed; one that has a report stays."""
    contract = contract_or_404(request, public_id)
    with transaction.atomic():
        Contract.objects.hold(contract.pk)  # no review starts between the look and the deed
        may_go = set(contract.reviews.values_list("status", flat=True)) <= {Review.Status.FAILED}
        if may_go:
            record(request.team, request.user, "contract.removed", contract)
            discard_contract(contract)
    if may_go:
        messages.success(request, _("“%(title)s” was removed.") % {"title": contract.title})
        return redirect("reviews:contracts")
    return redirect("reviews:contract", contract.public_id)
