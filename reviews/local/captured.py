"""What a phrase captured, as a value: a quantity in the unit of its value, or words as they stand in the paper."""

from __future__ import annotations

import re

from reviews.checklist.values import ValueSpec
from reviews.local import shadow
from reviews.local.quantities import Quantity, convert
from reviews.local.sweep import Hit
from reviews.local.tagged import NOT_QUANTITY, Tagged
from reviews.values import Value

PERCENT_PER = {"percent_per_month": "month", "percent_per_year": "year"}
BETWEEN_WORDS = r"[\W_]+(?:(?:the|an?)[\W_]+)*"


def read_captured(tagged: Tagged, hit: Hit, spec: ValueSpec) -> Value | None:
    """The value, or None where what was captured does not measure what the value is about."""
    if hit.captured is None:
        return None
    start, end = hit.captured
    quantity = None
    if hit.text[start:end].translate(None, NOT_QUANTITY):
        place = next(at for at in range(start, end) if hit.text[at : at + 1].translate(None, NOT_QUANTITY))
        quantity = tagged.quantity_at(hit.parts, hit.text, place)
    if spec.type == "text":
        return _words(tagged, hit, quantity)
    return None if quantity is None else measure(quantity, spec)


def measure(quantity: Quantity, spec: ValueSpec) -> int | float | None:
    """The quantity in the unit of the value; None where it does not measure what the value is about."""
    if isinstance(quantity.value, str):
        return None
    if spec.type == "percent" and quantity.kind == "percent":
        value = float(quantity.value)
        wanted = PERCENT_PER.get(spec.unit)
        if wanted == "month" and quantity.per == "year":
            value = round(value / 12, 2)
        elif wanted == "year" and quantity.per == "month":
            value *= 12
        return _tidy(value)
    if spec.type == "duration" and quantity.kind == "duration":
        try:
            return _tidy(convert(quantity, spec.unit))
        except ValueError:
            return None
    if spec.type in ("money", "number") and quantity.kind == spec.type:
        return _tidy(float(quantity.value))
    return None


def _tidy(value: float) -> int | float:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _words(tagged: Tagged, hit: Hit, quantity: Quantity | None) -> str | None:
    """The captured words in the paper's own letters; of an amount of money the currency."""
    start, end = hit.captured or (0, 0)
    if quantity is not None and quantity.kind == "money":
        return quantity.unit or None
    taken = hit.text[start:end].decode(errors="ignore").strip()
    if not taken:
        return None
    _, index = max(part for part in hit.parts if part[0] <= start)
    sentence = tagged.sentences[index]
    body = tagged.paper.text.body[sentence.start : sentence.end]
    if tagged.language == "en":
        words = [_pattern(word) for word in taken.split()]
        found = re.search(r"(?<!\w)" + BETWEEN_WORDS.join(words) + r"(?!\w)", body, re.I)
    else:
        found = re.search(r"[\W_ー]*".join(_pattern(char) for char in taken if char != " "), body, re.I)
    return " ".join(found[0].split()) if found else taken


def _pattern(word: str) -> str:
    return r".{1,60}?" if any(char in shadow.MARKS for char in word) else re.escape(word)
