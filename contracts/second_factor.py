"""A person's second factor: turned on and off, and its codes checked, each of which works once."""

from __future__ import annotations

import hashlib
import time

from django.conf import settings
from django.db import transaction

from contracts.models import RecoveryCode, SecondFactor, Team, User
from contracts.people import random_password
from contracts.seals import SealBroken, seal, unseal
from contracts.totp import match_step

RECOVERY_CODES = 10


def has_second_factor(user: User) -> bool:
    return SecondFactor.objects.filter(user=user).exists()


def wants_second_factor(team: Team) -> bool:
    return settings.REQUIRE_SECOND_FACTOR or team.wants_second_factor


@transaction.atomic
def turn_on(user: User, secret: str, code: str) -> list[str]:
    """The recovery codes, which are kept nowhere as they are. None at all where the code is not of this secret."""
    step = match_step(secret, tidy(code), time.time())
    if step is None:
        return []
    SecondFactor.objects.update_or_create(user=user, defaults={"sealed_secret": seal(secret), "last_step": step})
    return new_recovery_codes(user)


@transaction.atomic
def turn_off(user: User) -> None:
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """The old ones stop working."""
    codes = [random_password() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=digest_of(code)) for code in codes)
    return codes


def check_code(user: User, said: str) -> bool:
    """A code of the app or a recovery code. What was right is used up, also for whoever sends it at the same moment."""
    said = tidy(said)
    factor = SecondFactor.objects.filter(user=user).first()
    if factor is None or not said:
        return False
    if RecoveryCode.objects.filter(user=user, digest=digest_of(said)).delete()[0]:
        return True
    try:
        secret = unseal(factor.sealed_secret)
    except SealBroken:
        return False  # a recovery code still lets in
    step = match_step(secret, said, time.time(), after=factor.last_step)
    if step is None:
        return False
    return bool(SecondFactor.objects.filter(user=user, last_step__lt=step).update(last_step=step))


def tidy(said: str) -> str:
    """As people type it, with spaces, hyphens or capitals; digits of full width too."""
    kept = "".join(letter for letter in said.lower() if letter.isalnum())
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in kept)


def digest_of(code: str) -> str:
    """Eighty random bits need neither salt nor slowness."""
    return hashlib.sha256(tidy(code).encode()).hexdigest()
