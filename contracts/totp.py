"""Codes of authenticator apps (RFC 6238: SHA-1, six digits, half a minute), and what an app reads to make them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

PERIOD, DIGITS = 30, 6
LEEWAY = 1
"""Steps before and after the present one whose codes count: clocks differ, and people type."""


def new_secret() -> str:
    """160 bits, as an app wants them typed."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def match_step(secret: str, code: str, moment: float, after: int = 0) -> int | None:
    """The step of which this is the code, if it is close to `moment` (seconds since 1970) and later than `after`."""
    now = int(moment) // PERIOD
    for step in range(now - LEEWAY, now + LEEWAY + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def app_address(secret: str, account: str, issuer: str) -> str:
    """What the QR code holds."""
    said = urlencode({"secret": secret, "issuer": issuer, "digits": DIGITS, "period": PERIOD}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{said}"
