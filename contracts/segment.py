"""From text to a tree of clauses. Before it: `read.py`; after it: `identify.py` and the readers of `reviews`.

One pass over the lines. A line opens a clause where it is numbered in a way that continues what is open or begins
something new, where the file marks it as a heading, or where it looks like one; all others are own words of the clause
that is open. What the numbers say goes before what the file's marks say, because the same paper comes with and without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from contracts.headings import CAPTION, TERMINAL, is_heading_line, is_short, lead_heading
from contracts.numbering import BULLETS, Number, number_of
from contracts.values import Clause, Mark, Text

LINE = re.compile(r"\S[^\n]*")
RANKS = {"annex": 0, "part": 1, "chapter": 2, "division": 3, "article": 4}
"""Styles that stand above all others, outermost first."""
LOOSE_HEADING = 7
"""The level at which a mark is no more than bold words on a line of their own."""
MAX_DEPTH = 12
LONG, SHORT = {"en": 2400, "ja": 1000}, {"en": 700, "ja": 300}
"""Own words beyond LONG characters are parted at paragraphs into clauses of at least SHORT."""
SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+|[。！？][」』）)]*")


class Node:
    """A clause that is being built."""

    __slots__ = (
        "body_start",
        "end",
        "heading",
        "is_item",
        "level",
        "mark",
        "number",
        "parent",
        "start",
        "style",
        "values",
    )

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


def segment_text(text: Text) -> tuple[Clause, ...]:
    """The clauses of a text in its order: nested properly, together covering every word."""
    builder = Builder(text)
    builder.run()
    own_ends = set_ends(builder.nodes, text.body)
    nodes = part_long(builder.nodes, own_ends, text.body, text.language)
    return tuple(Clause(n.start, n.end, n.body_start, n.level, n.parent, n.number, n.heading) for n in nodes)


class Builder:
    """Goes over the lines and keeps the open clauses on a stack, outermost first."""

    def __init__(self, text: Text) -> None:
        self.body = text.body
        self.is_japanese = text.language == "ja"
        self.marks = {mark.start: mark for mark in text.marks}
        self.title = title_mark(text.marks)
        self.nodes: list[Node] = []
        self.stack: list[int] = []
        self.caption: tuple[int, str] | None = None
        self.is_fresh = False
        """True while the newest clause has neither heading nor own words."""
        self.before = ""

    def run(self) -> None:
        lines = [(found.start(), found[0]) for found in LINE.finditer(self.body)]
        for at, (start, line) in enumerate(lines):
            after = lines[at + 1][1] if at + 1 < len(lines) else ""
            self.take(start, line, after)
            self.before = line

    def take(self, start: int, line: str, after: str) -> None:
        mark = self.marks.get(start)
        is_marked = mark is not None and mark.role == "heading"
        if self.is_japanese and self.take_caption(start, line, after):
            return
        number = number_of(line) if line[0] not in BULLETS and " | " not in line else None
        if is_marked and mark is self.title and number is None:
            self.open_title(start, line)
            return
        if number is not None and self.take_number(start, line, after, number, mark if is_marked else None, mark):
            return
        is_loose = is_marked and mark is not None and mark.level >= LOOSE_HEADING
        if is_loose and not is_heading_line(line, lenient=True):
            is_marked = False
        is_title = self.is_fresh and after and line[0] not in BULLETS and is_short(line)
        if is_marked or is_title or (not self.is_japanese and self.looks_like_heading(line, after)):
            self.take_heading(start, line, mark if is_marked else None)
            return
        self.take_words(start, line)

    def take_caption(self, start: int, line: str, after: str) -> bool:
        """A caption in brackets above an article is that article's heading."""
        found = CAPTION.fullmatch(line)
        number = number_of(after) if found and after else None
        if found is None or number is None or number.readings[0][0] != "article":
            return False
        self.caption = (start, found[1].strip())
        return True

    def take_number(
        self, start: int, line: str, after: str, number: Number, heading_mark: Mark | None, mark: Mark | None
    ) -> bool:
        rest = line[number.end :].lstrip(" \u3000.:：–—-")
        is_marked = heading_mark is not None
        is_title = is_marked or is_short(rest)
        style, values = number.readings[0]
        rank = RANKS.get(style)
        if not is_marked and rest[:1].islower() and (number.text[:3].isalpha() or number.text[0] == "§"):
            # "Section 2.3 of this Agreement" opens nothing.
            return False
        if rank is not None:
            if not is_marked and rank < 4 and (not is_title or (style == "annex" and "." in number.text)):
                return False
            depth = self.depth_above(rank, heading_mark)
        else:
            place = self.place_heading(style, values, heading_mark) if heading_mark else None
            place = place or self.place(number, line, mark, is_title)
            if place is None:
                return False
            depth, style, values = place
        caption, self.caption = self.caption, None
        node = Node(caption[0] if caption else start, start + number.end, style, values, mark)
        node.number = number.text
        is_item = is_title and not is_marked and rank is None and self.is_list_item(style, values, depth, after)
        if is_item:
            node.is_item = True
            heading, taken = "", 0
        elif is_title:
            heading, taken = rest, len(rest)
        else:
            heading, taken = lead_heading(rest)
        node.body_start = start + len(line) - len(rest) + taken
        if caption and not heading:
            heading = caption[1]
        self.open(node, heading=bare_heading(heading), depth=depth)
        self.is_fresh = not rest
        return True

    def is_list_item(self, style: str, values: tuple[int, ...], depth: int, after: str) -> bool:
        """True where short words after a number are one of a list's items, not the title of what follows."""
        follower = number_of(after) if after else None
        if follower and any(s == style and v == (*values[:-1], values[-1] + 1) for s, v in follower.readings):
            return True
        if len(self.stack) <= depth:
            return not after
        brother = self.nodes[self.stack[depth]]
        return brother.style == style and brother.is_item

    def open_title(self, start: int, line: str) -> None:
        """The title is a clause of its own and holds no others: its words are no heading of theirs."""
        self.open(Node(start, start + len(line), "title", (), None), heading=bare_heading(line), depth=0)
        self.stack = []

    def take_heading(self, start: int, line: str, mark: Mark | None) -> None:
        if self.is_fresh and self.stack:
            # "ARTICLE IV" on one line, its title on the next.
            node = self.nodes[self.stack[-1]]
            node.heading, node.body_start = bare_heading(line), start + len(line)
            self.is_fresh = False
            return
        if not self.nodes and mark is None:
            self.open_title(start, line)
            return
        level = mark.level if mark else LOOSE_HEADING
        node = Node(start, start + len(line), "heading", (level,), mark)
        self.open(node, heading=bare_heading(line), depth=self.depth_of_heading(level))

    def take_words(self, start: int, line: str) -> None:
        if self.caption:
            start, self.caption = self.caption[0], None
        self.is_fresh = False
        is_listed = line[0] in BULLETS or " | " in line or self.before.endswith((":", "："))
        if not self.stack and not (is_listed and self.nodes and self.nodes[-1].style == "words"):
            self.open(Node(start, start, "words", (), None), heading="", depth=0)
            self.stack = []

    def looks_like_heading(self, line: str, after: str) -> bool:
        if not is_heading_line(line) or not after:
            return False
        is_below = bool(self.nodes) and self.nodes[-1].heading == bare_heading(self.before)
        is_apart = is_below or not self.before or TERMINAL.search(self.before) is not None or line.isupper()
        return is_apart and (len(after) > len(line) or number_of(after) is not None)

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

    def place_heading(self, style: str, values: tuple[int, ...], mark: Mark) -> tuple[int, str, tuple[int, ...]] | None:
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
        return (depth + bool(is_below), style, values)

    def place(
        self, number: Number, line: str, mark: Mark | None, is_title: bool
    ) -> tuple[int, str, tuple[int, ...]] | None:
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
            if node.values[0] < values[0] <= node.values[0] + 5:
                return depth, style, values
        if style == "bare":
            # In a Japanese article the first paragraph has no number and the second is "2".
            is_second = values[0] == 2 and self.stack and self.nodes[self.stack[-1]].style == "article"
            return (len(self.stack), style, values) if is_second else None
        if style in ("一", "ア", "イロハ") or (candidates and values[0] < candidates[0][1].values[0]):
            return None
        return self.depth_of_first(style, mark, is_title), style, values

    def place_compound(self, style: str, values: tuple[int, ...]) -> tuple[int, str, tuple[int, ...]] | None:
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

    def open(self, node: Node, heading: str, depth: int) -> None:
        depth = min(depth, MAX_DEPTH)
        del self.stack[depth:]
        node.heading = heading
        node.parent = self.stack[-1] if self.stack else None
        node.level = len(self.stack) + 1
        self.nodes.append(node)
        self.stack.append(len(self.nodes) - 1)
        self.is_fresh = False


def bare_heading(words: str) -> str:
    words = words.strip(" .:：。\u3000").lstrip("• ")
    found = CAPTION.fullmatch(words)
    return found[1].strip() if found else words


def same_level(one: Mark | None, other: Mark | None) -> bool:
    return one is None or other is None or one.level == other.level


def title_mark(marks: tuple[Mark, ...]) -> Mark | None:
    """The heading that names the whole paper: the first, where none of its level follows. It holds no clauses."""
    headings = [mark for mark in marks if mark.role == "heading"]
    if not headings:
        return None
    first = headings[0]
    top = min(mark.level for mark in headings)
    is_alone = first.level == top and sum(mark.level == top for mark in headings) == 1
    return first if is_alone and first.start < 1000 else None


def set_ends(nodes: list[Node], body: str) -> list[int]:
    """Give each node its end, and return where the own words of each end: white space belongs to no clause."""
    own_ends = []
    for at, node in enumerate(nodes):
        end = nodes[at + 1].start if at + 1 < len(nodes) else len(body)
        while end > node.start and body[end - 1].isspace():
            end -= 1
        own_ends.append(end)
        while node.body_start < end and body[node.body_start].isspace():
            node.body_start += 1
        node.body_start = min(node.body_start, end)
        node.end = end
    for node in reversed(nodes):
        if node.parent is not None:
            holder = nodes[node.parent]
            holder.end = max(holder.end, node.end)
    return own_ends


def part_long(nodes: list[Node], own_ends: list[int], body: str, language: str) -> list[Node]:
    """Clauses whose own words would fill more than a page get sub-clauses of some paragraphs each."""
    long, short = LONG[language], SHORT[language]
    if all(end - node.body_start <= long for node, end in zip(nodes, own_ends, strict=True)):
        return nodes
    parted: list[Node] = []
    places: list[int] = []
    for node, own_end in zip(nodes, own_ends, strict=True):
        places.append(len(parted))
        node.parent = None if node.parent is None else places[node.parent]
        parted.append(node)
        if own_end - node.body_start <= long:
            continue
        is_loose = node.style == "words" and node.parent is None
        starts = part_starts(body, node.body_start, own_end, long, short)
        for start, end in pairwise([*starts, own_end]):
            part = Node(start, start, "words", (), None)
            part.parent = None if is_loose else places[-1]
            part.level = node.level + (not is_loose)
            while end > start and body[end - 1].isspace():
                end -= 1
            part.end = end
            parted.append(part)
        if is_loose:
            node.end = len(body[node.start : starts[0]].rstrip()) + node.start if starts else own_end
    return parted


def part_starts(body: str, start: int, end: int, long: int, short: int) -> list[int]:
    """Where the parts of long own words begin, after the first: at paragraphs, within a huge one at sentences."""
    starts: list[int] = []
    last = start
    for line in LINE.finditer(body, start, end):
        at = line.start()
        is_listed = line[0][0] in BULLETS or " | " in line[0] or body[last:at].rstrip()[-1:] in (":", "：")
        if (at - last >= short and not is_listed) or at - last >= long:
            starts.append(at)
            last = at
        while line.end() - last > long * 2:
            found = SENTENCE_END.search(body, last + long, line.end())
            cut = found.end() if found and found.end() < line.end() else min(last + long * 2, line.end())
            if cut >= line.end():
                break
            starts.append(cut)
            last = cut
    return starts
