"""Passages that may answer an item although no phrase says so: what the phrases left open, weighed by likeness.

A passage is weighed by how much it reads like what answers the item (`ranker/`), and by how many of the item's phrases
find all their words in it and yet do not match. Nothing is graded here: the item's facts, values and rules are read on
the passage as on any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from math import isqrt
from typing import NamedTuple

from contracts.values import Language
from reviews.checklist.values import Checklist
from reviews.local.kept import kept
from reviews.local.matcher import Owner, matcher_for, numbers_in
from reviews.local.needs import telling
from reviews.local.phrases import Phrase
from reviews.local.ranker.features import features_of
from reviews.local.ranker.ranker import Ranker, Seen, load_built
from reviews.local.sweep import Hit, Sweep
from reviews.local.tagged import Tagged
from reviews.values import LIKENESS


class Measure(NamedTuple):
    """How a passage is weighed. The hint is made of the item's phrases of which all words stand in it.

    `answering` and `informing` are for the square root of how many phrases there are, of facts that answer the item and
    of others; `telling` is for how telling the words of the best one are. What follows is the least that there must be
    of the hint, of the likeness (in thousandths) and of both together.
    """

    answering: int
    telling: int
    informing: int
    hint: int
    like: int
    both: int


MEASURES: dict[Language, Measure] = {
    "en": Measure(120, 43, 170, hint=800, like=0, both=650),
    "ja": Measure(260, 10, 60, hint=300, like=-450, both=0),
}


SHORTEST: dict[Language, int] = {"en": 40, "ja": 36}
"""Bytes of a sentence's shadow: what is shorter is a heading, a cell of a table or a broken line."""
DEFINITION = re.compile(
    r"\W*(?:[“\"][^”\"]{1,80}[”\"]\s+(?:means|shall mean|refers? to|has the meaning)|「[^」]{1,40}」とは)"
)
"""A sentence that says what a word means binds nobody to anything."""


class Proposal(NamedTuple):
    """A passage of a paper for an item. `hit` is of a phrase that only says how it was found."""

    score: int
    hit: Hit


class Likeness:
    """What does not change from paper to paper: the weights, and which phrases belong to which item."""

    def __init__(self, checklist: Checklist, language: Language) -> None:
        self.language = language
        self.matcher = matcher_for(checklist, language)
        self.ranker = Ranker(checklist, language, load_built(language))
        self.items = checklist.items
        self._masks: dict[int, tuple[int, int]] = {}

    def masks(self, place: int) -> tuple[int, int]:
        """The phrases of an item: of facts and values that answer it by themselves, and of those that say more."""
        if place not in self._masks:
            answering = informing = 0
            find = self.items[place].find
            searches = [(Owner("fact", place, index), fact.search) for index, fact in enumerate(find.facts)]
            searches += [
                (Owner("value", place, index), reader.search)
                for index, reader in enumerate(find.values)
                if reader.search is not None
            ]
            for owner, search in searches:
                mask = self.matcher.of_owner[self.matcher.number_of[owner]]
                if search.answers and not search.with_facts:
                    answering |= mask
                else:
                    informing |= mask
            self._masks[place] = answering, informing
        return self._masks[place]

    @cached_property
    def tells(self) -> list[int]:
        """Of each phrase how much is known when all its words are found."""
        return [round(sum(max(0.0, telling(need)) for need in phrase.needs)) for phrase in self.matcher.phrases]


class Proposer:
    """Looks through one paper, item by item."""

    def __init__(self, likeness: Likeness, tagged: Tagged, sweep: Sweep) -> None:
        self.likeness, self.tagged, self.sweep = likeness, tagged, sweep
        self._seen: dict[int, Seen] = {}
        self.nearest: dict[int, int] = {}
        """For each item that was looked through the greatest likeness of a passage, proposed or not."""

    def proposals(self, place: int) -> Iterator[Proposal]:
        """Passages that are like enough, the likest first."""
        language = self.likeness.language
        measure = MEASURES[language]
        answering, informing = self.likeness.masks(place)
        found = []
        for sentence, possible in self.sweep.possible.items():
            near = possible & answering
            if not near or len(self.tagged.shadows[sentence]) < SHORTEST[language]:
                continue
            hint = measure.answering * isqrt(10_000 * near.bit_count()) // 100
            hint += measure.informing * isqrt(10_000 * (possible & informing).bit_count()) // 100
            hint += measure.telling * max(self.likeness.tells[number] for number in numbers_in(near))
            if hint < measure.hint:
                continue
            like = self.like(place, sentence)
            if like is None:
                continue
            self.nearest[place] = max(self.nearest.get(place, like), like)
            if like >= measure.like and hint + like >= measure.both:
                found.append((hint + like, -sentence))
        for score, minus in sorted(found, reverse=True):
            if self.is_likest(place, -minus) and not self.is_definition(-minus):
                yield Proposal(score, self.hit(-minus, score))

    def like(self, place: int, sentence: int) -> int | None:
        """How much a sentence reads like what answers the item."""
        return self.likeness.ranker.score(self.likeness.items[place].id, self.seen(sentence))

    def is_likest(self, place: int, sentence: int) -> bool:
        """True where no other item is liker: one that is about the other side, or about another matter."""
        ranker, seen = self.likeness.ranker, self.seen(sentence)
        own = ranker.score(self.likeness.items[place].id, seen) or 0
        return all((ranker.score(item.id, seen) or -1000) <= own for item in self.likeness.items)

    def is_definition(self, sentence: int) -> bool:
        start = self.tagged.sentences[sentence].start
        return DEFINITION.match(self.tagged.paper.text.body, start) is not None

    def seen(self, sentence: int) -> Seen:
        if sentence not in self._seen:
            features = features_of(self.tagged.unit_of[sentence].shadow, self.likeness.language)
            self._seen[sentence] = self.likeness.ranker.see(features)
        return self._seen[sentence]

    def hit(self, sentence: int, score: int) -> Hit:
        unit = self.tagged.unit_of[sentence]
        phrase = Phrase(f"{LIKENESS}{score}", self.likeness.language, b"", 0, False, False, ())
        return Hit(
            phrase, sentence, (sentence,), self.tagged.group_of[sentence], unit.shadow, unit.parts, captured=None
        )


@kept
def likeness_for(checklist: Checklist, language: Language) -> Likeness:
    return Likeness(checklist, language)
