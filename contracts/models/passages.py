"""The index behind the search over all papers: one row for each passage of a reading, with its words as tokens.

How words become tokens stands in `contracts/words.py`. The database's own full-text index over `tokens` is made by the
migration `passage_index`: an FTS5 table kept by triggers on SQLite, a generated `tsvector` with a GIN index on
PostgreSQL. A migration that alters this table must make it anew, since SQLite's triggers go with the old table.
"""

from __future__ import annotations

from django.db import models

from contracts.models.people import Team
from contracts.models.readings import Reading


class Passage(models.Model):
    """A stretch of a reading's body: the own words of a clause, or a part of them where they are long.

    `numbers` are the numbers from the outermost clause in, as `contracts.values.Clause` has them.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    reading = models.ForeignKey(Reading, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    numbers = models.JSONField(default=list)
    heading = models.CharField(max_length=200, blank=True)
    tokens = models.TextField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.reading} {self.start}-{self.end}"
