"""The trail of a team: who did what, when, to which contract. Each entry holds the hash of the one before it."""

from __future__ import annotations

import hashlib
import json

from django.db import models

from contracts.models.append_only import AppendOnly, AppendOnlyQuerySet
from contracts.models.contracts import Contract
from contracts.models.people import Team, User


class TrailEntry(AppendOnly):
    """One act. `number` counts from 1 within the team; names and titles are kept as they were.

    `hash` covers all of it and the hash before: an entry that is changed, left out or put in elsewhere no longer fits.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="trail")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=300, blank=True)
    """Name and address; "" where the product itself acted."""
    act = models.CharField(max_length=40)
    contract = models.ForeignKey(Contract, models.SET_NULL, null=True, related_name="trail")
    subject = models.CharField(max_length=36, blank=True)
    """The contract's public id, which outlives the contract."""
    title = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet["TrailEntry"].as_manager()

    class Meta:
        ordering = ["team", "number"]
        constraints = [models.UniqueConstraint(fields=["team", "number"], name="one_trail_entry_per_number")]
        indexes = [models.Index(fields=["team", "subject", "number"], name="trail_of_one_contract")]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    def digest(self) -> str:
        """The hash that this entry must have."""
        said = {
            "team": self.team_id,
            "number": self.number,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor": self.actor_name,
            "act": self.act,
            "subject": self.subject,
            "title": self.title,
            "details": self.details,
            "previous": self.previous,
        }
        written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()
