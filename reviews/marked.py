"""A paper's text with the evidence marked in it, page by page: what the page of a paper shows beside its findings.

Plain values in, plain values out. Every character of the text between two blank lines appears exactly once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.values import Clause, Text, Veil


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of the paper on which a finding rests. `rank` is the finding's place in the report, worst first.

    `is_other`: the other reader rests on them, whose answer does not stand.
    """

    start: int
    end: int
    rank: int
    anchor: str
    title: str
    shape: str
    word: str
    clause: str
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters under the same marks. `name` is its id in the page where a marked passage begins here."""

    text: str
    mark: Mark | None
    is_chosen: bool
    name: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading. `asides` are the marks that begin in it, worst first."""

    level: int
    is_heading: bool
    segments: tuple[Segment, ...]
    asides: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page; `number` is None where the paper has no pages. `sureness` is as in `contracts.values.Page`.

    `veil` says how the file hides the words that the leaf shows, `number` then on which page, None where on none.
    """

    number: int | None
    blocks: tuple[Block, ...]
    is_recognised: bool = False
    sureness: int | None = None
    veil: Veil | None = None


Bound = tuple[int | None, int, int, Veil | None]


def mark_paper(
    text: Text, clauses: Sequence[Clause], marks: Sequence[Mark], chosen: tuple[int, int] | None = None
) -> list[Leaf]:
    """The leaves of a paper. `chosen` is the span that the reader has followed, marked apart from all others."""
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.rank))
    starts = [mark.start for mark in ordered]
    longest = max((mark.end - mark.start for mark in ordered), default=0)
    pages = text.pages if len(text.pages) > 1 else ()
    shown = text.hidden[0].start if text.hidden else len(text.body)
    whole: list[Bound] = [(None, 0, shown, None)]
    bounds: list[Bound] = [(page.number, page.start, page.end, None) for page in pages] or whole
    bounds += [(one.page or None, one.start, one.end, one.how) for one in text.hidden]
    cuts = sorted({clause.start for clause in clauses} | {start for _, start, _, _ in bounds[1:]})
    leaves = []
    for number, start, end, veil in bounds:
        blocks = []
        for left, right in _paragraphs(text.body, start, end, cuts):
            near = ordered[bisect_left(starts, left - longest) : bisect_left(starts, right)]
            near = [mark for mark in near if mark.end > left]
            level, is_heading = _standing(clauses, left, right)
            blocks.append(
                Block(
                    level=level,
                    is_heading=is_heading,
                    segments=tuple(_segments(text.body, left, right, near, chosen)),
                    asides=tuple(_once(mark for mark in near if mark.start >= left)),
                )
            )
        page = text.pages[number - 1] if number and veil is None else None
        is_recognised = page is not None and page.source == "ocr"
        leaves.append(Leaf(number, tuple(blocks), is_recognised, page.sureness if page else None, veil))
    return leaves


def _paragraphs(body: str, start: int, end: int, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Lines that hold something, cut again where a clause or page begins; without white space around them."""
    at = start
    while at < end:
        stop = body.find("\n", at, end)
        stop = end if stop < 0 else stop
        inner = cuts[bisect_right(cuts, at) : bisect_left(cuts, stop)]
        for left, right in zip([at, *inner], [*inner, stop], strict=True):
            piece = body[left:right]
            if piece.strip():
                yield left + len(piece) - len(piece.lstrip()), right - len(piece) + len(piece.rstrip())
        at = stop + 1


def _standing(clauses: Sequence[Clause], left: int, right: int) -> tuple[int, bool]:
    """The level of the clause that a block belongs to, and whether the block is nothing but its heading."""
    index = bisect_right(clauses, left, key=lambda clause: clause.start) - 1
    if index < 0:
        return 1, False
    clause = clauses[index]
    return clause.level, bool(clause.heading) and clause.start <= left and right <= clause.body_start


def _segments(
    body: str, left: int, right: int, near: Sequence[Mark], chosen: tuple[int, int] | None
) -> Iterator[Segment]:
    edges = {left, right}
    edges.update(edge for mark in near for edge in (mark.start, mark.end) if left < edge < right)
    edges.update(edge for edge in chosen or () if left < edge < right)
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        over = [mark for mark in near if mark.start < end and mark.end > start]
        is_chosen = chosen is not None and chosen[0] <= start and end <= chosen[1]
        gravest = min(over, key=lambda mark: ((mark.start, mark.end) != chosen, mark.rank), default=None)
        begin = [(mark.start, mark.end) for mark in over if not body[mark.start : start].strip()]
        is_first = chosen is not None and is_chosen and not body[chosen[0] : start].strip()
        name = "words" if is_first else f"m{start}" if begin else ""
        yield Segment(body[start:end], gravest, is_chosen, name)


def _once(marks: Iterator[Mark]) -> Iterator[Mark]:
    """One of several passages for the same finding is enough beside a paragraph."""
    seen: set[str] = set()
    for mark in sorted(marks, key=lambda mark: mark.rank):
        if mark.anchor not in seen:
            seen.add(mark.anchor)
            yield mark
