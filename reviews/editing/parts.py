"""A checklist file as its head and its items, cut without losing a character: joined again they are the file."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from reviews.checklist.source import read_source
from reviews.editing.spans import Document
from reviews.editing.write import write_checklist

BOM = "\ufeff"
"""Some programs begin a file with it; the parser counts no place for it."""
DASH = re.compile(r"^( *)- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """`head` ends with the line `items:`; each item begins after the end of the one before, comments included."""

    head: str
    items: tuple[str, ...]
    tail: str = ""

    @property
    def source(self) -> str:
        return self.head + "".join(self.items) + self.tail


def split_source(source: str, name: str = "checklist.yaml") -> Parts:
    """Raises ChecklistError where it is no YAML. A file in another layout than a list of blocks is written anew."""
    data = read_source(source, name)
    return cut(source) or cut(write_checklist(data)) or Parts(write_checklist(data), ())


def cut(source: str) -> Parts | None:
    if source.startswith(BOM):
        parts = cut(source[1:])
        return parts and Parts(BOM + parts.head, parts.items, parts.tail)
    root = yaml.compose(source, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    found = next(((key, value) for key, value in root.value if key.value == "items"), None)
    if found is None:
        return None
    key, items = found
    if not isinstance(items, yaml.SequenceNode) or items.flow_style:
        return None
    document = Document.__new__(Document)  # only its arithmetic: the data of a whole file is not needed
    document.text = source
    begin = document.line_end(key.end_mark.index)
    head, cuts = source[:begin], []
    if source[key.end_mark.index : begin].partition("#")[0].strip() != ":":
        return None
    for item in items.value:
        if not isinstance(item, yaml.MappingNode):
            return None
        dash = source.rfind("-", begin, item.start_mark.index)
        beside = source[document.line_start(dash) : dash] + source[dash + 1 : item.start_mark.index]
        if dash < 0 or beside.strip() or "\n" in beside:
            return None
        end = document.line_end(document.end(item))
        cuts.append(source[begin:end])
        begin = end
    return Parts(head, tuple(cuts), source[begin:])


def boxed(item: str) -> tuple[str, int]:
    """An item as one edits it by itself, without the dash and the indentation of the list; and how many blank lines
    stand before it in the file. An item that cannot be shown so is shown as it is."""
    lead = len(item) - len(item.lstrip("\n"))
    column = dash_column(item)
    margin = " " * (column + 2)
    lines = []
    for number, line in enumerate(item[lead:].split("\n")):
        inner = margin + line[column + 2 :] if number == 0 else line
        lines.append(inner[column + 2 :] if inner.startswith(margin) else inner)
    text = "\n".join(lines)
    return (text, lead) if unboxed(text, column, lead) == item else (item, 0)


def unboxed(text: str, column: int = 2, lead: int = 1) -> str:
    """What was edited by itself, as an entry of the list again."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    if not DASH.match(next((line for line in lines if not line.startswith("#")), "")):
        margin = " " * (column + 2)
        lines = [margin + line if line.strip() else line for line in lines]
        lines[0] = lines[0][:column] + "- " + lines[0][column + 2 :]
    return "\n" * lead + "\n".join(lines) + "\n"


def dash_column(item: str) -> int:
    found = DASH.search(item)
    return len(found[1]) if found else 2
