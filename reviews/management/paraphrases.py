"""Sentences written to try the checklist out: which of them its phrases read as whoever wrote them meant.

A file for each language is {ITEM: {"answers": [{"text", "grade", "values"}], "misses": [text]}}. Only every other
sentence is ever shown, so that the rest tells whether a mended phrase understands more than what it was mended by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from contracts.values import Language
from reviews.accuracy import same_value
from reviews.checklist import Checklist
from reviews.grade import grade_answers
from reviews.local.alone import paper_of
from reviews.local.find import find_answers
from reviews.values import Finding
from reviews.verify import verify_evidence


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence for one item: an answer with its grade and values, or, without a grade, a near miss."""

    item: str
    language: Language
    number: int
    """Counted from one among the answers or the misses."""
    text: str
    grade: str | None = None
    values: dict[str, object] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        return self.number % 2 == 1


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a sentence; `wrong` says in words what it should not have."""

    sentence: Sentence
    finding: Finding
    wrong: list[str]


def read_sentences(folder: Path) -> list[Sentence]:
    found: list[Sentence] = []
    languages: tuple[Language, ...] = ("en", "ja")
    for language in languages:
        path = folder / f"{language}.yaml"
        for item, both in (yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}).items():
            for number, answer in enumerate(both.get("answers", ()), 1):
                values = answer.get("values") or {}
                found.append(Sentence(item, language, number, answer["text"], answer["grade"], values))
            found += [Sentence(item, language, n, text) for n, text in enumerate(both.get("misses", ()), 1)]
    return found


def try_sentences(checklist: Checklist, sentences: list[Sentence], with_ranker: bool = True) -> Iterator[Trial]:
    kinds = {item.id: item.applies_to[0] for item in checklist.items}
    for sentence in sentences:
        if sentence.item not in kinds:
            continue
        papers = [paper_of(sentence.text, sentence.language, kinds[sentence.item])]
        answers = verify_evidence(find_answers(checklist, papers, with_ranker=with_ranker), papers)
        finding = next(one for one in grade_answers(checklist, answers, papers) if one.item == sentence.item)
        yield Trial(sentence, finding, _wrong(sentence, finding))


def _wrong(sentence: Sentence, finding: Finding) -> list[str]:
    is_present = finding.status == "present"
    if sentence.grade is None:
        return ["answered"] if is_present else []
    wrong = [] if is_present else [f"is {finding.status}"]
    if is_present and finding.grade != sentence.grade:
        wrong.append(f"grade {sentence.grade}, ours {finding.grade}")
    for name, value in sentence.values.items():
        if not (name in finding.values and same_value(value, finding.values[name])):  # type: ignore[arg-type]
            wrong.append(f"{name} {value}, ours {finding.values.get(name)}")
    return wrong


def count_trials(trials: list[Trial]) -> dict[tuple[str, bool], Counter[str]]:
    """By item, and by whether the sentences may be shown: how many there are and how many came out right."""
    counts: dict[tuple[str, bool], Counter[str]] = {}
    for trial in trials:
        sentence, finding = trial.sentence, trial.finding
        count = counts.setdefault((sentence.item, sentence.is_shown), Counter())
        if sentence.grade is None:
            count.update(misses=1, quiet=not trial.wrong)
            continue
        is_present = finding.status == "present"
        count.update(answers=1, present=is_present, graded=is_present and finding.grade == sentence.grade)
        off = sum(not re.match("grade |is ", one) for one in trial.wrong)
        count.update(values=len(sentence.values), values_hit=len(sentence.values) - off)
    return counts
