"""The portfolio by vendor, what changed in it, and the search over all its clauses."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.models import Version
from contracts.words import LONGEST_QUERY, parse_query
from reviews.models import Standing
from reviews.portfolio.answers import answers_of, word_answers
from reviews.portfolio.board import spend_of
from reviews.portfolio.changes import (
    KINDS,
    changed_standings,
    count_kinds,
    in_order,
    of_kind,
    start_of,
    usual_day,
)
from reviews.portfolio.choice import Choice, chosen_contracts
from reviews.portfolio.rows import figure_of, word_short_spend
from reviews.portfolio.search import MOST, PER_PAGE, count_hits, hits_of, word_hits
from reviews.portfolio.vendors import SORTS, page_of_vendors, rank_vendors, vendor_lines
from reviews.report.words import GRADE_WORDS
from reviews.values import GRADES
from reviews.views.portfolio import category_names, choose
from reviews.views.scope import reading_language

CHANGES_PER_PAGE = 50


@require_safe
@team_page(Act.READ)
def vendors(request: TeamRequest) -> HttpResponse:
    _choice, frame = choose(request)
    contracts = chosen_contracts(request.team, Choice(checklist=frame.checklist.pk if frame.checklist else None))
    total, totals = contracts.count(), spend_of(contracts)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else SORTS[0]
    page = page_of_vendors(rank_vendors(contracts, sort, totals[0].currency if totals else ""), request.GET.get("page"))
    context = {
        "nav": "portfolio",
        "frame": frame,
        "total": total,
        "spend": [word_short_spend(one.currency, one.amount) for one in totals],
        "sort": sort,
        "query": "" if sort == SORTS[0] else urlencode({"sort": sort}),
        "page": page,
        "lines": vendor_lines(page, contracts, total, totals),
    }
    return render(request, "portfolio/vendors.html", context)


@require_safe
@team_page(Act.READ)
def changes(request: TeamRequest) -> HttpResponse:
    _choice, frame = choose(request)
    day = _day(request.GET.get("since", "")) or usual_day()
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    since = start_of(day)
    standings = changed_standings(request.team, frame.checklist.pk if frame.checklist else 0, since)
    counts = count_kinds(standings)
    paginator = Paginator(in_order(of_kind(standings, kind)), CHANGES_PER_PAGE)
    paginator.count = counts[kind or "all"]
    page = paginator.get_page(request.GET.get("page"))
    papers = Version.objects.filter(document__contract__team=request.team, number__gt=1, uploaded_at__gte=since)
    context = {
        "nav": "portfolio",
        "frame": frame,
        "day": day,
        "kind": kind,
        "counts": counts,
        "papers": papers.count(),
        "query": urlencode({"since": day.isoformat()} | ({"kind": kind} if kind else {})),
        "since_query": urlencode({"since": day.isoformat()}),
        "page": page,
        "rows": [_changed(row) for row in page],
    }
    return render(request, "portfolio/changes.html", context)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _changed(row: Standing) -> dict[str, object]:
    moved = None if row.moved is None else round(row.moved, 1)
    return {
        "row": row,
        "contract": row.contract,
        "old": figure_of(row.old_score) if row.old_id else "",
        "new": figure_of(row.new_score),
        "moved": moved,
        "band_changed": bool(row.old_id) and row.old_band != row.new_band,
    }


@require_safe
@team_page(Act.READ)
def search(request: TeamRequest) -> HttpResponse:
    choice, frame = choose(request)
    language = reading_language()
    items = frame.values.items if frame.values else ()
    item = next((one for one in items if one.id == request.GET.get("item")), None)
    grade = request.GET.get("grade", "")
    grade = grade if grade in GRADES else ""
    asked = " ".join(request.GET.get("words", "").replace("\0", "").split())[:LONGEST_QUERY]
    terms = parse_query(asked)
    is_all = request.GET.get("versions") == "all"
    names = category_names(frame)
    context: dict[str, object] = {
        "nav": "portfolio",
        "frame": frame,
        "asked": asked,
        "is_all": is_all,
        "item": item,
        "item_title": (item.title.get(language) or item.title["en"]) if item else "",
        "grade": grade,
        "grades": [(code, GRADE_WORDS[code]) for code in reversed(GRADES)],
        "groups": [
            (name, [(one.id, one.title.get(language) or one.title["en"]) for one in items if one.category == code])
            for code, name in names.items()
        ],
        "most": MOST,
    }
    if terms:
        hits = hits_of(request.team, terms, is_current=not is_all)
        number = count_hits(hits)
        paginator = Paginator(hits, PER_PAGE)
        paginator.count = min(number, MOST)
        page = paginator.get_page(request.GET.get("page"))
        context |= {"page": page, "number": number, "hits": word_hits(page.object_list, terms, language)}
        context["query"] = urlencode({"words": asked} | ({"versions": "all"} if is_all else {}))
    elif item is not None and frame.checklist is not None:
        rows = answers_of(request.team, frame.checklist.pk, item.id, grade)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        loaded = page.object_list.select_related("review__contract__vendor").prefetch_related("evidence")
        context |= {"page": page, "number": page.paginator.count, "answers": word_answers(loaded, language)}
        pairs = {"item": item.id, "grade": grade, "checklist": choice.checklist if len(frame.checklists) > 1 else ""}
        context["query"] = urlencode({key: value for key, value in pairs.items() if value})
    return render(request, "portfolio/search.html", context)
