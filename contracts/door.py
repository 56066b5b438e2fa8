"""The last steps of every way in: the second factor where there is one, then the session and the trail."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from contracts.models import User
from contracts.second_factor import has_second_factor
from contracts.trail import record

ENTERING = "entering"
PATIENCE = 600
"""Seconds between the first step and the second."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Entering:
    """Somebody who has proved to be this person by one factor, and wants to go to `wanted`."""

    user: User
    wanted: str


def enter(request: HttpRequest, user: User, wanted: str = "") -> HttpResponse:
    """Let in whoever has shown to be this person, by a password or a provider; `wanted` is an address of ours or ""."""
    if not has_second_factor(user):
        return let_in(request, user, wanted)
    request.session[ENTERING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),  # a password that is changed meanwhile ends this, too
        "at": time.time(),
        "wanted": wanted,
    }
    return redirect("contracts:second_step")


def entering(request: HttpRequest) -> Entering | None:
    """Who is between the two steps in this browser."""
    said = request.session.get(ENTERING)
    if not said or time.time() - said["at"] > PATIENCE:
        return None
    user = User.objects.filter(pk=said["user"], is_active=True).first()
    if user is None or not constant_time_compare(said["hash"], user.get_session_auth_hash()):
        return None
    return Entering(user, said["wanted"])


@transaction.atomic
def let_in(request: HttpRequest, user: User, wanted: str = "") -> HttpResponse:
    request.session.pop(ENTERING, None)
    login(request, user, backend=BACKEND)
    record_in_teams(user, "sign_in")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if is_ours else reverse("reviews:contracts"))


def record_in_teams(user: User, act: str) -> None:
    """What concerns the person stands in the trail of each of their teams."""
    for place in user.memberships.select_related("team").order_by("team_id"):  # in one order, so that locks never cross
        record(place.team, user, act)
