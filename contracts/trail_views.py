"""The trail on a page and as a file: of one contract for everybody who may read it, of the whole team for admins."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, allows, contract_or_404, team_page
from contracts.models import TrailEntry
from contracts.originals import attachment
from contracts.trail import first_broken, record
from contracts.trail_export import write_csv, write_json
from contracts.trail_words import word_act, word_details

PER_PAGE = 100


@require_safe
@team_page(Act.READ)
def contract_trail(request: TeamRequest, public_id: UUID) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    entries = TrailEntry.objects.filter(team=request.team, subject=str(contract.public_id))
    return trail_page(request, entries, {"contract": contract})


@require_safe
@team_page(Act.MANAGE)
def team_trail(request: TeamRequest) -> HttpResponse:
    """All of it, and whether it is whole: every entry is looked through, which takes a second for some ten thousand."""
    entries = TrailEntry.objects.filter(team=request.team)
    broken = first_broken(entries.order_by("number").iterator(2000))
    return trail_page(request, entries, {"broken": broken, "is_checked": True})


def trail_page(request: TeamRequest, entries: QuerySet[TrailEntry], context: dict[str, object]) -> HttpResponse:
    wanted = request.GET.get("as", "")
    if wanted in ("csv", "json") and allows(request.membership, Act.EXPORT):
        record(request.team, request.user, "export.trail", context.get("contract"), format=wanted)  # type: ignore[arg-type]
        rows = entries.order_by("number")
        text = write_csv(rows) if wanted == "csv" else write_json(rows)
        kind = "text/csv; charset=utf-8" if wanted == "csv" else "application/json"
        response = HttpResponse(text, content_type=kind)
        response["Content-Disposition"] = attachment(f"Clausemark trail.{wanted}")
        return response
    page = Paginator(entries.order_by("-number"), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(entry, word_act(entry), word_details(entry)) for entry in page]
    return render(request, "contracts/trail.html", context | {"page": page, "rows": rows})
