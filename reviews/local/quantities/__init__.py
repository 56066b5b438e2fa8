"""Durations, percentages, money, dates, numbers and frequencies in the words of a contract, in English and Japanese.

find_quantities reads a text once; tagged.py puts one mark for each quantity in its place, so that phrases can ask
for `<duration>` without knowing how many ways there are to write thirty days.
"""

from __future__ import annotations

from contracts.values import Language

from .english import find_english
from .japanese import find_japanese
from .values import LARGEST, Quantity, QuantityKind, convert

__all__ = ["Quantity", "QuantityKind", "convert", "find_quantities"]


def find_quantities(body: str, language: Language) -> list[Quantity]:
    """All quantities of the text in order, none overlapping another. Linear in the length of the text."""
    found = find_japanese(body) if language == "ja" else find_english(body)
    return [quantity for quantity in found if _is_real(quantity)]


def _is_real(quantity: Quantity) -> bool:
    numbers = (quantity.value, quantity.low, quantity.high)
    return not any(isinstance(number, float) and number >= LARGEST for number in numbers)
