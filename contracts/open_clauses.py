"""The clauses that are open while a text is segmented, and where among them a number or a heading stands.

Used by `segment.py`. What is open tells what a number means: "(i)" after "(h)" is a letter, after "(a)" a Roman one.
"""

from __future__ import annotations

from collections.abc import Iterator

from contracts.numbering import Number
from contracts.values import Mark

RANKS = {"annex": 0, "part": 1, "chapter": 2, "division": 3, "article": 4}
"""Styles that stand above all others, outermost first."""
LOOSE_HEADING = 7
"""The level at which a mark is no more than bold words on a line of their own."""
MAX_DEPTH = 12
LARGEST_GAP = 5
"""Numbers that a list may leave out and still be counted on."""

Place = tuple[int, str, tuple[int, ...]]
"""How many of the open clauses hold the new one, and which reading of its number that makes: style and values."""


class Node:
    """A clause that is being built."""

    __slots__ = (
        "body_start", "end", "heading", "is_item", "level", "mark", "number", "parent", "start", "style", "values"
    )  # fmt: skip

    def __init__(self, start: int, body_start: int, style: str, values: tuple[int, ...], mark: Mark | None) -> None:
        self.start = start
        self.body_start = body_start
        self.style = style
        self.values = values
        self.mark = mark
        self.number = ""
        self.heading = ""
        self.parent: int | None = None
        self.level = 1
        self.end = body_start
        self.is_item = False
        """True for an item of a list whose few words are what it says, not a title."""


class OpenClauses:
    """All clauses so far, and those of them that are open, outermost first. `is_japanese` is the paper's language."""

    def __init__(self, is_japanese: bool) -> None:
        self.is_japanese = is_japanese
        self.nodes: list[Node] = []
        self.stack: list[int] = []

    def open(self, node: Node, depth: int) -> None:
        """Add a clause below the `depth` outermost open ones; the others are closed."""
        del self.stack[min(depth, MAX_DEPTH) :]
        node.parent = self.stack[-1] if self.stack else None
        node.level = len(self.stack) + 1
        self.nodes.append(node)
        self.stack.append(len(self.nodes) - 1)

    def close_all(self) -> None:
        self.stack = []

    @property
    def innermost(self) -> Node | None:
        return self.nodes[self.stack[-1]] if self.stack else None

    def depth_above(self, rank: int, mark: Mark | None) -> int:
        """How many of the open clauses may hold a strong style: those above it, and headings of the file's own."""
        for depth, at in enumerate(self.stack):
            node = self.nodes[at]
            own = RANKS.get(node.style)
            if own is not None:
                if own >= rank:
                    return depth
            elif node.style != "heading" or rank == 0 or node.values[0] >= (mark.level if mark else LOOSE_HEADING):
                return depth
        return len(self.stack)

    def depth_of_heading(self, level: int) -> int:
        for depth, at in enumerate(self.stack):
            node = self.nodes[at]
            own = node.mark.level if node.mark is not None and node.mark.role == "heading" else None
            if own is not None:
                if own >= level:
                    return depth
            elif RANKS.get(node.style, 9) >= 4:
                return depth
        return len(self.stack)

    def place_heading(self, style: str, values: tuple[int, ...], mark: Mark) -> Place | None:
        """A numbered heading of the file's own stands where its level says, if its number is a simple one."""
        if len(values) > 1 or mark.level >= LOOSE_HEADING:
            return None
        for depth, node in self.open_of_style(style):
            is_heading = node.mark is not None and node.mark.role == "heading"
            if is_heading and same_level(node.mark, mark) and values[0] == node.values[0] + 1:
                return depth, style, values
        depth = self.depth_of_heading(mark.level)
        holder = self.nodes[self.stack[depth]] if depth < len(self.stack) else None
        # "A." and then "1." at one and the same level: the count that starts anew lies below.
        is_below = holder is not None and holder.number and holder.style != style and values[0] == 1
        return depth + bool(is_below), style, values

    def place(self, number: Number, mark: Mark | None, is_title: bool) -> Place | None:
        """Where a number stands in the open clauses: depth, style and values; None where it counts nothing here."""
        if len(number.readings[0][1]) > 1:
            return self.place_compound(*number.readings[0])
        candidates = [
            (depth, node, style, values)
            for style, values in number.readings
            if style == "bare" or is_title or number.readings[0][0] != "bare"
            for depth, node in self.open_of_style(style)
        ]
        for exact in (True, False) if mark is not None else (False,):
            for depth, node, style, values in candidates:
                if values[0] == node.values[0] + 1 and (not exact or same_level(node.mark, mark)):
                    return depth, style, values
        style, values = next((r for r in number.readings if r[1][0] == 1), number.readings[0])
        if values[0] <= 1:
            if style == "bare" and not (self.is_japanese or is_title):
                return None
            return self.depth_of_first(style, mark, is_title), style, values
        for depth, node, style, values in candidates:
            if node.values[0] < values[0] <= node.values[0] + LARGEST_GAP:
                return depth, style, values
        if style == "bare":
            # In a Japanese article the first paragraph has no number and the second is "2".
            is_second = values[0] == 2 and self.innermost is not None and self.innermost.style == "article"
            return (len(self.stack), style, values) if is_second else None
        if style in ("一", "ア", "イロハ") or (candidates and values[0] < candidates[0][1].values[0]):
            return None
        return self.depth_of_first(style, mark, is_title), style, values

    def place_compound(self, style: str, values: tuple[int, ...]) -> Place | None:
        for depth in range(len(self.stack), 0, -1):
            node = self.nodes[self.stack[depth - 1]]
            if node.values and node.values == values[: len(node.values)] and len(node.values) < len(values):
                if node.style in (style, "article", "decimal", "upper", "number)", "bare", "heading"):
                    return depth, style, values
            elif node.style == style and len(node.values) == len(values):
                return depth - 1, style, values
        for depth, at in enumerate(self.stack):
            node = self.nodes[at]
            if node.style not in RANKS and node.style != "heading":
                return depth, style, values
        return len(self.stack), style, values

    def open_of_style(self, style: str) -> Iterator[tuple[int, Node]]:
        for depth in range(len(self.stack) - 1, -1, -1):
            node = self.nodes[self.stack[depth]]
            if node.style == style and len(node.values) == 1:
                yield depth, node

    def depth_of_first(self, style: str, mark: Mark | None, is_title: bool) -> int:
        """Where a new list begins: under what is open, unless it starts the count of an outer one again."""
        if style in ("decimal", "upper", "I.") and is_title:
            for depth, at in enumerate(self.stack):
                node = self.nodes[at]
                is_loose = node.style == "heading" and node.values[0] >= LOOSE_HEADING
                if is_loose or (node.style == style and node.values[0] > 2 and same_level(node.mark, mark)):
                    return depth
        if mark is not None and mark.role == "item":
            for depth, at in enumerate(self.stack):
                other = self.nodes[at].mark
                is_same = self.nodes[at].style == style
                if other is not None and other.role == "item" and is_same and other.level >= mark.level:
                    return depth
        return len(self.stack)


def same_level(one: Mark | None, other: Mark | None) -> bool:
    return one is None or other is None or one.level == other.level
