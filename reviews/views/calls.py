"""The ledger: every call to a model, with what it cost. For admins the team's; for all, a contract's own."""

from __future__ import annotations

import csv
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, contract_or_404, team_page
from contracts.formulas import as_words
from contracts.models import Contract
from contracts.originals import as_attachment
from contracts.trail import record
from reviews.leaving import left_of
from reviews.model.budget import budget_of
from reviews.models import ModelCall
from reviews.models.ledger import ModelCallQuerySet
from reviews.views.models import rule_of

PER_PAGE = 100
COLUMNS = (
    "time",
    "contract",
    "review",
    "provider",
    "host",
    "model",
    "category",
    "outcome",
    "from cache",
    "tokens sent",
    "of these cached",
    "tokens received",
    "characters of the contract",
    "cost US$",
    "milliseconds",
)


@require_safe
@team_page(Act.MANAGE)
def ledger(request: TeamRequest) -> HttpResponse:
    chosen = filter_calls(request)
    page = Paginator(with_reviews(chosen), PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "page": page,
        "totals": chosen.order_by().aggregate(
            calls=Count("pk"), sent=Sum("sent"), cached=Sum("cached"), received=Sum("received")
        ),
        "spent": chosen.order_by().spent(),
        "budget": budget_of(rule_of(request.team)),
        "months": ModelCall.objects.for_team(request.team).datetimes("created_at", "month", order="DESC"),
        "contracts": Contract.objects.for_team(request.team).filter(model_calls__isnull=False).distinct(),
        "outcomes": ModelCall.Outcome.choices,
        "asked": asked,
        "here": "calls",
        "nav": "none",
    }
    return render(request, "settings/calls.html", context)


def with_reviews(calls: ModelCallQuerySet) -> ModelCallQuerySet:
    """With what a line of the ledger shows."""
    own = calls.select_related("contract", "review__checklist_version")
    return own.defer("review__checklist_version__source")


def filter_calls(request: TeamRequest) -> ModelCallQuerySet:
    """What the address asks for; a filter that makes no sense is none."""
    calls = ModelCall.objects.for_team(request.team)
    if month := month_of(request.GET.get("month", "")):
        calls = calls.filter(created_at__gte=month, created_at__lt=next_month(month))
    if public_id := uuid_of(request.GET.get("contract", "")):
        calls = calls.filter(contract__public_id=public_id)
    if (outcome := request.GET.get("outcome", "")) in ModelCall.Outcome.values:
        calls = calls.filter(outcome=outcome)
    return calls


def month_of(text: str) -> datetime | None:
    try:
        month = datetime.strptime(text, "%Y-%m")
    except ValueError:
        return None
    return timezone.make_aware(month) if 2000 <= month.year < 3000 else None


def next_month(month: datetime) -> datetime:
    return timezone.make_aware(datetime(month.year + month.month // 12, month.month % 12 + 1, 1))


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
@team_page(Act.MANAGE)
def ledger_csv(request: TeamRequest) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")  # else Excel guesses the encoding
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for call in filter_calls(request).select_related("contract", "review").iterator(chunk_size=500):
        writer.writerow(as_words(str(value)) for value in cells_of(call))
    record(request.team, request.user, "export.calls", format="csv")
    return as_attachment(response, "clausemark-model-calls.csv")


def cells_of(call: ModelCall) -> tuple[object, ...]:
    return (
        call.created_at.isoformat(timespec="seconds"),
        call.contract or "",
        call.review.number if call.review else "",
        call.endpoint,
        call.host,
        call.model,
        call.category,
        call.outcome,
        int(call.is_cached),
        call.sent,
        call.cached,
        call.received,
        call.characters,
        call.counted,
        call.milliseconds,
    )


@require_safe
@team_page(Act.READ)
def contract_calls(request: TeamRequest, public_id: UUID) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    calls = with_reviews(ModelCall.objects.filter(contract=contract))
    page = Paginator(calls, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reviews/calls.html", {"contract": contract, "left": left_of(contract), "page": page})
