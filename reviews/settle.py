"""Writes what people decide, say and ask of each other about findings; `decide.py` and `carry.py` compute for it.

Nobody overwrites anybody: a decision names the one that its maker saw last, and where another came in between, nothing
is written and the maker is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from contracts.models import Contract, User
from contracts.trail import record
from reviews.carry import carry
from reviews.decide import standing
from reviews.models import Decision, Review, SignOff
from reviews.standing import refresh_standing
from reviews.values import Finding


class Closed(Exception):
    """The review is signed off: what it says stays."""


class Clash(Exception):
    """Somebody else decided since. `latest` is their decision."""

    def __init__(self, latest: Decision) -> None:
        super().__init__(latest.pk)
        self.latest = latest


class NothingToUndo(Exception):
    """No decision stands that could be taken back."""


@transaction.atomic
def settle_finding(
    review: Review, item: str, user: User, act: str, *, grade: str = "", reason: str = "", seen: int = 0
) -> Decision:
    """Confirm, override, dismiss or undo. `seen` is the number of the last such row that the person saw, 0 for none.

    Raises Clash, Closed, or NothingToUndo.
    """
    hold_open(review)
    made = list(Decision.objects.filter(review=review, item=item).settling().with_people())
    last = made[-1] if made else None
    if last is not None and last.pk != seen:
        raise Clash(last)
    if act == Decision.Act.UNDO and item not in standing(row.value for row in made):
        raise NothingToUndo
    row = Decision.objects.create(
        review=review,
        item=item,
        act=act,
        grade=grade if act == Decision.Act.OVERRIDE else "",
        text=reason,
        by=user,
        by_name=str(user),
        turn=(last.turn or 0) + 1 if last else 1,
        replaces=last,
    )
    refresh_standing(review)
    said = {"grade": grade} if row.grade else {}
    record(review.contract.team, user, f"decision.{act}", review.contract, review=review.number, item=item, **said)
    return row


@transaction.atomic
def comment_on(review: Review, item: str, user: User, text: str, mentions: Sequence[str] = ()) -> Decision:
    """A word on a finding; never in the way of a decision. Raises Closed."""
    hold_open(review)
    row = Decision.objects.create(
        review=review,
        item=item,
        act=Decision.Act.COMMENT,
        text=text,
        by=user,
        by_name=str(user),
        mentions=list(mentions),
    )
    record(review.contract.team, user, "comment", review.contract, review=review.number, item=item)
    return row


@transaction.atomic
def assign_finding(review: Review, item: str, user: User, assignee: User | None) -> Decision:
    """Ask a member of the team to look at a finding, or nobody any more. Raises Closed."""
    hold_open(review)
    row = Decision.objects.create(
        review=review,
        item=item,
        act=Decision.Act.ASSIGN,
        by=user,
        by_name=str(user),
        assignee=assignee,
        mentions=[str(assignee)] if assignee else [],
    )
    to = str(assignee) if assignee else ""
    record(review.contract.team, user, "assign", review.contract, review=review.number, item=item, to=to)
    return row


def hold_open(review: Review) -> None:
    """Let nobody else decide on or sign a review of this contract until the transaction ends, and no review of it end.

    Raises Closed.
    """
    Contract.objects.hold(review.contract_id)
    if SignOff.objects.filter(review=review).exists():
        raise Closed


def carry_decisions(review: Review) -> tuple[int, int]:
    """Take over, into a review just finished, what stands in the last one by the same checklist.

    Returns how many decisions were kept and how many are to be looked at again. Costs as many queries whatever their
    number, three where there is no earlier review with decisions. No decision falls between the two reviews: nobody
    decides on the earlier one until the transaction ends.
    """
    Contract.objects.hold(review.contract_id)
    earlier = (
        Review.objects.filter(
            contract=review.contract_id,
            checklist_version__checklist=review.checklist_version.checklist_id,
            number__lt=review.number,
            status=Review.Status.DONE,
        )
        .order_by("-number")
        .first()
    )
    if earlier is None:
        return 0, 0
    rows = {row.pk: row for row in Decision.objects.filter(review=earlier).settling().with_people()}
    stands = standing(row.value for row in rows.values())
    if not stands:
        return 0, 0
    outcome = carry(findings_of(earlier), stands, findings_of(review))
    kept = [repeat(rows[ruling.number], review) for ruling in outcome.kept]
    again = [revisit(rows[one.ruling.number], review, one.why) for one in outcome.again]
    Decision.objects.bulk_create(kept + again)
    if kept:
        refresh_standing(review)
    return len(kept), len(again)


def findings_of(review: Review) -> list[Finding]:
    return [row.value for row in review.findings.prefetch_related("evidence")]


def repeat(row: Decision, review: Review) -> Decision:
    """The same decision by the same person in a later review; it points to where it was first made."""
    return Decision(
        review=review,
        item=row.item,
        act=row.act,
        grade=row.grade,
        text=row.text,
        by=row.by,
        by_name=row.by_name,
        turn=1,
        carried_from=row.carried_from or row,
    )


def revisit(row: Decision, review: Review, why: str) -> Decision:
    origin = row.carried_from or row
    return Decision(
        review=review,
        item=row.item,
        act=Decision.Act.REVISIT,
        grade=row.grade,
        text=why,
        by=row.by,
        by_name=row.by_name,
        carried_from=origin,
    )
