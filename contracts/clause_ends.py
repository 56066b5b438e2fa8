"""Where clauses end, and clauses that are too long parted: the last step of `segment.py`."""

from __future__ import annotations

import re
from itertools import pairwise

from contracts.numbering import BULLETS
from contracts.open_clauses import Node

LINE = re.compile(r"\S[^\n]*")
LONG, SHORT = {"en": 2400, "ja": 1000}, {"en": 700, "ja": 300}
"""Own words beyond LONG characters are parted at paragraphs into clauses of at least SHORT."""
SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+|[。！？][」』）)]*")


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
            # No further: in words without any sentence end, each search would go to their end.
            found = SENTENCE_END.search(body, last + long, min(last + long * 4, line.end()))
            cut = found.end() if found and found.end() < line.end() else min(last + long * 2, line.end())
            if cut >= line.end():
                break
            starts.append(cut)
            last = cut
    return starts
