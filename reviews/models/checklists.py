"""Checklists of a team and their published versions."""

from __future__ import annotations

from django.db import models

from contracts.models import Team, User
from reviews.checklist import Checklist as ChecklistValues
from reviews.checklist import load_checklist


class Checklist(models.Model):
    """A named list of items that belongs to a team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="checklists")
    name = models.CharField(max_length=200)
    name_ja = models.CharField(max_length=200, blank=True)
    copied_from = models.ForeignKey("ChecklistVersion", models.SET_NULL, null=True, related_name="+")
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
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["checklist", "-number"]
        constraints = [models.UniqueConstraint(fields=["checklist", "number"], name="one_checklist_version_per_number")]

    def __str__(self) -> str:
        return f"{self.checklist} {self.number}"

    def load(self) -> ChecklistValues:
        """The checklist as values. Raises ChecklistError where a newer product no longer reads it."""
        return load_checklist(self.source, self.checklist.name)
