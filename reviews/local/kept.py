"""What is made from a checklist for a language, once in a process: making it takes far longer than reading a paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from reviews.checklist.values import Checklist

Made = TypeVar("Made")
Language = TypeVar("Language", bound=str)
KEPT = 16


def kept(make: Callable[[Checklist, Language], Made]) -> Callable[[Checklist, Language], Made]:
    """Keep the last few that were made, by the content of the checklist."""
    made: dict[tuple[str, Language], Made] = {}

    @wraps(make)
    def find(checklist: Checklist, language: Language) -> Made:
        key = (checklist.sha256, language)
        if key not in made:
            while len(made) >= KEPT:
                made.pop(next(iter(made)))
            made[key] = make(checklist, language)
        return made[key]

    return find
