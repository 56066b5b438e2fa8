"""Work that one worker at a time holds under a lease: the row is the truth, a Celery message only a wake-up.

A worker claims a row, renews its lease while it works (`Heartbeat`) and writes only while the lease is still its own. A
lease that ran out is anybody's; whoever lost it finds out at the next step, or at the latest when it tries to write.
"""

from __future__ import annotations

import logging
import time
import uuid
from datetime import datetime, timedelta
from threading import Event, Thread
from types import TracebackType
from typing import Self, TypeVar

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.LEASE_SECONDS)
"""Short, so that the work of a killed worker is soon taken over; a living one renews it, however long it reads."""
LONGEST = timedelta(minutes=10)
"""A worker that has not come to an end by then is stuck; its lease is no longer renewed."""
MAX_ATTEMPTS = 3


Row = TypeVar("Row", bound="Leased")


class LeaseLost(Exception):
    """Another worker has taken the work over; what this one computed must not be written."""


class Progress(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped")


class LeasedQuerySet(models.QuerySet[Row]):
    def up_for_grabs(self, now: datetime) -> Self:
        return self.filter(
            Q(status=Progress.QUEUED) | Q(status=Progress.RUNNING, lease_expires_at__lt=now),
        )

    def claimable(self, now: datetime) -> Self:
        """Queued, or running under a lease that ran out."""
        return self.up_for_grabs(now).filter(attempts__lt=MAX_ATTEMPTS)

    def exhausted(self, now: datetime) -> Self:
        """Tried as often as allowed, and not being worked on."""
        return self.up_for_grabs(now).filter(attempts__gte=MAX_ATTEMPTS)

    def unheard(self, now: datetime, patience: timedelta) -> Self:
        """Claimable, and so that the message must have been lost: with a worker, or on its way. The oldest first."""
        return self.claimable(now).exclude(status=Progress.QUEUED, queued_at__gte=now - patience).order_by("queued_at")

    def claim(self, pk: int, **changes: object) -> Row | None:
        """The row under a fresh lease, or None where another worker holds it or nothing is left to do."""
        now, token = timezone.now(), uuid.uuid4()
        won = (
            self.claimable(now)
            .filter(pk=pk)
            .update(
                status=Progress.RUNNING,
                lease_token=token,
                lease_expires_at=now + LEASE,
                attempts=F("attempts") + 1,
                **changes,
            )
        )
        return self.get(pk=pk, lease_token=token) if won else None


class Leased(models.Model):
    """A row of work. `queued_at` is when its message was last sent; `failure` a code of `pipeline.FAILURES`."""

    status = models.CharField(max_length=7, choices=Progress, default=Progress.QUEUED, db_index=True)
    failure = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_expires_at = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_finished(self) -> bool:
        return self.status in (Progress.DONE, Progress.FAILED)

    def save_while_held(self, **changes: object) -> None:
        """Write these columns if the lease is still ours, or raise LeaseLost and write nothing."""
        rows = type(self)._default_manager.filter(
            pk=self.pk, status=Progress.RUNNING, lease_token__isnull=False, lease_token=self.lease_token
        )
        if not rows.update(**changes):
            raise LeaseLost
        for name, value in changes.items():
            setattr(self, name, value)

    def renew(self, **changes: object) -> None:
        """Hold the lease for longer, and save the step at which the work is. Raises LeaseLost."""
        self.save_while_held(lease_expires_at=timezone.now() + LEASE, **changes)

    def retry(self) -> bool:
        """Put work that ended, well or not, back into the queue. False where somebody else has just done so."""
        self.status, self.failure, self.attempts, self.queued_at = Progress.QUEUED, "", 0, timezone.now()
        stopped = type(self)._default_manager.filter(pk=self.pk, status__in=(Progress.FAILED, Progress.DONE))
        return bool(
            stopped.update(status=self.status, failure="", attempts=0, queued_at=self.queued_at, finished_at=None)
        )

    def fail(self, code: str) -> None:
        """Stop for good, with a code whose sentence a person can read. Raises LeaseLost."""
        self.save_while_held(status=Progress.FAILED, failure=code, finished_at=timezone.now())


class Heartbeat:
    """Renews a lease from a thread while this process works or waits for a child that reads.

    `check` raises LeaseLost once the lease was found lost. The thread ends with the block, with the lease, and after
    LONGEST, so that a worker that hangs does not keep its work for ever.
    """

    def __init__(self, work: Leased) -> None:
        self.work = work
        self.done, self.lost = Event(), Event()
        self.thread = Thread(target=self.beat, name=f"lease of {work._meta.label} {work.pk}", daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.done.set()
        self.thread.join()

    def check(self) -> None:
        if self.lost.is_set():
            raise LeaseLost

    def beat(self) -> None:
        ends = time.monotonic() + LONGEST.total_seconds()
        try:
            while not self.done.wait(LEASE.total_seconds() / 3) and time.monotonic() < ends:
                self.beat_once()
                if self.lost.is_set():
                    break
        finally:
            connection.close()  # this thread's own

    def beat_once(self) -> None:
        """A database that is away for a moment costs a beat, not the work: the lease lasts for three."""
        try:
            self.work.renew()
        except LeaseLost:
            self.lost.set()
        except DatabaseFailure:
            connection.close_if_unusable_or_obsolete()  # else every later beat would meet the same dead connection
            log.warning("%s %s: the lease could not be renewed", self.work._meta.label, self.work.pk)
