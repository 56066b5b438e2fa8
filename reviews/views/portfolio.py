"""The portfolio as managers look at it: the table of all contracts and the map of contracts by items."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.models import Contract
from reviews.portfolio.board import Frame, Totals, add_up, choices_of, frame_of, page_of_rows
from reviews.portfolio.choice import Choice, chosen_contracts, read_choice
from reviews.portfolio.map import columns_of, critical_counts, draw_map, say_rows
from reviews.portfolio.rows import Fitter, Row, map_rows, word_rows, word_short_spend
from reviews.report.words import BAND_WORDS, GRADE_WORDS
from reviews.values import BANDS
from reviews.views.scope import reading_language


def choose(request: TeamRequest) -> tuple[Choice, Frame]:
    """What the address chooses, made to fit what the team has."""
    choice = read_choice(request.GET)
    frame = frame_of(request.team, choice.checklist)
    known = {category.id for category in frame.values.categories} if frame.values else set()
    chosen = replace(
        choice,
        checklist=frame.checklist.pk if frame.checklist else None,
        category=choice.category if choice.category in known else "",
    )
    return chosen, frame


@require_safe
@team_page(Act.READ)
def portfolio(request: TeamRequest) -> HttpResponse:
    choice, frame = choose(request)
    contracts = chosen_contracts(request.team, choice)
    totals = add_up(contracts, request.team.accepted_band)
    page = page_of_rows(contracts, choice, totals.contracts, request.GET.get("page"))
    rows = word_rows(page)
    names = category_names(frame)
    has_dates = bool(totals.next_date or choice.since or choice.until)
    context = {
        "nav": "portfolio",
        "headline": headline_of(totals, choice),
        "spend": [word_short_spend(one.currency, one.amount) for one in totals.spend],
        "category_name": names.get(choice.category, ""),
        "checklist_name": name_of(frame),
        "has_dates": has_dates,
        "choice": choice,
        "frame": frame,
        "totals": totals,
        "choices": choices_of(request.team),
        "categories": names,
        "bands": [(band, BAND_WORDS[band]) for band in reversed(BANDS)],
        "page": page,
        "rows": rows,
        "columns": head_of(choice, has_dates),
        "worst_first": choice.sort == Choice().sort,
    }
    if frame.values and any(row.standing for row in rows):
        context |= map_of(rows, contracts, choice, frame)
    return render(request, "portfolio/portfolio.html", context)


def headline_of(totals: Totals, choice: Choice) -> str:
    """What the page comes to, in one sentence."""
    if not totals.contracts:
        return _("Portfolio")
    number = totals.contracts
    shown = {
        "number": number_format(number, force_grouping=True),
        "above": number_format(totals.above, force_grouping=True),
    }
    if not totals.reviewed:
        return ngettext("One contract, not reviewed yet", "%(number)s contracts, none reviewed yet", number) % shown
    if not totals.above:
        return (
            ngettext("One contract, within what we accept", "%(number)s contracts, none above what we accept", number)
            % shown
        )
    return (
        ngettext("One contract, above what we accept", "%(number)s contracts, %(above)s above what we accept", number)
        % shown
    )


def name_of(frame: Frame) -> str:
    if frame.values is None:
        return ""
    return frame.values.name.get(reading_language()) or frame.values.name["en"]


def category_names(frame: Frame) -> dict[str, str]:
    language = reading_language()
    categories = frame.values.categories if frame.values else ()
    return {category.id: category.title.get(language) or category.title["en"] for category in categories}


def map_of(rows: list[Row], contracts: QuerySet[Contract], choice: Choice, frame: Frame) -> dict[str, object]:
    assert frame.values is not None and frame.version is not None  # noqa: S101
    columns = columns_of(frame.values, choice.category, reading_language())
    fitter = Fitter(frame.version, columns, choice.category)
    drawn = map_rows(rows, fitter)
    stand = contracts.filter(standing__isnull=False).values_list("standing__version", "standing__marks")
    counts = critical_counts((fitter.fit(version, marks) for version, marks in stand), columns)
    return {
        "map": draw_map(drawn, columns, counts, category_names(frame)),
        "said": say_rows(drawn, columns),
    }


def head_of(choice: Choice, has_dates: bool) -> list[dict[str, object]]:
    """The columns that sort, with the address that does it and how they are sorted now."""
    named = {
        "contract": _("Contract"),
        "score": _("Score"),
        "band": _("Band"),
        "critical": str(GRADE_WORDS["critical"]),
        "risky": str(GRADE_WORDS["risky"]),
        "notice": _("Price notice"),
        "spend": _("Spend a year"),
        "next": _("Ends or renews"),
        "owner": _("Owner"),
    }
    return [
        {
            "code": code,
            "word": word,
            "query": choice.sorted_by(code).query,
            "sorted": {code: "ascending", f"-{code}": "descending"}.get(choice.sort, ""),
        }
        for code, word in named.items()
        if has_dates or code != "next"
    ]
