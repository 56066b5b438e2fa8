"""Values that a model gives, read once more off the words that it quotes: what these do not state is dropped."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviews.checklist.values import Item, ValueSpec
from reviews.conflict import FIGURES
from reviews.local.captured import measure
from reviews.local.quantities import Quantity
from reviews.local.tagged import Tagged
from reviews.model.evidence import Located
from reviews.model.quotes import QuoteFinder, tokenize
from reviews.values import Value


@dataclass(frozen=True, slots=True)
class Stated:
    """`plain` names the figures that the quotes state and nothing else of their kind."""

    values: dict[str, Value] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    dropped: int = 0


def read_stated(
    item: Item, claimed: Mapping[str, Value], located: Sequence[Located], tagged: Sequence[Tagged]
) -> Stated:
    specs = {spec.name: spec for spec in item.values}
    quantities = [
        quantity
        for one in located
        for quantity in tagged[one.document].quantities
        if one.start <= quantity.start and quantity.end <= one.end
    ]
    quoted = [tagged[one.document].paper.text.body[one.start : one.end] for one in located]
    values: dict[str, Value] = {}
    plain: set[str] = set()
    for name, value in claimed.items():
        spec = specs.get(name)
        if spec is None:
            continue
        if spec.type in FIGURES:
            figures = {figure for quantity in quantities if (figure := measure(quantity, spec)) is not None}
            read = _figure(value, quantities, spec)
            if read is not None:
                values[name] = read
                if figures == {read}:
                    plain.add(name)
        elif (kept := _kept(value, spec, quoted, quantities)) is not None:
            values[name] = kept
    return Stated(values, frozenset(plain), len(claimed) - len(values))


def _figure(claimed: Value, quantities: Iterable[Quantity], spec: ValueSpec) -> int | float | None:
    """The figure of the text that was meant; a model may also count business days as they are written."""
    if isinstance(claimed, bool | str) or not math.isfinite(claimed):
        return None
    for quantity in quantities:
        figure = measure(quantity, spec)
        if figure is None:
            continue
        is_as_written = quantity.is_business and quantity.unit == spec.unit and quantity.value == claimed
        if is_as_written or math.isclose(figure, claimed, rel_tol=1e-4):
            return figure
    return None


def _kept(claimed: Value, spec: ValueSpec, quoted: Sequence[str], quantities: Iterable[Quantity]) -> Value | None:
    if spec.type == "boolean":
        return claimed if isinstance(claimed, bool) else None
    if not isinstance(claimed, str):
        return None
    if spec.type == "enum":
        return claimed if claimed in spec.options else None
    currency = next((one.unit for one in quantities if one.kind == "money" and one.unit == claimed), None)
    return currency or next((words for quote in quoted if (words := _own_words(claimed, quote))), None)


def _own_words(claimed: str, quote: str) -> str | None:
    """The words as the quote writes them: nothing that a model adds to them comes along."""
    tokens = tokenize(claimed)
    place = QuoteFinder(quote).place(tokens) if tokens else None
    return " ".join(quote[place.start : place.end].split()) if place else None
