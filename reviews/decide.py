"""What people decided on findings (after `score.py`, which scores again): rows in the order in which they were made in,
findings as they now stand out.

Confirming settles a finding as it was found, overriding gives it another grade, dismissing says that the item does not
apply to this contract: a dismissed finding leaves the sum with its weight. Undoing takes back the decision that stands,
so that the one before it stands again. Comments and assignments change nothing here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reviews.score import score_findings
from reviews.values import Finding, Grade, Scores

Act = Literal["confirm", "override", "dismiss", "undo"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision on an item. `number` tells it from all others; `reason` is needed but for confirm and undo.

    `carried_from` is the number of the review in which it was made, None where that is this one; `by` and `at` are who
    made it there, and when.
    """

    number: int
    item: str
    act: Act
    grade: Grade | None = None
    reason: str = ""
    by: str = ""
    at: datetime.datetime | None = None
    carried_from: int | None = None


def standing(rulings: Iterable[Ruling]) -> dict[str, Ruling]:
    """The ruling that stands for each item that was decided on. `rulings` are in the order in which they were made."""
    made: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        own = made.setdefault(ruling.item, [])
        if ruling.act != "undo":
            own.append(ruling)
        elif own:
            own.pop()
    return {item: own[-1] for item, own in made.items() if own}


def decided(findings: Iterable[Finding], rulings: Mapping[str, Ruling]) -> list[Finding]:
    """The findings that count, as people left them. What was found is not touched: these are copies.

    A decision ends doubt: a finding that was unclear no longer widens the range once somebody has settled it.
    """
    kept = []
    for finding in findings:
        ruling = rulings.get(finding.item)
        if ruling is None:
            kept.append(finding)
        elif ruling.act != "dismiss":
            kept.append(settled(finding, ruling.grade if ruling.act == "override" else finding.grade))
    return kept


def settled(finding: Finding, grade: Grade | None) -> Finding:
    is_open = finding.status == "unclear" and grade is not None
    return replace(
        finding, grade=grade, status=("present" if finding.evidence else "absent") if is_open else finding.status
    )


def scores_after(findings: Iterable[Finding], rulings: Mapping[str, Ruling]) -> Scores:
    """The scores with all decisions taken into account."""
    return score_findings(decided(findings, rulings))


def scores_if(findings: Sequence[Finding], rulings: Mapping[str, Ruling], ruling: Ruling) -> Scores:
    """What the scores would be if this were decided too."""
    return scores_after(findings, {**rulings, ruling.item: ruling})


def must_be_decided(findings: Iterable[Finding], rulings: Mapping[str, Ruling]) -> list[Finding]:
    """What nobody may sign over: findings that are critical, or unclear, and that no one has settled."""
    return [
        finding
        for finding in findings
        if finding.item not in rulings and (finding.grade == "critical" or finding.status == "unclear")
    ]
