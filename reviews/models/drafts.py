"""The draft of a checklist’s next version, item by item, and the preview of what it would change.

The words of the draft are those of the file that it came from: `head`, the items one after the other, `tail`. Joined
again they are that file to the byte, as long as nobody has edited them.
"""

from __future__ import annotations

from django.db import models

from contracts.models import User
from reviews.leases import Leased, LeasedQuerySet, Progress
from reviews.models.checklists import Checklist, ChecklistVersion
from reviews.models.reviews import Review


class ChecklistDraft(models.Model):
    """What the next version of a checklist is to be; a checklist has one or none.

    `head` is the file up to its first item. `revision` grows with every change of the head and of which items there
    are, in which order; each item has one of its own.
    """

    checklist = models.OneToOneField(Checklist, models.CASCADE, related_name="draft")
    base = models.ForeignKey(ChecklistVersion, models.SET_NULL, null=True, related_name="+")
    """The version that it was made of, perhaps another checklist’s; None where it came from a file."""
    head = models.TextField()
    tail = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(auto_now=True)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.checklist}: draft"


class DraftItem(models.Model):
    """One item as the file writes it, with what stands before it there. The other columns are read off `source`."""

    draft = models.ForeignKey(ChecklistDraft, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    source = models.TextField()
    key = models.CharField(max_length=80)
    category = models.CharField(max_length=60)
    weight = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    """{"en": ..., "ja": ...}"""
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="one_draft_item_per_id")]

    def __str__(self) -> str:
        return self.key


class Preview(Leased):
    """What past reviews would come to by a draft. A worker goes through them in small steps, `done` of `reviews`."""

    Status = Progress

    draft = models.ForeignKey(ChecklistDraft, models.CASCADE, related_name="previews")
    source = models.TextField()
    """The draft as it was when somebody asked."""
    reviews = models.JSONField(default=list)
    """Their keys, in the order in which they are looked at."""
    done = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LeasedQuerySet["Preview"].as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.draft} {self.pk}"


class PreviewLine(models.Model):
    """A past review that would come out otherwise."""

    preview = models.ForeignKey(Preview, models.CASCADE, related_name="lines")
    review = models.ForeignKey(Review, models.CASCADE, related_name="+")
    score_now = models.FloatField(null=True)
    score_then = models.FloatField(null=True)
    band_now = models.CharField(max_length=8, blank=True)
    band_then = models.CharField(max_length=8, blank=True)
    changes = models.JSONField(default=list)
    """[[item, status now, grade now, status then, grade then], ...]; "" where the item or the grade is not there."""

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["preview", "review"], name="one_preview_line_per_review")]

    def __str__(self) -> str:
        return str(self.review)
