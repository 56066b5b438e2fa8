"""The files of the portfolio: table and map of all chosen contracts, and a comparison, as XLSX or CSV."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.trail import record
from reviews.portfolio.board import rows_of
from reviews.portfolio.choice import chosen_contracts
from reviews.portfolio.exports import comparison_sheet, map_sheet, name_of_file, table_sheet
from reviews.portfolio.map import columns_of
from reviews.portfolio.rows import Fitter
from reviews.portfolio.sheets import MEDIA_TYPES, Sheet, write_csv, write_xlsx
from reviews.views.compare import comparison_of
from reviews.views.portfolio import choose
from reviews.views.scope import reading_language


def send(request: TeamRequest, sheet: Sheet, format: str, name: str) -> HttpResponse:
    if format not in MEDIA_TYPES:
        raise Http404
    record(request.team, request.user, "export.portfolio", name=name, format=format)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    if format == "csv":
        # All of it now: what a streamed answer says would be in the language of whatever request comes next.
        return HttpResponse(b"".join(write_csv(sheet)), MEDIA_TYPES[format], headers=headers)
    return HttpResponse(write_xlsx(sheet), MEDIA_TYPES[format], headers=headers)


@require_safe
@team_page(Act.EXPORT)
def table_file(request: TeamRequest, format: str) -> HttpResponse:
    choice, _frame = choose(request)
    rows = rows_of(chosen_contracts(request.team, choice), choice)
    return send(request, table_sheet(rows, _("Portfolio")), format, name_of_file("portfolio", choice))


@require_safe
@team_page(Act.EXPORT)
def map_file(request: TeamRequest, format: str) -> HttpResponse:
    choice, frame = choose(request)
    if frame.values is None or frame.version is None:
        raise Http404
    columns = columns_of(frame.values, choice.category, reading_language())
    rows = rows_of(chosen_contracts(request.team, choice), choice)
    sheet = map_sheet(rows, columns, Fitter(frame.version, columns, choice.category), _("Contracts by items"))
    return send(request, sheet, format, name_of_file("map", choice))


@require_safe
@team_page(Act.EXPORT)
def compare_file(request: TeamRequest, format: str) -> HttpResponse:
    comparison = comparison_of(request)
    if comparison is None:
        raise Http404
    sheet = comparison_sheet(comparison.sides, comparison.shown, comparison.names, _("Comparison"))
    return send(request, sheet, format, "comparison")
