"""Changes single values in the text of a YAML file and leaves every other character as it is, comments included.

The text is read with the parser's own marks, so that what a value covers is never guessed. `read_source` has refused
aliases, tags and depth before anything comes here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from reviews.checklist.source import ChecklistError, Map, Rows, read_source
from reviews.editing.write import in_block, in_line, is_short

Path = tuple[str | int, ...]
Node = yaml.nodes.Node
PART = "part"
HOLDER = "part:\n"
LINE_START = re.compile("^", re.MULTILINE)
"""Of lines as `\\n` ends them: other signs that end a line for Python stand within texts."""


class Document:
    """The text of a mapping, or of one entry of a list (`- ...`), as nodes that know where they stand."""

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff")
        if not text.endswith("\n"):
            text += "\n"
        self.text = text
        self.data = data_of(text)
        self.root = yaml.compose(text, Loader=yaml.CSafeLoader)

    def node(self, path: Path) -> Node | None:
        node: Node | None = self.root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == str(step)), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def value(self, path: Path) -> object:
        """The data at a path; None where there is nothing."""
        value: object = self.data
        for step in path:
            if isinstance(value, Map) and step in value:
                value = value[str(step)]
            elif isinstance(value, Rows) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def set(self, path: Path, value: object) -> Document:
        """The document with this value there; None takes the entry away. What is the same stays as it is written."""
        if self.value(path) == value and (value is not None or self.node(path) is None):
            return self
        found = self.node(path)
        if value is None:
            return Document(self._without(path))
        if found is not None:
            return Document(self._replaced(found, value, self._is_in_line(path), self.value(path)))
        *above, key = path
        parent = self.node(tuple(above))
        if not isinstance(parent, yaml.MappingNode):
            return self.set(tuple(above), {str(key): value})
        return Document(self._with(parent, str(key), value))

    def _is_in_line(self, path: Path) -> bool:
        nodes = [self.node(path[:length]) for length in range(len(path))]
        return any(node.flow_style for node in nodes if isinstance(node, yaml.CollectionNode))

    def _replaced(self, node: Node, value: object, is_in_line: bool, old: object) -> str:
        start, end = node.start_mark.index, self.end(node)
        is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style and not is_in_line
        if isinstance(node, yaml.SequenceNode) and is_block and isinstance(value, Sequence) and value:
            rows = self._rows(node, list(value), old)
            if rows is not None:
                return self.text[: self._above(start)] + rows + self.text[self.line_end(end) :]
        before = self.text[:start]
        lead = " " if before.endswith(":") else ""
        return before + lead + in_line(value) + self.text[end:]

    def _rows(self, node: yaml.SequenceNode, value: list[object], old: object) -> str | None:
        """The rows of a list: those that were there before in their own words, with the comments above them."""
        column = node.start_mark.column
        first = self.line_start(node.start_mark.index)
        if self.text[first : node.start_mark.index].strip():
            return None
        begin = self._above(node.start_mark.index)
        raw: list[tuple[object, str]] = []
        for entry, row in zip(node.value, old if isinstance(old, Rows) else [], strict=False):
            end = self.line_end(self.end(entry))
            raw.append((row, self.text[begin:end]))
            begin = end
        written = []
        for one in value:
            same = next((index for index, (row, _words) in enumerate(raw) if row == one), None)
            words = raw.pop(same)[1] if same is not None else in_block([one], column)
            written.append(words if words.endswith("\n") else words + "\n")
        return "".join(written)

    def _above(self, index: int) -> int:
        """Where the comments begin that stand right above the line."""
        at = self.line_start(index)
        while at and self.text[self.line_start(at - 1) : at].lstrip().startswith("#"):
            at = self.line_start(at - 1)
        return at

    def _with(self, parent: yaml.MappingNode, key: str, value: object) -> str:
        if parent.flow_style:
            at = parent.end_mark.index - 1
            comma = ", " if parent.value and not self.text[:at].rstrip().endswith(",") else ""
            return self.text[:at].rstrip() + f"{comma}{key}: {in_line(value)}" + self.text[at:]
        at = self.line_end(self.end(parent))
        column = parent.start_mark.column
        written = f"{key}: {in_line(value)}\n" if is_short(value, column) else f"{key}:\n{in_block(value, column + 2)}"
        return self.text[:at] + " " * column + written + self.text[at:]

    def _without(self, path: Path) -> str:
        *above, key = path
        parent = self.node(tuple(above))
        if isinstance(parent, yaml.MappingNode) and not parent.flow_style:
            name, value = next((name, value) for name, value in parent.value if name.value == str(key))
            first, last = self.line_start(name.start_mark.index), self.line_end(self.end(value))
            if not self.text[first : name.start_mark.index].strip() and len(parent.value) > 1:
                return self.text[:first] + self.text[last:]
        holder = self.value(tuple(above))
        if isinstance(holder, Map) and parent is not None:
            rest = {name: value for name, value in holder.items() if name != str(key)}
            return self._replaced(parent, rest, self._is_in_line(tuple(above)), holder)
        return self.text

    def end(self, node: Node) -> int:
        """Where the words of a node end; the parser ends a block only at what follows it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return node.start_mark.index + len(self.text[node.start_mark.index : end].rstrip())
        return end

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """The beginning of the next line."""
        return self.text.find("\n", index) + 1 or len(self.text)


def data_of(text: str) -> object:
    """The data of a part of a checklist file, whatever it is at the top. Raises ChecklistError."""
    try:
        return read_source(HOLDER + LINE_START.sub("  ", text), PART).get("part")
    except ChecklistError as error:
        raise ChecklistError([one._replace(line=max(1, one.line - 1)) for one in error.mistakes]) from error
