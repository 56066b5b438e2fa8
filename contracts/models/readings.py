"""What was read from uploaded bytes: text, pages, clauses, and the places of the words."""

from __future__ import annotations

from dataclasses import replace

from django.db import models

from contracts.models.people import LanguageChoice, Team
from contracts.values import Clause, Hidden, Page, Place, Text


class Reading(models.Model):
    """What was read from some bytes, once for each team and reader version: canonical text, pages, clauses."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="readings")
    sha256 = models.CharField(max_length=64)
    reader_version = models.CharField(max_length=40)
    body = models.TextField()
    language = models.CharField(max_length=2, choices=LanguageChoice)
    source = models.CharField(max_length=4, default="text")
    media_type = models.CharField(max_length=100)
    title = models.CharField(max_length=300, blank=True)
    pages = models.JSONField(default=list)
    """[[number, start, end, label, source, sureness], ...] in the order of `values.Page`; old rows end earlier."""
    clauses = models.JSONField(default=list)
    """[[start, end, body_start, level, parent, number, heading], ...] in the order of `values.Clause`."""
    notes = models.JSONField(default=list)
    hidden = models.JSONField(default=list)
    """[[start, end, how, page], ...] in the order of `values.Hidden`."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "sha256", "reader_version"], name="one_reading_per_bytes"),
        ]

    def __str__(self) -> str:
        return self.title or self.sha256[:12]

    @property
    def text(self) -> Text:
        """What was read, without the places of its words: few ask for them, and they outweigh the text."""
        return Text(
            body=self.body,
            pages=tuple(Page(*row) for row in self.pages),
            language=self.language,
            source=self.source,
            media_type=self.media_type,
            notes=tuple(self.notes),
            hidden=tuple(Hidden(*row) for row in self.hidden),
        )

    @property
    def placed_text(self) -> Text:
        """The text with the places of its words. Costs a query."""
        rows = ReadingPlaces.objects.filter(reading=self).values_list("rows", flat=True).first() or []
        return replace(self.text, places=tuple(Place(*row) for row in rows))

    @property
    def clause_values(self) -> tuple[Clause, ...]:
        return tuple(Clause(*row) for row in self.clauses)


class ReadingPlaces(models.Model):
    """Where the words of a reading stand on their pages. A row of its own, so that no list of papers ever loads it."""

    reading = models.OneToOneField(Reading, models.CASCADE, primary_key=True, related_name="placed")
    rows = models.JSONField(default=list)
    """[[start, end, page, left, bottom, right, top, sureness], ...] in the order of `values.Place`."""

    def __str__(self) -> str:
        return str(self.reading)
