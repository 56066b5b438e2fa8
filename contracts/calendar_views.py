"""The calendar of a team: what is due, month by month, the private feed, and how early people are written to."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.http import http_date
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.date_forms import LeadDaysForm
from contracts.date_words import word_day, word_distance, word_kind
from contracts.feed import base_of, days_of_feed, feed_of, leads_of, renew_feed, stamp_of, token_of, write_feed
from contracts.models import CalendarFeed, Contract, ContractDay, ReminderDays, Team, User, Vendor
from contracts.term_rows import today
from contracts.trail import record

SOON = timedelta(days=90)
PAST = timedelta(days=366)
SOONEST, PER_PAGE, MOST_PAST, MOST_IN_CELL = 25, 100, 100, 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A day of a contract in words."""

    row: ContractDay
    kind: str
    day: str
    distance: str
    name: str


def entry_of(row: ContractDay, now: date) -> Entry:
    contract = row.contract
    name = contract.title or contract.vendor.name
    return Entry(row, word_kind(row), word_day(row.day), word_distance(row.day, now), name)


@require_safe
@team_page(Act.READ)
def calendar(request: TeamRequest) -> HttpResponse:
    now = today()
    chosen = {key: number for key in ("vendor", "owner") if (number := _number(request.GET.get(key, "")))}
    days = days_of(request.team, chosen)
    due = days.filter(day__gte=now, day__lte=now + SOON, is_deadline=True)
    number_due = due.count()
    month = _month(request.GET.get("month", ""), now)
    page = Paginator(days.filter(day__gte=now), PER_PAGE).get_page(request.GET.get("page"))
    past = days.filter(day__lt=now, day__gte=now - PAST).order_by("-day", "-pk")[:MOST_PAST]
    feed = CalendarFeed.objects.filter(membership=request.membership).first()
    context = {
        "nav": "calendar",
        "headline": headline_of(number_due),
        "due": [entry_of(row, now) for row in due[:SOONEST]],
        "more": max(0, number_due - SOONEST),
        "page": page,
        "agenda": by_month(page, now),
        "past": [entry_of(row, now) for row in past],
        "month": grid_of(days, month, now),
        "chosen": chosen,
        "query": urlencode(chosen),
        "vendors": Vendor.objects.filter(team=request.team, contracts__days__isnull=False).distinct().order_by("name"),
        "owners": User.objects.filter(pk__in=Contract.objects.for_team(request.team).values("owner")).order_by("name"),
        "undated": Contract.objects.for_team(request.team).filter(days=None).count(),
        "feed": feed,
        "address": address_of(request, feed) if feed else "",
        "leads": ", ".join(map(str, leads_of(request.team))),
    }
    return render(request, "contracts/calendar.html", context)


def days_of(team: Team, chosen: dict[str, int]) -> QuerySet[ContractDay]:
    days = ContractDay.objects.filter(contract__team=team).select_related("contract__vendor", "contract__owner")
    if "vendor" in chosen:
        days = days.filter(contract__vendor=chosen["vendor"])
    if "owner" in chosen:
        days = days.filter(contract__owner=chosen["owner"])
    return days


def headline_of(number: int) -> str:
    if not number:
        return _("Nothing is due in the next 90 days")
    return ngettext("One thing is due in the next 90 days", "%(number)s things are due in the next 90 days", number) % {
        "number": number
    }


def word_month(day: date) -> str:
    return date_format(day, pgettext("how a month is written, in the letters of Django’s date format", "F Y"))


def by_month(days: Iterable[ContractDay], now: date) -> list[tuple[str, list[Entry]]]:
    groups = groupby(days, lambda row: (row.day.year, row.day.month))
    return [(word_month(date(*key, 1)), [entry_of(row, now) for row in rows]) for key, rows in groups]


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month; `number` is None before the first and after the last. `more` are those not shown."""

    number: int | None
    is_today: bool
    entries: list[Entry]
    more: int


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    heads: list[str]
    weeks: list[list[Cell]]
    before: str
    after: str


def grid_of(days: QuerySet[ContractDay], first: date, now: date) -> Month:
    """The month as weeks: from Sunday in Japanese, from Monday otherwise."""
    start = 6 if get_language() == "ja" else 0
    found: dict[int, list[Entry]] = {}
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    for row in days.filter(day__gte=first, day__lte=last):
        found.setdefault(row.day.day, []).append(entry_of(row, now))
    weeks = [
        [
            Cell(
                number or None,
                number > 0 and first.replace(day=number) == now,
                found.get(number, [])[:MOST_IN_CELL],
                max(0, len(found.get(number, [])) - MOST_IN_CELL),
            )
            for number in week
        ]
        for week in months.Calendar(start).monthdayscalendar(first.year, first.month)
    ]
    monday = date(2024, 1, 1)
    heads = [date_format(monday + timedelta(days=(start + number) % 7), "D") for number in range(7)]
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    return Month(word_month(first), heads, weeks, f"{before:%Y-%m}", f"{after:%Y-%m}")


def _month(text: str, now: date) -> date:
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return now.replace(day=1)
    return first if 1990 <= first.year <= 2100 else now.replace(day=1)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def address_of(request: HttpRequest, feed: CalendarFeed) -> str:
    return base_of(request.scheme or "http", request.get_host()) + reverse("contracts:feed", args=[token_of(feed)])


@require_POST
@team_page(Act.READ)
def calendar_feed(request: TeamRequest) -> HttpResponse:
    """Make a private address, make a new one, or end it."""
    if request.POST.get("act") == "end":
        CalendarFeed.objects.filter(membership=request.membership).delete()
        record(request.team, request.user, "feed.ended")
        messages.success(request, _("The address of the feed no longer works."))
    else:
        renew_feed(request.membership)
        record(request.team, request.user, "feed.made")
        messages.success(request, _("The feed has a new address. One that it had before no longer works."))
    return redirect("contracts:calendar")


@require_POST
@team_page(Act.MANAGE)
def reminder_days(request: TeamRequest) -> HttpResponse:
    form = LeadDaysForm(request.POST)
    if form.is_valid():
        days = form.cleaned_data["days"]
        ReminderDays.objects.update_or_create(team=request.team, defaults={"days": days})
        record(request.team, request.user, "reminders.changed", days=", ".join(map(str, days)))
        messages.success(request, _("How early people are written to was saved."))
    else:
        messages.error(request, str(form.errors["days"][0]))
    return redirect("contracts:calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The dates of the team, for a calendar program that knows the address and nothing else."""
    found = feed_of(token)
    if found is None:
        raise Http404
    team, user = found.membership.team, found.membership.user
    days = days_of_feed(team)
    with translation.override(user.language or "en"):
        body = write_feed(team, days, base_of(request.scheme or "http", request.get_host()), get_language() or "en")
    etag = stamp_of(body)
    response = HttpResponse(body, "text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="clausemark.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    if days:
        # To be shown, not to be asked by: a day that is gone leaves no later change behind.
        response["Last-Modified"] = http_date(max(day.changed_at for day in days).timestamp())
    return get_conditional_response(request, etag=etag, response=response) or response
