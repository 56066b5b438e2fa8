"""What a draft says otherwise than the version before it: item by item, field by field, line beside line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from reviews.checklist.source import Map, Rows, read_source
from reviews.editing.spans import Document, Path
from reviews.editing.write import in_line

PIECE = re.compile(r"[A-Za-z0-9_]+|\s+|.", re.DOTALL)
Change = Literal["added", "removed", "changed", "moved"]
MOST_PIECES = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One line on one side; no pieces where the other side has a line and this one none."""

    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """`path` names the field in the item, such as ("title", "en")."""

    path: Path
    old: str
    new: str

    @property
    def added(self) -> int:
        return len([line for line in self.new_lines if line not in self.old_lines])

    @property
    def removed(self) -> int:
        return len([line for line in self.old_lines if line not in self.new_lines])

    @property
    def old_lines(self) -> list[str]:
        return self.old.split("\n") if self.old else []

    @property
    def new_lines(self) -> list[str]:
        return self.new.split("\n") if self.new else []

    @property
    def sides(self) -> list[tuple[Side, Side]]:
        """Only lines that differ."""
        return list(_beside(self.old_lines, self.new_lines))


@dataclass(frozen=True, slots=True)
class ItemChange:
    """`title` is {"en": ..., "ja": ...}; `id` is "" for what all items share."""

    id: str
    title: Mapping[str, str]
    change: Change
    fields: tuple[Field, ...] = ()


def compare(
    old_head: str, old_items: Mapping[str, str], new_head: str, new_items: Mapping[str, str]
) -> list[ItemChange]:
    """Items by their ids, as they are written in the files. In the order of the draft, what is gone at the end."""
    found = []
    shared = fields_of(_top(old_head), _top(new_head))
    if shared:
        found.append(ItemChange("", {}, "changed", shared))
    stayed = [key for key in new_items if key in old_items]
    before = [key for key in old_items if key in new_items]
    moved = set(stayed) - set(_unmoved(before, stayed))
    for key, text in new_items.items():
        if key not in old_items:
            found.append(ItemChange(key, _title(text), "added", fields_of({}, _item(text))))
        elif text != old_items[key]:
            fields = fields_of(_item(old_items[key]), _item(text))
            if fields:
                found.append(ItemChange(key, _title(text), "changed", fields))
        if key in moved:
            found.append(ItemChange(key, _title(text), "moved"))
    found += [ItemChange(key, _title(text), "removed") for key, text in old_items.items() if key not in new_items]
    return found


def _unmoved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return [key for block in blocks for key in before[block.a : block.a + block.size]]


def fields_of(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[Field, ...]:
    before, after = dict(_flat(old, ())), dict(_flat(new, ()))
    paths = dict.fromkeys([*after, *before])
    return tuple(
        Field(path, before.get(path, ""), after.get(path, ""))
        for path in paths
        if before.get(path, "") != after.get(path, "")
    )


def _flat(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping) and not (path and path[0] == "rules"):
        for key, entry in value.items():
            yield from _flat(entry, (*path, key))
    elif isinstance(value, Rows):
        yield path, "\n".join(_line(entry) for entry in value)
    elif value is not None:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)


def _line(entry: object) -> str:
    if isinstance(entry, Map) and ("grade" in entry or "status" in entry) and "text" not in entry:
        return _rule(entry)
    return entry if isinstance(entry, str) else in_line(entry)


def _rule(entry: Map) -> str:
    """A rule as one reads it: condition, what follows, what is set, the reason."""
    outcome = f"{entry.get('if', '…')} → {entry.get('grade') or entry.get('status')}"
    given = f" {in_line(entry['set'])}" if entry.get("set") else ""
    because = entry.get("because")
    reason = " — " + " / ".join(str(text) for text in because.values()) if isinstance(because, Map) else ""
    return outcome + given + reason


def _top(head: str) -> Map:
    top = read_source(head, "head")
    top.pop("items", None)
    return top


def _item(text: str) -> Map:
    value = Document(text).value((0,))
    return value if isinstance(value, Map) else Map("", 1)


def _title(text: str) -> dict[str, str]:
    title = _item(text).get("title")
    return {key: str(value) for key, value in title.items()} if isinstance(title, Map) else {}


def _beside(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Side, Side]]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for number in range(max(b - a, d - c)):
            left = old[a + number] if a + number < b else None
            right = new[c + number] if c + number < d else None
            yield _sides(left, right)


def _sides(old: str | None, new: str | None) -> tuple[Side, Side]:
    if old is None or new is None:
        return (
            Side() if old is None else Side((Piece(old, True),)),
            Side() if new is None else Side((Piece(new, True),)),
        )
    before, after = PIECE.findall(old), PIECE.findall(new)
    if len(before) + len(after) > MOST_PIECES:
        return Side((Piece(old, True),)), Side((Piece(new, True),))
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece("".join(before[a:b]), tag != "equal"))
        if c < d:
            right.append(Piece("".join(after[c:d]), tag != "equal"))
    return Side(tuple(left)), Side(tuple(right))
