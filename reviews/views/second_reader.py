"""The second reader, offered on a contract that was read here first: what it would cost and to whom text would go."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contracts.access import Act, TeamRequest, allows, contract_or_404, team_page
from contracts.models import Contract
from contracts.trail import record
from reviews.leaving import Left, endpoints_of, left_of, may_leave, receivers_of
from reviews.model.budget import Budget, budget_of
from reviews.model.door import dollars
from reviews.model.values import Endpoint, Estimate
from reviews.models import ModelSettings, Review
from reviews.pipeline import start_review
from reviews.views.models import rule_of


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the page of a contract says of models."""

    left: list[Left]
    is_offered: bool

    @property
    def has_calls(self) -> bool:
        return bool(self.left)


@dataclass(frozen=True, slots=True)
class Choice:
    mode: str
    word: str
    estimate: Estimate
    is_affordable: bool


def leaving_of(contract: Contract, latest: Review | None) -> Leaving:
    is_done = latest is not None and latest.status == Review.Status.DONE
    return Leaving(left_of(contract), is_done and may_leave(contract))


@require_http_methods(["GET", "POST"])
@team_page(Act.UPLOAD)
def second_reader(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """GET says what would leave, to whom, for how much; POST starts the review."""
    contract = contract_or_404(request, public_id)
    latest = contract.reviews.order_by("-number").first()
    endpoints = endpoints_of(request.team)
    if latest is None or latest.status != Review.Status.DONE or not endpoints or not may_leave(contract):
        messages.error(request, _("No second reader can be asked about this contract now."))
        return redirect("reviews:contract", contract.public_id)
    if request.method == "POST" and request.POST.get("reader") in ModelSettings.Usual.values:
        review = start_review(contract, latest.checklist_version, request.user, latest.language, request.POST["reader"])
        return redirect("reviews:review", review.public_id)
    rule = rule_of(request.team)
    budget = budget_of(rule)
    choices = [choice_of(mode, latest, endpoints, budget) for mode in ModelSettings.Usual]
    usable = [choice.mode for choice in choices if choice.is_affordable]
    context = {
        "contract": contract,
        "choices": choices,
        "usual": rule.usual if rule.usual in usable or not usable else usable[0],
        "can_start": bool(usable),
        "receivers": receivers_of(request.team),
        "budget": budget,
    }
    return render(request, "reviews/second_reader.html", context)


def choice_of(mode: ModelSettings.Usual, latest: Review, endpoints: list[Endpoint], budget: Budget) -> Choice:
    from reviews.second import estimate_review  # loads the client, which nothing else in the web server needs

    estimate = estimate_review(latest, endpoints, mode.value)
    is_affordable = bool(estimate.calls) and budget.allows(dollars(estimate.cost))
    return Choice(mode.value, str(mode.label), estimate, is_affordable)


@require_POST
@team_page(Act.UPLOAD)
def keep_here(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """Whoever works on a contract may mark it never to leave; only an admin lifts the mark."""
    contract = contract_or_404(request, public_id)
    keep = request.POST.get("keep") != "0"
    if not keep and not allows(request.membership, Act.MANAGE):
        raise PermissionDenied
    with transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(never_leaves=keep)
        record(request.team, request.user, "contract.model", contract, state="off" if keep else "on")
    messages.success(request, _("No model will be asked about this contract.") if keep else _("The mark is lifted."))
    return redirect("reviews:contract", contract.public_id)
