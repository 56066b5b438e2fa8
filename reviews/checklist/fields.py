"""Reads the plain things of a checklist file, such as words and flags, and collects what is wrong with them.

Mistakes are collected instead of stopping at the first, so that a person mends a file in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from reviews.checklist.source import Map, Rows
from reviews.checklist.values import Localised

LANGUAGES = ("en", "ja")


class Fields:
    def __init__(self) -> None:
        self.messages: list[str] = []

    # Saying what is wrong

    def say(self, place: Map | Rows, key: str | int | None, what: str) -> None:
        line = place.line
        if key is not None and (isinstance(key, int) or key in place.lines):
            line = place.lines[key]  # type: ignore[index]
        self.messages.append(f"{place.file}:{line}: {what}")

    def known(self, place: Map, allowed: set[str], where: str) -> None:
        for key in place:
            if key not in allowed:
                self.say(place, key, f"“{key}” is not a key of {where}; known are {', '.join(sorted(allowed))}")

    def unique(self, ids: list[str], place: Map, what: str) -> None:
        for repeated in sorted({one for one in ids if ids.count(one) > 1}):
            self.say(place, None, f"the {what} “{repeated}” stands here twice")

    # Reading plain things

    def text(self, place: Map, key: str, default: str | None = None) -> str:
        value = place.get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self.say(place, key, f"“{key}” must be text" if key in place else f"“{key}” is missing")
        return ""

    def choice(self, place: Map, key: str, options: Sequence[str], default: str | None = None) -> str:
        value = place.get(key, default)
        if value in options:
            return str(value)
        self.say(place, key, f"“{key}” must be one of {', '.join(options)}")
        return options[0]

    def flag(self, place: Map, key: str, default: bool) -> bool:
        value = place.get(key, default)
        if isinstance(value, bool):
            return value
        self.say(place, key, f"“{key}” must be true or false")
        return default

    def localised(self, place: Map, key: str, is_needed: bool = True) -> Localised:
        value = place.get(key)
        if value is None and not is_needed:
            return {}
        if not isinstance(value, Map):
            self.say(place, key, f"“{key}” must give en and ja" if key in place else f"“{key}” is missing")
            return dict.fromkeys(LANGUAGES, "")
        self.known(value, set(LANGUAGES), key)
        return {language: self.text(value, language) for language in LANGUAGES}

    def rows(self, place: Map, key: str) -> list[Map]:
        value = place.get(key)
        if value is None:
            return []
        if not isinstance(value, Rows):
            self.say(place, key, f"“{key}” must be a list")
            return []
        for index, row in enumerate(value):
            if not isinstance(row, Map):
                self.say(value, index, f"each entry of “{key}” must be a mapping")
        return [row for row in value if isinstance(row, Map)]

    def names(self, place: Map, key: str, allowed: Sequence[str] | None = None) -> tuple[str, ...]:
        value = place.get(key)
        if value is None:
            return ()
        if not isinstance(value, Rows) or not all(isinstance(one, str) for one in value):
            self.say(place, key, f"“{key}” must be a list of words")
            return ()
        names = cast(list[str], list(value))
        for index, name in enumerate(names):
            if allowed is not None and name not in allowed:
                self.say(value, index, f"“{name}” is not known; known are {', '.join(sorted(allowed)) or 'none'}")
        return tuple(names)

    def mapping(self, place: Map, key: str) -> Map:
        value = place.get(key)
        if isinstance(value, Map):
            return value
        if value is not None:
            self.say(place, key, f"“{key}” must be a mapping")
        return Map(place.file, place.line)
