"""Two to four contracts side by side, item by item, for choosing a vendor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from contracts.models import Contract, Team
from contracts.values import Language
from reviews.checklist import Checklist as ChecklistValues
from reviews.checklist.values import Item
from reviews.models import Checklist, FindingRow, ReviewedPaper, Standing
from reviews.portfolio.answers import papers_of, where_of
from reviews.portfolio.marks import MARKS, Mark
from reviews.portfolio.rows import figure_of
from reviews.report.words import word_values

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Side:
    """One of the contracts, and how it stands; `standing` is None where the checklist was not used on it.

    `categories` are its standings by category.
    """

    contract: Contract
    name: str
    standing: Standing | None
    categories: Mapping[str, Standing]
    address: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one contract says on one item; `mark` is None where its review does not have the item."""

    mark: Mark | None
    values: str
    reason: str
    where: str
    address: str
    said: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """One item. `differs` where the contracts are not graded alike, or name other values."""

    item: str
    category: str
    title: str
    weight: int
    cells: tuple[Cell, ...]
    differs: bool


def checklists_of(team: Team, contracts: Sequence[Contract]) -> list[Checklist]:
    """Those by which any of the contracts stands, the one by which most do first."""
    rows = Checklist.objects.filter(team=team, standings__contract__in=contracts, standings__category="")
    return list(rows.annotate(used=Count("standings")).order_by("-used", "name"))


def sides_of(contracts: Sequence[Contract], checklist: Checklist | None) -> list[Side]:
    """In the order of the contracts; one query."""
    rows = Standing.objects.filter(contract__in=contracts, checklist=checklist).select_related("review", "version")
    found: dict[int, dict[str, Standing]] = {}
    for row in rows.defer("version__source"):
        found.setdefault(row.contract_id, {})[row.category] = row
    sides = []
    for contract in contracts:
        own = found.get(contract.pk, {})
        whole = own.pop("", None)
        at = reverse("reviews:review", args=[whole.review.public_id]) if whole else ""
        name = contract.title or contract.vendor.name
        sides.append(Side(contract, name, whole, own, at or reverse("reviews:contract", args=[contract.public_id])))
    return sides


def newest_version(sides: Sequence[Side]) -> Standing | None:
    """A standing by the newest version among those of the contracts."""
    return max((side.standing for side in sides if side.standing), key=lambda row: row.version.number, default=None)


def compare_items(sides: Sequence[Side], checklist: ChecklistValues, language: Language) -> list[Line]:
    """All items of the checklist in its order; three queries."""
    reviews = [side.standing.review_id for side in sides if side.standing]
    rows = list(FindingRow.objects.filter(review__in=reviews).prefetch_related("evidence"))
    papers = papers_of(reviews)
    found = {(row.review_id, row.item): row for row in rows}
    lines = []
    for item in checklist.items:
        cells = tuple(_cell(side, item, found, papers, language) for side in sides)
        lines.append(
            Line(
                item=item.id,
                category=item.category,
                title=item.title.get(language) or item.title["en"],
                weight=item.weight,
                cells=cells,
                differs=_differ(cells),
            )
        )
    return lines


def _differ(cells: Sequence[Cell]) -> bool:
    first = cells[0]
    return any(cell.mark != first.mark or cell.said != first.said for cell in cells[1:])


NOTHING = Cell(None, "", "", "", "", {})


def _cell(
    side: Side,
    item: Item,
    found: Mapping[tuple[int, str], FindingRow],
    papers: Mapping[tuple[int, int], ReviewedPaper],
    language: Language,
) -> Cell:
    if side.standing is None:
        return NOTHING
    row = found.get((side.standing.review_id, item.id))
    if row is None:
        return NOTHING
    letter = side.standing.marks[row.position : row.position + 1]
    spans = list(row.evidence.all())
    paper = papers.get((row.review_id, spans[0].document)) if spans else None
    return Cell(
        mark=MARKS.get(letter),
        values="; ".join(f"{value.label} {value.text}" for value in word_values(row.values, item.values)),
        reason=row.rationale.get(language) or row.rationale.get("en", ""),
        where=where_of(paper, spans[0].start, language) if spans else "",
        address=f"{side.address}#{item.id}",
        said=row.values,
    )


def category_figures(sides: Sequence[Side], category: str) -> list[tuple[str, str]]:
    """Score and band of each contract in one category."""
    rows = [side.categories.get(category) for side in sides]
    return [(figure_of(row.score), row.band) if row else ("–", "") for row in rows]
