"""Report files that workers make of finished reviews."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from contracts.models import LanguageChoice
from reviews.leases import Leased, LeasedQuerySet, Progress
from reviews.models.reviews import Review


class ReportFile(Leased):
    """A report made by a worker from a finished review: one for each format and language."""

    Status = Progress

    review = models.ForeignKey(Review, models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, default="pdf")
    language = models.CharField(max_length=2, choices=LanguageChoice)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(max_length=255, blank=True)
    stamp = models.CharField(max_length=40, blank=True, default="")
    """Which decisions the file shows, see `decisions.stamp_of`."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LeasedQuerySet["ReportFile"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "format", "language"], name="one_file_per_format")]

    def __str__(self) -> str:
        return f"{self.review} {self.format} {self.language}"

    def finish(self, data: bytes, stamp: str = "") -> None:
        """Keep the file if the lease is still ours; else (LeaseLost) nothing of it stays behind."""
        storage, before = self.file.storage, self.file.name
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
                stamp=stamp,
            )
        except BaseException:
            storage.delete(name)
            raise
        if before:
            storage.delete(before)
