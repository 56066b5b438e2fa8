"""Reads the plain things of a checklist file, such as words and flags, and collects what is wrong with them.

Mistakes are collected instead of stopping at the first, so that a person mends a file in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from reviews.checklist.source import Map, Mistake, Rows
from reviews.checklist.values import Localised
from reviews.said import Said
from reviews.said import said as _

LANGUAGES = ("en", "ja")


class Fields:
    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    # Saying what is wrong

    def say(self, place: Map | Rows, key: str | int | None, what: Said) -> None:
        line, column = place.line, 0
        if key is not None and (isinstance(key, int) or key in place.lines):
            line, column = place.lines[key], place.columns[key]  # type: ignore[index]
        self.mistakes.append(Mistake(place.file, line, what, column))

    def known(self, place: Map, allowed: set[str], where: Said | str) -> None:
        for key in place:
            if key not in allowed:
                self.say(
                    place,
                    key,
                    _(
                        "“%(key)s” is not a key of %(where)s; known are %(known)s",
                        key=key,
                        where=where,
                        known=", ".join(sorted(allowed)),
                    ),
                )

    def unique(self, ids: list[str], places: Sequence[Map], what: Said) -> None:
        """Each but the first of its id is told where it stands."""
        seen: set[str] = set()
        for repeated, place in zip(ids, places, strict=True):
            if repeated not in seen:
                seen.add(repeated)
                continue
            self.say(place, "id", _("the %(what)s “%(repeated)s” stands here twice", what=what, repeated=repeated))

    # Reading plain things

    def text(self, place: Map, key: str, default: str | None = None) -> str:
        value = place.get(key, default)
        if isinstance(value, str) and (value or default is not None):
            return value
        self.say(
            place, key, _("“%(key)s” must be text", key=key) if key in place else _("“%(key)s” is missing", key=key)
        )
        return ""

    def choice(self, place: Map, key: str, options: Sequence[str], default: str | None = None) -> str:
        value = place.get(key, default)
        if value in options:
            return str(value)
        self.say(place, key, _("“%(key)s” must be one of %(known)s", key=key, known=", ".join(options)))
        return options[0]

    def flag(self, place: Map, key: str, default: bool) -> bool:
        value = place.get(key, default)
        if isinstance(value, bool):
            return value
        self.say(place, key, _("“%(key)s” must be true or false", key=key))
        return default

    def localised(self, place: Map, key: str, is_needed: bool = True) -> Localised:
        value = place.get(key)
        if value is None and not is_needed:
            return {}
        if not isinstance(value, Map):
            self.say(
                place,
                key,
                _("“%(key)s” must give en and ja", key=key) if key in place else _("“%(key)s” is missing", key=key),
            )
            return dict.fromkeys(LANGUAGES, "")
        self.known(value, set(LANGUAGES), key)
        return {language: self.text(value, language) for language in LANGUAGES}

    def rows(self, place: Map, key: str) -> list[Map]:
        value = place.get(key)
        if value is None:
            return []
        if not isinstance(value, Rows):
            self.say(place, key, _("“%(key)s” must be a list", key=key))
            return []
        for index, row in enumerate(value):
            if not isinstance(row, Map):
                self.say(value, index, _("each entry of “%(key)s” must be a mapping", key=key))
        return [row for row in value if isinstance(row, Map)]

    def names(self, place: Map, key: str, allowed: Sequence[str] | None = None) -> tuple[str, ...]:
        value = place.get(key)
        if value is None:
            return ()
        if not isinstance(value, Rows) or not all(isinstance(one, str) for one in value):
            self.say(place, key, _("“%(key)s” must be a list of words", key=key))
            return ()
        names = cast(list[str], list(value))
        for index, name in enumerate(names):
            if allowed is not None and name not in allowed:
                self.say(
                    value,
                    index,
                    _(
                        "“%(name)s” is not known; known are %(known)s",
                        name=name,
                        known=", ".join(sorted(allowed)) or "–",
                    ),
                )
        return tuple(names)

    def mapping(self, place: Map, key: str) -> Map:
        value = place.get(key)
        if isinstance(value, Map):
            return value
        if value is not None:
            self.say(place, key, _("“%(key)s” must be a mapping", key=key))
        return Map(place.file, place.line)
