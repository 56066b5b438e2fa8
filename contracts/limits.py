"""How often something may be tried: counted in the database, so that all processes and machines count together.

An attempt is counted before its outcome is known, by one conditional UPDATE: whoever tries a hundred times at once has
no more attempts than whoever tries a hundred times in a row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from contracts.models import Attempts


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` attempts in a `window`, which begins with the first of them."""

    name: str
    most: int
    window: timedelta


SIGN_IN = Limit("sign in", 5, timedelta(minutes=15))
"""For one account from one address: nobody is locked out by what somebody else tries elsewhere."""
SIGN_IN_FROM = Limit("sign in from", 50, timedelta(minutes=15))
"""For all accounts from one address."""
SECOND_STEP = Limit("second step", 5, timedelta(minutes=15))
"""For one account from anywhere: who gets there has proved to know the password."""
PASSWORD = Limit("password", 5, timedelta(minutes=15))
"""For the present password of somebody who is signed in."""
FORGOT = Limit("forgot", 3, timedelta(hours=1))
FORGOT_FROM = Limit("forgot from", 20, timedelta(hours=1))
INVITE = Limit("invite", 100, timedelta(hours=1))
"""For one team: its invitations are mails in the name of this installation."""
LONGEST = timedelta(hours=1)


def take(limit: Limit, *about: object) -> int:
    """Count an attempt. 0 where it may go ahead, else the seconds until there is another."""
    key, now = key_of(limit, *about), timezone.now()
    rows = Attempts.objects.filter(key=key)
    rows.filter(since__lte=now - limit.window).update(number=0, since=now)
    if rows.filter(number__lt=limit.most).update(number=F("number") + 1):
        return 0
    Attempts.objects.bulk_create([Attempts(key=key, since=now)], ignore_conflicts=True)
    if rows.filter(number__lt=limit.most).update(number=F("number") + 1):
        return 0
    since = rows.values_list("since", flat=True).first() or now
    return max(1, math.ceil((since + limit.window - now).total_seconds()))


def give_back(limit: Limit, *about: object) -> None:
    """Uncount one: it turned out well, so that a whole office behind one address may come in."""
    Attempts.objects.filter(key=key_of(limit, *about), number__gt=0).update(number=F("number") - 1)


def forget(limit: Limit, *about: object) -> None:
    Attempts.objects.filter(key=key_of(limit, *about)).delete()


def forget_old(now: datetime) -> None:
    """Rows whose window is over."""
    Attempts.objects.filter(since__lt=now - LONGEST).delete()


def key_of(limit: Limit, *about: object) -> str:
    said = "\0".join([limit.name, *(str(one).strip().lower() for one in about)])
    return salted_hmac("clausemark: attempts", said, algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from. Behind a proxy that is to be believed: what it added itself, which stands last."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY and (told := request.META.get("HTTP_X_FORWARDED_FOR", "")):
        address = told.rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(address))
    except ValueError:
        return ""


def origin_of(request: HttpRequest) -> str:
    """What one party has for an address: of IPv6, the network that a single connection is given whole."""
    address = address_of(request)
    if address and isinstance(ip_address(address), IPv6Address):
        return str(ip_network(f"{address}/64", strict=False))
    return address


def word_wait(seconds: int) -> str:
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Too many attempts. Wait %(minutes)s minute, then try again.",
        "Too many attempts. Wait %(minutes)s minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}
