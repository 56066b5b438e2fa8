"""Findings in, scores out (after `grade.py`): the weighted average of points of risk, with its range and its band.

All arithmetic is in whole numbers and fractions and is rounded once, half up, to one decimal: the same findings give
the same score to the last digit, in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reviews.values import BANDS, POINTS, Band, Finding, Grade, Score, Scores

CEILINGS: tuple[tuple[Band, int], ...] = (("low", 25), ("moderate", 45), ("high", 65))
"""Each band ends below its number of points; Severe has no end."""
GRAVEST_WEIGHT = 5
FLOOR_OF_GRAVEST: Band = "high"
"""The lowest band of a contract with a critical finding of the gravest weight."""


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of the sum. `share` is what the item adds to the overall score: all shares add up to it."""

    item: str
    category: str
    grade: Grade
    weight: int
    points: int
    weighted: int
    share: float


def score_findings(findings: Iterable[Finding]) -> Scores:
    """The overall score and one for each category that has a finding, in the order in which categories first appear.

    A finding without weight is no part of the checklist and of no score (`integrity.py`).
    """
    findings = tuple(finding for finding in findings if finding.weight)
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.category, []).append(finding)
    return Scores(score_group(findings), {category: score_group(group) for category, group in groups.items()})


def score_group(findings: Sequence[Finding]) -> Score:
    """The score of these findings alone. An ungraded finding counts only where it is unclear, and only in the range."""
    score = average([(finding.weight, POINTS[finding.grade]) for finding in findings if finding.grade])
    low = average([point for finding in findings for point in turned_out(finding, "favourable")])
    high = average([point for finding in findings for point in turned_out(finding, "critical")])
    band = None if score is None else band_of(score, findings)
    figure, lowest, highest = (None if points is None else rounded(points) for points in (score, low, high))
    return Score(figure, lowest, highest, band)


def turned_out(finding: Finding, grade: Grade) -> list[tuple[int, int]]:
    """Weight and points of a finding if it, being unclear, turned out as `grade`; nothing where it does not count."""
    settled = grade if finding.status == "unclear" else finding.grade
    return [(finding.weight, POINTS[settled])] if settled else []


def average(points: Sequence[tuple[int, int]]) -> Fraction | None:
    total = sum(weight for weight, _ in points)
    return Fraction(sum(weight * point for weight, point in points), total) if total else None


def band_of(score: Fraction, findings: Iterable[Finding]) -> Band:
    """The band of the score as printed (no page shows 25.0 as Low), lifted by a critical finding of weight 5."""
    band = band_of_points(rounded(score))
    if any(finding.grade == "critical" and finding.weight >= GRAVEST_WEIGHT for finding in findings):
        return max(band, FLOOR_OF_GRAVEST, key=BANDS.index)
    return band


def band_of_points(points: float) -> Band:
    return next((band for band, ceiling in CEILINGS if points < ceiling), BANDS[-1])


def rounded(points: Fraction) -> float:
    """To one decimal, half up, as one would by hand."""
    return float(Fraction((points * 20 + 1) // 2, 10))


def score_lines(findings: Iterable[Finding]) -> tuple[SumLine, ...]:
    """The sum behind the overall score, line by line, in the order of the findings; ungraded ones have no line."""
    graded = [(finding, finding.grade) for finding in findings if finding.grade and finding.weight]
    total = sum(finding.weight for finding, _ in graded)
    return tuple(
        SumLine(
            item=finding.item,
            category=finding.category,
            grade=grade,
            weight=finding.weight,
            points=POINTS[grade],
            weighted=finding.weight * POINTS[grade],
            share=finding.weight * POINTS[grade] / total,
        )
        for finding, grade in graded
    )
