"""The way in: invitations, second factors, the places where a person is signed in, and attempts that are counted.

No row holds what opens anything by itself: tokens and recovery codes are digests, secrets are sealed.
"""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.models.people import Role, Team, User


class Invitation(models.Model):
    """An open invitation. It goes when it is accepted or withdrawn; the trail tells what became of it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(fields=["team", "email"], name="one_invitation_per_address"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.role})"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class SecondFactor(models.Model):
    """A person's authenticator. `last_step` is the half minute whose code was used last: no code works twice."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    sealed_secret = models.TextField()
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code for when the authenticator is lost. It goes when it is used."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_row_per_recovery_code")]

    def __str__(self) -> str:
        return str(self.user)


class SignedIn(models.Model):
    """A browser in which a person is signed in, as the person sees it. It ends with its session."""

    user = models.ForeignKey(User, models.CASCADE, related_name="signed_in")
    session = models.OneToOneField(Session, models.CASCADE, related_name="signed_in")
    device = models.CharField(max_length=200, blank=True)
    """What the browser says of itself; "" where it says nothing."""
    address = models.CharField(max_length=45, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} since {self.created_at:%Y-%m-%d}"


class Attempts(models.Model):
    """How often something was tried since `since`. `key` is a keyed digest of what, for whom and from where."""

    key = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.number} since {self.since:%Y-%m-%d %H:%M}"
