"""Papers that do not fit into a model's context, cut by clause into parts that do. After it: `ask.py`.

All categories are asked of the same parts, so that a provider keeps a prefix for each. Where there would be too many
parts, the passages that the local reader would look at come first, and the rest as far as there is room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from contracts.values import Paper
from reviews.model.prompt import Passage
from reviews.model.tokens import count_tokens

MOST_PARTS = 8
HEAD = 40
"""Tokens for the fence of a paper and for the headings above a passage."""


def whole(papers: Sequence[Paper]) -> list[Passage]:
    return [Passage(number, 0, len(paper.text.body)) for number, paper in enumerate(papers)]


def cut_into_parts(
    papers: Sequence[Paper], passages: Iterable[Passage], room: int, first: Sequence[Passage] = ()
) -> list[list[Passage]]:
    """The passages in parts of `room` tokens at most, in the order of the text. `first` are kept where not all fit."""
    blocks = [
        (block, count_tokens(papers[block.document].text.body[block.start : block.end]) + HEAD)
        for passage in passages
        for block in cut_passage(papers[passage.document], passage, room - HEAD)
    ]
    parts = pack(blocks, room)
    if len(parts) <= MOST_PARTS:
        return parts
    wanted = {number for number, (block, _) in enumerate(blocks) if any(_touch(block, one) for one in first)}
    kept: set[int] = set()
    left = MOST_PARTS * room
    for number in [*sorted(wanted), *(number for number in range(len(blocks)) if number not in wanted)]:
        if blocks[number][1] <= left:
            kept.add(number)
            left -= blocks[number][1]
    return pack([blocks[number] for number in sorted(kept)], room)[:MOST_PARTS]


def pack(blocks: Iterable[tuple[Passage, int]], room: int) -> list[list[Passage]]:
    """Blocks in order, as many to a part as it holds; neighbours become one passage again."""
    parts: list[list[Passage]] = []
    used = 0
    for block, tokens in blocks:
        if not parts or used + tokens > room:
            parts.append([])
            used = 0
        last = parts[-1][-1] if parts[-1] else None
        if last and last.document == block.document and last.end == block.start:
            parts[-1][-1] = Passage(block.document, last.start, block.end)
        else:
            parts[-1].append(block)
        used += tokens
    return parts


def cut_passage(paper: Paper, passage: Passage, room: int) -> list[Passage]:
    """At clauses; a clause that is too long by itself at paragraphs, and where there are none, anywhere."""
    body = paper.text.body
    borders = sorted({passage.start, passage.end, *_inside((clause.start for clause in paper.clauses), passage)})
    blocks: list[Passage] = []
    for start, end in pairwise(borders):
        if count_tokens(body[start:end]) <= room:
            blocks.append(Passage(passage.document, start, end))
            continue
        while start < end:
            stop = min(end, start + max(1, room // 4))  # no sign takes more than four tokens
            if stop < end:
                paragraph = body.rfind("\n", start + 1, stop)
                sentence = max(body.rfind(". ", start + 1, stop), body.rfind("。", start + 1, stop))
                stop = paragraph + 1 if paragraph > 0 else sentence + 1 if sentence > 0 else stop
            blocks.append(Passage(passage.document, start, stop))
            start = stop
    return blocks


def _inside(starts: Iterable[int], passage: Passage) -> list[int]:
    return [start for start in starts if passage.start < start < passage.end]


def _touch(one: Passage, other: Passage) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end
