"""Invitations into a team: made, sent, sent again, withdrawn and accepted. Only the link holds the token."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from contracts.models import Invitation, Membership, Team, User
from contracts.trail import record

VALID = timedelta(days=7)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(team: Team, by: User, email: str, role: str) -> tuple[Invitation, str]:
    """A new invitation, or a new link for one that is open; the token, which is kept nowhere."""
    token, email = secrets.token_urlsafe(32), email.strip().lower()
    said = {
        "role": role,
        "token_sha256": token_digest(token),
        "invited_by": by,
        "expires_at": timezone.now() + VALID,
    }
    row, is_new = Invitation.objects.update_or_create(team=team, email=email, defaults=said)
    record(team, by, "member.invited" if is_new else "member.invited_again", person=email, role=role)
    return row, token


@transaction.atomic
def withdraw(invitation: Invitation, by: User) -> None:
    invitation.delete()
    record(invitation.team, by, "member.uninvited", person=invitation.email)


def find_invitation(token: str) -> Invitation | None:
    """The open invitation to which the token belongs."""
    rows = Invitation.objects.select_related("team", "invited_by").filter(expires_at__gt=timezone.now())
    return rows.filter(token_sha256=token_digest(token)).first() if token else None


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership | None:
    """The place in the team. None where the invitation was accepted or withdrawn in the meantime.

    Who has a place there already keeps it as it is.
    """
    open_one = Invitation.objects.select_for_update().filter(
        pk=invitation.pk, token_sha256=invitation.token_sha256, expires_at__gt=timezone.now()
    )
    found = open_one.first()
    if found is None:
        return None
    place, is_new = Membership.objects.get_or_create(team=found.team, user=user, defaults={"role": found.role})
    found.delete()
    if is_new:
        record(found.team, user, "member.joined", role=found.role)
    return place


def accept_all(user: User) -> list[Membership]:
    """Of a person whose address is proved."""
    rows = Invitation.objects.filter(email=user.email.lower(), expires_at__gt=timezone.now()).order_by("team_id")
    return [place for row in rows.select_related("team") if (place := accept(row, user))]


def has_invitation(email: str) -> bool:
    return Invitation.objects.filter(email=email, expires_at__gt=timezone.now()).exists()


def send_invitation(invitation: Invitation, by: User, link: str) -> None:
    """Once the transaction holds; a mail server that is away costs the mail, and the admin still has the link."""
    known = User.objects.filter(email=invitation.email).first()
    with translation.override((known and known.language) or translation.get_language()):
        said = {"name": by, "team": invitation.team, "address": link, "days": VALID.days}
        subject = _("%(name)s invites you to %(team)s on Clausemark") % said
        body = (
            _(
                "%(name)s has invited you to the team %(team)s, which reviews contracts with Clausemark.\n\n"
                "Open this address within %(days)s days to join:\n%(address)s\n\n"
                "If you did not expect this, you need not do anything.\n"
            )
            % said
        )
    mail = EmailMessage(" ".join(subject.split()), body, to=[invitation.email])
    transaction.on_commit(mail.send, robust=True)
