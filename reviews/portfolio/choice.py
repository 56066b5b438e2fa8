"""What a person chose to see of the portfolio, from the address of the page, and the contracts that this leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Case, F, FilteredRelation, IntegerField, OrderBy, Q, QuerySet, Value, When
from django.utils.dateparse import parse_date

from contracts.models import Contract, Team
from contracts.passages import in_versions, passages_with
from contracts.words import LONGEST_QUERY, parse_query
from reviews.portfolio.dates import with_next_date
from reviews.values import BANDS

NOBODY = "none"
"""Chooses contracts without an owner."""
UNREVIEWED = "none"
"""Chooses contracts that were not reviewed by the checklist."""
WORST_FIRST = "-score"
SORTS: dict[str, str] = {
    "contract": "title",
    "vendor": "vendor__name",
    "score": "standing__score",
    "band": "band_rank",
    "critical": "standing__critical",
    "risky": "standing__risky",
    "notice": "standing__notice_days",
    "spend": "annual_spend",
    "next": "next_date",
    "owner": "owner__name",
}
GRAVEST_FIRST = ("score", "band", "critical", "risky", "spend")
"""Columns of which one wants to see the greatest first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Nothing chosen is "" or None. `checklist` is the number of one of the team's, `sort` a key of SORTS, "-" before
    it for the greatest first.
    """

    checklist: int | None = None
    category: str = ""
    vendor: int | None = None
    band: str = ""
    owner: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = WORST_FIRST

    @property
    def is_all(self) -> bool:
        """Nothing narrows the team's contracts down."""
        return not (self.vendor or self.band or self.owner or self.words or self.since or self.until)

    @property
    def query(self) -> str:
        """As the address has it, without the page; "" where nothing was chosen."""
        pairs = {
            "checklist": self.checklist,
            "category": self.category,
            "vendor": self.vendor,
            "band": self.band,
            "owner": self.owner,
            "words": self.words,
            "since": self.since,
            "until": self.until,
            "sort": "" if self.sort == WORST_FIRST else self.sort,
        }
        return urlencode({key: str(value) for key, value in pairs.items() if value})

    def sorted_by(self, column: str) -> Choice:
        """The same, sorted by this column; once more turns it round."""
        first = f"-{column}" if column in GRAVEST_FIRST else column
        second = column if first.startswith("-") else f"-{column}"
        return replace(self, sort=second if self.sort == first else first)


def read_choice(query: Mapping[str, str]) -> Choice:
    """What an address says; what it says wrongly is left out."""
    owner, sort, band = query.get("owner", ""), query.get("sort", ""), query.get("band", "")
    return Choice(
        checklist=_number(query.get("checklist", "")),
        category=query.get("category", "")[:30],
        vendor=_number(query.get("vendor", "")),
        band=band if band in (*BANDS, UNREVIEWED) else "",
        owner=owner if owner == NOBODY or _number(owner) else "",
        words=" ".join(query.get("words", "").replace("\0", "").split())[:LONGEST_QUERY],
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
        sort=sort if sort.removeprefix("-") in SORTS else WORST_FIRST,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def chosen_contracts(team: Team, choice: Choice) -> QuerySet[Contract]:
    """The contracts of the choice, each with its `standing` by the checklist; not yet sorted."""
    contracts = with_next_date(Contract.objects.for_team(team)).annotate(
        standing=FilteredRelation(
            "standings", condition=Q(standings__checklist=choice.checklist or 0, standings__category=choice.category)
        )
    )
    if choice.vendor:
        contracts = contracts.filter(vendor=choice.vendor)
    if choice.band:
        is_chosen = Q(standing__isnull=True) if choice.band == UNREVIEWED else Q(standing__band=choice.band)
        contracts = contracts.filter(is_chosen)
    if choice.owner:
        contracts = contracts.filter(owner=None if choice.owner == NOBODY else choice.owner)
    if choice.words:
        contracts = contracts.filter(_holds(team, choice.words))
    if choice.since:
        contracts = contracts.filter(next_date__gte=choice.since)
    if choice.until:
        contracts = contracts.filter(next_date__lte=choice.until)
    return contracts


def _holds(team: Team, words: str) -> Q:
    """The words stand in the name of the contract or of its vendor, or together in a clause of its papers."""
    condition = Q(title__icontains=words) | Q(vendor__name__icontains=words)
    terms = parse_query(words)
    if terms:
        condition |= Q(pk__in=in_versions(passages_with(team, terms)).values("contract_id"))
    return condition


def in_order(contracts: QuerySet[Contract], sort: str) -> QuerySet[Contract]:
    """Sorted in SQL; contracts that have nothing in the column come last either way."""
    column = sort.removeprefix("-")
    if column == "band":
        ranks = [When(standing__band=band, then=Value(rank)) for rank, band in enumerate(BANDS)]
        contracts = contracts.annotate(band_rank=Case(*ranks, default=None, output_field=IntegerField()))
    orders = [OrderBy(F(SORTS[column]), descending=sort.startswith("-"), nulls_last=True)]
    if column == "spend":  # amounts of one currency together: there are no rates here
        orders.insert(0, OrderBy(Case(When(currency="", then=Value(1)), default=Value(0))))
        orders.insert(1, OrderBy(F("currency")))
    if column == "band":
        orders.append(OrderBy(F("standing__score"), descending=sort.startswith("-"), nulls_last=True))
    return contracts.order_by(*orders, "-pk")
