"""Contracts side by side: those chosen in the portfolio, two to four."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.models import Contract
from reviews.checklist import ChecklistError
from reviews.models import Checklist
from reviews.portfolio.checklists import checklist_of
from reviews.portfolio.compare import (
    FEWEST,
    MOST,
    Line,
    Side,
    category_figures,
    checklists_of,
    compare_items,
    newest_version,
    sides_of,
)
from reviews.views.scope import reading_language


@dataclass(frozen=True, slots=True)
class Comparison:
    """`shown` are the lines that are asked for, `names` those of the categories."""

    sides: list[Side]
    lines: list[Line]
    shown: list[Line]
    names: dict[str, str]
    checklist: Checklist | None
    checklists: list[Checklist]
    only_differences: bool
    query: str


def chosen(request: TeamRequest) -> list[Contract]:
    """The team's contracts that the address names, in its order; what it names wrongly is left out."""
    keys = []
    for text in request.GET.getlist("contract")[: 4 * MOST]:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    rows = {one.public_id: one for one in _rows(request, keys)}
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]


def _rows(request: TeamRequest, keys: list[UUID]) -> list[Contract]:
    return list(Contract.objects.for_team(request.team).filter(public_id__in=keys).select_related("vendor", "owner"))


def comparison_of(request: TeamRequest) -> Comparison | None:
    """None where there are too few contracts to compare, or too many."""
    contracts = chosen(request)
    if not FEWEST <= len(contracts) <= MOST:
        return None
    checklists = checklists_of(request.team, contracts)
    wanted = request.GET.get("checklist", "")
    checklist = next((one for one in checklists if str(one.pk) == wanted), checklists[0] if checklists else None)
    sides = sides_of(contracts, checklist)
    newest = newest_version(sides)
    lines, names, language = [], {}, reading_language()
    if newest is not None:
        try:
            values = checklist_of(newest.version)
        except ChecklistError:
            values = None
        if values:
            lines = compare_items(sides, values, language)
            names = {one.id: one.title.get(language) or one.title["en"] for one in values.categories}
    only = request.GET.get("only") == "differences"
    query = [("contract", str(contract.public_id)) for contract in contracts]
    if wanted and checklist:
        query.append(("checklist", str(checklist.pk)))
    return Comparison(
        sides=sides,
        lines=lines,
        shown=[line for line in lines if line.differs or not only],
        names=names,
        checklist=checklist,
        checklists=checklists,
        only_differences=only,
        query=urlencode(query),
    )


@require_safe
@team_page(Act.READ)
def compare(request: TeamRequest) -> HttpResponse:
    comparison = comparison_of(request)
    if comparison is None:
        return render(request, "portfolio/compare_none.html", {"nav": "portfolio", "number": len(chosen(request))})
    versions = {side.standing.version.number for side in comparison.sides if side.standing}
    context = {
        "nav": "portfolio",
        "comparison": comparison,
        "versions": sorted(versions),
        "unreviewed": [side for side in comparison.sides if side.standing is None],
        "groups": [
            {
                "name": name,
                "figures": category_figures(comparison.sides, code),
                "lines": [line for line in comparison.shown if line.category == code],
            }
            for code, name in comparison.names.items()
        ],
        "alike": sum(not line.differs for line in comparison.lines),
    }
    return render(request, "portfolio/compare.html", context)
