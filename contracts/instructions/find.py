"""Looks for instructions in papers: in the words as they stand, and in what is left of them once disguises are off.

A rule names a form of address that contracts do not have: a verdict that is dictated, a role that is assigned, a task
that is taken back. What a contract says of instructions, models and reviews in the third person is none of these.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from contracts.instructions import english, japanese
from contracts.instructions.decode import decoded_runs
from contracts.instructions.fold import fold, unleet, unspaced, without_gaps
from contracts.values import Hidden, Paper, Text, Veil

LONGEST = 600
"""Characters of the sentence that is quoted, on either side of what was found."""
STOPS = re.compile(r"(?<=[.!?])[\"'”’)]*\s|(?<=[。！？])|\n\s*\n")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Instruction:
    """A sentence of paper number `document` that addresses a reader. `how` is the name of the rule that found it.

    `veil` says how the file hides the sentence, None where anyone can see it.
    """

    document: int
    start: int
    end: int
    how: str
    veil: Veil | None = None

    @property
    def is_hidden(self) -> bool:
        return self.veil is not None


def find_instructions(papers: Sequence[Paper]) -> tuple[Instruction, ...]:
    """In the order of the papers and their words; sentences do not overlap."""
    return tuple(
        Instruction(document, start, end, how, veil_of(paper.text.hidden, start))
        for document, paper in enumerate(papers)
        for start, end, how in find_spans(paper.text)
    )


def withheld_spans(papers: Sequence[Paper], found: Sequence[Instruction]) -> tuple[tuple[Span, ...], ...]:
    """For each paper the spans that no model may be sent: the instructions found, and all words that its file hides."""
    spans: list[list[Span]] = [[(one.start, one.end) for one in paper.text.hidden] for paper in papers]
    for one in found:
        spans[one.document].append((one.start, one.end))
    return tuple(tuple(joined(own)) for own in spans)


def find_spans(text: Text) -> list[tuple[int, int, str]]:
    """Start, end and rule of each sentence of one text."""
    body = text.body
    shown = len(text.shown.body)
    found = sorted({sentence_at(body, start, end): how for start, end, how in rules_on(body)}.items())
    spans: list[tuple[int, int, str]] = []
    for (start, end), how in found:
        edge = next((one.end for one in text.hidden if one.start <= start < one.end), shown if start < shown else end)
        end = min(end, edge)
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]), spans[-1][2])
        elif end > start:
            spans.append((start, end, how))
    return spans


def rules_on(body: str) -> Iterator[tuple[int, int, str]]:
    """What the rules find, as it stands in the body, in no order."""
    plain = fold(body)
    yield from english.find(plain)
    for (start, end), letters in unspaced(plain):
        if how := english.find_compact(letters):
            yield start, end, how
    for (start, end), words in decoded_runs(body):
        # What is left of a disguise has other places: the whole run counts.
        bare, _ = without_gaps(words)
        yield from ((start, end, how) for _, _, how in (*english.find(words), *japanese.find(bare)))
    for leet in unleet(plain):
        yield from english.find(leet)
    if japanese.is_worth_a_look(body):
        bare, places = without_gaps(plain)
        for start, end, how in japanese.find(bare):
            yield places[start], places[end - 1] + 1, how


def sentence_at(body: str, start: int, end: int) -> Span:
    """The sentence or sentences that hold the span, without white space around them."""
    while start < end and not body[start].isalnum() and body[start] not in '<[{"':
        start += 1
    low, high = max(0, start - LONGEST), min(len(body), end + LONGEST)
    before = [found.end() for found in STOPS.finditer(body, low, start)]
    begin = before[-1] if before else (body.rfind("\n", low, start) + 1 or low)
    after = STOPS.search(body, max(start, end - 1), high)
    stop = after.start() if after else high
    while begin < start and body[begin].isspace():
        begin += 1
    while stop > end and body[stop - 1].isspace():
        stop -= 1
    return begin, max(stop, end)


def veil_of(hidden: Sequence[Hidden], start: int) -> Veil | None:
    at = bisect_right(hidden, start, key=lambda one: one.start) - 1
    return hidden[at].how if at >= 0 and start < hidden[at].end else None


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in order, those that touch as one."""
    last: Span | None = None
    for start, end in sorted(spans):
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
