"""Who is in the team, for admins: roles, invitations, and whether everybody needs a second factor."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from contracts.access import Act, TeamRequest, team_page
from contracts.account_forms import InviteForm, RoleForm
from contracts.invitations import invite, send_invitation, withdraw
from contracts.limits import INVITE, take, word_wait
from contracts.members import LastAdmin, change_role, remove_member
from contracts.models import Invitation, Membership, Role, Team
from contracts.trail import record

LINK = "invitation_link"
"""In the session from the act to the next page, which shows it once."""


@sensitive_variables("link")
@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def members(request: TeamRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None, team=request.team)
    if form.is_bound and form.is_valid():
        return send(request, form.cleaned_data["email"], form.cleaned_data["role"])
    places = request.team.memberships.select_related("user__second_factor").order_by("user__name", "user__email")
    context = {
        "form": form,
        "places": places,
        "roles": Role.choices,
        "invitations": request.team.invitations.select_related("invited_by"),
        "link": request.session.pop(LINK, None),
        "has_mail": settings.HAS_MAIL,
        "is_ruled": settings.REQUIRE_SECOND_FACTOR,
        "here": "members",
        "nav": "none",
    }
    return render(request, "settings/members.html", context, status=422 if form.errors else 200)


@sensitive_variables("token", "link")
def send(request: TeamRequest, email: str, role: str) -> HttpResponse:
    if wait := take(INVITE, request.team.pk):
        messages.error(request, word_wait(wait))
        return redirect("contracts:members")
    with transaction.atomic():
        invitation, token = invite(request.team, request.user, email, role)
        link = request.build_absolute_uri(reverse("contracts:join_link", args=[token]))
        send_invitation(invitation, request.user, link)
    request.session[LINK] = {"email": invitation.email, "link": link}
    return redirect("contracts:members")


@require_POST
@team_page(Act.MANAGE)
def invitation_again(request: TeamRequest, pk: int) -> HttpResponse:
    """A new link; the old one stops working."""
    invitation = get_object_or_404(Invitation, pk=pk, team=request.team)
    return send(request, invitation.email, invitation.role)


@require_POST
@team_page(Act.MANAGE)
def invitation_withdraw(request: TeamRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, team=request.team)
    withdraw(invitation, request.user)
    messages.success(request, _("The invitation to %(email)s no longer works.") % {"email": invitation.email})
    return redirect("contracts:members")


@require_POST
@team_page(Act.MANAGE)
def member_role(request: TeamRequest, pk: int) -> HttpResponse:
    place, form = place_or_404(request, pk), RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    role = form.cleaned_data["role"]
    try:
        change_role(place, role, request.user)
    except LastAdmin:
        messages.error(request, _("A team needs an admin. Make somebody else admin first."))
    else:
        said = {"name": place.user, "role": Role(role).label}
        messages.success(request, _("%(name)s now has the role “%(role)s”.") % said)
    return redirect("contracts:members" if may_stay(request) else "reviews:contracts")


@require_POST
@team_page(Act.MANAGE)
def member_remove(request: TeamRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    try:
        remove_member(place, request.user)
    except LastAdmin:
        messages.error(request, _("A team needs an admin. Make somebody else admin first."))
    else:
        messages.success(request, _("%(name)s is no longer in the team.") % {"name": place.user})
    return redirect("contracts:members" if may_stay(request) else "reviews:contracts")


@require_POST
@team_page(Act.MANAGE)
def team_second_factor(request: TeamRequest) -> HttpResponse:
    is_wanted = request.POST.get("wanted") == "on"
    with transaction.atomic():
        if (
            Team.objects.filter(pk=request.team.pk)
            .exclude(wants_second_factor=is_wanted)
            .update(wants_second_factor=is_wanted)
        ):
            record(request.team, request.user, "team.second_factor", state="on" if is_wanted else "off")
    messages.success(request, _("Saved."))
    return redirect("contracts:members")


def may_stay(request: TeamRequest) -> bool:
    """Admins may have taken their own right to see the page."""
    return Membership.objects.filter(team=request.team, user=request.user, role=Role.ADMIN).exists()


def place_or_404(request: TeamRequest, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user", "team"), pk=pk, team=request.team)
