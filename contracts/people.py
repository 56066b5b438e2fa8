"""Gives people a place in a team, with a random password where they are new to this installation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction

from contracts.models import Membership, Role, Team, User

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without what looks alike; 16 of these are 80 bits."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person's place. `password` is kept nowhere else, and "" where the person had one already."""

    user: User
    role: Role
    password: str


def random_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def add_person(team: Team, email: str, role: Role, name: str = "") -> Account:
    """A person who is in the team already gets the role."""
    user, password = User.objects.filter(email=email.lower()).first(), ""
    if user is None:
        password = random_password()
        user = User.objects.create_user(email, password, name=name)
    Membership.objects.update_or_create(team=team, user=user, defaults={"role": role})
    return Account(user, role, password)
