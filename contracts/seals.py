"""Secrets of teams at rest: sealed before they reach the database, opened only where they are used.

The keys come from CLAUSEMARK_KEYS (or SECRET_KEY), the newest first: that one seals, all of them open. No error says
what was sealed, and a secret that no key opens is lost.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

PURPOSE = b"clausemark: secrets of teams, version 1"


class SealBroken(Exception):
    """The secret was sealed with a key that this installation no longer has, or was changed since."""


def seal(secret: str) -> str:
    return ring().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises SealBroken."""
    from cryptography.fernet import InvalidToken  # no command should wait for it that opens no seal

    try:
        return ring().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def reseal(sealed: str) -> str:
    """The same secret under the newest key. Raises SealBroken."""
    from cryptography.fernet import InvalidToken

    try:
        return ring().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def ring() -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(key_from(secret)) for secret in settings.CLAUSEMARK_KEYS])


def key_from(secret: str) -> bytes:
    """A key of the right length for this purpose alone, so that no other use of the same secret can open a seal."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return urlsafe_b64encode(derived)
