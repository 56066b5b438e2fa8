"""How a contract stands by a checklist, kept in rows of its own for the lists of many contracts.

`refresh_standing` is called when a review ends, and by whoever settles a finding; calling it twice does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction

from contracts.models import Contract
from reviews.checklist import ChecklistError
from reviews.decide import decided, standing
from reviews.models import Review, Standing
from reviews.portfolio.checklists import checklist_of
from reviews.portfolio.marks import NONE, mark_of
from reviews.score import score_findings
from reviews.values import Finding, Score

NOTICE_ITEM, NOTICE_VALUE = "pricing.increase_notice", "notice_days"
"""The one answer that the list of contracts shows in a column of its own: how long before a price rise one hears."""
Items = Mapping[str, Sequence[str]]


@transaction.atomic
def refresh_standing(review: Review) -> None:
    """Bring the rows of this review's contract and checklist up to date: its newest finished review, as people left it.

    Costs eight queries. Whoever does this for the same contract waits until the transaction ends: two at once would
    both remove the old rows and both write new ones. `contracts.trail.record` comes after it, never before.
    """
    Contract.objects.hold(review.contract_id)
    checklist = review.checklist_version.checklist_id
    newest = (
        Review.objects.filter(
            contract=review.contract_id, checklist_version__checklist=checklist, status=Review.Status.DONE
        )
        .select_related("contract", "checklist_version")
        .defer("checklist_version__source")
        .order_by("-number")
        .first()
    )
    Standing.objects.filter(contract=review.contract_id, checklist=checklist).delete()
    if newest is not None:
        Standing.objects.bulk_create(rows_of(newest, settled_findings(newest), items_of(newest)))


def settled_findings(review: Review) -> list[Finding]:
    """The review's findings as they count now, in the order of the checklist; without those that were dismissed."""
    found = [row.value for row in review.findings.prefetch_related("evidence")]
    return decided(found, standing(row.value for row in review.decisions.settling().with_people()))


def items_of(review: Review) -> Items:
    """The items of each category in the order of the checklist, and under "" all of them."""
    try:
        pairs = [(item.id, item.category) for item in checklist_of(review.checklist_version).items]
    except ChecklistError:  # a checklist of an older product, which this one no longer reads
        pairs = list(review.findings.values_list("item", "category"))
    items: dict[str, list[str]] = {"": [item for item, _ in pairs]}
    for item, category in pairs:
        items.setdefault(category, []).append(item)
    return items


def rows_of(review: Review, findings: Sequence[Finding], items: Items) -> Iterator[Standing]:
    """A row for the whole and one for each category in which something was found."""
    scores = score_findings(findings)
    yield row_of(review, "", scores.overall, findings, items)
    for category, score in scores.categories.items():
        yield row_of(review, category, score, findings, items)


def row_of(review: Review, category: str, score: Score, findings: Sequence[Finding], items: Items) -> Standing:
    found = {one.item: one for one in findings if category in ("", one.category)}
    notice = next((one for one in findings if one.item == NOTICE_ITEM), None)
    days = notice.values.get(NOTICE_VALUE) if notice is not None else None
    return Standing(
        team_id=review.contract.team_id,
        contract=review.contract,
        checklist_id=review.checklist_version.checklist_id,
        version=review.checklist_version,
        review=review,
        category=category,
        score=score.score,
        low=score.low,
        high=score.high,
        band=score.band or "",
        critical=sum(one.grade == "critical" for one in found.values()),
        risky=sum(one.grade == "risky" for one in found.values()),
        marks="".join(
            mark_of(found[item].status, found[item].grade) if item in found else NONE for item in items[category]
        ),
        notice_status=notice.status if notice is not None else "",
        notice_days=int(days) if isinstance(days, int | float) and not isinstance(days, bool) else None,
        reviewed_at=review.finished_at or review.created_at,
    )
