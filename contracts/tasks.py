"""The doors for Celery: the mail for a forgotten password, and what is tidied up once a day."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from contracts.limits import forget_old
from contracts.orphans import remove_orphans
from contracts.remind import send_reminders
from contracts.reset import mail_reset_link
from contracts.sessions import forget_old_sessions
from contracts.term_rows import roll_on

log = logging.getLogger(__name__)


@shared_task(name="contracts.tidy_uploads", ignore_result=True)
def tidy_uploads() -> None:
    """Remove what interrupted uploads left. Safe to deliver twice."""
    if removed := remove_orphans(timezone.now()):
        log.info("%s files of interrupted uploads were removed", removed)


@shared_task(name="contracts.keep_calendar", ignore_result=True)
def keep_calendar() -> None:
    """Compute the next renewals, and write to people whose day draws near. Safe to deliver twice."""
    roll_on()
    if sent := send_reminders():
        log.info("%s reminders of dates were sent", sent)


@shared_task(name="contracts.tidy_doors", ignore_result=True)
def tidy_doors() -> None:
    """Remove sessions that are over and attempts that no longer count. Safe to deliver twice."""
    forget_old(timezone.now())
    forget_old_sessions()


@shared_task(name="contracts.send_reset_mail", ignore_result=True)
def send_reset_mail(user_id: int, language: str, base: str) -> None:
    """`user_id` is 0 where the address is nobody’s: the page does the same in both cases, and so takes as long."""
    mail_reset_link(user_id, language, base)
