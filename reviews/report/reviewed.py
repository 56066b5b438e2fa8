"""What a report is made of, as plain values, and how it is read back from the rows of a finished review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from contracts.values import Paper
from reviews.checklist import load_checklist
from reviews.checklist.values import Checklist
from reviews.models import ChecklistVersion, Review, ReviewedPaper
from reviews.values import Band, Evidence, Finding, Score, Scores


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A finished review. What the command line does not know (team, number, people, date) stays empty.

    `accepted` is the worst band that the team signs.
    """

    title: str
    vendor: str
    checklist: Checklist
    papers: tuple[Paper, ...]
    findings: tuple[Finding, ...]
    scores: Scores
    checklist_number: int | None = None
    checklist_sha256: str = ""
    team: str = ""
    accepted: Band = "moderate"
    number: int | None = None
    made_at: datetime | None = None
    made_by: str = ""


def load_reviewed(review: Review) -> Reviewed:
    """The values of a stored review, in five queries whatever its size."""
    row = Review.objects.select_related(
        "contract__vendor", "contract__team", "checklist_version__checklist", "created_by"
    ).get(pk=review.pk)
    version = row.checklist_version
    return Reviewed(
        title=row.contract.title,
        vendor=row.contract.vendor.name,
        checklist=_load_version(version),
        papers=tuple(_paper(paper) for paper in row.papers.select_related("version__reading").order_by("position")),
        findings=_findings(row),
        scores=Scores(
            _score({"score": row.score, "low": row.score_low, "high": row.score_high, "band": row.band}),
            {category: _score(score) for category, score in row.category_scores.items()},
        ),
        checklist_number=version.number,
        checklist_sha256=version.sha256,
        team=row.contract.team.name,
        accepted=row.contract.team.accepted_band,
        number=row.number,
        made_at=row.finished_at or row.created_at,
        made_by=str(row.created_by or ""),
    )


def _load_version(version: ChecklistVersion) -> Checklist:
    return _parse(version.sha256, version.source, version.checklist.name)


@lru_cache(maxsize=16)
def _parse(sha256: str, source: str, name: str) -> Checklist:
    """Published versions never change, so that each is parsed once in a process."""
    return load_checklist(source, name)


def _paper(row: ReviewedPaper) -> Paper:
    reading = row.version.reading
    if reading is None:
        raise ValueError(f"version {row.version_id} was reviewed but never read")
    return Paper(
        name=row.version.name,
        kind=row.kind,
        text=reading.text,
        clauses=reading.clause_values,
        sha256=row.version.sha256,
        title=reading.title,
    )


def _findings(review: Review) -> tuple[Finding, ...]:
    rows = review.findings.prefetch_related("evidence").order_by("position")
    return tuple(
        Finding(
            item=row.item,
            category=row.category,
            weight=row.weight,
            status=row.status,
            grade=row.grade or None,
            values=row.values,
            evidence=tuple(Evidence(span.document, span.start, span.end, span.quote) for span in row.evidence.all()),
            confidence=row.confidence,
            reader=row.reader,
            rationale=row.rationale,
        )
        for row in rows
    )


def _score(row: dict[str, float | str | None]) -> Score:
    return Score(row["score"], row["low"], row["high"], row["band"] or None)


def by_item(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.item: finding for finding in findings}
