"""What a team may spend on models in a calendar month, what it has spent, and when its admins are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from reviews.models.ledger import ModelCall, month_start
from reviews.models.providers import ModelSettings

WARN_AT = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Budget:
    """US dollars; `spent` holds what is set aside for calls under way."""

    limit: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return max(Decimal(0), self.limit - self.spent)

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that 100 means that nothing is left; 0 where there is no budget."""
        return min(100, int(self.spent * 100 / self.limit)) if self.limit else 0

    @property
    def is_short(self) -> bool:
        return bool(self.limit) and self.spent >= self.limit * WARN_AT

    @property
    def is_used_up(self) -> bool:
        return bool(self.limit) and self.spent >= self.limit

    def allows(self, most: Decimal) -> bool:
        """A call that costs nothing is always within the budget."""
        return not most or self.spent + most <= self.limit


def budget_of(rule: ModelSettings, now: datetime | None = None) -> Budget:
    """This month's."""
    calls = ModelCall.objects.for_team(rule.team).since(month_start(now or timezone.now()))
    return Budget(rule.budget, calls.spent())


def is_due_to_warn(rule: ModelSettings, now: datetime) -> bool:
    """True for one caller in a month, once the budget is short."""
    month = f"{timezone.localtime(now):%Y-%m}"
    if rule.warned_month == month or not budget_of(rule, now).is_short:
        return False
    rows = ModelSettings.objects.filter(pk=rule.pk).exclude(warned_month=month)
    return bool(rows.update(warned_month=month))
