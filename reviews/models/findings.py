"""What a review found: an answer to each item, and the words on which it rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from django.db import models
from django.db.models import F, Q

from contracts.values import Box
from reviews.values import Conflict, Evidence, Finding, Grade, Opinion, ReaderName, Status

if TYPE_CHECKING:
    from reviews.models.reviews import Review

Placed = tuple[int | None, Sequence[Box]]


class FindingRow(models.Model):
    """A review's answer to one item. `rationale` is {"en": ..., "ja": ...}."""

    review = models.ForeignKey("Review", models.CASCADE, related_name="findings")
    item = models.CharField(max_length=60)
    category = models.CharField(max_length=30)
    weight = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12)
    grade = models.CharField(max_length=10, blank=True)
    confidence = models.FloatField(default=0)
    reader = models.CharField(max_length=8, default="local")
    values = models.JSONField(default=dict)
    rationale = models.JSONField(default=dict)
    conflict = models.JSONField(null=True, default=None)
    """A `reviews.values.Conflict`, where papers or clauses disagree."""
    other = models.JSONField(null=True, default=None)
    """A `reviews.values.Opinion`: the other reader's answer, where both gave one. Its evidence has `page` and `boxes`,
    as `EvidenceSpan` has."""
    position = models.PositiveSmallIntegerField()
    """The item's place in the checklist, from 0."""

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="one_finding_per_item")]
        indexes = [models.Index(fields=["item", "grade"])]

    def __str__(self) -> str:
        return self.item

    @classmethod
    def of(
        cls, review: Review, finding: Finding, position: int, place: Callable[[Evidence], Placed] = lambda _: (None, ())
    ) -> FindingRow:
        """`place` gives the page of a piece of evidence and the boxes of its words."""
        return cls(
            review=review,
            position=position,
            item=finding.item,
            category=finding.category,
            weight=finding.weight,
            status=finding.status,
            grade=finding.grade or "",
            confidence=finding.confidence,
            reader=finding.reader,
            values=finding.values,
            rationale=finding.rationale,
            conflict=asdict(finding.conflict) if finding.conflict else None,
            other=_with_places(finding.other, place) if finding.other else None,
        )

    @property
    def value(self) -> Finding:
        """The finding as the pure stages know it. Costs a query for its evidence unless that was prefetched."""
        return Finding(
            item=self.item,
            category=self.category,
            weight=self.weight,
            status=cast(Status, self.status),
            grade=cast(Grade, self.grade) if self.grade else None,
            values=self.values,
            evidence=tuple(span.value for span in self.evidence.all()),
            confidence=self.confidence,
            reader=cast(ReaderName, self.reader),
            rationale=self.rationale,
            conflict=Conflict.read(self.conflict) if self.conflict else None,
            other=Opinion.read(self.other) if self.other else None,
        )


def _with_places(other: Opinion, place: Callable[[Evidence], Placed]) -> dict[str, object]:
    placed = []
    for one in other.evidence:
        page, boxes = place(one)
        placed.append({**asdict(one), "page": page, "boxes": list(boxes)})
    return {**asdict(other), "evidence": placed}


class EvidenceSpan(models.Model):
    """A verbatim span of a reviewed paper's text."""

    finding = models.ForeignKey(FindingRow, models.CASCADE, related_name="evidence")
    document = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)
    quote = models.TextField()
    boxes = models.JSONField(default=list)
    """[[page, left, bottom, right, top], ...] as `contracts.values.Box`, one for each line of its words; none where the
    paper has no pages, and in reviews from before there were any."""
    found_by = models.TextField(blank=True)
    """The phrase that matched there, "" where no phrase did."""

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="evidence_span_not_empty")]

    def __str__(self) -> str:
        return self.quote[:60]

    @property
    def value(self) -> Evidence:
        return Evidence(self.document, self.start, self.end, self.quote, self.found_by)
