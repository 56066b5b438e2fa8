"""How much a sentence is like those that answer an item: a whole number, the same on every machine.

Weights of the default checklist's items stand in `weights-en.json` and `weights-ja.json`, made by `manage.py
build_ranker`. An item that is not there, or asks something else there, is learned from the texts of its own checklist
when it is first needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypedDict

from contracts.values import Language
from reviews.checklist.values import Checklist
from reviews.local.ranker.texts import Known, fingerprint, is_learnable, read_texts, samples_for
from reviews.local.ranker.train import Weights, count_features, learn, norm, rarity

FOLDER = Path(__file__).parent
LEAST_STANDS, MOST_FEATURES = 3, 200
"""A feature stands in so many texts at least; an item keeps so many of them, the weightiest."""

LEAST_TEXTS = 200


class Entry(TypedDict):
    asks: str
    bias: int
    weights: dict[str, int]


class Built(TypedDict):
    """A file of weights: how rare features are, and the weights of each item."""

    rare: dict[str, int]
    items: dict[str, Entry]


class Seen(NamedTuple):
    """A sentence as the ranker sees it: those of its features that are known, and its length as a vector."""

    features: tuple[str, ...]
    length: int


class Ranker:
    """Scores sentences for the items of one checklist in one language."""

    def __init__(self, checklist: Checklist, language: Language, built: Built) -> None:
        self._weights: dict[str, Weights] = {}
        self._own: set[str] = set()
        """Items that were not built and are learned when they are first asked for."""
        for item in checklist.items:
            entry = built["items"].get(item.id)
            if entry is not None and entry["asks"] == fingerprint(item, language):
                self._weights[item.id] = Weights(entry["bias"], entry["weights"])
            elif is_learnable(item, language):
                self._own.add(item.id)
        self._texts = read_texts(checklist.whole or checklist, language) if self._own else []
        if len(self._texts) < LEAST_TEXTS:
            # What it has nothing to be told from is not learned.
            self._own.clear()
            self._texts = []
        self._rare: dict[str, int] = {**rarity_of(self._texts), **built["rare"]}

    def see(self, features: frozenset[str]) -> Seen:
        rare = self._rare
        known = tuple([feature for feature in features if feature in rare])
        return Seen(known, norm([rare[feature] for feature in known]))

    def score(self, item: str, seen: Seen) -> int | None:
        """About 1000 for what reads like an example, about -1000 for what has nothing to do with the item; None where
        there is too little to go by."""
        if item in self._own:
            self._own.remove(item)
            self._weights[item] = learn_item(item, self._texts, self._rare)
        weights = self._weights.get(item)
        if weights is None:
            return None
        get = weights.by_feature.get
        return weights.bias + 100 * sum([get(feature, 0) for feature in seen.features]) // seen.length


def build(checklist: Checklist, language: Language, texts: list[Known]) -> Built:
    """The weights of all items of a checklist that can be learned."""
    rare = rarity_of(texts)
    entries: dict[str, Entry] = {}
    for item in checklist.items:
        if is_learnable(item, language):
            weights = learn_item(item.id, texts, rare)
            entries[item.id] = Entry(
                asks=fingerprint(item, language), bias=weights.bias, weights=dict(sorted(weights.by_feature.items()))
            )
    return Built(rare=dict(sorted(rare.items())), items=entries)


def rarity_of(texts: list[Known]) -> dict[str, int]:
    counts = count_features(text.features for text in texts)
    return rarity({name: count for name, count in counts.items() if count >= LEAST_STANDS}, len(texts))


def learn_item(item: str, texts: list[Known], rare: Mapping[str, int]) -> Weights:
    weights = learn(samples_for(item, texts), rare)
    by_weight = sorted(weights.by_feature, key=lambda name: (-abs(weights.by_feature[name]), name))
    return Weights(weights.bias, {name: weights.by_feature[name] for name in by_weight[:MOST_FEATURES]})


@cache
def load_built(language: Language) -> Built:
    path = FOLDER / f"weights-{language}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else Built(rare={}, items={})


def write_built(built: Built, path: Path) -> None:
    path.write_text(json.dumps(built, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
