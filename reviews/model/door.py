"""The way out to models, held by rows, so that places and money hold for every worker on every machine.

`enter` writes the call down before it is made, in one short transaction that sees all others; `book` completes the row.
No transaction stays open and nothing is locked while a model thinks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import ROUND_UP, Decimal
from threading import current_thread, local
from typing import NoReturn
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.utils import timezone

from contracts.models import Contract
from reviews.model.budget import Budget, budget_of, is_due_to_warn
from reviews.model.run import Stopped
from reviews.model.values import Call, Endpoint, OverBudget
from reviews.models.ledger import CachedAnswer, ModelCall
from reviews.models.providers import ModelSettings
from reviews.models.reviews import Review

MICRO = Decimal("0.000001")
MOST = Decimal("999999.999999")
"""US dollars that a line of the ledger holds: more than any budget, so that no call is let through beyond it."""
GRACE = timedelta(seconds=30)
"""How long after an endpoint’s own patience a call still holds its place: then its worker has died."""
LOOK_AGAIN = 0.05, 0.4
"""Seconds between two looks for a free place, at first and at most."""
LONGEST = timedelta(minutes=6)
"""From a review’s first call to its last: what is open then stays open, so that its lease (ten minutes) never ends."""


class Shut(OverBudget):
    """No call of this review may be made any more, whatever it costs."""


class RowDoor:
    """The door of one review. `check` is called before each call, and raises where the work is no longer ours."""

    def __init__(self, review: Review, endpoints: Sequence[Endpoint], check: Callable[[], None] = lambda: None) -> None:
        self.review, self.check = review, check
        self.team_id, self.contract_id = review.contract.team_id, review.contract_id
        self.hosts = {endpoint.name: urlsplit(endpoint.base_url).netloc for endpoint in endpoints}
        self.shut: Stopped = ""
        self.ends = time.monotonic() + LONGEST.total_seconds()
        self.home = current_thread()
        self.entered = local()

    def recall(self, digest: str) -> str | None:
        with self.own_connection():
            kept = CachedAnswer.objects.filter(team=self.team_id, digest=digest)
            return kept.values_list("answer", flat=True).first()

    def keep(self, digest: str, answer: str) -> None:
        row = CachedAnswer(team_id=self.team_id, contract_id=self.contract_id, digest=digest, answer=answer)
        with self.own_connection():
            CachedAnswer.objects.bulk_create([row], ignore_conflicts=True)

    @contextmanager
    def enter(self, endpoint: Endpoint, category: str, most: float) -> Iterator[None]:
        """Waits for a place at this endpoint, and sets `most` dollars aside. Raises OverBudget, or Shut."""
        with self.own_connection():
            row = self.wait_for_place(endpoint, category, dollars(most))
        outer, self.entered.row = getattr(self.entered, "row", None), row
        try:
            yield
        except BaseException:
            self.leave(is_known=False)
            raise
        else:
            self.leave(is_known=True)
        finally:
            self.entered.row = outer

    def leave(self, is_known: bool) -> None:
        """Give back a place whose call was not booked: the money too, where nothing went wrong on the way."""
        row, self.entered.row = getattr(self.entered, "row", None), None
        if row is None:
            return
        with self.own_connection():
            if is_known:
                row.delete()
            else:
                ModelCall.objects.filter(pk=row.pk).update(expires_at=timezone.now())

    def wait_for_place(self, endpoint: Endpoint, category: str, most: Decimal) -> ModelCall:
        pause, longest = LOOK_AGAIN
        while True:
            self.check()
            if time.monotonic() > self.ends:
                self.close("late")
            # Looking costs no lock; only who sees a free place asks for the lock and looks once more.
            if self.has_place(endpoint) and (row := self.take_place(endpoint, category, most)):
                return row
            time.sleep(pause)
            pause = min(longest, pause * 1.5)

    def has_place(self, endpoint: Endpoint) -> bool:
        calls = ModelCall.objects.filter(team=self.team_id, endpoint=endpoint.name).under_way(timezone.now())
        return calls.count() < endpoint.at_once

    def take_place(self, endpoint: Endpoint, category: str, most: Decimal) -> ModelCall | None:
        """The row of the call, None where it has to wait. Raises OverBudget, or Shut."""
        with transaction.atomic():
            # The team's settings are the lock: a row lock on PostgreSQL; on SQLite the transaction began with one.
            rule = ModelSettings.objects.select_for_update().filter(team=self.team_id).first()
            if rule is None or not rule.is_on:
                self.close("off")
            if Contract.objects.filter(pk=self.contract_id, never_leaves=True).exists():
                self.close("never_leaves")
            if not self.has_place(endpoint):
                return None
            if not self.is_affordable(rule, most):
                return None
            return ModelCall.objects.create(
                **self.about(endpoint.name, endpoint.model, category),
                set_aside=most,
                expires_at=timezone.now() + timedelta(seconds=endpoint.patience) + GRACE,
            )

    def is_affordable(self, rule: ModelSettings, most: Decimal) -> bool:
        """False while calls under way hold the money that may be left. Raises OverBudget where none of it would do."""
        budget = budget_of(rule)
        if budget.allows(most):
            return True
        calls = ModelCall.objects.filter(team=self.team_id).under_way(timezone.now())
        if not Budget(budget.limit, budget.spent - calls.spent()).allows(most):
            raise OverBudget
        return False

    def close(self, reason: Stopped) -> NoReturn:
        self.shut = reason
        raise Shut

    def about(self, endpoint: str, model: str, category: str) -> dict[str, object]:
        return {
            "team_id": self.team_id,
            "contract_id": self.contract_id,
            "review_id": self.review.pk,
            "endpoint": endpoint,
            "host": self.hosts.get(endpoint, ""),
            "model": model,
            "category": category,
        }

    def book(self, call: Call) -> None:
        """Completes the row that `enter` made in this thread, or writes one for a call that needed no place."""
        row, self.entered.row = getattr(self.entered, "row", None), None
        said = {
            "outcome": call.trouble or ModelCall.Outcome.ANSWERED,
            "is_cached": call.from_cache,
            "sent": call.usage.sent,
            "cached": call.usage.cached,
            "received": call.usage.received,
            "characters": call.characters,
            "cost": dollars(call.cost),
            "milliseconds": round(call.milliseconds),
        }
        with self.own_connection():
            if row is None:
                ModelCall.objects.create(**self.about(call.endpoint, call.model, call.category), **said)
            else:
                ModelCall.objects.filter(pk=row.pk).update(set_aside=0, expires_at=None, **said)
            if call.cost:
                warn_if_due(self.team_id)

    @contextmanager
    def own_connection(self) -> Iterator[None]:
        """Calls run in threads, of which Django gives each a connection and closes none."""
        try:
            yield
        finally:
            if current_thread() is not self.home:
                connection.close()


def dollars(amount: float) -> Decimal:
    """Rounded up, so that many small amounts never come to more than was counted."""
    return min(MOST, Decimal(repr(amount)).quantize(MICRO, ROUND_UP))


def warn_if_due(team_id: int) -> None:
    """Tell the admins, once a month, that the budget is nearly spent."""
    from reviews.tasks import warn_of_budget  # the tasks know the pipeline

    rule = ModelSettings.objects.select_related("team").filter(team=team_id).first()
    if rule and is_due_to_warn(rule, timezone.now()):
        transaction.on_commit(lambda: warn_of_budget.delay(team_id), robust=True)
