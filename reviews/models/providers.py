"""Which models a team may ask, in which order, for how much money. Off until an admin turns it on."""

from __future__ import annotations

from decimal import Decimal
from typing import cast
from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.models import Team, User
from contracts.seals import SealBroken, seal, unseal
from reviews.model.values import Endpoint, Mode, Prices, Strictness


class ModelSettings(models.Model):
    """A team's own rule for models. A `budget` of 0 allows only endpoints that cost nothing."""

    class Usual(models.TextChoices):
        ECONOMY = "economy", _("Economy")
        THOROUGH = "thorough", _("Thorough")

    team = models.OneToOneField(Team, models.CASCADE, related_name="model_settings")
    is_on = models.BooleanField(default=False)
    budget = models.DecimalField(
        _("budget"), max_digits=9, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(Decimal(0))]
    )
    """US dollars for a calendar month."""
    usual = models.CharField(max_length=8, choices=Usual, default=Usual.ECONOMY)
    """The mode that is chosen already where a second reader is offered."""
    warned_month = models.CharField(max_length=7, blank=True)
    """The month, such as 2026-11, for which admins were told that the budget runs out."""
    turned_on_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    turned_on_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.team}: {'on' if self.is_on else 'off'}"

    def turn(self, is_on: bool, user: User) -> None:
        """On or off; who turned it on stays recorded until somebody turns it on again."""
        if is_on and not self.is_on:
            self.turned_on_by, self.turned_on_at = user, timezone.now()
        self.is_on = is_on
        self.save(update_fields=["is_on", "turned_on_by", "turned_on_at"])


class ProviderQuerySet(models.QuerySet["Provider"]):
    def for_team(self, team: Team) -> ProviderQuerySet:
        return self.filter(team=team)

    def chain(self, team: Team) -> ProviderQuerySet:
        """Those that are asked, the first one first."""
        return self.for_team(team).filter(is_on=True)


class Provider(models.Model):
    """An OpenAI-compatible endpoint and one model there. The key is sealed, and is never shown after it was saved."""

    class Strictness(models.TextChoices):
        STRICT = "strict", _("holds to a JSON schema")
        JSON = "json", _("writes JSON")
        TEXT = "text", _("writes text")

    team = models.ForeignKey(Team, models.CASCADE, related_name="providers")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=60)
    base_url = models.CharField(_("base address"), max_length=300)
    model = models.CharField(_("model"), max_length=120)
    sealed_key = models.TextField(blank=True, editable=False)
    context = models.PositiveIntegerField(
        default=128_000, validators=[MinValueValidator(2_000), MaxValueValidator(10_000_000)]
    )
    """Tokens that the model takes at once, question and answer together."""
    price_fresh = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(0))
    price_cached = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(0))
    price_output = models.DecimalField(max_digits=9, decimal_places=4, default=Decimal(0))
    """US dollars for a million tokens."""
    strictness = models.CharField(max_length=6, choices=Strictness, default=Strictness.STRICT)
    at_once = models.PositiveSmallIntegerField(default=4, validators=[MinValueValidator(1), MaxValueValidator(64)])
    patience = models.PositiveSmallIntegerField(default=60, validators=[MinValueValidator(5), MaxValueValidator(300)])
    """Seconds for one call."""
    is_masked = models.BooleanField(default=True)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="one_provider_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    @property
    def has_key(self) -> bool:
        return bool(self.sealed_key)

    @property
    def has_lost_key(self) -> bool:
        """A key was saved, but nothing here can open its seal any more."""
        try:
            self.key()
        except SealBroken:
            return True
        return False

    def key(self) -> str:
        """Raises SealBroken."""
        return unseal(self.sealed_key) if self.sealed_key else ""

    def set_key(self, key: str) -> None:
        self.sealed_key = seal(key) if key else ""

    @property
    def endpoint(self) -> Endpoint:
        """Raises SealBroken."""
        return Endpoint(
            name=self.name,
            base_url=self.base_url,
            model=self.model,
            key=self.key(),
            context=self.context,
            prices=Prices(float(self.price_fresh), float(self.price_cached), float(self.price_output)),
            strictness=cast(Strictness, self.strictness),
            at_once=self.at_once,
            patience=float(self.patience),
            is_masked=self.is_masked,
        )

    def append(self) -> None:
        """Save a new provider at the end of its team's chain."""
        with transaction.atomic():
            last = Provider.objects.for_team(self.team).aggregate(last=Max("position"))["last"]
            self.position = 0 if last is None else last + 1
            self.save()

    def move(self, places: int) -> None:
        """Towards the front of the chain (-1) or its end (1); others close up."""
        with transaction.atomic():
            rows = list(Provider.objects.for_team(self.team).select_for_update())
            at = rows.index(self)
            rows.insert(max(0, min(len(rows) - 1, at + places)), rows.pop(at))
            for position, row in enumerate(rows):
                row.position = position
            Provider.objects.bulk_update(rows, ["position"])


def mode_of(reader: str) -> Mode | None:
    """The model's part in a review by this reader; None for the local one."""
    return cast(Mode, reader) if reader in ModelSettings.Usual.values else None
