"""What the ranker learns from: the checklist's own words, and whatever sentences were judged by a person besides.

A team's decisions about findings belong here too: as `Judged` sentences they are learned from like examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from contracts.values import Language
from reviews.checklist.values import Checklist, Item
from reviews.local.alone import paper_of
from reviews.local.ranker.features import features_of
from reviews.local.ranker.train import Sample
from reviews.local.tagged import prepare_papers

OWN_ANSWER, OWN_MISS, QUESTION = 3.0, 3.0, 1.5
"""What a mistake on an item's own texts costs, against one on any other text: there are few of them."""
SOFT = 0.3
"""Scales all costs: low, so that no single text weighs much."""
FEWEST = 3
"""Examples that answer an item from which on its likeness is worth anything."""


class Judged(NamedTuple):
    """A sentence of which somebody said whether it answers the item."""

    item: str
    language: Language
    text: str
    is_answer: bool


class Known(NamedTuple):
    """One text with its features."""

    item: str
    features: frozenset[str]
    is_answer: bool
    is_question: bool


def read_texts(checklist: Checklist, language: Language, judged: Iterable[Judged] = ()) -> list[Known]:
    """All texts of one language. What nobody wrote as a clause, the ladder and the fallback, counts by sentence."""
    known = []
    for item in checklist.items:
        known += [Known(item.id, one, True, True) for one in _by_sentence(item.question[language], language)]
        for text in (*(ladder[language] for ladder in item.grades.values()), item.fallback[language]):
            known += [Known(item.id, one, True, False) for one in _by_sentence(text, language)]
        for example in item.examples:
            if example.language == language:
                known.append(Known(item.id, _whole(example.text, language), example.is_match, False))
    for one in judged:
        if one.language == language:
            known.append(Known(one.item, _whole(one.text, language), one.is_answer, False))
    return known


def samples_for(item: str, texts: Iterable[Known]) -> list[Sample]:
    """The texts as the item sees them: its own answers, its own near misses, and all else as what is not about it."""
    samples = []
    for text in texts:
        is_own = text.item == item
        cost = (OWN_ANSWER if text.is_answer else OWN_MISS) if is_own else 1.0
        if text.is_question:
            cost = QUESTION if is_own else 0.5
        samples.append(Sample(text.features, is_own and text.is_answer, SOFT * cost))
    return samples


def is_learnable(item: Item, language: Language) -> bool:
    return sum(example.is_match and example.language == language for example in item.examples) >= FEWEST


def fingerprint(item: Item, language: Language) -> str:
    """Changes with what the item asks, not with its phrases and examples: those only say it better."""
    words = [item.question[language], item.fallback[language], *(text[language] for text in item.grades.values())]
    return sha256("\n".join(words).encode()).hexdigest()[:12]


def _by_sentence(text: str, language: Language) -> Iterator[frozenset[str]]:
    tagged = prepare_papers([paper_of(text, language)])[0]
    for unit in tagged.units:
        # The first clause only names the parties.
        if tagged.sentences[unit.sentence].clause:
            yield features_of(unit.shadow, language)


def _whole(text: str, language: Language) -> frozenset[str]:
    return frozenset().union(*_by_sentence(text, language))
