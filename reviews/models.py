"""Checklists and reviews: what we ask of a contract, and what we found.

The review row is the truth; a Celery message is only a wake-up (see `tasks.py`).
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, LanguageChoice, Team, User, Version

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3


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


class LeaseLost(Exception):
    """Another worker has taken the review over; what this one computed must not be written."""


class ReviewQuerySet(models.QuerySet["Review"]):
    def for_team(self, team: Team) -> ReviewQuerySet:
        return self.filter(contract__team=team)

    def claimable(self, now: datetime) -> ReviewQuerySet:
        """Queued, or running under a lease that ran out."""
        return self.filter(
            Q(status=Review.Status.QUEUED) | Q(status=Review.Status.RUNNING, lease_expires_at__lt=now),
            attempts__lt=MAX_ATTEMPTS,
        )

    def exhausted(self, now: datetime) -> ReviewQuerySet:
        """Tried as often as allowed, and not being worked on."""
        return self.filter(
            Q(status=Review.Status.QUEUED) | Q(status=Review.Status.RUNNING, lease_expires_at__lt=now),
            attempts__gte=MAX_ATTEMPTS,
        )

    def claim(self, pk: int) -> Review | None:
        """The review under a fresh lease, or None where another worker holds it or nothing is left to do."""
        now, token = timezone.now(), uuid.uuid4()
        won = (
            self.claimable(now)
            .filter(pk=pk)
            .update(
                status=Review.Status.RUNNING,
                lease_token=token,
                lease_expires_at=now + LEASE,
                attempts=F("attempts") + 1,
                started_at=now,
                step=Review.Step.READ,
            )
        )
        return self.select_related("contract__team", "checklist_version").get(pk=pk, lease_token=token) if won else None


class Review(models.Model):
    """One run of one checklist version over the current versions of a contract's documents."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

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

    status = models.CharField(max_length=7, choices=Status, default=Status.QUEUED, db_index=True)
    step = models.CharField(max_length=8, choices=Step, default=Step.RECEIVED)
    failure = models.CharField(max_length=40, blank=True)
    """A code of `reviews.pipeline.FAILURES`, "" where nothing failed."""
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_expires_at = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

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

    @property
    def is_finished(self) -> bool:
        return self.status in (self.Status.DONE, self.Status.FAILED)


class ReviewedPaper(models.Model):
    """A version that a review worked on, in the order to which `EvidenceSpan.document` points."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="papers")
    version = models.ForeignKey(Version, models.PROTECT, related_name="reviewed_as")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["review", "position"], name="one_paper_per_position")]

    def __str__(self) -> str:
        return f"{self.review}: {self.version}"


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
    position = models.PositiveSmallIntegerField()
    """The item's place in the checklist, from 0."""

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="one_finding_per_item")]

    def __str__(self) -> str:
        return self.item


class EvidenceSpan(models.Model):
    """A verbatim span of a reviewed paper's text."""

    finding = models.ForeignKey(FindingRow, models.CASCADE, related_name="evidence")
    document = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)
    quote = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="evidence_span_not_empty")]

    def __str__(self) -> str:
        return self.quote[:60]


class ReportFile(models.Model):
    """A report made by a worker from a finished review: one for each format and language."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Failed")

    review = models.ForeignKey(Review, models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, default="pdf")
    language = models.CharField(max_length=2, choices=LanguageChoice)
    status = models.CharField(max_length=7, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_expires_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to="reports/%Y/%m", max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "format", "language"], name="one_file_per_format")]

    def __str__(self) -> str:
        return f"{self.review} {self.format} {self.language}"
