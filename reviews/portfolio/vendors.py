"""By vendor: how much of the contracts and of the spend depends on each, the worst of its bands, and its next date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, Max, Min, OrderBy, Q, QuerySet, Sum, Value, When

from contracts.models import Contract
from reviews.portfolio.board import Spend
from reviews.values import BANDS, Band

SORTS = ("contracts", "spend", "worst", "name")
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Share:
    """What a vendor is paid a year in one currency, and which part of all that is paid in it."""

    currency: str
    amount: Decimal
    percent: float


@dataclass(frozen=True, slots=True)
class VendorLine:
    """`worst` is the worst band of its contracts, None where none was reviewed; `critical` counts findings."""

    pk: int
    name: str
    contracts: int
    percent: float
    spend: tuple[Share, ...]
    worst: Band | None
    critical: int
    next_date: date | None


def rank_vendors(contracts: QuerySet[Contract], sort: str, currency: str) -> QuerySet[Any, dict[str, Any]]:
    """A row for each vendor of the contracts; `currency` is the one in which "spend" sorts."""
    ranks = [When(standing__band=band, then=Value(rank)) for rank, band in enumerate(BANDS)]
    rows = (
        contracts.order_by()
        .values("vendor", "vendor__name")
        .annotate(
            number=Count("pk"),
            worst=Max(Case(*ranks, default=None, output_field=IntegerField())),
            critical=Sum("standing__critical"),
            due=Min("next_date"),
            paid=Sum("annual_spend", filter=Q(currency=currency)),
        )
    )
    orders = {
        "contracts": [F("number").desc()],
        "spend": [OrderBy(F("paid"), descending=True, nulls_last=True)],
        "worst": [OrderBy(F("worst"), descending=True, nulls_last=True), F("critical").desc(nulls_last=True)],
        "name": [],
    }
    return rows.order_by(*orders.get(sort, orders["contracts"]), "vendor__name")


def page_of_vendors(ranked: QuerySet[Any, dict[str, Any]], page: str | None) -> Page:
    return Paginator(ranked, PER_PAGE).get_page(page)


def vendor_lines(
    page: Iterable[dict[str, Any]], contracts: QuerySet[Contract], total: int, totals: Iterable[Spend]
) -> list[VendorLine]:
    """The rows of one page with their spend; `total` contracts and `totals` of spend are those of all vendors."""
    rows = list(page)
    paid = (
        contracts.filter(vendor__in=[row["vendor"] for row in rows])
        .exclude(annual_spend=None)
        .order_by()
        .values("vendor", "currency")
        .annotate(amount=Sum("annual_spend"))
        .order_by("currency")
    )
    all_paid = {one.currency: one.amount for one in totals}
    spend: dict[int, list[Share]] = {}
    for one in paid:
        percent = float(100 * one["amount"] / all_paid[one["currency"]]) if all_paid.get(one["currency"]) else 0.0
        spend.setdefault(one["vendor"], []).append(Share(one["currency"], one["amount"], percent))
    return [
        VendorLine(
            pk=row["vendor"],
            name=row["vendor__name"],
            contracts=row["number"],
            percent=100 * row["number"] / total,
            spend=tuple(spend.get(row["vendor"], ())),
            worst=None if row["worst"] is None else BANDS[row["worst"]],
            critical=row["critical"] or 0,
            next_date=row["due"],
        )
        for row in rows
    ]
