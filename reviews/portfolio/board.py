"""The page of the portfolio: what all chosen contracts come to, one page of their rows, and the choices there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Min, Q, QuerySet, Sum

from contracts.models import Contract, Team, User, Vendor
from reviews.checklist import Checklist as ChecklistValues
from reviews.checklist import ChecklistError
from reviews.models import Checklist, ChecklistVersion
from reviews.portfolio.checklists import checklist_of
from reviews.portfolio.choice import Choice, in_order
from reviews.values import BANDS

PER_PAGE = 50
SHORT_NOTICE = 30
"""Days; a price rise on less is counted in the head of the page."""


@dataclass(frozen=True, slots=True)
class Spend:
    """What is paid a year in one currency. Different currencies are never added up: that would take invented rates."""

    currency: str
    amount: Decimal
    contracts: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What the chosen contracts come to. `above` are those in a band worse than the team accepts."""

    contracts: int
    reviewed: int
    above: int
    severe: int
    short_notice: int
    next_date: date | None
    spend: tuple[Spend, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """By what contracts stand: the checklists to choose from, the chosen one, its newest version, and that as values.

    `values` is None where nothing was reviewed yet, or where this product does not read the version.
    """

    checklists: tuple[Checklist, ...]
    checklist: Checklist | None
    version: ChecklistVersion | None
    values: ChecklistValues | None


def frame_of(team: Team, chosen: int | None) -> Frame:
    """The team's checklists by which contracts stand; unless one is chosen, that by which most do."""
    counted = (
        Checklist.objects.filter(team=team)
        .annotate(used=Count("standings", filter=Q(standings__category="")))
        .filter(used__gt=0)
    )
    checklists = tuple(counted.order_by("-used", "name"))
    checklist = next((one for one in checklists if one.pk == chosen), checklists[0] if checklists else None)
    version = (
        ChecklistVersion.objects.filter(checklist=checklist)
        .filter(pk__in=checklist.standings.filter(category="").values("version"))
        .defer("source")
        .order_by("-number")
        .first()
        if checklist
        else None
    )
    try:
        values = checklist_of(version) if version else None
    except ChecklistError:
        values = None
    return Frame(checklists, checklist, version, values)


def add_up(contracts: QuerySet[Contract], accepted: str) -> Totals:
    """Two queries, whatever the number of contracts."""
    worse = BANDS[BANDS.index(accepted) + 1 :] if accepted in BANDS else ()  # type: ignore[arg-type]
    sums = contracts.aggregate(
        contracts=Count("pk"),
        reviewed=Count("standing"),
        above=Count("pk", filter=Q(standing__band__in=worse)),
        severe=Count("pk", filter=Q(standing__band="severe")),
        short_notice=Count("pk", filter=Q(standing__notice_days__lt=SHORT_NOTICE)),
        due=Min("next_date"),
    )
    return Totals(next_date=sums.pop("due"), spend=spend_of(contracts), **sums)


def spend_of(contracts: QuerySet[Contract]) -> tuple[Spend, ...]:
    """By currency, the one of most contracts first."""
    rows = (
        contracts.exclude(annual_spend=None)
        .order_by()
        .values("currency")
        .annotate(amount=Sum("annual_spend"), contracts=Count("pk"))
        .order_by("-contracts", "currency")
    )
    return tuple(Spend(row["currency"], row["amount"], row["contracts"]) for row in rows)


def page_of_rows(contracts: QuerySet[Contract], choice: Choice, count: int, page: str | None) -> Page:
    """One page of the contracts, in two queries less than a paginator takes; `count` is known already."""
    paginator = Paginator(rows_of(contracts, choice), PER_PAGE)
    paginator.count = count
    return paginator.get_page(page)


def rows_of(contracts: QuerySet[Contract], choice: Choice) -> QuerySet[Contract]:
    """With all that a row shows: vendor, owner, standing and the address of the review."""
    return in_order(
        contracts.select_related("vendor", "owner", "standing").annotate(review_id=F("standing__review__public_id")),
        choice.sort,
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer."""

    vendors: Sequence[Vendor]
    owners: Sequence[User]


def choices_of(team: Team) -> Choices:
    vendors = Vendor.objects.filter(team=team, contracts__isnull=False).distinct().order_by("name")
    owners = User.objects.filter(pk__in=Contract.objects.for_team(team).values("owner")).order_by("name", "email")
    return Choices(list(vendors), list(owners))
