"""Who may see and do what: what each role allows, the team a person works in, and the only way to a team's contracts.

Views take `team_page`; templates ask `may` (see `frame`). What belongs to another team does not exist: it is a 404.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from contracts.models import Contract, Membership, Role, Team, User
from contracts.second_factor import has_second_factor, wants_second_factor

SESSION_TEAM = "team"
ABOUT_CONTRACTS = re.compile(r"/$|/contracts/|/reviews/")
P = ParamSpec("P")


class Act(StrEnum):
    READ = "read"
    EXPORT = "export"
    UPLOAD = "upload"
    COMMENT = "comment"
    DECIDE = "decide"
    SIGN_OFF = "sign_off"
    MANAGE = "manage"


READS = frozenset({Act.READ, Act.EXPORT, Act.COMMENT})
WORKS = READS | {Act.UPLOAD, Act.DECIDE}
ALLOWED: dict[str, frozenset[Act]] = {
    Role.MEMBER: WORKS,
    Role.REVIEWER: WORKS | {Act.SIGN_OFF},
    Role.MANAGER: READS,
    Role.ADMIN: WORKS | {Act.MANAGE},
}


class TeamRequest(HttpRequest):
    """A request that `team_page` has let in."""

    htmx: HtmxDetails
    user: User
    team: Team
    membership: Membership


class ClientRequest(HttpRequest):
    """Any request: the middleware has told whether HTMX sent it."""

    htmx: HtmxDetails


def allows(membership: Membership, act: Act) -> bool:
    return act in ALLOWED.get(membership.role, frozenset())


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The person's places in teams, by the team's name; read once for each request."""
    if not hasattr(request, "_memberships"):
        rows = []
        if request.user.is_authenticated:
            rows = list(request.user.memberships.select_related("team").order_by("team__name", "pk"))
        request._memberships = rows  # type: ignore[attr-defined]
    return request._memberships  # type: ignore[attr-defined]


def current_membership(request: HttpRequest) -> Membership | None:
    """The one place a person has, or the one chosen in this session; None where that is still open."""
    memberships = memberships_of(request)
    if len(memberships) == 1:
        return memberships[0]
    chosen = request.session.get(SESSION_TEAM)
    return next((place for place in memberships if place.team_id == chosen), None)


def send_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect of the whole page, also where HTMX asked for a piece of it."""
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", None) else redirect(url)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """And afterwards back to this page, where it is one that can be gone to."""
    back = request.get_full_path() if request.method == "GET" and not getattr(request, "htmx", None) else "/"
    return send_to(request, f"{reverse('contracts:sign_in')}?{urlencode({'next': back})}")


def team_page(
    act: Act = Act.READ,
) -> Callable[
    [Callable[Concatenate[TeamRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Let in who is signed in, works in a team, has the second factor that it may want, and may do this there."""

    def decorate(
        view: Callable[Concatenate[TeamRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not memberships_of(request):
                return render(request, "contracts/no_team.html", status=403)
            membership = current_membership(request)
            if membership is None:
                return send_to(request, reverse("contracts:choose_team"))
            if wants_second_factor(membership.team) and not has_second_factor(request.user):
                return send_to(request, reverse("contracts:second_factor"))
            if not allows(membership, act):
                raise PermissionDenied
            request.membership, request.team = membership, membership.team
            response = view(request, *args, **kwargs)  # type: ignore[arg-type]
            # Kept by no browser and no proxy: after signing out, “back” shows nothing of a contract.
            response.setdefault("Cache-Control", "private, no-store")
            return response

        return guarded

    return decorate


def contract_or_404(request: TeamRequest, public_id: UUID) -> Contract:
    return get_object_or_404(Contract.objects.for_team(request.team).select_related("vendor"), public_id=public_id)


def frame(request: HttpRequest) -> dict[str, object]:
    """What the page frame shows: the team, what the person may do there, and the other language."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    membership = current_membership(request) if signed_in else None
    other = next((pair for pair in settings.LANGUAGES if pair[0] != get_language()), None)
    return {
        # Views of other parts say where they belong; a page of no part, such as one’s own account, marks none.
        "nav": "contracts" if ABOUT_CONTRACTS.match(request.path_info) else "none",
        "team": membership.team if membership else None,
        "may": {act.value: bool(membership and allows(membership, act)) for act in Act},
        "other_places": [place for place in memberships_of(request) if place != membership] if signed_in else [],
        "other_language": other,
    }
