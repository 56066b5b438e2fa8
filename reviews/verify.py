"""No evidence that is not in the text. Before it: the readers; after it: `grade.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contracts.values import Paper
from reviews.values import Answer, Evidence


def verify_evidence(answers: Sequence[Answer], papers: Sequence[Paper]) -> list[Answer]:
    """The answers with only such evidence as is verbatim in its paper.

    An answer that claims words of the contract and keeps none of them becomes `unclear`, without facts and values: it
    cannot move a grade. A fact or value keeps no evidence of another one's.
    """
    return [_verified(answer, papers) for answer in answers]


def is_verbatim(evidence: Evidence, papers: Sequence[Paper]) -> bool:
    if not 0 <= evidence.document < len(papers) or not 0 <= evidence.start < evidence.end:
        return False
    return papers[evidence.document].text.body[evidence.start : evidence.end] == evidence.quote


def _verified(answer: Answer, papers: Sequence[Paper]) -> Answer:
    if answer.alone:
        alone = [_verified(one, papers) for one in answer.alone]
        answer = replace(answer, alone=tuple(one for one in alone if one.status == "present"))
    if answer.prevailing is not None and not is_verbatim(answer.prevailing.evidence, papers):
        answer = replace(answer, prevailing=None)
    kept = [index for index, one in enumerate(answer.evidence) if is_verbatim(one, papers)]
    if len(kept) == len(answer.evidence) and (kept or answer.status != "present"):
        return answer
    evidence = tuple(answer.evidence[index] for index in kept)
    if answer.status == "present" and not evidence:
        return Answer(answer.item, "unclear", reader=answer.reader)
    places = {old: new for new, old in enumerate(kept)}
    lost = {name for name, index in answer.because.items() if index not in places}
    return replace(
        answer,
        facts=answer.facts - lost,
        values={name: value for name, value in answer.values.items() if name not in lost},
        evidence=evidence,
        because={name: places[index] for name, index in answer.because.items() if index in places},
    )
