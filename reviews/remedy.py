"""What would have to change (after `score.py`, by the same arithmetic): papers to ask for, then the shortest list of
amendments that brings the contract down to the band that the team accepts, with the score after each step.

A paper that is asked for is assumed to meet the checklist: what rests on it is counted as acceptable. An amendment is
counted with the least grade that is enough; the checklist's fallback wording reaches it. Both are assumptions that the
report states.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reviews.checklist.values import Item
from reviews.score import FLOOR_OF_GRAVEST, GRAVEST_WEIGHT, score_group
from reviews.values import BANDS, GRADES, POINTS, Band, Finding, Grade, Score


@dataclass(frozen=True, slots=True)
class Step:
    """Ask for the paper of kind `paper`, or (where `paper` is "") amend one item.

    `items` are gravest first; `target` is the grade at which they are counted from here on; `after` is the overall
    score once this step and all before it are taken.
    """

    action: Literal["ask", "amend"]
    items: tuple[str, ...]
    target: Grade
    after: Score
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """`needed` is how many of the steps it takes to reach the accepted band: 0 where the contract is already there."""

    accepted: Band
    steps: tuple[Step, ...]
    needed: int

    @property
    def amendments(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.action == "amend")


def plan_remedy(
    items: Iterable[Item], findings: Iterable[Finding], supplied: Collection[str], accepted: Band
) -> Remedy:
    """The steps, papers before amendments. `supplied` are the kinds of paper that were read.

    Papers are asked for whatever the score, as nothing is known without them; amendments end at the accepted band.
    """
    by_id = {item.id: item for item in items}
    order = {item: place for place, item in enumerate(by_id)}
    state = sorted(findings, key=lambda finding: (order.get(finding.item, len(order)), finding.item))
    steps: list[Step] = []
    needed = 0 if is_accepted(state, accepted) else None
    for paper, resting in papers_to_ask(by_id, state, supplied):
        state = settle(state, dict.fromkeys((finding.item for finding in resting), "acceptable"))
        steps.append(Step("ask", tuple(f.item for f in resting), "acceptable", score_group(state), paper))
        if needed is None and is_accepted(state, accepted):
            needed = len(steps)
    for item, target in shortest_amendments(state, accepted):
        state = settle(state, {item: target})
        steps.append(Step("amend", (item,), target, score_group(state)))
    return Remedy(accepted, tuple(steps), len(steps) if needed is None else needed)


def papers_to_ask(
    items: Mapping[str, Item], findings: Sequence[Finding], supplied: Collection[str]
) -> list[tuple[str, list[Finding]]]:
    """Missing papers, the one that would change most first, with the findings that rest on each, gravest first."""
    resting: dict[str, list[Finding]] = {}
    for finding in findings:
        paper = rests_on(items[finding.item], finding, supplied) if finding.item in items else None
        if paper:
            resting.setdefault(paper, []).append(finding)
    for group in resting.values():
        group.sort(key=lambda finding: -finding.weight * points_of(finding))
    return sorted(resting.items(), key=lambda entry: (-total_gain(entry[1]), -len(entry[1]), entry[0]))


def rests_on(item: Item, finding: Finding, supplied: Collection[str]) -> str | None:
    """The missing paper in which an answer would stand, or None where the papers at hand are the place to look."""
    if finding.status == "referenced":
        return next((paper for paper in (*item.find.points_to, *item.applies_to) if paper not in supplied), None)
    if finding.status in ("absent", "not_assessed") and item.applies_to and item.applies_to[0] not in supplied:
        return item.applies_to[0]
    return None


def shortest_amendments(findings: Sequence[Finding], accepted: Band) -> list[tuple[str, Grade]]:
    """Items to amend, the greatest gain first, and the least grade that is enough for each.

    What each gains is independent of the others, so taking the greatest gains is the shortest way down; only a critical
    finding of the gravest weight must be amended whatever it gains, where it alone keeps the band up.
    """
    must = BANDS.index(accepted) < BANDS.index(FLOOR_OF_GRAVEST)
    targets: dict[str, Grade] = {}
    for finding in sorted(
        findings, key=lambda finding: (-(must and is_gravest(finding)), -gain(finding, "favourable"))
    ):
        if is_accepted(settle(findings, targets), accepted) or not gain(finding, "favourable"):
            break
        targets[finding.item] = "favourable"
    chosen = [finding for finding in findings if finding.item in targets]
    for finding in sorted(chosen, key=lambda finding: gain(finding, "acceptable")):
        relaxed: dict[str, Grade] = {**targets, finding.item: "acceptable"}
        if gain(finding, "acceptable") and is_accepted(settle(findings, relaxed), accepted):
            targets = relaxed
    chosen.sort(key=lambda finding: -gain(finding, targets[finding.item]))
    return [(finding.item, targets[finding.item]) for finding in chosen]


def settle(findings: Iterable[Finding], targets: Mapping[str, Grade]) -> list[Finding]:
    """The findings if these items were settled so: never worse than they are, and never graded where they were not."""
    return [
        replace(finding, grade=min(finding.grade, targets[finding.item], key=GRADES.index), status="present")
        if finding.item in targets and finding.grade
        else finding
        for finding in findings
    ]


def is_accepted(findings: Sequence[Finding], accepted: Band) -> bool:
    band = score_group(findings).band
    return band is None or BANDS.index(band) <= BANDS.index(accepted)


def is_gravest(finding: Finding) -> bool:
    return finding.grade == "critical" and finding.weight >= GRAVEST_WEIGHT


def points_of(finding: Finding) -> int:
    return POINTS[finding.grade] if finding.grade else 0


def gain(finding: Finding, target: Grade) -> int:
    """Weighted points that go away if the finding is amended to `target`; 0 where it stands there already."""
    return finding.weight * max(0, points_of(finding) - POINTS[target])


def total_gain(findings: Iterable[Finding]) -> int:
    return sum(gain(finding, "acceptable") for finding in findings)
