"""Codes of authenticator apps, against the values that the standard prints."""

from __future__ import annotations

import base64

import pytest

from contracts.totp import app_address, code_at, match_step, new_secret

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    "moment, code",
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    assert code_at(SECRET, moment // 30) == code
    assert match_step(SECRET, code, moment) == moment // 30


def test_a_code_counts_for_half_a_minute_more_on_both_sides() -> None:
    code = code_at(SECRET, 100)
    assert [match_step(SECRET, code, moment) for moment in (2969, 2970, 3000, 3059, 3060)] == [
        None,
        100,
        100,
        100,
        None,
    ]


def test_a_code_counts_once_and_none_before_it() -> None:
    assert match_step(SECRET, code_at(SECRET, 100), 3000, after=100) is None
    assert match_step(SECRET, code_at(SECRET, 99), 3000, after=100) is None
    assert match_step(SECRET, code_at(SECRET, 101), 3000, after=100) == 101


@pytest.mark.parametrize("code", ["", "12345", "28708２", "x" * 40])
def test_nonsense_is_no_code(code: str) -> None:
    assert match_step(SECRET, code, 59) is None


def test_secrets_differ_and_an_app_reads_them() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
    address = app_address(SECRET, "kim+x@example.com", "Clausemark")
    assert address == (
        f"otpauth://totp/Clausemark:kim%2Bx%40example.com?secret={SECRET}&issuer=Clausemark&digits=6&period=30"
    )
