"""Decisions of an earlier review in a later one: kept where the words and what was found in them are the same, else put
before people again, with why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from reviews.decide import Ruling
from reviews.values import Finding

Why = Literal["words", "status", "grade"]
"""What is no longer as it was when somebody decided: the words quoted, whether the papers say it, or the grade."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """A decision that no longer rests on what it was made on."""

    ruling: Ruling
    why: Why


@dataclass(frozen=True, slots=True)
class Carried:
    kept: tuple[Ruling, ...]
    again: tuple[Revisit, ...]


def carry(before: Iterable[Finding], rulings: Mapping[str, Ruling], after: Iterable[Finding]) -> Carried:
    """What becomes of the standing `rulings` on `before` in a review that found `after`, in the order of `after`.

    Items that the later checklist does not ask are left behind.
    """
    earlier = {finding.item: finding for finding in before}
    kept: list[Ruling] = []
    again: list[Revisit] = []
    for finding in after:
        ruling, old = rulings.get(finding.item), earlier.get(finding.item)
        if ruling is None or old is None:
            continue
        why = what_changed(old, finding)
        if why is None:
            kept.append(ruling)
        else:
            again.append(Revisit(ruling, why))
    return Carried(tuple(kept), tuple(again))


def what_changed(old: Finding, new: Finding) -> Why | None:
    """None where the same words, letter by letter, led to the same status and grade. Where they stand may differ."""
    if old.status != new.status:
        return "status"
    if sorted(span.quote for span in old.evidence) != sorted(span.quote for span in new.evidence):
        return "words"
    return "grade" if old.grade != new.grade else None
