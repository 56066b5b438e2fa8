"""The form of an item: what it shows of the item's words, and what was sent back put into them.

The form shows the common parts. Whatever it does not show, such as `not`, `with` or a comment, stays as it is written;
all of it can be edited as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast, get_args

from contracts.values import KINDS
from reviews.checklist.fields import LANGUAGES
from reviews.checklist.source import Map, Rows
from reviews.checklist.values import ValueType
from reviews.editing.ladder import OPERATORS, Term, condition_of, terms_of
from reviews.editing.spans import Document, Path
from reviews.editing.write import in_line
from reviews.values import GRADES

VALUE_TYPES: tuple[str, ...] = get_args(ValueType)
OUTCOMES = (*GRADES, "referenced", "absent", "unclear")
TEXTS: tuple[Path, ...] = (
    *(("title", language) for language in LANGUAGES),
    *(("question", language) for language in LANGUAGES),
    *(("why", language) for language in LANGUAGES),
    *(("grades", grade, language) for grade in GRADES for language in LANGUAGES),
    *(("silence", "because", language) for language in LANGUAGES),
    *(("fallback", language) for language in LANGUAGES),
)
SHOWN_KEYS = {*LANGUAGES, "same_as"}
NEW = "new"
BLANK_TERMS = 1


class Sent(Protocol):
    """What a browser sent, as Django's QueryDict gives it."""

    def get(self, key: str, default: str = "", /) -> str: ...
    def getlist(self, key: str, /) -> list[str]: ...
    def __contains__(self, key: object, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Value:
    """A value that the item reads, as a row of the form; the row without a name is for a new one."""

    name: str = ""
    type: str = "duration"
    unit: str = ""
    options: str = ""
    is_reported: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """Phrases one a line; None where a phrase holds a line break and is edited as text only."""

    field: str
    language: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def rows(self) -> int:
        return max(2, min(12, len(self.lines) + 1))


@dataclass(frozen=True, slots=True)
class Phrases:
    """A fact, or one reader of a value, with its boxes; `taken_from` is where another item keeps them, `more` what the
    form does not show."""

    name: str
    is_value: bool
    boxes: tuple[Box, ...]
    taken_from: str = ""
    more: str = ""

    @property
    def count(self) -> int:
        return sum(len(box.lines) for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Set:
    """A value that a rule gives; with `options` it is chosen, else written."""

    name: str
    value: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A rule. `terms` is None where its condition is edited as text; the last rule has no condition at all."""

    number: str
    condition: str
    terms: tuple[Term, ...] | None
    outcome: str
    because: dict[str, str]
    sets: tuple[Set, ...]
    is_last: bool = False

    @property
    def rows(self) -> list[Term]:
        """The terms, and one to be filled in."""
        return [*(self.terms or ()), *[Term("")] * BLANK_TERMS]


class ItemForm:
    """What the form shows of an item. `document` is the item's entry of the list."""

    def __init__(self, document: Document) -> None:
        self.document = document
        entry = document.value((0,))
        self.item = entry if isinstance(entry, Map) else Map("", 1)

    @property
    def key(self) -> str:
        return str(self.item.get("id", ""))

    @property
    def weight(self) -> str:
        return str(self.item.get("weight", ""))

    @property
    def category(self) -> str:
        return str(self.item.get("category", ""))

    @property
    def silence(self) -> str:
        return self.text(("silence", "grade"))

    @property
    def kinds(self) -> tuple[str, ...]:
        return self.listed(("applies_to",))

    @property
    def sources(self) -> str:
        return "\n".join(self.listed(("sources",)))

    @property
    def title(self) -> dict[str, str]:
        return self.both(("title",))

    @property
    def question(self) -> dict[str, str]:
        return self.both(("question",))

    @property
    def why(self) -> dict[str, str]:
        return self.both(("why",))

    @property
    def fallback(self) -> dict[str, str]:
        return self.both(("fallback",))

    @property
    def silence_text(self) -> dict[str, str]:
        return self.both(("silence", "because"))

    @property
    def grade_texts(self) -> list[tuple[str, dict[str, str]]]:
        return [(grade, self.both(("grades", grade))) for grade in GRADES]

    def both(self, path: Path) -> dict[str, str]:
        return {language: self.text((*path, language)) for language in LANGUAGES}

    def text(self, path: Path) -> str:
        value = self.document.value((0, *path))
        return value if isinstance(value, str) else "" if value is None else str(value)

    def listed(self, path: Path) -> tuple[str, ...]:
        value = self.document.value((0, *path))
        return tuple(str(one) for one in value) if isinstance(value, Rows) else ()

    @property
    def texts(self) -> dict[str, str]:
        return {".".join(map(str, path)): self.text(path) for path in TEXTS}

    @property
    def values(self) -> list[Value]:
        rows = [
            Value(
                str(row.get("name", "")),
                str(row.get("type", "")),
                str(row.get("unit", "")),
                ", ".join(_words(row.get("options"))),
                row.get("reported") is not False,
            )
            for row in self.rows(("values",))
        ]
        return [*rows, Value()]

    def rows(self, path: Path) -> list[Map]:
        value = self.document.value((0, *path))
        return [row for row in value if isinstance(row, Map)] if isinstance(value, Rows) else []

    @property
    def facts(self) -> list[Phrases]:
        facts = self.document.value((0, "find", "facts"))
        found = []
        for name, row in facts.items() if isinstance(facts, Map) else ():
            if isinstance(row, Map):
                found.append(self.phrases(name, row, ("find", "facts", name), f"fact:{name}", False))
        return found

    @property
    def readers(self) -> list[Phrases]:
        """What reads the values off the papers; a value whose cases depend on facts is edited as text."""
        values = self.document.value((0, "find", "values"))
        found = []
        for name, entry in values.items() if isinstance(values, Map) else ():
            for number, row in enumerate(entry if isinstance(entry, Rows) else [entry]):
                if isinstance(row, Map):
                    path: Path = ("find", "values", name, *((number,) if isinstance(entry, Rows) else ()))
                    found.append(self.phrases(name, row, path, f"value:{name}:{number}", True))
        read = {one.name for one in found}
        for value in self.values:
            if value.name and value.name not in read and value.type not in ("enum", "boolean"):
                boxes = tuple(Box(f"value:{value.name}:0:{language}", language, ()) for language in LANGUAGES)
                found.append(Phrases(value.name, True, boxes))
        return found

    def phrases(self, name: str, row: Map, path: Path, field: str, is_value: bool) -> Phrases:
        more = {key: value for key, value in row.items() if key not in SHOWN_KEYS}
        boxes = tuple(
            Box(f"{field}:{language}", language, tuple(line.strip() for line in _words(row.get(language))))
            for language in LANGUAGES
            if "same_as" not in row and "cases" not in row and _fits(row.get(language))
        )
        shown = "; ".join(f"{key}: {in_line(value)}" for key, value in more.items())
        return Phrases(name, is_value, boxes, str(row.get("same_as", "")), shown)

    @property
    def ladder(self) -> list[Row]:
        rules = self.rows(("rules",))
        rows = [
            self.row(str(number), rule, number == len(rules) - 1 and "if" not in rule)
            for number, rule in enumerate(rules)
        ]
        last = [row for row in rows if row.is_last]
        blank = Row(NEW, "", (), "", dict.fromkeys(LANGUAGES, ""), self.sets({}))
        return [*(row for row in rows if not row.is_last), blank, *last]

    def row(self, number: str, rule: Map, is_last: bool) -> Row:
        condition = rule.get("if", "")
        source = str(condition).lower() if isinstance(condition, bool) else str(condition)
        because = rule.get("because")
        given = rule.get("set")
        return Row(
            number,
            source,
            () if is_last else terms_of(source),
            str(rule.get("status") or rule.get("grade") or ""),
            {language: str(because.get(language, "")) if isinstance(because, Map) else "" for language in LANGUAGES},
            self.sets(given if isinstance(given, Map) else {}),
            is_last,
        )

    def sets(self, given: Mapping[str, object]) -> tuple[Set, ...]:
        rows = []
        for value in self.values:
            options = {"enum": tuple(_split(value.options)), "boolean": ("true", "false")}.get(value.type, ())
            if value.name and (options or value.name in given):
                said = given.get(value.name, "")
                rows.append(Set(value.name, str(said).lower() if isinstance(said, bool) else str(said), options))
        return tuple(rows)

    @property
    def names(self) -> list[str]:
        """What a condition can speak of: the facts, then the values."""
        facts = self.document.value((0, "find", "facts"))
        return [*(facts if isinstance(facts, Map) else ()), *(value.name for value in self.values if value.name)]

    @property
    def examples(self) -> list[tuple[str, str, str]]:
        """(name of the field, language, sentences one a line); those with line breaks are edited as text."""
        found = []
        for language in LANGUAGES:
            for key in ("match", "miss"):
                lines = _sentences(self.document.value((0, "examples", language, key)))
                if all("\n" not in line for line in lines):
                    found.append((f"example:{language}:{key}", language, "\n".join(lines)))
        return found


def changed(document: Document, sent: Sent) -> Document:
    """The item with what was sent; what was not sent, or says what is there already, stays as it is written."""
    form = ItemForm(document)
    for path in TEXTS:
        name = ".".join(map(str, path))
        if name in sent and _clean(sent.get(name)) != _clean(form.text(path)):
            document = document.set((0, *path), _clean(sent.get(name)))
    for name in ("id", "category"):
        if sent.get(name, "").strip():
            document = document.set((0, name), sent.get(name).strip())
    if "weight" in sent:
        document = document.set((0, "weight"), _number(sent.get("weight")))
    if sent.get("silence.grade", ""):
        document = document.set((0, "silence", "grade"), sent.get("silence.grade"))
    if "kinds" in sent:
        chosen = [kind for kind in (*form.kinds, *KINDS) if kind in sent.getlist("applies_to")]
        document = document.set((0, "applies_to"), list(dict.fromkeys(chosen)))
    if "sources" in sent:
        document = document.set((0, "sources"), _lines(sent.get("sources")))
    if "values" in sent:
        document = document.set((0, "values"), list(_values(document, sent)))
    for phrases in (*form.facts, *form.readers):
        document = _with_phrases(document, phrases, sent)
    document = _with_new_fact(document, sent)
    if "rules" in sent:
        document = document.set((0, "rules"), _rules(form, sent) or None)
    for field, language, lines in form.examples:
        if field in sent and _lines(sent.get(field)) != _lines(lines):
            document = _with_examples(document, language, field.rpartition(":")[2], _lines(sent.get(field)))
    return document


def _values(document: Document, sent: Sent) -> Iterator[dict[str, object]]:
    old = [row for row in cast(Rows, document.value((0, "values")) or []) if isinstance(row, Map)]
    for number in range(len(old) + 1):
        name = sent.get(f"values-{number}-name", "").strip()
        if not name:
            continue
        row: dict[str, object] = {"name": name, "type": sent.get(f"values-{number}-type", "")}
        unit = sent.get(f"values-{number}-unit", "").strip()
        options = _split(sent.get(f"values-{number}-options", ""))
        if unit or (number < len(old) and old[number].get("unit") == ""):
            row["unit"] = unit
        if options:
            row["options"] = options
        if f"values-{number}-reported" not in sent:
            row["reported"] = False
        if number < len(old) and _same(row, old[number]):
            row = dict(old[number])
        yield row


def _same(new: Mapping[str, object], old: Map) -> bool:
    plain = {key: _words(value) if isinstance(value, list) else value for key, value in old.items()}
    return {"reported": True, **new} == {"reported": True, **plain}


def _with_phrases(document: Document, phrases: Phrases, sent: Sent) -> Document:
    boxes = [(box, _lines(sent.get(box.field))) for box in phrases.boxes if box.field in sent]
    if not boxes or all(list(box.lines) == lines for box, lines in boxes):
        return document
    path = _path_of(phrases, document)
    if len(boxes) == len(LANGUAGES) and not any(lines for _box, lines in boxes):
        return document.set((0, *path), None)
    if document.node((0, *path)) is None:
        return document.set((0, *path), {box.language: lines for box, lines in boxes})
    for box, lines in boxes:
        if list(box.lines) != lines:
            known = {line.strip(): line for line in _words(document.value((0, *path, box.language)))}
            document = document.set((0, *path, box.language), [known.get(line, line) for line in lines])
    return document


def _path_of(phrases: Phrases, document: Document) -> Path:
    if not phrases.is_value:
        return ("find", "facts", phrases.name)
    number = int(phrases.boxes[0].field.split(":")[2])
    is_list = isinstance(document.value((0, "find", "values", phrases.name)), Rows)
    return ("find", "values", phrases.name, *((number,) if is_list else ()))


def _with_new_fact(document: Document, sent: Sent) -> Document:
    name = sent.get("new-fact", "").strip()
    lines = {language: _lines(sent.get(f"new-fact:{language}", "")) for language in LANGUAGES}
    if not name and not any(lines.values()):
        return document
    return document.set((0, "find", "facts", name or "fact"), lines)


def _rules(form: ItemForm, sent: Sent) -> list[dict[str, object]]:
    old = form.rows(("rules",))
    placed: list[tuple[float, int, dict[str, object]]] = []
    for index, row in enumerate(form.ladder):
        if f"rule-{row.number}-outcome" not in sent or f"rule-{row.number}-remove" in sent:
            continue
        outcome = sent.get(f"rule-{row.number}-outcome")
        condition = "" if row.is_last else _condition(row, sent)
        if row.number == NEW and not (outcome and condition):
            continue
        rule = dict(old[int(row.number)]) if row.number != NEW else {}
        if not row.is_last and condition != row.condition:
            rule["if"] = condition
        if outcome != row.outcome:
            rule.pop("grade", None)
            rule.pop("status", None)
            rule["grade" if outcome in GRADES else "status"] = outcome
        _put_words(rule, row, sent)
        place = _number(sent.get(f"rule-{row.number}-place", ""))
        order = float(place) if isinstance(place, int | float) else index + 1.0
        placed.append((float("inf") if row.is_last else order, index, _in_order(rule)))
    placed.sort(key=lambda entry: entry[:2])
    return [rule for _place, _index, rule in placed]


def _condition(row: Row, sent: Sent) -> str:
    """The text where it was changed, else what the menus say; as it was written where they say what it said."""
    text = " ".join(sent.get(f"rule-{row.number}-if", row.condition).split())
    if row.terms is None or text != " ".join(row.condition.split()):
        return text
    terms: list[Term] = []
    for number in range(len(row.terms) + BLANK_TERMS):
        name = sent.get(f"rule-{row.number}-{number}-name", "")
        operator = sent.get(f"rule-{row.number}-{number}-operator", "found")
        if name and operator in OPERATORS:
            value = sent.get(f"rule-{row.number}-{number}-value", "").strip() if operator[0] in "=!<>" else ""
            join = "or" if sent.get(f"rule-{row.number}-{number}-join", "") == "or" and terms else "and"
            terms.append(Term(name, operator, value, join))
    return row.condition if tuple(terms) == row.terms else condition_of(terms)


def _put_words(rule: dict[str, object], row: Row, sent: Sent) -> None:
    because = {language: _clean(sent.get(f"rule-{row.number}-because.{language}", "")) for language in LANGUAGES}
    if f"rule-{row.number}-because.en" in sent and because != {key: _clean(text) for key, text in row.because.items()}:
        rule["because"] = because
        if not any(because.values()):
            del rule["because"]
    given = {one.name: sent.get(f"rule-{row.number}-set.{one.name}", one.value).strip() for one in row.sets}
    if given != {one.name: one.value for one in row.sets}:
        rule["set"] = {name: _plain(value) for name, value in given.items() if value}
        if not rule["set"]:
            del rule["set"]


def _in_order(rule: Mapping[str, object]) -> dict[str, object]:
    order = ("if", "grade", "status", "set", "because")
    return {key: rule[key] for key in sorted(rule, key=lambda key: order.index(key) if key in order else len(order))}


def _with_examples(document: Document, language: str, key: str, lines: Sequence[str]) -> Document:
    """A sentence that was there keeps what it says of its grade and values."""
    old = document.value((0, "examples", language, key))
    known: dict[str, object] = {}
    for entry in old if isinstance(old, Rows) else ():
        known.setdefault(_sentence(entry), entry)
    return document.set((0, "examples", language, key), [known.get(line, line) for line in lines])


def _sentences(value: object) -> list[str]:
    return [_sentence(entry) for entry in value] if isinstance(value, Rows) else []


def _sentence(entry: object) -> str:
    return str(entry.get("text", "")) if isinstance(entry, Map) else str(entry)


def _words(value: object) -> list[str]:
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in value] if isinstance(value, list) else []


def _fits(value: object) -> bool:
    """True for what a box can show: a list of lines, or nothing yet."""
    if value is None:
        return True
    return isinstance(value, Rows) and all(isinstance(one, str) and one.strip() and "\n" not in one for one in value)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]


def _clean(text: str) -> str:
    return "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _number(text: str) -> object:
    text = text.strip()
    return int(text) if text.isascii() and text.lstrip("-").isdigit() and len(text) < 10 else text


def _plain(text: str) -> object:
    """A number or a truth value where it reads like one."""
    if text in ("true", "false"):
        return text == "true"
    return _number(text)
