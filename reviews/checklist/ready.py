"""The ready-made checklists beside the default one: a folder each, made into one file that stands for itself.

An item there may be `like: data.deletion`: it takes over values, what to look for, rules and examples of that item of
the default checklist, as far as it does not say them itself. Single facts and value readers come
`from: data.deletion.kept`, with the facts that they need. Words, names of papers and what is ignored are the default's.
Before: `source.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reviews.checklist.load import DEFAULT
from reviews.checklist.source import Map, Rows, read_source

FOLDER = DEFAULT.parent
SHARED = ("words", "papers", "ignore")
TAKEN_OVER = ("values", "find", "rules", "examples")
Row = dict[str, Any]


class _Unfolded(yaml.SafeDumper):
    """Writes what stands in several places in each of them: checklist files know no aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """`name` is in English and Japanese, `items` how many it has."""

    folder: Path
    name: dict[str, str]
    items: int

    @property
    def key(self) -> str:
        return self.folder.name

    @property
    def source(self) -> str:
        """One checklist file, which stands for itself. Raises LookupError where it takes over what is not there."""
        return _made(self.folder)


@cache
def ready_made() -> tuple[ReadyMade, ...]:
    """All of them, in the order of their folders' names."""
    folders = sorted(path.parent for path in FOLDER.glob("*/checklist.yaml") if path.parent != DEFAULT)
    return tuple(read_ready(folder) for folder in folders)


def read_ready(folder: Path) -> ReadyMade:
    return ReadyMade(folder, _plain(_read(folder / "checklist.yaml"))["name"], len(_items(folder)))


@cache
def _made(folder: Path) -> str:
    top = _plain(_read(folder / "checklist.yaml"))
    main = _plain(_read(DEFAULT / "checklist.yaml"))
    known = {row["id"]: row for row in _items(DEFAULT)}
    items = [_Item(row, known).made() for row in _items(folder)]
    whole = {**top, **{key: {**main[key], **top.get(key, {})} for key in SHARED}, "items": items}
    return yaml.dump(whole, Dumper=_Unfolded, allow_unicode=True, sort_keys=False, width=120)


class _Item:
    """One item while it takes over what it names."""

    def __init__(self, row: Row, known: Mapping[str, Row]) -> None:
        self.row, self.known = row, known

    def made(self) -> Row:
        row = dict(self.row)
        like = row.pop("like", None)
        if like is not None:
            model = self.default_item(like)
            row = {**{key: model[key] for key in TAKEN_OVER if key in model}, **row}
            own = self.row.get("find")
            if own is not None:
                row["find"] = {**model["find"], **own}
                for part in ("facts", "values"):
                    row["find"][part] = {**model["find"].get(part, {}), **own.get(part, {})}
        if "find" in row:
            row["find"] = self.resolved(row["find"])
        return row

    def resolved(self, find: Row) -> Row:
        """`find` without `from` and `same_as`."""
        facts: Row = {}
        for name, fact in find.get("facts", {}).items():
            source = fact.get("from") or fact.get("same_as")
            facts[name] = self.taken(source, facts, fact) if source else fact
        values = {}
        for name, reader in find.get("values", {}).items():
            if isinstance(reader, dict) and "from" in reader:
                item, _, value = reader["from"].rpartition(".")
                taken = self.part_of(item, "values", value)
                many = taken if isinstance(taken, list) else [taken]
                values[name] = [self.with_needs(one, item, facts) for one in many]
            else:
                values[name] = reader
        return {**find, "facts": facts, "values": values}

    def taken(self, source: str, facts: Row, said: Row) -> Row:
        item, _, name = source.rpartition(".")
        fact = self.part_of(item, "facts", name)
        while "same_as" in fact:
            item, _, name = fact["same_as"].rpartition(".")
            fact = self.part_of(item, "facts", name)
        own = {key: value for key, value in said.items() if key not in ("from", "same_as")}
        return {**self.with_needs(fact, item, facts), **own}

    def with_needs(self, search: Row, item: str, facts: Row) -> Row:
        """The search with the facts on which it rests taken over too, under names of their own."""
        search = dict(search)
        for key in ("with", "unless"):
            if key in search:
                search[key] = [self.needed(item, name, facts) for name in search[key]]
        return search

    def needed(self, item: str, name: str, facts: Row) -> str:
        new = f"{item.replace('.', '_')}_{name}"
        if new not in facts:
            facts[new] = {}  # ends a circle
            facts[new] = {**self.taken(f"{item}.{name}", facts, {}), "answers": False}
        return new

    def part_of(self, item: str, part: str, name: str) -> Any:  # noqa: ANN401 - a piece of YAML
        try:
            return self.default_item(item)["find"][part][name]
        except KeyError:
            raise self.lacking(f"{item}.{name}") from None

    def default_item(self, item: str) -> Row:
        if item not in self.known:
            raise self.lacking(item)
        return self.known[item]

    def lacking(self, what: str) -> LookupError:
        return LookupError(f"{self.row['id']}: the default checklist has no “{what}”")


def _items(folder: Path) -> list[Row]:
    top = _read(folder / "checklist.yaml")
    names = [row["id"] for row in _plain(top)["categories"]]
    paths = [folder / f"{name}.yaml" for name in names if (folder / f"{name}.yaml").exists()]
    return [row for path in [folder / "checklist.yaml", *paths] for row in _plain(_read(path)).get("items", [])]


def _read(path: Path) -> Map:
    return read_source(path.read_text(encoding="utf-8"), f"{path.parent.name}/{path.name}")


def _plain(value: object) -> Any:  # noqa: ANN401 - YAML
    if isinstance(value, Map):
        return {key: _plain(entry) for key, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, Rows) else value
