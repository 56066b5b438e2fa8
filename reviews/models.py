"""Checklists and reviews: what we ask of a contract, and what we found.

The review row is the truth; a Celery message is only a wake-up (see `leases.py` and `tasks.py`).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import cast

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, LanguageChoice, Reading, Team, User, Version
from contracts.values import Box, Kind, Paper, Text
from reviews.checklist import Checklist as ChecklistValues
from reviews.checklist import load_checklist
from reviews.leases import Leased, LeasedQuerySet, Progress
from reviews.values import Conflict, Evidence, Finding, Grade, ReaderName, Scores, Status, Timing


class Checklist(models.Model):
    """A named list of items that belongs to a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="checklists")
    name = models.CharField(max_length=200)
    name_ja = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="one_checklist_per_name")]

    def __str__(self) -> str:
        return self.name


class ChecklistVersion(models.Model):
    """A published version: immutable. `source` is the checklist file (YAML) whose hash is `sha256`."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["checklist", "-number"]
        constraints = [models.UniqueConstraint(fields=["checklist", "number"], name="one_checklist_version_per_number")]

    def __str__(self) -> str:
        return f"{self.checklist} {self.number}"

    def load(self) -> ChecklistValues:
        """The checklist as values. Raises ChecklistError where a newer product no longer reads it."""
        return load_checklist(self.source, self.checklist.name)


class ReviewQuerySet(LeasedQuerySet["Review"]):
    def for_team(self, team: Team) -> ReviewQuerySet:
        return self.filter(contract__team=team)

    def claim(self, pk: int, **changes: object) -> Review | None:
        return super().claim(pk, started_at=timezone.now(), step=Review.Step.READ, **changes)


class Review(Leased):
    """One run of one checklist version over the current versions of a contract's documents."""

    Status = Progress

    class Step(models.TextChoices):
        RECEIVED = "received", _("Received")
        READ = "read", _("Read")
        CLAUSES = "clauses", _("Clauses")
        ITEMS = "items", _("Items")
        QUOTES = "quotes", _("Quotes")
        SCORED = "scored", _("Scored")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="reviews")
    checklist_version = models.ForeignKey(ChecklistVersion, models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    reader = models.CharField(max_length=8, default="local")
    language = models.CharField(_("report language"), max_length=2, choices=LanguageChoice, default=LanguageChoice.EN)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    step = models.CharField(max_length=8, choices=Step, default=Step.RECEIVED)
    started_at = models.DateTimeField(null=True)

    score = models.FloatField(null=True)
    score_low = models.FloatField(null=True)
    score_high = models.FloatField(null=True)
    band = models.CharField(max_length=8, blank=True)
    category_scores = models.JSONField(default=dict)
    """{category: {"score", "low", "high", "band"}}"""
    timing = models.JSONField(default=dict)
    """{"reading_ms", "finding_ms", "total_ms"}"""

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="one_review_per_number")]

    def __str__(self) -> str:
        return f"{self.contract} {self.number}"

    def current_versions(self) -> list[Version]:
        """The newest version of each of the contract's documents, in the order of the bundle."""
        versions = Version.objects.filter(document__contract=self.contract_id).current()
        return list(versions.select_related("document__contract", "reading"))

    def finish(
        self,
        papers: Sequence[ReviewedPaper],
        findings: Sequence[Finding],
        scores: Scores,
        timing: Timing,
        pages: Callable[[Evidence], int | None],
        boxes: Callable[[Evidence], Sequence[Box]] = lambda evidence: (),
    ) -> None:
        """Store what was found, all of it or, where the lease is no longer ours (LeaseLost), nothing.

        `pages` gives the number of the page on which a piece of evidence begins, `boxes` where its words stand.
        """
        overall = scores.overall
        with transaction.atomic():
            self.save_while_held(
                status=self.Status.DONE,
                step=self.Step.SCORED,
                finished_at=timezone.now(),
                failure="",
                score=overall.score,
                score_low=overall.low,
                score_high=overall.high,
                band=overall.band or "",
                category_scores={category: asdict(score) for category, score in scores.categories.items()},
                timing=timing,
            )
            self.papers.all().delete()
            self.findings.all().delete()
            ReviewedPaper.objects.bulk_create(papers)
            rows = FindingRow.objects.bulk_create(
                FindingRow.of(self, finding, position) for position, finding in enumerate(findings)
            )
            EvidenceSpan.objects.bulk_create(
                EvidenceSpan(finding=row, page=pages(evidence), boxes=list(boxes(evidence)), **asdict(evidence))
                for row, finding in zip(rows, findings, strict=True)
                for evidence in finding.evidence
            )


class ReviewedPaper(models.Model):
    """A version that a review worked on, in the order to which `EvidenceSpan.document` points.

    Papers that could not be read come last, with the code of the refusal (see `contracts.read.REFUSALS`).
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="papers")
    version = models.ForeignKey(Version, models.PROTECT, related_name="reviewed_as")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, blank=True)
    refusal = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["review", "position"], name="one_paper_per_position")]

    def __str__(self) -> str:
        return f"{self.review}: {self.version}"

    @property
    def paper(self) -> Paper:
        """The paper as the report shows it; only where it was read."""
        return self.with_text(self.reading.text)

    @property
    def placed_paper(self) -> Paper:
        """The paper as the pure stages know it, with the places of its words. Costs a query; only where it was read."""
        return self.with_text(self.reading.placed_text)

    @property
    def reading(self) -> Reading:
        if self.version.reading is None:
            raise ValueError(f"version {self.version.pk} was never read")
        return self.version.reading

    def with_text(self, text: Text) -> Paper:
        version, reading = self.version, self.reading
        return Paper(version.name, cast(Kind, self.kind), text, reading.clause_values, version.sha256, reading.title)


class FindingRow(models.Model):
    """A review's answer to one item. `rationale` is {"en": ..., "ja": ...}."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="findings")
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
    position = models.PositiveSmallIntegerField()
    """The item's place in the checklist, from 0."""

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="one_finding_per_item")]

    def __str__(self) -> str:
        return self.item

    @classmethod
    def of(cls, review: Review, finding: Finding, position: int) -> FindingRow:
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
        )


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


class ReportFile(Leased):
    """A report made by a worker from a finished review: one for each format and language."""

    Status = Progress

    review = models.ForeignKey(Review, models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, default="pdf")
    language = models.CharField(max_length=2, choices=LanguageChoice)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LeasedQuerySet["ReportFile"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "format", "language"], name="one_file_per_format")]

    def __str__(self) -> str:
        return f"{self.review} {self.format} {self.language}"

    def finish(self, data: bytes) -> None:
        """Keep the file if the lease is still ours; else (LeaseLost) nothing of it stays behind."""
        storage = self.file.storage
        # The lease's token is in the name, so that two workers never write into the same file.
        name = storage.save(
            f"reports/{self.review.contract.team_id}/{self.lease_token}.{self.format}", ContentFile(data)
        )
        try:
            self.save_while_held(
                status=self.Status.DONE,
                finished_at=timezone.now(),
                failure="",
                sha256=hashlib.sha256(data).hexdigest(),
                file=name,
            )
        except BaseException:
            storage.delete(name)
            raise
