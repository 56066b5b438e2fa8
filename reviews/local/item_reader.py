"""Puts one item's answer together from the matches in all papers, or in one of them alone. Before it: `sweep.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reviews.checklist.values import Checklist, Item, Scope, Search, ValueReader
from reviews.local.captured import read_captured
from reviews.local.guards import Guards, Places
from reviews.local.matcher import ANYWHERE, Owner
from reviews.local.proposals import Proposer
from reviews.local.sweep import Hit, Sweep
from reviews.local.tagged import Tagged
from reviews.values import Answer, Evidence, Value

MAX_EVIDENCE = 12
PER_FACT = 3
NEXT_TO = 10
MAX_NAMES = 6
LOOKED_AT = 2
LIKENESS_CONFIDENCE = 0.4
REFERENCED_CONFIDENCE = 0.75


@dataclass(frozen=True, slots=True)
class Swept:
    """One paper with its matches; `document` is its place in the bundle as given."""

    document: int
    tagged: Tagged
    sweep: Sweep
    guards: Guards
    proposer: Proposer | None
    """None where only phrases are to be looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match that stands, and the value that it gives where it is a value's."""

    paper: Swept
    hit: Hit
    strength: float
    value: Value | None = None


class Passage(NamedTuple):
    """A clause of a paper, or with `group` -1 all of the paper."""

    document: int
    group: int = -1


class ItemReader:
    """Puts one item's answer together; given a `passage`, as if nothing but that paper or clause spoke of the item."""

    def __init__(
        self, checklist: Checklist, item: Item, place: int, swept: Sequence[Swept], passage: Passage | None = None
    ) -> None:
        self.checklist, self.item, self.place, self.swept, self.passage = checklist, item, place, swept, passage
        kinds = (*item.applies_to, *ANYWHERE)
        self.papers = sorted(
            (one for one in swept if one.tagged.paper.kind in kinds), key=lambda one: kinds.index(one.tagged.paper.kind)
        )
        if passage is not None:
            self.papers = [one for one in self.papers if one.document == passage.document]
        self.numbers = {fact.name: index for index, fact in enumerate(item.find.facts)}
        self._facts: dict[str, list[Found]] = {}
        self._places: dict[tuple[str, int], Places] = {}
        self.weights: Counter[tuple[int, int]] = Counter()
        self.evidence: list[Evidence] = []
        self.passages: list[Passage] = []
        """The clauses that answer the item, in the order in which they were found."""
        self.has_other_figures = False
        """Whether a value could have been read otherwise, elsewhere."""
        self.proposed: Found | None = None
        """A passage that no phrase found, on which facts and values are read without the company they need."""

    def answer(self) -> Answer:
        item = self.item
        facts = {name: found for name in self.numbers if (found := self.fact(name))}
        values, readings = self.values(facts)
        answering = [fact.name for fact in item.find.facts if fact.search.answers and fact.name in facts]
        answering += [
            name for name, (reader, _) in readings.items() if reader.search is not None and reader.search.answers
        ]
        is_weak = all(name in facts and self.item.find.facts[self.numbers[name]].search.is_weak for name in answering)
        if answering and not (is_weak and self.pointers()):
            return self.present(facts, values, readings, answering)
        if not any(one.tagged.paper.kind in item.applies_to for one in self.swept):
            return Answer(item.id, "not_assessed")
        if pointers := self.pointers():
            for found in pointers[:PER_FACT]:
                self.quote(found)
            return Answer(item.id, "referenced", evidence=tuple(self.evidence))
        if proposed := self.propose():
            return self.present_by_likeness(proposed)
        nearest = [
            one.proposer.nearest[self.place]
            for one in self.papers
            if one.proposer is not None and self.place in one.proposer.nearest
        ]
        signs = {"like": max(nearest)} if nearest else {}
        return Answer(item.id, "absent", signs=signs)

    def present(
        self,
        facts: dict[str, list[Found]],
        values: dict[str, Value],
        readings: dict[str, tuple[ValueReader, Found]],
        answering: list[str],
    ) -> Answer:
        because: dict[str, int] = {}
        strengths: list[float] = []
        answered: list[Found] = []
        self.weigh(facts)
        for name in answering:
            found = facts[name] if name in facts else [readings[name][1]]
            strengths += [one.strength for one in found]
            answered += found
            self.passages += [Passage(one.paper.document, one.hit.group) for one in found]
            because[name] = self.quote_all(found)
        for name, (_, one) in readings.items():
            if name not in because:
                because[name] = self.quote(one)
        for name, found in facts.items():
            if name not in because:
                because[name] = self.quote_all(found)
        return Answer(
            item=self.item.id,
            status="present",
            facts=frozenset(facts),
            values=values,
            evidence=tuple(self.evidence),
            confidence=max(strengths, default=0.0),
            because={name: index for name, index in because.items() if index >= 0},
            signs=self.signs(answered),
        )

    def signs(self, answered: Sequence[Found]) -> dict[str, int]:
        """How many sentences answer, and how much the likest of the first ones reads like an answer."""
        sentences = {(one.paper.document, one.hit.sentence) for one in answered}
        signs = {"sentences": len(sentences)}
        if self.passage is not None:
            return signs
        likes = [
            like
            for one in answered[:LOOKED_AT]
            if one.paper.proposer and (like := one.paper.proposer.like(self.place, one.hit.sentence)) is not None
        ]
        return signs | ({"like": max(likes)} if likes else {})

    # What no phrase finds

    def propose(self) -> Found | None:
        """The likest passage of all papers that no phrase of the item has seen and turned down."""
        best: tuple[int, Found] | None = None
        for paper in self.papers:
            for score, hit in paper.proposer.proposals(self.place) if paper.proposer else ():
                if best is not None and score <= best[0]:
                    break
                if not paper.guards.is_ignored(self.item, hit) and not self.is_turned_down(paper, hit):
                    best = score, Found(paper, hit, LIKENESS_CONFIDENCE)
                    break
        return best[1] if best else None

    def is_turned_down(self, paper: Swept, proposed: Hit) -> bool:
        """True where a phrase of a fact that answers does match in the sentence, and what stands there cancels it."""
        for index, fact in enumerate(self.item.find.facts):
            search = fact.search
            if not search.answers:
                continue
            for hit in paper.sweep.near(Owner("fact", self.place, index), (proposed.sentence,)):
                if hit.sentence == proposed.sentence and (
                    paper.guards.is_cancelled(self.item, search, hit)
                    or (search.unless and self.is_close(paper, hit, search.unless, search.scope))
                ):
                    return True
        return False

    def present_by_likeness(self, proposed: Found) -> Answer:
        """The item's facts and values once more, now that one passage is taken for what they are about."""
        self.proposed = proposed
        self._facts.clear()
        self._places.clear()
        facts = {name: found for name in self.numbers if (found := self.fact(name))}
        values, readings = self.values(facts)
        self.quote(proposed)
        answer = self.present(facts, values, readings, [])
        return replace(answer, confidence=LIKENESS_CONFIDENCE)

    def is_proposed(self, paper: Swept, hit: Hit, within: Scope) -> bool:
        proposed = self.proposed
        if proposed is None or proposed.paper is not paper:
            return False
        return Places(paper.tagged, (proposed.hit,)).are_close(hit, within)

    # Facts and values

    def fact(self, name: str) -> list[Found]:
        """Where the fact stands, all its conditions met. Facts that need other facts never do so in a circle."""
        if name not in self._facts:
            index = self.numbers[name]
            self._facts[name] = self.standing(Owner("fact", self.place, index), self.item.find.facts[index].search)
        return self._facts[name]

    def standing(self, owner: Owner, search: Search) -> list[Found]:
        found = []
        for paper in self.papers:
            for hit in self.hits(paper, owner, search):
                if self.passage is not None and self.passage.group not in (-1, hit.group):
                    continue
                is_in_place = paper.guards.is_in_place(search, hit) or self.is_proposed(paper, hit, "sentence")
                if (
                    is_in_place
                    and not paper.guards.is_cancelled(self.item, search, hit)
                    and self.in_company(paper, hit, search)
                ):
                    found.append(Found(paper, hit, search.strength))
        return found

    def hits(self, paper: Swept, owner: Owner, search: Search) -> Sequence[Hit]:
        if not search.with_facts:
            return paper.sweep.of(owner)
        near = set().union(*(self.places(name, paper).around(search.within) for name in search.with_facts))
        if self.proposed is not None and self.proposed.paper is paper:
            near |= Places(paper.tagged, (self.proposed.hit,)).around(search.within)
        return paper.sweep.near(owner, near)

    def in_company(self, paper: Swept, hit: Hit, search: Search) -> bool:
        """True where a fact that the match needs stands close enough, and none that cancels it does."""
        if search.with_facts and not (
            self.is_close(paper, hit, search.with_facts, search.within) or self.is_proposed(paper, hit, search.within)
        ):
            return False
        return not (search.unless and self.is_close(paper, hit, search.unless, search.scope))

    def is_close(self, paper: Swept, hit: Hit, names: Sequence[str], within: Scope) -> bool:
        return any(self.places(name, paper).are_close(hit, within) for name in names)

    def places(self, name: str, paper: Swept) -> Places:
        key = (name, paper.document)
        if key not in self._places:
            self._places[key] = Places(paper.tagged, (one.hit for one in self.fact(name) if one.paper is paper))
        return self._places[key]

    def values(self, facts: dict[str, list[Found]]) -> tuple[dict[str, Value], dict[str, tuple[ValueReader, Found]]]:
        """The values, and for those that were read off words who read them where."""
        specs = {spec.name: spec for spec in self.item.values}
        values: dict[str, Value] = {}
        readings: dict[str, tuple[ValueReader, Found]] = {}
        for index, reader in enumerate(self.item.find.values):
            if reader.name in values:
                continue
            if reader.search is None:
                for value, condition in reader.cases:
                    if condition.holds(facts, values):
                        values[reader.name] = value
                        break
                continue
            read = []
            for found in self.standing(Owner("value", self.place, index), reader.search):
                value = read_captured(found.paper.tagged, found.hit, specs[reader.name])
                if value is not None:
                    read.append(Found(found.paper, found.hit, found.strength, value))
            if read:
                self.has_other_figures |= len({one.value for one in read if not isinstance(one.value, str)}) > 1
                best = _choose(reader, read)
                values[reader.name] = best.value  # type: ignore[assignment]
                readings[reader.name] = (reader, best)
        return values, readings

    def pointers(self) -> list[Found]:
        """Words that point to a paper which was not supplied."""
        strength = REFERENCED_CONFIDENCE
        found = [
            Found(paper, hit, strength)
            for paper in self.papers
            for hit in paper.sweep.of(Owner("referenced", self.place))
        ]
        supplied = {one.tagged.paper.kind for one in self.swept}
        for kind in self.item.find.points_to:
            if kind not in supplied:
                owner = Owner("paper", paper=kind)
                found += [Found(paper, hit, strength) for paper in self.swept for hit in paper.sweep.of(owner)]
        return found

    # Evidence

    def weigh(self, facts: Mapping[str, Sequence[Found]]) -> None:
        """Count how many facts each sentence states: the one with most is the operative one and is quoted first."""
        for found in facts.values():
            places = {(one.paper.document, one.hit.sentence) for one in found}
            self.weights.update(places)

    def quote_all(self, found: Sequence[Found]) -> int:
        """The number of the first's evidence; -1 where there is no more room."""
        ordered = sorted(found, key=lambda one: -self.weights[one.paper.document, one.hit.sentence])
        first, *others = ordered[:PER_FACT]
        number = self.quote(first)
        for one in others:
            self.quote(one)
        return number

    def quote(self, found: Found) -> int:
        """The sentences of a match as evidence: one span where they follow each other, else one for each."""
        tagged = found.paper.tagged
        body, sentences = tagged.paper.text.body, tagged.sentences
        runs: list[list[int]] = []
        for index in sorted(found.hit.sentences):
            # Only white space and the item's own number may stand between them.
            if runs and sentences[index].start - sentences[runs[-1][-1]].end <= NEXT_TO:
                runs[-1].append(index)
            else:
                runs.append([index])
        numbers = []
        for run in sorted(runs, key=lambda run: found.hit.sentence not in run):
            start, end = sentences[run[0]].start, sentences[run[-1]].end
            one = Evidence(found.paper.document, start, end, body[start:end], found.hit.phrase.source)
            numbers.append(self.number(one))
        return numbers[0]

    def number(self, evidence: Evidence) -> int:
        place = (evidence.document, evidence.start, evidence.end)
        for index, one in enumerate(self.evidence):
            if (one.document, one.start, one.end) == place:
                return index
        if len(self.evidence) >= MAX_EVIDENCE:
            return -1
        self.evidence.append(evidence)
        return len(self.evidence) - 1


def _choose(reader: ValueReader, read: Sequence[Found]) -> Found:
    if reader.choose == "all":
        names = list(dict.fromkeys(str(one.value) for one in read))
        # “United States” says nothing more beside “the United States of America”.
        longest = [
            name for name in names if not any(name != other and name.lower() in other.lower() for other in names)
        ]
        return replace(read[0], value=", ".join(longest[:MAX_NAMES]))
    if reader.choose == "first":
        return read[0]
    pick = min if reader.choose == "least" else max
    return pick(read, key=lambda one: one.value)  # type: ignore[arg-type, return-value]
