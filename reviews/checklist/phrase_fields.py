"""Reads the phrases and word lists of a checklist file. After `fields.py`, before `find_fields.py`."""

from __future__ import annotations

import re
from typing import cast

from reviews.checklist.fields import LANGUAGES, Fields
from reviews.checklist.source import Map, Rows
from reviews.checklist.values import Phrases
from reviews.local.phrases import PhraseCompiler, PhraseError
from reviews.said import said as _

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


class PhraseFields(Fields):
    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, Phrases] = {}
        self.compiler: PhraseCompiler | None = None
        self.tested: frozenset[str] = frozenset()
        """Names of the files whose phrases are known to be good."""

    def phrases(self, place: Map, key: str | None, is_needed: bool = False) -> Phrases:
        """The phrases under `key`, or those of `place` itself. Where they are needed, both languages must be there."""
        holder = place if key is None else place.get(key)
        if holder is None:
            return {}
        if not isinstance(holder, Map):
            self.say(place, key, _("“%(key)s” must give lists of phrases for en and ja", key=key))
            return {}
        if key is not None:
            self.known(holder, set(LANGUAGES), key)
        found: Phrases = {}
        for language in LANGUAGES:
            if language not in holder and is_needed:
                self.say(
                    holder,
                    None,
                    _("phrases for “%(language)s” are missing (write [] where there are none)", language=language),
                )
            found[language] = self.names(holder, language)
        self.check_phrases(place, key, found, holder)
        return found

    def check_phrases(self, place: Map, key: str | None, phrases: Phrases, holder: Map | None = None) -> None:
        if place.file in self.tested:
            return
        if holder is None:
            holder = cast(Map, place[key or ""])
        for language, entries in phrases.items():
            for index, phrase in enumerate(entries):
                try:
                    self.compiler = self.compiler or PhraseCompiler(self.words)
                    self.compiler.compile(phrase, language)
                except PhraseError as error:
                    self.say(cast(Rows, holder[language]), index, error.said)

    def lists(self, top: Map) -> dict[str, Phrases]:
        value = top.get("words")
        if value is None:
            return {}
        if not isinstance(value, Map):
            self.say(top, "words", _("“words” must be a mapping of names to lists"))
            return {}
        found: dict[str, Phrases] = {}
        for name in value:
            entry = value[name]
            if not NAME.fullmatch(name) or not isinstance(entry, Map):
                self.say(
                    value, name, _("“%(name)s” must be a name in small letters with lists for en and ja", name=name)
                )
                continue
            self.known(entry, set(LANGUAGES), _("the word list %(name)s", name=name))
            found[name] = {language: self.names(entry, language) for language in LANGUAGES}
        return found

    def phrase_map(self, place: Map, key: str, allowed: set[str]) -> dict[str, Phrases]:
        value = place.get(key)
        if value is None:
            return {}
        if not isinstance(value, Map):
            self.say(place, key, _("“%(key)s” must be a mapping", key=key))
            return {}
        self.known(value, allowed, key)
        return {name: self.phrases(value, name) for name in value}
