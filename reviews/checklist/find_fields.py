"""Reads what an item looks for: facts, value readers and the conditions over them. Before `item_fields.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from contracts.values import KINDS, Kind
from reviews.checklist.fields import LANGUAGES
from reviews.checklist.phrase_fields import NAME, PhraseFields
from reviews.checklist.source import Map, Rows
from reviews.checklist.values import (
    CHOICES,
    SCOPES,
    Choice,
    Fact,
    Find,
    Phrases,
    Scope,
    Search,
    ValueReader,
    ValueSpec,
)
from reviews.conditions import Condition, ConditionError, parse_condition
from reviews.said import said as _
from reviews.values import Value

SEARCH_KEYS = {
    *LANGUAGES,
    "not",
    "scope",
    "unless",
    "with",
    "within",
    "near",
    "heading",
    "kinds",
    "answers",
    "weak",
    "strength",
}


class FindFields(PhraseFields):
    def __init__(self) -> None:
        super().__init__()
        self.shared: list[tuple[Map, str]] = []
        """Facts taken over from other items, to be filled in once all items are known (`shared.py`)."""

    def find(self, row: Map, specs: tuple[ValueSpec, ...], papers: Mapping[str, Phrases]) -> Find:
        value = row.get("find")
        if value is None:
            return Find()
        if not isinstance(value, Map):
            self.say(row, "find", _("“find” must be a mapping"))
            return Find()
        self.known(value, {"facts", "values", "referenced", "points_to", "ignore"}, _("find"))
        facts = self.mapping(value, "facts")
        names = list(facts)
        clash = {spec.name for spec in specs} & set(names)
        for name in sorted(clash):
            self.say(facts, name, _("“%(name)s” is a fact and a value; give them different names", name=name))
        readers: list[ValueReader] = []
        values = self.mapping(value, "values")
        for name in values:
            spec = next((one for one in specs if one.name == name), None)
            if spec is None:
                self.say(values, name, _("“%(name)s” is not a value of this item", name=name))
                continue
            entry = values[name]
            for one in entry if isinstance(entry, Rows) else [entry]:
                if isinstance(one, Map):
                    readers.append(self.reader(one, spec, names))
                else:
                    self.say(values, name, _("“%(name)s” must say how it is read", name=name))
        found = tuple(self.fact(facts, name, names) for name in facts)
        self.check_circles(facts, found)
        return Find(
            found,
            tuple(readers),
            self.phrases(value, "referenced"),
            self.names(value, "points_to", list(papers)),
            self.phrase_map(value, "ignore", {"heading", "sentence"}),
        )

    def check_circles(self, place: Map, facts: tuple[Fact, ...]) -> None:
        """Facts may need and exclude each other, but not in a circle: one of them must be decided first."""
        names = {fact.name for fact in facts}
        needs = {fact.name: names & {*fact.search.with_facts, *fact.search.unless} for fact in facts}
        settled: set[str] = set()
        while ready := {name for name in names - settled if needs[name] <= settled}:
            settled |= ready
        if circle := sorted(names - settled):
            self.say(place, circle[0], _("these facts need each other in a circle: %(known)s", known=", ".join(circle)))

    def fact(self, facts: Map, name: str, names: list[str]) -> Fact:
        row = facts[name]
        if not NAME.fullmatch(name):
            self.say(facts, name, _("“%(name)s” is not a name: small letters, digits and _", name=name))
        if not isinstance(row, Map):
            self.say(facts, name, _("“%(name)s” must say what to look for", name=name))
            return Fact(name, Search({}))
        if "same_as" in row:
            return self.shared_fact(row, name)
        self.known(row, SEARCH_KEYS, _("the fact %(name)s", name=name))
        return Fact(name, self.search(row, names, True))

    def shared_fact(self, row: Map, name: str) -> Fact:
        """A fact to be filled in by `with_shared_facts` once all items are known."""
        self.known(row, {"same_as", "answers"}, _("the fact %(name)s", name=name))
        source = self.text(row, "same_as")
        if source.count(".") != 2:
            self.say(
                row,
                "same_as",
                _("“%(source)s” is not a fact of an item, such as pricing.change_right.any_time", source=source),
            )
        self.shared.append((row, source))
        return Fact(name, Search({}, answers=self.flag(row, "answers", True)), same_as=source)

    def search(self, row: Map, names: list[str], answers: bool) -> Search:
        strength = row.get("strength", 0.7)
        if not isinstance(strength, int | float) or isinstance(strength, bool) or not 0 < strength <= 1:
            self.say(row, "strength", _("“strength” must be a number above 0, up to 1"))
            strength = 0.7
        return Search(
            phrases=self.phrases(row, None, True),
            without=self.phrases(row, "not"),
            scope=cast(Scope, self.choice(row, "scope", SCOPES, "sentence")),
            unless=self.names(row, "unless", names),
            with_facts=self.names(row, "with", names),
            within=cast(Scope, self.choice(row, "within", SCOPES, "sentence")),
            near=self.phrases(row, "near"),
            heading=self.phrases(row, "heading"),
            kinds=cast(tuple[Kind, ...], self.names(row, "kinds", KINDS)),
            answers=self.flag(row, "answers", answers),
            is_weak=self.flag(row, "weak", False),
            strength=float(strength),
        )

    def reader(self, row: Map, spec: ValueSpec, names: list[str]) -> ValueReader:
        if "cases" in row:
            self.known(row, {"cases"}, _("a value with cases"))
            cases = self.mapping(row, "cases")
            read = [(self.value(cases, key, spec, key), self.condition(cases, key, names, [])) for key in cases]
            return ValueReader(spec.name, None, cases=tuple((v, c) for v, c in read if v is not None and c is not None))
        self.known(row, SEARCH_KEYS | {"choose", "text"}, _("the value %(name)s", name=spec.name))
        is_text = self.flag(row, "text", False)
        if is_text != (spec.type == "text"):
            self.say(
                row,
                "text",
                _(
                    "“text: true” belongs to values of type text; %(name)s is of type %(type)s",
                    name=spec.name,
                    type=spec.type,
                ),
            )
        if spec.type in ("enum", "boolean"):
            self.say(
                row,
                None,
                _(
                    "%(name)s is of type %(type)s: give it “cases”, or let a rule set it",
                    name=spec.name,
                    type=spec.type,
                ),
            )
        search = self.search(row, names, False)
        self.check_captures(row, search, spec)
        choice = cast(Choice, self.choice(row, "choose", CHOICES, "first"))
        if (choice == "all" and not is_text) or (choice in ("least", "greatest") and is_text):
            self.say(
                row,
                "choose",
                _("“%(choice)s” is not a choice among values of type %(type)s", choice=choice, type=spec.type),
            )
        return ValueReader(spec.name, search, choice)

    def check_captures(self, row: Map, search: Search, spec: ValueSpec) -> None:
        for language, entries in search.phrases.items():
            for index, phrase in enumerate(entries):
                marked = "{" in phrase if spec.type == "text" else "<" in phrase
                if not marked:
                    wanted = (
                        _("mark the words to take with {...} in “%(phrase)s”", phrase=phrase)
                        if spec.type == "text"
                        else _("name the quantity in “%(phrase)s”", phrase=phrase)
                    )
                    self.say(cast(Rows, row[language]), index, wanted)

    def value(self, place: Map, key: str, spec: ValueSpec, raw: object) -> Value | None:
        """The value as the item's own specification has it; None, and said, where it does not fit."""
        if spec.type == "boolean" and (isinstance(raw, bool) or raw in ("true", "false")):
            return raw in (True, "true")
        if spec.type == "enum" and str(raw).lower() in spec.options:
            return str(raw).lower()
        if spec.type == "text" and isinstance(raw, str):
            return raw
        if spec.type in ("duration", "percent", "money", "number") and isinstance(raw, int | float):
            return raw
        self.say(place, key, _("“%(raw)s” is not a %(type)s of %(name)s", raw=raw, type=spec.type, name=spec.name))
        return None

    def values(self, place: Map, key: str, specs: tuple[ValueSpec, ...]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        given = self.mapping(place, key)
        for name in given:
            spec = next((one for one in specs if one.name == name), None)
            if spec is None:
                self.say(given, name, _("“%(name)s” is not a value of this item", name=name))
                continue
            value = self.value(given, name, spec, given[name])
            if value is not None:
                found[name] = value
        return found

    def condition(self, place: Map, key: str, facts: Sequence[str], specs: Sequence[ValueSpec]) -> Condition | None:
        source = place.get(key)
        if isinstance(source, bool | int):
            source = str(source).lower()
        if not isinstance(source, str):
            self.say(place, key, _("“%(key)s” must be a condition", key=key))
            return None
        try:
            condition = parse_condition(source)
        except ConditionError as error:
            self.say(place, key, error.said)
            return None
        values = {spec.name: spec for spec in specs}
        for leaf in condition.leaves():
            spec = values.get(leaf.name)
            if leaf.kind == "fact" and leaf.name not in facts and (spec is None or spec.type != "boolean"):
                self.say(place, key, _("“%(name)s” is not a fact of this item", name=leaf.name))
            elif leaf.kind in ("has", "compare") and spec is None:
                self.say(place, key, _("“%(name)s” is not a value of this item", name=leaf.name))
            elif leaf.kind == "compare" and spec is not None:
                self.value(place, key, spec, leaf.value)
        return condition
