"""Reviews and their papers. The row is the truth; a Celery message is only a wake-up (see `leases.py`)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, LanguageChoice, Reading, Team, User, Version
from contracts.values import Box, Kind, Paper, Text
from reviews.leases import Leased, LeasedQuerySet, Progress
from reviews.models.checklists import ChecklistVersion
from reviews.models.findings import EvidenceSpan, FindingRow
from reviews.values import Evidence, Finding, Scores, Timing

if TYPE_CHECKING:
    from reviews.model.run import ModelRun


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
    model_run = models.JSONField(default=dict)
    """A `reviews.model.run.ModelRun`, {} where no model was asked."""

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
        model_run: ModelRun | None = None,
    ) -> None:
        """Store what was found, all of it or, where the lease is no longer ours (LeaseLost), nothing.

        `pages` gives the number of the page on which a piece of evidence begins, `boxes` where its words stand.
        """
        from reviews.standing import refresh_standing  # which reads these rows

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
                model_run=asdict(model_run) if model_run else {},
            )
            self.papers.all().delete()
            self.findings.all().delete()
            ReviewedPaper.objects.bulk_create(papers)
            rows = FindingRow.objects.bulk_create(
                FindingRow.of(self, finding, position, lambda one: (pages(one), boxes(one)))
                for position, finding in enumerate(findings)
            )
            EvidenceSpan.objects.bulk_create(
                EvidenceSpan(finding=row, page=pages(evidence), boxes=list(boxes(evidence)), **asdict(evidence))
                for row, finding in zip(rows, findings, strict=True)
                for evidence in finding.evidence
            )
            refresh_standing(self)


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
