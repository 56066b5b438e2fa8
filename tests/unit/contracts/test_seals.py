"""Secrets at rest: opened by whoever has a key, by nobody else, and never under the secret key itself."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet, InvalidToken

from contracts.seals import SealBroken, key_from, reseal, seal, unseal

SECRET = "sk-鍵-0123456789"


def test_what_was_sealed_is_opened_again():
    assert unseal(seal(SECRET)) == SECRET


def test_a_seal_shows_nothing_and_is_never_the_same():
    first, second = seal(SECRET), seal(SECRET)
    assert SECRET not in first
    assert first != second


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    settings.CLAUSEMARK_KEYS = ["old"]
    sealed = seal(SECRET)
    settings.CLAUSEMARK_KEYS = ["new", "old"]
    assert unseal(sealed) == SECRET
    renewed = reseal(sealed)
    settings.CLAUSEMARK_KEYS = ["new"]
    assert unseal(renewed) == SECRET
    with pytest.raises(SealBroken):
        unseal(sealed)
    with pytest.raises(SealBroken):
        reseal(sealed)


@pytest.mark.parametrize("damaged", ["", "nonsense", "gAAAAA=="])
def test_a_damaged_seal_is_told_apart(damaged: str):
    with pytest.raises(SealBroken):
        unseal(damaged)


def test_the_key_is_derived_for_this_purpose(settings):
    settings.CLAUSEMARK_KEYS = ["k" * 43 + "="]
    sealed = seal(SECRET)
    with pytest.raises(InvalidToken):
        Fernet("k" * 43 + "=").decrypt(sealed)
    assert Fernet(key_from("k" * 43 + "=")).decrypt(sealed).decode() == SECRET
