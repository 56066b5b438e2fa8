"""The doors for Celery. The row is the truth, a message only a wake-up: lost, doubled or late, it does no harm."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import cast

from celery import Task, shared_task
from django.db import transaction
from django.utils import timezone

from contracts.values import Language
from reviews import pipeline, preview
from reviews.checklist import ChecklistError
from reviews.leases import Heartbeat, Leased, LeaseLost, Progress
from reviews.model.warning import tell_admins
from reviews.models import Preview, ReportFile, Review
from reviews.models.decisions import stamp_of

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=15)
"""How long a row may stay in the queue before its message is taken for lost."""
BATCH = 100
"""Messages for each sweep, so that a long queue is not made longer by its own wake-ups."""


def wake(task: Task, work: Leased) -> None:
    """Send the message once the row is committed. Where the broker is away the sweep sends it later."""

    def send() -> None:
        task.delay(work.pk)

    transaction.on_commit(send, robust=True)


@shared_task(name="reviews.run_review", acks_late=True, ignore_result=True)
def run_review(review_id: int) -> None:
    """Run one review, unless another worker holds it. Safe to deliver twice."""
    review = Review.objects.claim(review_id)
    if review is None:
        return
    try:
        pipeline.run(review)
    except pipeline.ReviewFailed as failure:
        with suppress(LeaseLost):
            review.fail(failure.code)
    except LeaseLost:
        log.info("review %s was taken over", review_id)


@shared_task(name="reviews.make_report", acks_late=True, ignore_result=True)
def make_report(file_id: int) -> None:
    """Make one report file, unless another worker holds it. Safe to deliver twice."""
    from reviews.report.pdf import (
        write_pdf,
    )  # WeasyPrint takes half a second to import, which no review should wait for

    file = ReportFile.objects.claim(file_id)
    if file is None:
        return
    try:
        with Heartbeat(file):
            stamp = stamp_of(file.review)  # before reading: a decision in between makes the file old, never wrong
            file.finish(write_pdf(file.review, cast(Language, file.language)), stamp)
    except LeaseLost:
        log.info("report file %s was taken over", file_id)


@shared_task(name="reviews.run_preview", acks_late=True, ignore_result=True)
def run_preview(preview_id: int) -> None:
    """Go on with one preview of a draft for a short while, and queue up again for the rest."""
    work = Preview.objects.claim(preview_id)
    if work is None:
        return
    try:
        if not preview.run(work):
            wake(run_preview, work)
    except ChecklistError:
        with suppress(LeaseLost):
            work.fail("checklist")
    except LeaseLost:
        log.info("preview %s was taken over", preview_id)


@shared_task(name="reviews.sweep_reviews", ignore_result=True)
def sweep_reviews() -> None:
    """Send again what nobody came for, and end what broke off too often."""
    now = timezone.now()
    for rows, task in (
        (Review.objects, run_review),
        (ReportFile.objects, make_report),
        (Preview.objects, run_preview),
    ):
        rows.exhausted(now).update(status=Progress.FAILED, failure="stopped", finished_at=now)
        waiting = list(rows.unheard(now, PATIENCE).values_list("pk", flat=True)[:BATCH])
        rows.filter(pk__in=waiting).update(queued_at=now)
        for pk in waiting:
            task.delay(pk)


@shared_task(name="reviews.warn_of_budget", ignore_result=True)
def warn_of_budget(team_id: int) -> None:
    """Write to the team's admins; a mail server that is away costs the mail, the banner on their pages stays."""
    tell_admins(team_id)
