"""Where a person is signed in: written down at each sign-in, kept up to date now and then, and ended by the person."""

from __future__ import annotations

import re
import time
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from contracts.limits import address_of
from contracts.models import SignedIn, User

SEEN = "seen"
EVERY = 300
"""Seconds between two notes that a session is in use: a row for each request would cost more than it tells."""

BROWSERS = {
    "Edge": r"Edg(?:e|A|iOS)?/",
    "Opera": r"OPR/",
    "Firefox": r"Firefox/|FxiOS/",
    "Chrome": r"Chrome/|CriOS/",
    "Safari": r"Safari/",
}
SYSTEMS = {
    "Android": r"Android",
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "Windows": r"Windows",
    "ChromeOS": r"CrOS",
    "macOS": r"Mac OS X|Macintosh",
    "Linux": r"Linux",
}


def note_sign_in(request: HttpRequest, user: User) -> None:
    session = request.session
    if session.session_key is None:  # Django has just thrown away the session of somebody else
        session.save()
    session[SEEN] = int(time.time())
    said = {
        "user": user,
        "device": request.META.get("HTTP_USER_AGENT", "")[:200],
        "address": address_of(request),
        "seen_at": timezone.now(),
    }
    SignedIn.objects.update_or_create(session_id=session.session_key, defaults=said)


def note_seen(request: HttpRequest) -> None:
    """Costs nothing but once in `EVERY` seconds of a session."""
    if time.time() - request.session.get(SEEN, 0) >= EVERY:
        note_sign_in(request, request.user)  # type: ignore[arg-type]


def end_session(user: User, pk: int) -> bool:
    """Whether there was such a one of this person."""
    return bool(Session.objects.filter(signed_in__pk=pk, signed_in__user=user).delete()[0])


def end_other_sessions(request: HttpRequest, user: User) -> None:
    Session.objects.filter(signed_in__user=user).exclude(pk=request.session.session_key).delete()


def end_all_sessions(user: User) -> None:
    Session.objects.filter(signed_in__user=user).delete()


def forget_old_sessions() -> None:
    """Django keeps what has expired until it is told not to."""
    Session.objects.filter(expire_date__lt=timezone.now() - timedelta(days=1)).delete()


def word_device(device: str) -> str:
    """ "Firefox, Windows"; "" where the browser hides both. Names of products are the same in both languages."""
    found = (
        next((name for name, sign in signs.items() if re.search(sign, device)), "") for signs in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)
