"""A paper as the phrases see it: a shadow of each sentence in which parties and quantities are single marks.

Before it: roles and quantities; after it: `find.py`. Everything is made in a few passes over the whole text; what the
shadow loses is looked up again only where a phrase has matched, by sentence and by the order of the quantities in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from contracts.values import Paper
from reviews.local import shadow
from reviews.local.quantities import Quantity, find_quantities
from reviews.local.roles import Roles, mentions, resolve_roles
from reviews.local.sentences import cut_sentences

ROLE_MARKS = {"vendor": shadow.VENDOR, "customer": shadow.CUSTOMER, "party": shadow.PARTY, "owner": "customer"}
QUANTITY_MARKS = {
    "duration": shadow.DURATION,
    "percent": shadow.PERCENT,
    "money": shadow.MONEY,
    "date": shadow.DATE,
    "number": shadow.NUMBER,
}
QUANTITY_BYTES = "".join(QUANTITY_MARKS.values()).encode()
NOT_QUANTITY = bytes(set(range(256)) - set(QUANTITY_BYTES))
UNSEEN = re.compile(r"\]\([^)\]\s]*\)|</?[a-zA-Z][^<>]{0,200}>")
"""Addresses of Markdown links and HTML tags: no words of the contract."""
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
GROUP_LENGTH = {"en": 4_000, "ja": 2_000}
"""Characters up to which a clause with its unheaded sub-clauses counts as one clause."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a phrase is matched against: a sentence, for an item of a list together with what leads into it.

    A match must touch the sentence's own words, `own:own_end` in `shadow`; `parts` says where in the shadow each
    sentence begins.
    """

    shadow: bytes
    sentence: int
    parts: tuple[tuple[int, int], ...]
    """(offset in the shadow, index of the sentence), in the order of the shadow."""
    own: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """A clause as phrases mean it: a headed clause with all that stands under it without a heading of its own."""

    sentences: tuple[int, ...]
    headings: bytes
    """The headings above it, outermost first."""


class Tagged:
    """One prepared paper. Made once for a review; its parts are made when they are first asked for."""

    def __init__(self, paper: Paper, roles: Roles) -> None:
        self.paper = paper
        self.language = paper.text.language
        body = paper.text.body
        self.quantities: list[Quantity] = []
        marks = self._marks(body, roles)
        self.sentences = cut_sentences(paper.text, paper.clauses, [(start, end) for start, end, _ in marks])
        self.shadows = self._shadows(body, marks)
        self.groups, self.group_of = self._group()

    def _marks(self, body: str, roles: Roles) -> list[tuple[int, int, str]]:
        """(start, end, what stands there instead), in order, none overlapping another."""
        marks = [(start, end, ROLE_MARKS[role]) for start, end, role in mentions(roles, body, self.language)]
        self._numbered = {}
        for quantity in find_quantities(body, self.language):
            mark = QUANTITY_MARKS.get(quantity.kind)
            if mark is None:
                continue
            if quantity.kind == "number":
                if not any(char.isdigit() for char in body[quantity.start : quantity.end]):
                    continue
                if not isinstance(quantity.value, str) and quantity.value % 1 == 0:
                    # A whole number keeps its digits, so that phrases can also name it: “SOC 2”, 第28条.
                    mark += str(int(quantity.value))
            marks.append((quantity.start, quantity.end, mark))
            self._numbered[quantity.start] = quantity
        if "](" in body or "<" in body:
            marks += [(match.start(), match.end(), "") for match in UNSEEN.finditer(body)]
        marks.sort(key=lambda mark: (mark[0], -mark[1]))
        kept: list[tuple[int, int, str]] = []
        for mark in marks:
            if not kept or mark[0] >= kept[-1][1]:
                kept.append(mark)
                quantity = self._numbered.get(mark[0])
                if quantity is not None and quantity.end == mark[1]:
                    self.quantities.append(quantity)
        return kept

    def _shadows(self, body: str, marks: Sequence[tuple[int, int, str]]) -> list[bytes]:
        """One shadow for each sentence, all made at once: the passes are over the whole text."""
        is_english = self.language == "en"
        if CONTROL.search(body):
            body = CONTROL.sub(" ", body)
        border = f"\n{shadow.BORDER}\n" if is_english else shadow.BORDER
        pieces: list[str] = []
        at = 0
        for sentence in self.sentences:
            place = sentence.start
            while at < len(marks) and marks[at][0] < sentence.end:
                start, end, mark = marks[at]
                at += 1
                if start < place:
                    continue
                pieces.append(body[place:start])
                pieces.append(f" {mark} " if is_english and mark else mark)
                place = end
            pieces.append(body[place : sentence.end])
            pieces.append(border)
        joined = "".join(pieces)
        made = (shadow.english(joined) if is_english else shadow.japanese(joined)).split(shadow.BORDER)
        return [one.encode() for one in made[: len(self.sentences)]]

    def _group(self) -> tuple[list[Group], list[int]]:
        clauses = self.paper.clauses
        tops = [self._top(index) for index in range(len(clauses))]
        members: dict[int, list[int]] = {}
        headings: dict[int, list[int]] = {}
        for index, sentence in enumerate(self.sentences):
            if sentence.is_heading:
                headings.setdefault(sentence.clause, []).append(index)
            else:
                # Without clauses, every paragraph is one of its own.
                key = tops[sentence.clause] if sentence.clause >= 0 else -1 - index
                members.setdefault(key, []).append(index)
        group_of = [-1] * len(self.sentences)
        groups: list[Group] = []
        for key, indexes in members.items():
            path: list[int] = []
            clause: int | None = key if key >= 0 else None
            while clause is not None:
                path = headings.get(clause, []) + path
                clause = clauses[clause].parent
            for index in indexes:
                group_of[index] = len(groups)
            groups.append(Group(tuple(indexes), self._joined(path)))
        return groups, group_of

    def _top(self, index: int) -> int:
        clauses = self.paper.clauses
        limit = GROUP_LENGTH[self.language]
        while not clauses[index].heading:
            parent = clauses[index].parent
            if parent is None or clauses[parent].end - clauses[parent].start > limit:
                break
            index = parent
        return index

    def _joined(self, sentences: Sequence[int]) -> bytes:
        end = shadow.SENTENCE_END.encode()
        return b"".join(self.shadows[index] + end for index in sentences)

    @cached_property
    def units(self) -> list[Unit]:
        """In the order of the text, without headings."""
        return [self._unit(index) for index, sentence in enumerate(self.sentences) if not sentence.is_heading]

    @cached_property
    def unit_of(self) -> dict[int, Unit]:
        return {unit.sentence: unit for unit in self.units}

    def _unit(self, index: int) -> Unit:
        own = self.shadows[index]
        leads = self.sentences[index].leads
        if not leads:
            return Unit(own, index, ((0, index),), (0, len(own)))
        if self.language == "en":
            # Shadows begin and end with a space; one of the two goes.
            lead = b"".join(self.shadows[one][:-1] for one in leads)
            parts, at = [], 0
            for one in leads:
                parts.append((at, one))
                at += len(self.shadows[one]) - 1
            return Unit(lead + own, index, (*parts, (len(lead), index)), (len(lead), len(lead) + len(own)))
        # In Japanese the item belongs where the lead says 次の各号, before the verb or after it: it is put on both
        # sides.
        lead = b"".join(self.shadows[one] for one in leads)
        parts, at = [(0, index)], len(own)
        for one in leads:
            parts.append((at, one))
            at += len(self.shadows[one])
        return Unit(own + lead + own, index, (*parts, (at, index)), (len(own), len(own) + len(lead)))

    def touches_own(self, unit: Unit, start: int, end: int) -> bool:
        """False where a match lies wholly in what leads into the sentence: that has a unit of its own."""
        if len(unit.parts) == 1:
            return True
        first, last = unit.own
        return end > first + 1 if self.language == "en" else start < first or end > last

    def sentences_at(self, unit: Unit, start: int, end: int) -> tuple[int, ...]:
        """The sentences that a match in the unit's shadow covers, in the order of the text, the lead included."""
        if len(unit.parts) == 1:
            return (unit.sentence,)
        covered = {unit.sentence}
        stops = [*(at for at, _ in unit.parts[1:]), len(unit.shadow)]
        for (begin, sentence), stop in zip(unit.parts, stops, strict=True):
            if begin < end and start < stop:
                covered.add(sentence)
        return tuple(sorted(covered))

    def neighbours(self, index: int) -> list[int]:
        """The sentences of the same clause right before and after."""
        members = self.groups[self.group_of[index]].sentences
        # Sentences of a group stand in order, headings between them left out.
        at = bisect_left(members, index)
        return [*members[max(0, at - 1) : at], *members[at + 1 : at + 2]]

    @cached_property
    def items_of(self) -> dict[int, list[int]]:
        """For each sentence that leads into a list the sentences that it leads into."""
        found: dict[int, list[int]] = {}
        for index, sentence in enumerate(self.sentences):
            for lead in sentence.leads:
                found.setdefault(lead, []).append(index)
        return found

    @cached_property
    def quantity_starts(self) -> list[int]:
        """For each sentence, how many quantities stand before it."""
        counts, total = [], 0
        for one in self.shadows:
            counts.append(total)
            total += len(one.translate(None, NOT_QUANTITY))
        return counts

    def quantity_at(self, parts: Sequence[tuple[int, int]], text: bytes, place: int) -> Quantity | None:
        """The quantity whose mark stands at `place` of a text made of the sentences `parts`."""
        begin, sentence = max(part for part in parts if part[0] <= place)
        index = self.quantity_starts[sentence] + len(text[begin:place].translate(None, NOT_QUANTITY))
        return self.quantities[index] if index < len(self.quantities) else None

    @cached_property
    def clause_texts(self) -> list[bytes]:
        """The words of each group, its sentences one after the other."""
        return [self._joined(group.sentences) for group in self.groups]

    def clause_parts(self, group: int) -> tuple[tuple[int, int], ...]:
        """Where in the words of a group each of its sentences begins."""
        parts, at = [], 0
        for index in self.groups[group].sentences:
            parts.append((at, index))
            at += len(self.shadows[index]) + 1
        return tuple(parts)


def prepare_papers(papers: Sequence[Paper]) -> tuple[Tagged, ...]:
    """The papers of one bundle made ready for phrases; who is who is read off all of them together."""
    roles = resolve_roles(papers)
    return tuple(Tagged(paper, roles) for paper in papers)
