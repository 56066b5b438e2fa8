"""What was sent to models: a row for each call, made before the call and completed after it; and the answers kept."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, Sum, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, Team
from reviews.models.reviews import Review

ZERO = Decimal(0)


def month_start(now: datetime) -> datetime:
    """The first moment of the calendar month, in the installation's time zone."""
    return timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


class ModelCallQuerySet(models.QuerySet["ModelCall"]):
    def for_team(self, team: Team) -> Self:
        return self.filter(team=team)

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gte=moment)

    def under_way(self, now: datetime) -> Self:
        """Those that hold a place: a worker that died gives its places back when they expire."""
        return self.filter(outcome=ModelCall.Outcome.PENDING, expires_at__gt=now)

    def spent(self) -> Decimal:
        """What calls cost; of those whose cost is not known, what they may have cost at most."""
        money = Case(When(outcome=ModelCall.Outcome.PENDING, then=F("set_aside")), default=F("cost"))
        return self.aggregate(spent=Sum(money))["spent"] or ZERO


class ModelCall(models.Model):
    """A line of the ledger. People only ever read it.

    A row is made when a call is let through (`pending`, with the most that it may cost) and completed when the answer
    or the trouble is known. One that stays pending past `expires_at` belonged to a worker that died: whether anything
    was sent is not known, so its money counts as spent.
    """

    class Outcome(models.TextChoices):
        PENDING = "pending", _("Under way")
        ANSWERED = "answered", _("Answered")
        TIMEOUT = "timeout", _("No answer in time")
        UNREACHABLE = "unreachable", _("Not reached")
        RATE_LIMITED = "rate_limited", _("Too many calls")
        SERVER_ERROR = "server_error", _("Error at the provider")
        CUT_OFF = "cut_off", _("Answer cut off")
        NOT_JSON = "not_json", _("Answer not readable")
        WRONG_SCHEMA = "wrong_schema", _("Answer in another form")
        REFUSED = "refused", _("Model refused")
        EMPTY = "empty", _("Empty answer")
        NO_SUCH_MODEL = "no_such_model", _("No such model")
        NO_ACCESS = "no_access", _("Key not accepted")
        TOO_LONG = "too_long", _("Too long for the model")
        BUDGET = "budget", _("Over budget")

    team = models.ForeignKey(Team, models.CASCADE, related_name="model_calls")
    contract = models.ForeignKey(Contract, models.SET_NULL, null=True, related_name="model_calls")
    review = models.ForeignKey(Review, models.SET_NULL, null=True, related_name="model_calls")
    endpoint = models.CharField(max_length=60)
    host = models.CharField(max_length=255, blank=True)
    model = models.CharField(max_length=120)
    category = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=13, choices=Outcome, default=Outcome.PENDING)
    is_cached = models.BooleanField(default=False)
    """The answer was kept from an earlier call: nothing was sent."""
    sent = models.PositiveIntegerField(default=0)
    cached = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    """Tokens; `cached` are those of `sent` that the provider already had."""
    characters = models.PositiveIntegerField(default=0)
    """Of contract text in the request."""
    set_aside = models.DecimalField(max_digits=12, decimal_places=6, default=ZERO)
    cost = models.DecimalField(max_digits=12, decimal_places=6, default=ZERO)
    milliseconds = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ModelCallQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["team", "-created_at"]),
            models.Index(fields=["contract", "-created_at"]),
            models.Index(fields=["team", "endpoint"], condition=Q(outcome="pending"), name="model_calls_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.endpoint}: {self.get_outcome_display()}"

    @property
    def is_lost(self) -> bool:
        """Nobody will ever say how this call ended."""
        return self.outcome == self.Outcome.PENDING and self.expires_at is not None and self.expires_at < timezone.now()

    @property
    def counted(self) -> Decimal:
        """What it takes from the budget."""
        return self.set_aside if self.outcome == self.Outcome.PENDING else self.cost


class CachedAnswer(models.Model):
    """An answer to a request that was made before, for the same team only. It quotes the contract, and goes with it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="cached_answers")
    contract = models.ForeignKey(Contract, models.CASCADE, related_name="cached_answers")
    digest = models.CharField(max_length=64)
    answer = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "digest"], name="one_answer_per_request")]

    def __str__(self) -> str:
        return self.digest[:12]
