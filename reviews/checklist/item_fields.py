"""Reads categories and items of a checklist file. Before `load.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast, get_args

from contracts.values import KINDS, Kind
from reviews.checklist.fields import LANGUAGES
from reviews.checklist.find_fields import FindFields
from reviews.checklist.phrase_fields import NAME
from reviews.checklist.source import Map, Rows
from reviews.checklist.values import (
    Category,
    Example,
    Find,
    Item,
    Phrases,
    Rule,
    Silence,
    ValueSpec,
    ValueType,
)
from reviews.said import said as _
from reviews.values import GRADES, Grade, Status

ITEM_ID = re.compile(r"[a-z][a-z0-9_]{0,29}\.[a-z][a-z0-9_]{0,39}")
RULE_STATUSES: tuple[Status, ...] = ("present", "referenced", "absent", "unclear")


class ItemFields(FindFields):
    def category(self, row: Map) -> Category:
        self.known(row, {"id", "en", "ja"}, _("a category"))
        found = Category(self.text(row, "id"), {language: self.text(row, language) for language in LANGUAGES})
        if found.id and not NAME.fullmatch(found.id):
            self.say(row, "id", _("“%(id)s” is not an id: small letters, digits and _", id=found.id))
        return found

    def item(self, row: Map, categories: set[str], papers: Mapping[str, Phrases]) -> Item:
        content = {"id", "category", "weight", "title", "question", "why", "values", "grades", "silence"}
        self.known(row, content | {"applies_to", "sources", "fallback", "find", "rules", "examples"}, _("an item"))
        item_id, category = self.text(row, "id"), self.text(row, "category")
        if item_id and not ITEM_ID.fullmatch(item_id):
            self.say(row, "id", _("“%(item_id)s” is not an id such as pricing.change_right", item_id=item_id))
        if category not in categories:
            self.say(row, "category", _("there is no category “%(category)s”", category=category))
        weight = row.get("weight")
        if not isinstance(weight, int) or isinstance(weight, bool) or not 1 <= weight <= 5:
            self.say(row, "weight", _("“weight” must be a whole number from 1 to 5"))
            weight = 1
        specs = tuple(self.value_spec(one) for one in self.rows(row, "values"))
        grades = row.get("grades")
        if not isinstance(grades, Map):
            self.say(row, "grades", _("“grades” must say what each grade means"))
            grades = Map(row.file, row.line)
        self.known(grades, set(GRADES), _("grades"))
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
        self.known(row, {"name", "type", "unit", "options", "reported"}, _("a value"))
        listed = row.get("options") or Rows(row.file, row.line)
        if not isinstance(listed, Rows) or any(isinstance(one, Map | Rows) for one in listed):
            self.say(row, "options", _("“%(key)s” must be a list of words", key="options"))
            listed = Rows(row.file, row.line)
        options = tuple(str(one) for one in listed)
        spec = ValueSpec(
            self.text(row, "name"),
            cast(ValueType, self.choice(row, "type", get_args(ValueType))),
            self.text(row, "unit", ""),
            options,
            self.flag(row, "reported", True),
        )
        if (spec.type == "enum") != bool(options):
            self.say(row, None, _("an enum, and nothing else, has “options”"))
        return spec

    def silence(self, row: Map) -> Silence:
        value = row.get("silence")
        if not isinstance(value, Map):
            self.say(row, "silence", _("“silence” must give a grade and because"))
            return Silence("risky", dict.fromkeys(LANGUAGES, ""))
        self.known(value, {"grade", "because"}, _("silence"))
        return Silence(cast(Grade, self.choice(value, "grade", GRADES)), self.localised(value, "because"))

    def rules(self, row: Map, specs: tuple[ValueSpec, ...], find: Find, silence: Silence) -> tuple[Rule, ...]:
        found: list[Rule] = []
        facts = [fact.name for fact in find.facts]
        rows = self.rows(row, "rules")
        for index, one in enumerate(rows):
            self.known(one, {"if", "grade", "status", "set", "because"}, _("a rule"))
            condition = self.condition(one, "if", facts, specs) if "if" in one else None
            if "if" not in one and index < len(rows) - 1:
                self.say(one, None, _("a rule without “if” always holds and must be the last"))
            because = self.localised(one, "because", False)
            for text in because.values():
                for name in re.findall(r"{(.*?)}", text):
                    if name not in {spec.name for spec in specs}:
                        self.say(one, "because", _("“{%(name)s}” is not a value of this item", name=name))
            status = cast(Status, self.choice(one, "status", RULE_STATUSES, "present"))
            if status != "present" and "grade" in one:
                self.say(
                    one,
                    "grade",
                    _("a rule that makes the item %(status)s has no grade: silence is graded then", status=status),
                )
            grade = cast(Grade, self.choice(one, "grade", GRADES)) if status == "present" else silence.grade
            found.append(Rule(condition, grade, status, self.values(one, "set", specs), because))
        if rows and "if" in rows[-1]:
            self.say(rows[-1], None, _("the last rule must have no “if”, so that what was found always has a grade"))
        if not rows and (find.facts or find.values):
            self.say(row, "find", _("an item that is looked for needs “rules”"))
        return tuple(found)

    def examples(self, row: Map, specs: tuple[ValueSpec, ...]) -> tuple[Example, ...]:
        given = self.mapping(row, "examples")
        self.known(given, set(LANGUAGES), _("examples"))
        found = []
        for language in given:
            holder = self.mapping(given, language)
            self.known(holder, {"match", "miss"}, _("examples"))
            for key in holder:
                entries = holder[key]
                if not isinstance(entries, Rows):
                    self.say(holder, key, _("“%(key)s” must be a list", key=key))
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
            self.say(rows, index, _("an example is a sentence, or a mapping with “text”"))
            return Example(language, is_match, "", line)
        self.known(entry, {"text", "heading", "kind", "grade", "values"}, _("an example"))
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
