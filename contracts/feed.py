"""The private calendar of a member: its address, and the dates of a team as an iCalendar file."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from contracts.access import Act, allows
from contracts.date_words import word_kind
from contracts.ics import Event, write_calendar
from contracts.models import LEAD_DAYS, CalendarFeed, ContractDay, Membership, ReminderDays, Team
from contracts.term_rows import today

SALT = "contracts.calendar-feed"
SIGNS = 40
PAST = timedelta(days=366)


def renew_feed(membership: Membership) -> CalendarFeed:
    """An address that is new; the one before leads nowhere from now on."""
    return CalendarFeed.objects.update_or_create(membership=membership, defaults={"nonce": secrets.token_hex(16)})[0]


def token_of(feed: CalendarFeed) -> str:
    return f"{feed.pk}-{salted_hmac(SALT, feed.nonce, algorithm='sha256').hexdigest()[:SIGNS]}"


def feed_of(token: str) -> CalendarFeed | None:
    """None for a wrong token, a revoked one, and one of a person who may no longer read what it showed."""
    number, dash, _rest = token.partition("-")
    if not (dash and number.isascii() and number.isdigit() and len(number) < 18):
        return None
    feed = CalendarFeed.objects.select_related("membership__user", "membership__team").filter(pk=int(number)).first()
    if feed is None or not constant_time_compare(token_of(feed), token):
        return None
    place = feed.membership
    return feed if place.user.is_active and allows(place, Act.READ) else None


def leads_of(team: Team) -> list[int]:
    """How many days ahead people are written to, the longest first."""
    row = ReminderDays.objects.filter(team=team).first()
    return list(row.days) if row is not None else list(LEAD_DAYS)


def days_of_feed(team: Team) -> list[ContractDay]:
    days = ContractDay.objects.filter(contract__team=team, day__gte=today() - PAST)
    return list(days.select_related("contract__vendor"))


def write_feed(team: Team, days: Iterable[ContractDay], base: str, language: str) -> bytes:
    """`base` is the address of the installation, to which the paths of contracts are added."""
    leads = tuple(leads_of(team))
    events = []
    for day in days:
        contract = day.contract
        name = contract.title or contract.vendor.name
        what = {"kind": word_kind(day), "name": name, "vendor": contract.vendor.name}
        address = base + reverse("reviews:contract", args=[contract.public_id])
        events.append(
            Event(
                uid=f"{contract.public_id}-{day.kind}-{day.slot}@clausemark",
                day=day.day,
                title=_("%(kind)s: %(name)s (%(vendor)s)") % what if name != contract.vendor.name else
                _("%(kind)s: %(name)s") % what,
                details=address,
                address=address,
                changed_at=day.changed_at,
                sequence=day.sequence,
                alarms=leads if day.is_deadline else (),
            )
        )  # fmt: skip
    return write_calendar(_("%(team)s: dates of contracts") % {"team": team}, events, language).encode()


def stamp_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def base_of(scheme: str, host: str) -> str:
    return settings.PUBLIC_URL or f"{scheme}://{host}"
