"""Grades answers by the rules of their items. Before it: `verify.py`; after it: `score.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts.values import Paper
from reviews.checklist.values import Checklist, Item, Localised, Rule
from reviews.confidence import confidence_of
from reviews.conflict import FIGURES, decides, find_conflict, rule_for, tell_conflict
from reviews.values import Answer, Evidence, Finding, Status, Value

MAX_QUOTES = 4
UNGRADED: dict[Status, Localised] = {
    "not_assessed": {
        "en": "No paper was supplied of the kind in which this would stand.",
        "ja": "この点を定めるはずの種類の文書が提供されていないため、評価していません。",
    },
    "not_run": {
        "en": "This was not looked for, since the reader could not be run.",
        "ja": "読み取りを実行できなかったため、この点は確認していません。",
    },
}
LIKENESS_NOTE: Localised = {
    "en": "No phrase matched: the passage was found by its likeness to such clauses and should be checked.",
    "ja": "該当する表現は見つからず、類似する条項として抽出した箇所です。内容を確認してください。",
}
PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")


def grade_answers(checklist: Checklist, answers: Sequence[Answer], papers: Sequence[Paper]) -> list[Finding]:
    """One finding for each item, in the order of the checklist. What was not answered was not run."""
    by_item = {answer.item: answer for answer in answers}
    return [_grade(item, by_item.get(item.id) or Answer(item.id, "not_run"), papers) for item in checklist.items]


def _grade(item: Item, answer: Answer, papers: Sequence[Paper]) -> Finding:
    if answer.status == "present":
        rule = rule_for(item, answer)
        if rule is not None and rule.status != "present":
            return ungraded(item, answer, rule.status, rule)
        if rule is not None:
            sides = find_conflict(item, answer, rule)
            if sides is None:
                return graded(item, answer, rule)
            if decides(item, *sides):
                answer = replace(answer, values={**answer.values, **sides[0].answer.values})
                rule = sides[0].rule
            return tell_conflict(item, graded(item, answer, rule), answer, sides, papers)
        # No rule to go by: found, but what it comes to is for a person to say.
        return ungraded(item, answer, "unclear")
    return ungraded(item, answer, answer.status)


def graded(item: Item, answer: Answer, rule: Rule) -> Finding:
    values = {**answer.values, **rule.set}
    inner = {spec.name for spec in item.values if not spec.is_reported}
    because = rule.because or item.grades[rule.grade]
    reason = {language: _fill(text, values) for language, text in because.items()}
    if any(one.is_by_likeness for one in answer.evidence):
        reason = _with_note(reason, LIKENESS_NOTE)
    return Finding(
        item=item.id,
        category=item.category,
        weight=item.weight,
        status="present",
        grade=rule.grade,
        values={name: value for name, value in values.items() if name not in inner},
        evidence=_quotes(answer, rule),
        confidence=confidence_of(answer, rule),
        reader=answer.reader,
        rationale=reason,
        is_by_value=is_by_value(item, answer, rule),
    )


def is_by_value(item: Item, answer: Answer, rule: Rule) -> bool:
    """True where the rule decides by a figure that was read."""
    figures = {spec.name for spec in item.values if spec.type in FIGURES}
    return rule.condition is not None and not figures.isdisjoint(
        name for name in rule.condition.support(answer.facts, answer.values) if name in answer.values
    )


def _with_note(reason: Localised, note: Localised) -> Localised:
    spaces = {"ja": ""}
    return {
        language: f"{text}{spaces.get(language, ' ')}{note[language]}" if language in note else text
        for language, text in reason.items()
    }


def _quotes(answer: Answer, rule: Rule | None) -> tuple[Evidence, ...]:
    """What the rule rests on first; then what else was found, as long as there is room."""
    condition = rule.condition if rule is not None else None
    names = condition.support(answer.facts, answer.values) if condition is not None else []
    indexes = [answer.because[name] for name in names if name in answer.because]
    order = list(dict.fromkeys([*indexes, *range(len(answer.evidence))]))
    return tuple(answer.evidence[index] for index in order[:MAX_QUOTES])


def ungraded(item: Item, answer: Answer, status: Status, rule: Rule | None = None) -> Finding:
    """A finding that settles nothing: graded by the item's rule for silence where the papers were there."""
    is_silent = status in ("absent", "referenced", "unclear")
    because = (rule.because if rule is not None else {}) or UNGRADED.get(status) or item.silence.because
    evidence = () if status == "absent" else _quotes(answer, rule)
    return Finding(
        item=item.id,
        category=item.category,
        weight=item.weight,
        status=status,
        grade=item.silence.grade if is_silent else None,
        values={},
        evidence=evidence,
        confidence=confidence_of(answer, status=status),
        reader=answer.reader,
        rationale={language: _fill(text, answer.values) for language, text in because.items()},
    )


def _fill(text: str, values: Mapping[str, Value]) -> str:
    """The reason with the values in it; a value that was not read leaves an ellipsis."""
    return PLACEHOLDER.sub(lambda match: _word(values.get(match[1], "…")), text)


def _word(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
