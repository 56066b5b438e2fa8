"""How each contract stands by each checklist: what lists and maps of many contracts show, kept beside the reviews.

`reviews/standing.py` writes these rows whenever a review ends or a person decides; nothing else does.
"""

from __future__ import annotations

from django.db import models

from contracts.models import Contract, Team
from reviews.models.checklists import Checklist, ChecklistVersion
from reviews.models.reviews import Review


class Standing(models.Model):
    """The newest finished review of a contract by a checklist; a row for the whole ("") and one for each category."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="standings")
    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="standings")
    version = models.ForeignKey(ChecklistVersion, models.CASCADE, related_name="+")
    review = models.ForeignKey(Review, models.CASCADE, related_name="standings")
    category = models.CharField(max_length=30, blank=True)

    score = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    band = models.CharField(max_length=8, blank=True)
    critical = models.PositiveSmallIntegerField(default=0)
    risky = models.PositiveSmallIntegerField(default=0)
    marks = models.TextField(blank=True)
    """A letter for each item in the order of the version's items, see `reviews/portfolio/marks.py`."""
    notice_status = models.CharField(max_length=12, blank=True)
    """The status of the finding on the notice of a price rise; "" where the checklist does not ask for it."""
    notice_days = models.PositiveIntegerField(null=True)
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "checklist", "category"], name="one_standing_per_category")
        ]
        indexes = [
            models.Index(fields=["team", "checklist", "category", "-score"]),
            models.Index(fields=["team", "checklist", "category", "reviewed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.category or self.checklist}"
