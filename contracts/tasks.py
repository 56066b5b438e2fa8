"""The doors for Celery: what is tidied up once a day."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from contracts.orphans import remove_orphans

log = logging.getLogger(__name__)


@shared_task(name="contracts.tidy_uploads", ignore_result=True)
def tidy_uploads() -> None:
    """Remove what interrupted uploads left. Safe to deliver twice."""
    if removed := remove_orphans(timezone.now()):
        log.info("%s files of interrupted uploads were removed", removed)
