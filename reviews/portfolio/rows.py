"""The rows of the portfolio in words: one contract as the table and the map show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from contracts.models import Contract
from reviews.models import ChecklistVersion, Standing
from reviews.portfolio.checklists import checklist_of
from reviews.portfolio.map import Column, MapRow, fit_marks
from reviews.report.figures import word_score
from reviews.report.words import word_duration
from reviews.score import band_of_points
from reviews.values import BANDS, Score

NOTICE_WORDS: dict[str, Promise] = {
    "present": pgettext_lazy("notice of a price rise", "no number"),
    "absent": pgettext_lazy("notice of a price rise", "silent"),
    "referenced": pgettext_lazy("notice of a price rise", "points elsewhere"),
    "unclear": pgettext_lazy("notice of a price rise", "unclear"),
    "not_assessed": pgettext_lazy("notice of a price rise", "not assessed"),
    "not_run": pgettext_lazy("notice of a price rise", "not run"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A contract in the table. `address` is that of its newest report, or of the contract where it has none."""

    contract: Contract
    standing: Standing | None
    name: str
    address: str
    figure: str
    is_lifted: bool
    notice: str
    spend: str


def word_rows(contracts: Iterable[Contract]) -> list[Row]:
    return [_word_row(contract) for contract in contracts]


def _word_row(contract: Contract) -> Row:
    standing: Standing | None = getattr(contract, "standing", None)  # not set where there is none
    return Row(
        contract=contract,
        standing=standing,
        name=contract.title or contract.vendor.name,
        address=address_of(contract),
        figure=figure_of(standing.score) if standing else "–",
        is_lifted=bool(
            standing
            and standing.score is not None
            and standing.band
            and BANDS.index(standing.band) > BANDS.index(band_of_points(standing.score))  # type: ignore[arg-type]
        ),
        notice=word_notice(standing) if standing else "",
        spend=word_spend(contract.currency, contract.annual_spend),
    )


def address_of(contract: Contract) -> str:
    review = contract.review_id  # type: ignore[attr-defined]
    return (
        reverse("reviews:review", args=[review]) if review else reverse("reviews:contract", args=[contract.public_id])
    )


def figure_of(score: float | None) -> str:
    return word_score(Score(score, score, score, None)).figure


def word_notice(standing: Standing) -> str:
    if standing.notice_days is not None:
        return word_duration(standing.notice_days, "days")
    return str(NOTICE_WORDS.get(standing.notice_status, ""))


def word_spend(currency: str, amount: Decimal | None) -> str:
    return "" if amount is None else f"{currency} {number_format(amount.quantize(Decimal(1)), force_grouping=True)}"


def word_short_spend(currency: str, amount: Decimal) -> str:
    """Three figures are enough in a headline: "USD 1.10M"; Japanese counts in 万 and 億."""
    units = (
        (Decimal(10) ** 9, pgettext("short for 1,000,000,000", "%(number)sbn")),
        (Decimal(10) ** 8, pgettext("short for 100,000,000", "%(number)s")),
        (Decimal(10) ** 6, pgettext("short for 1,000,000", "%(number)sM")),
        (Decimal(10) ** 4, pgettext("short for 10,000", "%(number)s")),
        (Decimal(10) ** 3, pgettext("short for 1,000", "%(number)sk")),
    )
    for unit, words in units:
        if amount >= unit and words != "%(number)s":
            number = amount / unit
            places = 2 if number < 10 else 1 if number < 100 else 0
            return f"{currency} {words % {'number': number_format(number, places)}}"
    return f"{currency} {number_format(amount, 0)}"


class Fitter:
    """Puts the letters of reviews by older versions of a checklist into the columns of the newest."""

    def __init__(self, version: ChecklistVersion, columns: Sequence[Column], category: str) -> None:
        self.version, self.columns, self.category = version, columns, category
        self.items: dict[int, list[str]] = {}

    def fit(self, version: int, marks: str) -> str:
        """`version` is the number of the row under which `marks` were made."""
        if version == self.version.pk:
            return marks
        if version not in self.items:
            row = ChecklistVersion.objects.defer("source").get(pk=version)
            items = checklist_of(row).items
            self.items[version] = [item.id for item in items if self.category in ("", item.category)]
        return fit_marks(marks, self.items[version], self.columns)


def map_rows(rows: Iterable[Row], fitter: Fitter) -> list[MapRow]:
    """Those of the rows that were reviewed."""
    drawn = []
    for row in rows:
        if row.standing is not None:
            vendor = row.contract.vendor.name
            named = _("%(title)s (%(vendor)s)") % {"title": row.name, "vendor": vendor}
            marks = fitter.fit(row.standing.version_id, row.standing.marks)
            drawn.append(MapRow(row.name, named if row.name != vendor else vendor, row.figure, row.address, marks))
    return drawn
