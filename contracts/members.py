"""The places of a team: other roles, and leaving. A team keeps an admin, whoever asks for what at the same moment."""

from __future__ import annotations

from django.db import transaction

from contracts.models import Membership, Role, Team, User
from contracts.trail import name_of, record


class LastAdmin(Exception):
    """Nobody would be left to look after the team."""


@transaction.atomic
def change_role(place: Membership, role: str, by: User) -> None:
    """Raises LastAdmin."""
    place = locked(place)
    if role == place.role:
        return
    keep_an_admin(place)
    was, place.role = place.role, role
    place.save(update_fields=["role"])
    record(place.team, by, "member.role", person=name_of(place.user), was=was, role=role)


@transaction.atomic
def remove_member(place: Membership, by: User) -> None:
    """Out at once, in every browser; what the person did stays. Raises LastAdmin."""
    place = locked(place)
    keep_an_admin(place)
    place.delete()
    record(place.team, by, "member.removed", person=name_of(place.user), role=place.role)


def locked(place: Membership) -> Membership:
    """The place as it is now, with nobody else changing places of the team. Raises Membership.DoesNotExist."""
    Team.objects.select_for_update().get(pk=place.team_id)
    return Membership.objects.select_related("team", "user").get(pk=place.pk)


def keep_an_admin(place: Membership) -> None:
    others = Membership.objects.filter(team=place.team_id, role=Role.ADMIN, user__is_active=True).exclude(pk=place.pk)
    if place.role == Role.ADMIN and not others.exists():
        raise LastAdmin
