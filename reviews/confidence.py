"""How sure a finding is. What makes one sure, most first:

- no paper of the kind was supplied: that is plain to see;
- a value that was read decides the grade, and few sentences speak of the matter;
- a rule that names what was found decides, and the sentence reads like the examples of what answers the item.

What makes one unsure: the last rule, which holds when nothing special was found; many sentences with values; a sentence
unlike all examples; papers that disagree; a passage that no phrase matched; and silence, the more so the liker an
answer the nearest passage reads.

The numbers are shares in percent of findings that were right on contracts and sentences for which no phrase was written
(docs/ranker.md): tables, so that everybody can see why. A phrase that deserves more or less than the usual trust
(`strength` in the checklist) moves them.
"""

from __future__ import annotations

from bisect import bisect_right

from reviews.checklist.values import Rule
from reviews.values import Answer, Status

SETTLED: dict[Status, int] = {"not_assessed": 95, "referenced": 75, "unclear": 30, "not_run": 0}
BY_VALUE, BY_MANY_VALUES, MANY = 86, 78, 3
"""Decided by a value that was read, where fewer than MANY sentences answer, or more."""
BY_FACTS = ((-400, 0), (70, 78, 84))
"""Decided by facts: likeness of the likest sentence, and how sure below, between and from there on."""
LAST_RULE = 52
LIKENESS_ALONE, LIKENESS_AND_RULE = 35, 60
SILENT = ((-600, -300), (50, 42, 35))
"""Nothing found: likeness of the nearest passage, and how sure below, between and from there on."""
NOTHING_NEAR = 70
USUAL_STRENGTH = 70
DISAGREEING = 20
"""What a conflict takes off."""


def confidence_of(answer: Answer, rule: Rule | None = None, status: Status | None = None) -> float:
    """From 0 to 1. `rule` is the one that decided the grade of what is present; `status` is the finding's."""
    status = status or answer.status
    if status == "present" and rule is not None:
        return max(0, min(95, _present(answer, rule))) / 100
    if status == "absent":
        like = answer.signs.get("like")
        return (NOTHING_NEAR if like is None else _among(SILENT, like)) / 100
    return SETTLED.get(status, 0) / 100


def _present(answer: Answer, rule: Rule) -> int:
    if any(one.is_by_likeness for one in answer.evidence):
        return LIKENESS_ALONE if rule.condition is None else LIKENESS_AND_RULE
    stronger = round(100 * answer.confidence) - USUAL_STRENGTH if answer.confidence else 0
    if rule.condition is None:
        return LAST_RULE + stronger
    names = rule.condition.support(answer.facts, answer.values)
    if any(name in answer.values for name in names):
        return (BY_VALUE if answer.signs.get("sentences", 1) < MANY else BY_MANY_VALUES) + stronger
    like = answer.signs.get("like")
    return (BY_FACTS[1][0] if like is None else _among(BY_FACTS, like)) + stronger


def _among(table: tuple[tuple[int, ...], tuple[int, ...]], like: int) -> int:
    return table[1][bisect_right(table[0], like)]
