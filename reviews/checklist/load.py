"""From the data of checklist files to a Checklist; every mistake is caught here, with its file and line.

Before it: `source.py`. The notation stands in docs/phrases.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast, get_args

from contracts.values import KINDS, Kind
from reviews.checklist.source import ChecklistError, Map, Rows, read_source
from reviews.checklist.values import (
    CHOICES,
    SCOPES,
    Category,
    Checklist,
    Choice,
    Example,
    Fact,
    Find,
    Item,
    Localised,
    Phrases,
    Rule,
    Scope,
    Search,
    Silence,
    ValueReader,
    ValueSpec,
    ValueType,
)
from reviews.conditions import Condition, ConditionError, parse_condition
from reviews.local.phrases import PhraseError, compile_phrase
from reviews.values import GRADES, Grade, Status, Value

LANGUAGES = ("en", "ja")
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
ITEM_ID = re.compile(r"[a-z][a-z0-9_]{0,29}\.[a-z][a-z0-9_]{0,39}")
RULE_STATUSES: tuple[Status, ...] = ("present", "referenced", "absent", "unclear")
DEFAULT = Path(__file__).parent.parent / "checklists" / "default"


def load_checklist(source: str, name: str = "checklist.yaml") -> Checklist:
    """The checklist of one file's text. Raises ChecklistError with every mistake that was found."""
    return _Loader([read_source(source, name)]).load()


def load_folder(folder: Path) -> Checklist:
    """A checklist kept in several files: `checklist.yaml` for what all share, and files of items beside it."""
    return _Loader([read_source(text, name) for name, text in _files(folder)]).load()


@cache
def default_checklist() -> Checklist:
    """The checklist that comes with the product."""
    return load_folder(DEFAULT)


def default_source() -> str:
    """The default checklist as the text of one file: the same content and hash as `default_checklist()`."""
    texts = [text.split("items:\n", 1)[1] if name != "checklist.yaml" else text for name, text in _files(DEFAULT)]
    return texts[0] + "\nitems:\n" + "\n".join(texts[1:])


def _files(folder: Path) -> list[tuple[str, str]]:
    """Names and texts, `checklist.yaml` first and then one file for each category, in the order of the categories."""
    main = (folder / "checklist.yaml").read_text(encoding="utf-8")
    rows = read_source(main, "checklist.yaml").get("categories")
    ids = [str(row["id"]) for row in rows if isinstance(row, Map) and "id" in row] if isinstance(rows, Rows) else []
    paths = {path.stem: path for path in sorted(folder.glob("*.yaml")) if path.name != "checklist.yaml"}
    ordered = [paths[key] for key in ids if key in paths] + [path for key, path in paths.items() if key not in ids]
    return [("checklist.yaml", main), *((path.name, path.read_text(encoding="utf-8")) for path in ordered)]


def _filled(facts: Sequence[Fact], known: Mapping[str, Fact]) -> tuple[Fact, ...]:
    found: dict[str, Fact] = {}

    def take(source: str, name: str, answers: bool) -> None:
        if name in found:
            return
        item = source.rpartition(".")[0]
        search = known[source].search
        found[name] = known[source]  # keeps the place, and ends a circle
        needed = {one: f"{item}.{one}" for one in (*search.with_facts, *search.unless)}
        for one in needed.values():
            take(one, one, False)
        found[name] = Fact(
            name,
            replace(
                search,
                with_facts=tuple(needed[one] for one in search.with_facts),
                unless=tuple(needed[one] for one in search.unless),
                answers=answers,
            ),
            same_as=source,
        )

    for fact in facts:
        if fact.same_as:
            take(fact.same_as, fact.name, fact.search.answers)
        else:
            found[fact.name] = fact
    return tuple(found.values())


class _Loader:
    """Collects mistakes instead of stopping at the first, so that a person mends a file in one go."""

    def __init__(self, parts: Sequence[Map]) -> None:
        self.parts = parts
        self.messages: list[str] = []
        self.words: dict[str, Phrases] = {}
        self.used_words: set[str] = set()
        self.shared: list[tuple[Map, str]] = []

    def load(self) -> Checklist:
        top = self.parts[0]
        allowed = {"name", "version", "categories", "words", "papers", "ignore", "items"}
        for part in self.parts:
            self.known(part, allowed if part is top else {"items"}, "the checklist")
        name = self.localised(top, "name")
        version = self.text(top, "version", "1")
        self.words = self.lists(top)
        for word, entries in self.words.items():
            self.check_phrases(cast(Map, top["words"]), word, entries)
        papers = self.phrase_map(top, "papers", set(KINDS))
        ignore = self.phrase_map(top, "ignore", {"heading", "sentence"})
        categories = tuple(self.category(row) for row in self.rows(top, "categories"))
        self.unique([category.id for category in categories], top, "category")
        known = {category.id for category in categories}
        rows = [row for part in self.parts for row in self.rows(part, "items")]
        items = self.with_shared_facts(tuple(self.item(row, known, papers) for row in rows))
        self.unique([item.id for item in items], top, "item")
        if not items:
            self.say(top, None, "the checklist has no items")
        if self.messages:
            raise ChecklistError(self.messages)
        return Checklist(name, version, categories, items, self.words, papers, ignore, self.digest(rows))

    def digest(self, items: list[Map]) -> str:
        """Of the content in its order, whatever files, comments and line breaks it is written with."""
        top = {key: value for key, value in self.parts[0].items() if key != "items"}
        canonical = json.dumps({**top, "items": items}, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

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

    # Phrases and word lists

    def phrases(self, place: Map, key: str | None, is_needed: bool = False) -> Phrases:
        """The phrases under `key`, or those of `place` itself. Where they are needed, both languages must be there."""
        holder = place if key is None else place.get(key)
        if holder is None:
            return {}
        if not isinstance(holder, Map):
            self.say(place, key, f"“{key}” must give lists of phrases for en and ja")
            return {}
        if key is not None:
            self.known(holder, set(LANGUAGES), key)
        found: Phrases = {}
        for language in LANGUAGES:
            if language not in holder and is_needed:
                self.say(holder, None, f"phrases for “{language}” are missing (write [] where there are none)")
            found[language] = self.names(holder, language)
        self.check_phrases(place, key, found, holder)
        return found

    def check_phrases(self, place: Map, key: str | None, phrases: Phrases, holder: Map | None = None) -> None:
        if holder is None:
            holder = cast(Map, place[key or ""])
        for language, entries in phrases.items():
            for index, phrase in enumerate(entries):
                try:
                    compile_phrase(phrase, language, self.words)
                except PhraseError as error:
                    self.say(cast(Rows, holder[language]), index, str(error))

    def lists(self, top: Map) -> dict[str, Phrases]:
        value = top.get("words")
        if value is None:
            return {}
        if not isinstance(value, Map):
            self.say(top, "words", "“words” must be a mapping of names to lists")
            return {}
        found: dict[str, Phrases] = {}
        for name in value:
            entry = value[name]
            if not NAME.fullmatch(name) or not isinstance(entry, Map):
                self.say(value, name, f"“{name}” must be a name in small letters with lists for en and ja")
                continue
            self.known(entry, set(LANGUAGES), f"the word list {name}")
            found[name] = {language: self.names(entry, language) for language in LANGUAGES}
        return found

    def phrase_map(self, place: Map, key: str, allowed: set[str]) -> dict[str, Phrases]:
        value = place.get(key)
        if value is None:
            return {}
        if not isinstance(value, Map):
            self.say(place, key, f"“{key}” must be a mapping")
            return {}
        self.known(value, allowed, key)
        return {name: self.phrases(value, name) for name in value}

    # Items

    def category(self, row: Map) -> Category:
        self.known(row, {"id", "en", "ja"}, "a category")
        found = Category(self.text(row, "id"), {language: self.text(row, language) for language in LANGUAGES})
        if found.id and not NAME.fullmatch(found.id):
            self.say(row, "id", f"“{found.id}” is not an id: small letters, digits and _")
        return found

    def item(self, row: Map, categories: set[str], papers: Mapping[str, Phrases]) -> Item:
        content = {"id", "category", "weight", "title", "question", "why", "values", "grades", "silence"}
        self.known(row, content | {"applies_to", "sources", "fallback", "find", "rules", "examples"}, "an item")
        item_id, category = self.text(row, "id"), self.text(row, "category")
        if item_id and not ITEM_ID.fullmatch(item_id):
            self.say(row, "id", f"“{item_id}” is not an id such as pricing.change_right")
        if category not in categories:
            self.say(row, "category", f"there is no category “{category}”")
        weight = row.get("weight")
        if not isinstance(weight, int) or isinstance(weight, bool) or not 1 <= weight <= 5:
            self.say(row, "weight", "“weight” must be a whole number from 1 to 5")
            weight = 1
        specs = tuple(self.value_spec(one) for one in self.rows(row, "values"))
        grades = row.get("grades")
        if not isinstance(grades, Map):
            self.say(row, "grades", "“grades” must say what each grade means")
            grades = Map(row.file, row.line)
        self.known(grades, set(GRADES), "grades")
        find, silence = self.find(row, specs, papers), self.silence(row)
        return Item(
            id=item_id,
            category=category,
            weight=weight,
            title=self.localised(row, "title"),
            question=self.localised(row, "question"),
            why=self.localised(row, "why"),
            values=specs,
            grades={grade: self.localised(grades, grade) for grade in GRADES},
            silence=silence,
            applies_to=cast(tuple[Kind, ...], self.names(row, "applies_to", KINDS)),
            sources=self.names(row, "sources"),
            fallback=self.localised(row, "fallback"),
            find=find,
            rules=self.rules(row, specs, find, silence),
            examples=self.examples(row, specs),
        )

    def value_spec(self, row: Map) -> ValueSpec:
        self.known(row, {"name", "type", "unit", "options"}, "a value")
        options = tuple(str(one) for one in cast(Rows, row.get("options") or []))
        spec = ValueSpec(
            self.text(row, "name"),
            cast(ValueType, self.choice(row, "type", get_args(ValueType))),
            self.text(row, "unit", ""),
            options,
        )
        if (spec.type == "enum") != bool(options):
            self.say(row, None, "an enum, and nothing else, has “options”")
        return spec

    def silence(self, row: Map) -> Silence:
        value = row.get("silence")
        if not isinstance(value, Map):
            self.say(row, "silence", "“silence” must give a grade and because")
            return Silence("risky", dict.fromkeys(LANGUAGES, ""))
        self.known(value, {"grade", "because"}, "silence")
        return Silence(cast(Grade, self.choice(value, "grade", GRADES)), self.localised(value, "because"))

    def find(self, row: Map, specs: tuple[ValueSpec, ...], papers: Mapping[str, Phrases]) -> Find:
        value = row.get("find")
        if value is None:
            return Find()
        if not isinstance(value, Map):
            self.say(row, "find", "“find” must be a mapping")
            return Find()
        self.known(value, {"facts", "values", "referenced", "points_to", "ignore"}, "find")
        facts = self.mapping(value, "facts")
        names = list(facts)
        clash = {spec.name for spec in specs} & set(names)
        for name in sorted(clash):
            self.say(facts, name, f"“{name}” is a fact and a value; give them different names")
        readers: list[ValueReader] = []
        values = self.mapping(value, "values")
        for name in values:
            spec = next((one for one in specs if one.name == name), None)
            if spec is None:
                self.say(values, name, f"“{name}” is not a value of this item")
                continue
            entry = values[name]
            for one in entry if isinstance(entry, Rows) else [entry]:
                if isinstance(one, Map):
                    readers.append(self.reader(one, spec, names))
                else:
                    self.say(values, name, f"“{name}” must say how it is read")
        return Find(
            tuple(self.fact(facts, name, names) for name in facts),
            tuple(readers),
            self.phrases(value, "referenced"),
            self.names(value, "points_to", list(papers)),
            self.phrase_map(value, "ignore", {"heading", "sentence"}),
        )

    def mapping(self, place: Map, key: str) -> Map:
        value = place.get(key)
        if isinstance(value, Map):
            return value
        if value is not None:
            self.say(place, key, f"“{key}” must be a mapping")
        return Map(place.file, place.line)

    def fact(self, facts: Map, name: str, names: list[str]) -> Fact:
        row = facts[name]
        if not NAME.fullmatch(name):
            self.say(facts, name, f"“{name}” is not a name: small letters, digits and _")
        if not isinstance(row, Map):
            self.say(facts, name, f"“{name}” must say what to look for")
            return Fact(name, Search({}))
        if "same_as" in row:
            return self.shared_fact(row, name)
        self.known(row, SEARCH_KEYS, f"the fact {name}")
        return Fact(name, self.search(row, names, True))

    # Facts that one item takes over from another

    def shared_fact(self, row: Map, name: str) -> Fact:
        """A fact to be filled in by `with_shared_facts` once all items are known."""
        self.known(row, {"same_as", "answers"}, f"the fact {name}")
        source = self.text(row, "same_as")
        if source.count(".") != 2:
            self.say(row, "same_as", f"“{source}” is not a fact of an item, such as pricing.change_right.any_time")
        self.shared.append((row, source))
        return Fact(name, Search({}, answers=self.flag(row, "answers", True)), same_as=source)

    def with_shared_facts(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Fills in the facts that are the same as another item's; the facts which those need come along, unnamed."""
        known = {f"{item.id}.{fact.name}": fact for item in items for fact in item.find.facts}
        for row, source in self.shared:
            if source not in known or known[source].same_as:
                self.say(row, "same_as", f"there is no fact “{source}”, or it is itself taken from another item")
        if self.messages or not self.shared:
            return items
        return tuple(
            replace(item, find=replace(item.find, facts=_filled(item.find.facts, known)))
            if any(fact.same_as for fact in item.find.facts)
            else item
            for item in items
        )

    def search(self, row: Map, names: list[str], answers: bool) -> Search:
        strength = row.get("strength", 0.85)
        if not isinstance(strength, int | float) or isinstance(strength, bool) or not 0 < strength <= 1:
            self.say(row, "strength", "“strength” must be a number above 0, up to 1")
            strength = 0.85
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
            strength=float(strength),
        )

    def reader(self, row: Map, spec: ValueSpec, names: list[str]) -> ValueReader:
        if "cases" in row:
            self.known(row, {"cases"}, "a value with cases")
            cases = self.mapping(row, "cases")
            read = [(self.value(cases, key, spec, key), self.condition(cases, key, names, [])) for key in cases]
            return ValueReader(spec.name, None, cases=tuple((v, c) for v, c in read if v is not None and c is not None))
        self.known(row, SEARCH_KEYS | {"choose", "text"}, f"the value {spec.name}")
        is_text = self.flag(row, "text", False)
        if is_text != (spec.type == "text"):
            self.say(row, "text", f"“text: true” belongs to values of type text; {spec.name} is of type {spec.type}")
        if spec.type in ("enum", "boolean"):
            self.say(row, None, f"{spec.name} is of type {spec.type}: give it “cases”, or let a rule set it")
        search = self.search(row, names, False)
        self.check_captures(row, search, spec)
        return ValueReader(spec.name, search, cast(Choice, self.choice(row, "choose", CHOICES, "first")))

    def check_captures(self, row: Map, search: Search, spec: ValueSpec) -> None:
        for language, entries in search.phrases.items():
            for index, phrase in enumerate(entries):
                marked = "{" in phrase if spec.type == "text" else "<" in phrase
                if not marked:
                    wanted = "mark the words to take with {...}" if spec.type == "text" else "name the quantity"
                    self.say(cast(Rows, row[language]), index, f"{wanted} in “{phrase}”")

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
        self.say(place, key, f"“{raw}” is not a {spec.type} of {spec.name}")
        return None

    def values(self, place: Map, key: str, specs: tuple[ValueSpec, ...]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        given = self.mapping(place, key)
        for name in given:
            spec = next((one for one in specs if one.name == name), None)
            if spec is None:
                self.say(given, name, f"“{name}” is not a value of this item")
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
            self.say(place, key, f"“{key}” must be a condition")
            return None
        try:
            condition = parse_condition(source)
        except ConditionError as error:
            self.say(place, key, str(error))
            return None
        values = {spec.name: spec for spec in specs}
        for leaf in condition.leaves():
            spec = values.get(leaf.name)
            if leaf.kind == "fact" and leaf.name not in facts and (spec is None or spec.type != "boolean"):
                self.say(place, key, f"“{leaf.name}” is not a fact of this item")
            elif leaf.kind in ("has", "compare") and spec is None:
                self.say(place, key, f"“{leaf.name}” is not a value of this item")
            elif leaf.kind == "compare" and spec is not None:
                self.value(place, key, spec, leaf.value)
        return condition

    def rules(self, row: Map, specs: tuple[ValueSpec, ...], find: Find, silence: Silence) -> tuple[Rule, ...]:
        found: list[Rule] = []
        facts = [fact.name for fact in find.facts]
        rows = self.rows(row, "rules")
        for index, one in enumerate(rows):
            self.known(one, {"if", "grade", "status", "set", "because"}, "a rule")
            condition = self.condition(one, "if", facts, specs) if "if" in one else None
            if "if" not in one and index < len(rows) - 1:
                self.say(one, None, "a rule without “if” always holds and must be the last")
            because = self.localised(one, "because", False)
            for text in because.values():
                for name in re.findall(r"{(.*?)}", text):
                    if name not in {spec.name for spec in specs}:
                        self.say(one, "because", f"“{{{name}}}” is not a value of this item")
            status = cast(Status, self.choice(one, "status", RULE_STATUSES, "present"))
            if status != "present" and "grade" in one:
                self.say(one, "grade", f"a rule that makes the item {status} has no grade: silence is graded then")
            grade = cast(Grade, self.choice(one, "grade", GRADES)) if status == "present" else silence.grade
            found.append(Rule(condition, grade, status, self.values(one, "set", specs), because))
        if rows and "if" in rows[-1]:
            self.say(rows[-1], None, "the last rule must have no “if”, so that what was found always has a grade")
        if not rows and (find.facts or find.values):
            self.say(row, "find", "an item that is looked for needs “rules”")
        return tuple(found)

    def examples(self, row: Map, specs: tuple[ValueSpec, ...]) -> tuple[Example, ...]:
        given = self.mapping(row, "examples")
        self.known(given, set(LANGUAGES), "examples")
        found = []
        for language in given:
            holder = self.mapping(given, language)
            self.known(holder, {"match", "miss"}, "examples")
            for key in holder:
                entries = holder[key]
                if not isinstance(entries, Rows):
                    self.say(holder, key, f"“{key}” must be a list")
                    continue
                for index, entry in enumerate(entries):
                    found.append(self.example(entries, index, entry, language, key == "match", specs))
        return tuple(found)

    def example(
        self, rows: Rows, index: int, entry: object, language: str, is_match: bool, specs: tuple[ValueSpec, ...]
    ) -> Example:
        line = rows.lines[index]
        if isinstance(entry, str):
            return Example(language, is_match, entry, line)
        if not isinstance(entry, Map):
            self.say(rows, index, "an example is a sentence, or a mapping with “text”")
            return Example(language, is_match, "", line)
        self.known(entry, {"text", "heading", "kind", "grade", "values"}, "an example")
        return Example(
            language,
            is_match,
            self.text(entry, "text"),
            line,
            self.text(entry, "heading", ""),
            cast(Kind, self.choice(entry, "kind", KINDS)) if "kind" in entry else None,
            cast(Grade, self.choice(entry, "grade", GRADES)) if "grade" in entry else None,
            self.values(entry, "values", specs),
        )


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
    "strength",
}
