"""Words are told from numbers of glyphs that only look like words, without a dictionary."""

from __future__ import annotations

import random
import string

import pytest

from contracts.readers.soup import is_soup

ENGLISH = (
    "The Provider may change the fees on thirty days' notice to the Customer, who may then terminate this agreement"
    " without charge before the change takes effect. Nothing in this section limits the rights of either party under"
    " the order form, nor does it oblige the Customer to pay for services which it has not ordered in writing."
)
JAPANESE = (
    "当社は、30日前までに利用者に通知することにより、本サービスの料金を変更することができます。利用者は、変更の効力が"
    "生じる日までに本契約を解約することができ、この場合、違約金は発生しません。"
)
FRENCH = (
    "Le prestataire peut modifier les tarifs moyennant un préavis de trente jours adressé au client, lequel peut alors"
    " résilier le présent contrat sans frais avant la prise d'effet de la modification, conformément aux conditions"
    " générales acceptées par les deux parties lors de la conclusion du contrat."
)
TABLE = "\n".join(f"Item {number:03} ........ USD {number * 37}.00 | {number}%" for number in range(40))
RULES = "\n".join(("-" * 70, "Resource   ***   ***", "=" * 70, "Create     ***   ***")) * 8
VANS = "\n".join(f"LGV Wexford BRK with Fridge\n{at * 3501}kgs 6 weeks A/B/C [***] per week" for at in range(1, 7))
NAMES = "\n".join(
    f"{name} GmbH, Hamburg, register {at}" for at, name in enumerate(("Quillon", "Norvik", "Fjellbyte") * 9)
)


@pytest.mark.parametrize(
    "text", [ENGLISH, ENGLISH.upper(), JAPANESE, FRENCH, TABLE, RULES, VANS, NAMES, "", "12", "Exhibit A", "– 7 –"]
)
def test_words_tables_and_lists_are_no_soup(text: str):
    assert not is_soup(text)


def shifted(text: str, by: int) -> str:
    return "".join(sign if sign.isspace() else chr(max(33, ord(sign) + by)) for sign in text)


@pytest.mark.parametrize(
    "text",
    [
        shifted(ENGLISH, 1),
        shifted(ENGLISH, 3),
        shifted(ENGLISH, -29),
        "".join(sign if sign.isspace() else chr(0xE000 + ord(sign)) for sign in ENGLISH),
        "".join(sign if sign.isspace() else "\ufffd" for sign in ENGLISH),
        "".join(sign if sign.isspace() else chr(1 + ord(sign) % 31) for sign in ENGLISH),
        "".join(chr(0x4E00 + (ord(sign) * 7919) % 0x5000) for sign in JAPANESE * 4),
    ],
)
def test_numbers_of_glyphs_are_soup(text: str):
    assert is_soup(text)


def test_most_letters_put_for_others_are_soup():
    chance = random.Random(4)
    found = 0
    for _ in range(100):
        others = "".join(chance.sample(string.ascii_lowercase, 26))
        table = str.maketrans(string.ascii_letters, others + others.upper())
        found += is_soup(ENGLISH.translate(table))
    assert found >= 85
