"""From text to a tree of clauses. Before it: `read.py`; after it: `identify.py` and the readers of `reviews`.

One pass over the lines. A line opens a clause where it is numbered in a way that continues what is open or begins
something new, where the file marks it as a heading, or where it looks like one; all others are own words of the clause
that is open. What the numbers say goes before what the file's marks say, because the same paper comes with and without.
"""

from __future__ import annotations

from contracts.clause_ends import LINE, part_long, set_ends
from contracts.headings import CAPTION, TERMINAL, is_heading_line, is_short, lead_heading
from contracts.numbering import BULLETS, Number, number_of
from contracts.open_clauses import LOOSE_HEADING, RANKS, Node, OpenClauses
from contracts.values import Clause, Mark, Text


def segment_text(text: Text) -> tuple[Clause, ...]:
    """The clauses of a text in its order: nested properly, together covering every word that is shown."""
    text = text.shown
    builder = Builder(text)
    builder.run()
    nodes = builder.clauses.nodes
    own_ends = set_ends(nodes, text.body)
    nodes = part_long(nodes, own_ends, text.body, text.language)
    return tuple(Clause(n.start, n.end, n.body_start, n.level, n.parent, n.number, n.heading) for n in nodes)


class Builder:
    """Goes over the lines once and decides of each whether it opens a clause."""

    def __init__(self, text: Text) -> None:
        self.body = text.body
        self.is_japanese = text.language == "ja"
        self.marks = {mark.start: mark for mark in text.marks}
        self.title = title_mark(text.marks)
        self.clauses = OpenClauses(self.is_japanese)
        self.caption: tuple[int, str] | None = None
        """Where a caption that waits for its article begins, and its words."""
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
            depth = self.clauses.depth_above(rank, heading_mark)
        else:
            place = self.clauses.place_heading(style, values, heading_mark) if heading_mark else None
            place = place or self.clauses.place(number, mark, is_title)
            if place is None:
                return False
            depth, style, values = place
        node = Node(start, start + number.end, style, values, mark)
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
        if self.caption and not heading:
            heading = self.caption[1]
        self.open(node, heading=heading, depth=depth)
        self.is_fresh = not rest
        return True

    def is_list_item(self, style: str, values: tuple[int, ...], depth: int, after: str) -> bool:
        """True where short words after a number are one of a list's items, not the title of what follows."""
        follower = number_of(after) if after else None
        if follower and any(s == style and v == (*values[:-1], values[-1] + 1) for s, v in follower.readings):
            return True
        if len(self.clauses.stack) <= depth:
            return not after
        brother = self.clauses.nodes[self.clauses.stack[depth]]
        return brother.style == style and brother.is_item

    def open_title(self, start: int, line: str) -> None:
        """The title is a clause of its own and holds no others: its words are no heading of theirs."""
        self.open(Node(start, start + len(line), "title", (), None), heading=line, depth=0)
        self.clauses.close_all()

    def take_heading(self, start: int, line: str, mark: Mark | None) -> None:
        node = self.clauses.innermost
        if self.is_fresh and node is not None:
            # "ARTICLE IV" on one line, its title on the next.
            node.heading, node.body_start = bare_heading(line), start + len(line)
            self.is_fresh, self.caption = False, None
            return
        if not self.clauses.nodes and mark is None:
            self.open_title(start, line)
            return
        level = mark.level if mark else LOOSE_HEADING
        node = Node(start, start + len(line), "heading", (level,), mark)
        self.open(node, heading=line, depth=self.clauses.depth_of_heading(level))

    def take_words(self, start: int, line: str) -> None:
        self.is_fresh = False
        nodes = self.clauses.nodes
        is_listed = line[0] in BULLETS or " | " in line or self.before.endswith((":", "："))
        if not self.clauses.stack and not (is_listed and nodes and nodes[-1].style == "words"):
            self.open(Node(start, start, "words", (), None), heading="", depth=0)
            self.clauses.close_all()
        self.caption = None

    def looks_like_heading(self, line: str, after: str) -> bool:
        if not is_heading_line(line) or not after:
            return False
        is_below = bool(self.clauses.nodes) and self.clauses.nodes[-1].heading == bare_heading(self.before)
        is_apart = is_below or not self.before or TERMINAL.search(self.before) is not None or line.isupper()
        return is_apart and (len(after) > len(line) or number_of(after) is not None)

    def open(self, node: Node, heading: str, depth: int) -> None:
        if self.caption:
            node.start, self.caption = self.caption[0], None
        node.heading = bare_heading(heading)
        self.clauses.open(node, depth)
        self.is_fresh = False


def bare_heading(words: str) -> str:
    words = words.strip(" .:：。\u3000").lstrip("• ")
    found = CAPTION.fullmatch(words)
    return found[1].strip() if found else words


def title_mark(marks: tuple[Mark, ...]) -> Mark | None:
    """The heading that names the whole paper: the first, where none of its level follows. It holds no clauses."""
    headings = [mark for mark in marks if mark.role == "heading"]
    if not headings:
        return None
    first = headings[0]
    top = min(mark.level for mark in headings)
    is_alone = first.level == top and sum(mark.level == top for mark in headings) == 1
    return first if is_alone and first.start < 1000 else None
