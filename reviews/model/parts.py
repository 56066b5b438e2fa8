"""Papers that do not fit into a model's context, cut by clause into parts that do. After it: `ask.py`.

All categories are asked of the same parts, so that a provider keeps a prefix for each. Where there would be too many
parts, the passages that the local reader would look at come first, and the rest as far as there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    papers: Sequence[Paper], passages: Iterable[Passage], room: int, first: Callable[[], Sequence[Passage]] = tuple
) -> list[list[Passage]]:
    """The passages in parts of `room` tokens at most, in the order of the text.

    What `first` finds is kept where not all fits; looking for it costs time, and is done only then.
    """
    blocks = [
        (block, count_tokens(papers[block.document].text.body[block.start : block.end]))
        for passage in passages
        for block in cut_passage(papers[passage.document], passage, room - HEAD)
    ]
    parts = pack(blocks, room)
    if len(parts) <= MOST_PARTS:
        return parts
    kept = first()
    wanted = [number for number, (block, _) in enumerate(blocks) if any(_touch(block, one) for one in kept)]
    order = [*wanted, *(number for number in range(len(blocks)) if number not in set(wanted))]
    left = MOST_PARTS * room
    while len(parts) > MOST_PARTS:
        # What does not fill its part to the end takes more room than it counts: less of it, until all fits.
        left -= room // 4
        parts = pack([blocks[number] for number in sorted(_as_many_as_fit(blocks, order, left))], room)
    return parts


def _as_many_as_fit(blocks: Sequence[tuple[Passage, int]], order: Iterable[int], left: int) -> list[int]:
    kept = []
    for number in order:
        if blocks[number][1] <= left:
            kept.append(number)
            left -= blocks[number][1]
    return kept


def pack(blocks: Iterable[tuple[Passage, int]], room: int) -> list[list[Passage]]:
    """Blocks in order, as many to a part as it holds; neighbours become one passage again."""
    parts: list[list[Passage]] = []
    used = 0
    for block, tokens in blocks:
        last = parts[-1][-1] if parts else None
        is_next = last is not None and (last.document, last.end) == (block.document, block.start)
        if last is not None and used + tokens + (0 if is_next else HEAD) <= room:
            used += tokens
            if is_next:
                parts[-1][-1] = Passage(block.document, last.start, block.end)
                continue
            used += HEAD
            parts[-1].append(block)
        else:
            parts.append([block])
            used = HEAD + tokens
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
