"""Writes to people before the last day on which something can be done about a contract. Called every hour.

Each person gets one mail for each day and each lead of the team. Whoever enters a date late is not flooded: of several
leads that have passed, only the shortest is sent.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contracts.access import Act, allows
from contracts.date_words import word_day, word_distance, word_kind
from contracts.models import LEAD_DAYS, ContractDay, Follower, Membership, Reminder, ReminderDays, User
from contracts.term_rows import today

log = logging.getLogger(__name__)

PATIENCE = timedelta(hours=1)
"""After this long a mail that was begun and not finished is tried again."""


class Due(NamedTuple):
    day: ContractDay
    user: User
    lead: int

    @property
    def key(self) -> tuple[int, int, str, int, date, int]:
        return self.day.contract_id, self.user.pk, self.day.kind, self.day.slot, self.day.day, self.lead


def send_reminders() -> int:
    """Send what is due and was not sent; the number of mails. Safe to run twice at once. Without a mail server nothing
    counts as sent.
    """
    if not settings.HAS_MAIL:
        return 0
    now, sent = timezone.now(), 0
    done = set(
        Reminder.objects.filter(day__gte=today(), sent_at__isnull=False).values_list(
            "contract", "user", "kind", "slot", "day", "lead"
        )
    )
    for due in due_reminders():
        if due.key in done:
            continue
        row = claim(due, now)
        if row is not None and mail(due):
            Reminder.objects.filter(pk=row.pk).update(sent_at=timezone.now())
            sent += 1
    return sent


def due_reminders() -> Iterator[Due]:
    """For each deadline that is near enough, everybody who is to hear of it. Costs four queries."""
    leads = {row.team_id: row.days for row in ReminderDays.objects.all()}
    longest = max((lead for days in (*leads.values(), LEAD_DAYS) for lead in days), default=0)
    deadlines = (
        ContractDay.objects.filter(is_deadline=True, day__gte=today(), day__lte=today() + timedelta(days=longest))
        .select_related("contract__vendor", "contract__owner", "contract__team")
        .prefetch_related(Prefetch("contract__followers", Follower.objects.select_related("user")))
    )
    readers = {
        (place.team_id, place.user_id)
        for place in Membership.objects.filter(user__is_active=True)
        if allows(place, Act.READ)
    }
    for day in deadlines:
        contract = day.contract
        lead = lead_of((day.day - today()).days, leads.get(contract.team_id, LEAD_DAYS))
        if lead is None:
            continue
        people = {one.user_id: one.user for one in contract.followers.all()}
        if contract.owner is not None:
            people[contract.owner.pk] = contract.owner
        for user in people.values():
            if (contract.team_id, user.pk) in readers:
                yield Due(day, user, lead)


def lead_of(left: int, leads: Sequence[int]) -> int | None:
    """The shortest of the leads that has begun, None where none has."""
    return min((lead for lead in leads if left <= lead), default=None)


def claim(due: Due, now: datetime) -> Reminder | None:
    """The row of this mail, for one worker only."""
    contract, user, kind, slot, day, lead = due.key
    row, is_new = Reminder.objects.get_or_create(
        contract_id=contract, user_id=user, kind=kind, slot=slot, day=day, lead=lead, defaults={"claimed_at": now}
    )
    stale = Reminder.objects.filter(pk=row.pk, sent_at=None, claimed_at__lt=now - PATIENCE)
    return row if is_new or stale.update(claimed_at=now) else None


def mail(due: Due) -> bool:
    """Whether the mail server took it."""
    contract = due.day.contract
    with translation.override(due.user.language or settings.LANGUAGE_CODE):
        what = {
            "kind": word_kind(due.day),
            "day": word_day(due.day.day),
            "name": contract.title or contract.vendor.name,
            "vendor": contract.vendor.name,
            "distance": word_distance(due.day.day, today()),
            "team": contract.team.name,
        }
        subject = _("%(kind)s, %(day)s: %(name)s") % what
        body = _(
            "%(name)s\n%(vendor)s\n\n%(kind)s: %(day)s (%(distance)s)\n\nYou get this mail because you look after this "
            "contract in the team “%(team)s”, or follow its dates."
        )
        path = reverse("reviews:contract", args=[contract.public_id])
        text = body % what + (f"\n\n{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else "")
        try:
            send_mail(" ".join(subject.split()), text, None, [due.user.email])
        except (OSError, SMTPException):
            log.warning("a reminder about a contract of team %s could not be sent", contract.team_id)
            return False
    return True
