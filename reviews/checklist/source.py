"""From the text of a checklist file to plain data that remembers its lines. After it: `load.py`.

Only the plain part of YAML is read: no anchors, aliases, tags or second documents, so that a file cannot unfold into
more than it holds, and `no` and `on` stay words. Every mapping and list knows the line of each of its entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import yaml

from reviews.said import Said
from reviews.said import said as _

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 24
INTEGER = re.compile(r"[-+]?[0-9]{1,15}")
DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}")
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What an escape in a quoted text can name, and neither a database nor a page can hold."""

Scalar = str | int | float | bool | None


OTHER_PROBLEM = _("the indentation, or a sign that has a meaning in YAML, is not as it must be")
PROBLEMS = {
    "could not find expected ':'": _("a key without a colon, or a line that is not indented enough"),
    "mapping values are not allowed in this context": _("a colon where none can be: put the words in quotation marks"),
    "did not find expected key": _("a key is expected here: look at the indentation and at the quotation marks"),
    "did not find expected '-' indicator": _("an entry of the list is expected here: look at the indentation"),
    "did not find expected ',' or ']'": _("a comma or the end of the list “]” is missing"),
    "did not find expected ',' or '}'": _("a comma or the end of the mapping “}” is missing"),
    "found character that cannot start any token": _("a tab, or a sign that must stand in quotation marks"),
    "found unexpected end of stream": _("a quotation mark is not closed"),
    "found unknown escape character": _("“\\” with a sign after it that means nothing: write “\\\\”"),
    "control characters are not allowed": _("a character that no text holds"),
    "did not find expected <document start>": _("a second document, or text after the end"),
}


class Mistake(NamedTuple):
    """One thing that is wrong, and where."""

    file: str
    line: int
    what: Said
    column: int = 0
    """From 0, where several things stand in the line."""

    def told(self, translate: Callable[[str], str]) -> str:
        return f"{self.file}:{self.line}: {self.what.told(translate)}"

    def __str__(self) -> str:
        return self.told(str)


class ChecklistError(Exception):
    """A checklist that cannot be used. Each message names file, line and what is wrong there."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        self.messages = [str(mistake) for mistake in mistakes]
        super().__init__("\n".join(self.messages))


class Map(dict[str, object]):
    """A mapping that knows the file and line of itself and of each of its keys."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file, self.line = file, line
        self.lines: dict[str, int] = {}
        self.columns: dict[str, int] = {}


class Rows(list[object]):
    """A list that knows the file and line of itself and of each of its entries."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__()
        self.file, self.line = file, line
        self.lines: list[int] = []
        self.columns: list[int] = []


def read_source(source: str, file: str) -> Map:
    """The data of one checklist file. Raises ChecklistError."""
    if len(source) > MAX_CHARACTERS:
        raise ChecklistError(
            [Mistake(file, 1, _("the file is longer than %(number)s characters", number=f"{MAX_CHARACTERS:,}"))]
        )
    try:
        return _build(yaml.parse(source, Loader=yaml.CSafeLoader), file)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ChecklistError([Mistake(file, line, not_yaml(error.problem or ""))]) from error
    except yaml.reader.ReaderError as error:  # its `position` counts bytes
        line = source.encode().count(b"\n", 0, error.position) + 1
        raise ChecklistError([Mistake(file, line, _("a character that no text holds"))]) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise ChecklistError([Mistake(file, 1, not_yaml(""))]) from error


def not_yaml(problem: str) -> Said:
    """What the parser says, as far as people meet it."""
    return _("not readable as YAML: %(problem)s", problem=PROBLEMS.get(problem, OTHER_PROBLEM))


def _build(events: Iterator[yaml.Event], file: str) -> Map:
    """Built from events and not by recursion: a file nested a million deep must cost a sentence, not the process."""
    top = Rows(file, 1)
    stack: list[Map | Rows] = [top]
    keys: list[str | None] = [None]
    began: list[int] = []

    def fail(line: int, what: Said) -> ChecklistError:
        return ChecklistError([Mistake(file, line, what)])

    def put(value: object, line: int, column: int) -> None:
        holder = stack[-1]
        if isinstance(holder, Rows):
            holder.append(value)
            holder.lines.append(line)
            holder.columns.append(column)
            return
        key = keys[-1]
        if key is None:
            if not isinstance(value, str | bool | int) or isinstance(value, Map | Rows):
                raise fail(line, _("a key must be a word"))
            key = str(value).lower() if isinstance(value, bool) else str(value)
            if key in holder:
                raise fail(line, _("“%(key)s” stands here twice", key=key))
            keys[-1] = key
            holder.lines[key], holder.columns[key] = line, column
            return
        holder[key] = value
        keys[-1] = None

    for event in events:
        line, column = (event.start_mark.line + 1, event.start_mark.column) if event.start_mark else (1, 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise fail(line, _("anchors and aliases (& and *) are not allowed"))
        if isinstance(event, yaml.ScalarEvent):
            if event.tag:
                raise fail(line, _("tags (!) are not allowed"))
            if CONTROL.search(event.value):
                raise fail(line, _("a character that no text holds"))
            put(_scalar(event), line, column)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if event.tag:
                raise fail(line, _("tags (!) are not allowed"))
            if len(stack) > MAX_DEPTH:
                raise fail(line, _("nested too deeply"))
            if isinstance(stack[-1], Map) and keys[-1] is None:
                raise fail(line, _("a key must be a word"))
            began.append(column)
            stack.append((Map if isinstance(event, yaml.MappingStartEvent) else Rows)(file, line))
            keys.append(None)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = stack.pop()
            keys.pop()
            put(done, done.line, began.pop())
    if len(top) > 1:
        raise fail(top.lines[1], PROBLEMS["did not find expected <document start>"])
    if len(top) != 1 or not isinstance(top[0], Map):
        raise ChecklistError([Mistake(file, 1, _("a checklist file is one mapping of keys to values"))])
    return top[0]


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    value: str = event.value
    if not event.implicit[0]:
        return value
    if value in WORDS:
        return WORDS[value]
    if INTEGER.fullmatch(value):
        return int(value)
    return float(value) if DECIMAL.fullmatch(value) else value
