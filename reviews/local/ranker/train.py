"""Learns to tell the sentences that answer an item from all others: a linear classifier with whole-number weights.

A support vector machine with squared hinge loss, solved by coordinate descent in the dual (Hsieh et al., 2008): nothing
but sums and products in a fixed order, so that the same texts give the same weights everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt, log

ROUNDS = 12
SCALE = 1000
"""Of weights and scores: 1000 is the margin at which the texts that it learned from lie."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One text as features; `counts` is how much a mistake on it costs."""

    features: frozenset[str]
    is_answer: bool
    counts: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    bias: int
    by_feature: Mapping[str, int]


def count_features(texts: Iterable[frozenset[str]]) -> Counter[str]:
    """In how many texts each feature stands."""
    return Counter(feature for features in texts for feature in features)


def rarity(known: Mapping[str, int], total: int) -> dict[str, int]:
    """The inverse document frequency of each feature that stands in more than one text, as a whole number."""
    return {feature: round(100 * log(total / count)) for feature, count in known.items() if count > 1}


def learn(samples: Sequence[Sample], rare: Mapping[str, int]) -> Weights:
    names = sorted({feature for sample in samples for feature in sample.features if feature in rare})
    place = {name: index for index, name in enumerate(names)}
    rows: list[tuple[list[int], list[float]]] = []
    for sample in samples:
        known = sorted(place[feature] for feature in sample.features if feature in place)
        length = norm(rare[names[index]] for index in known)
        rows.append(([*known, len(names)], [*(rare[names[index]] / length for index in known), 1.0]))
    weights = [0.0] * (len(names) + 1)
    alphas = [0.0] * len(rows)
    sides = [1.0 if sample.is_answer else -1.0 for sample in samples]
    softness = [0.5 / sample.counts for sample in samples]
    squares = [sum(value * value for value in values) for _, values in rows]
    step = _stride(len(rows))
    for _ in range(ROUNDS):
        at = 0
        for _ in rows:
            at = (at + step) % len(rows)
            indexes, values = rows[at]
            side, alpha = sides[at], alphas[at]
            margin = sum([weights[index] * value for index, value in zip(indexes, values, strict=True)])
            slope = side * margin - 1.0 + alpha * softness[at]
            changed = max(0.0, alpha - slope / (squares[at] + softness[at]))
            if changed != alpha:
                alphas[at] = changed
                push = (changed - alpha) * side
                for index, value in zip(indexes, values, strict=True):
                    weights[index] += push * value
    # The rarity goes into the weight, so that scoring needs one number for each feature.
    by_feature = {name: round(SCALE * weights[index] * rare[name] / 100) for index, name in enumerate(names)}
    return Weights(round(SCALE * weights[-1]), {name: weight for name, weight in by_feature.items() if weight})


def norm(rarities: Iterable[int]) -> int:
    """The length of a text as a vector, in hundredths, never nought."""
    return isqrt(sum([one * one for one in rarities])) or 1


def _stride(count: int) -> int:
    """A step that visits every one of `count` rows, far apart, before it comes back."""
    step = max(1, int(count * 0.618))
    while _divisor(step, count) > 1:
        step += 1
    return step


def _divisor(one: int, other: int) -> int:
    while other:
        one, other = other, one % other
    return one
