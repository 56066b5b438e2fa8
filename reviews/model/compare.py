"""Two readers item by item: what stands, who said it, and what the other one says. Before it: `check.py`, `grade.py`.

- Both say the same: it stands, and is surer.
- One quotes the papers, the other finds nothing: the quote stands. A model that finds nothing takes nothing away.
- Both quote and grade otherwise: a figure that was read decides against a grade that was judged, else the worse stands.
  A better grade of the model must rest on words that the local one does not rest on, for it has weighed those itself.

Whatever they differ in makes a finding less sure. In papers that try to instruct a reader (`is_tainted`) the model can
only make it worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviews.model.check import Checked
from reviews.values import POINTS, Finding, Status

SURER = 0.5
"""How much of its own confidence the second reader takes off the doubt of the first."""
SUREST = 0.97
DIFFERING = {"present": 0.6, "silent": 0.85}
"""What is left of the confidence where the other reader quotes something else, or finds nothing."""
SILENT: tuple[Status, ...] = ("absent", "referenced", "unclear")
UNREAD: tuple[Status, ...] = ("not_assessed", "not_run")


def compare(local: Sequence[Finding], model: Checked | Sequence[Finding], is_tainted: bool = False) -> list[Finding]:
    """One finding for each of the local reader's, in its order. Of what the model did not answer it stays as it is."""
    answered = {finding.item: finding for finding in (model.findings if isinstance(model, Checked) else model)}
    return [
        _compare(finding, answered[finding.item], is_tainted) if finding.item in answered else finding
        for finding in local
    ]


def _compare(local: Finding, model: Finding, is_tainted: bool) -> Finding:
    if local.status in UNREAD and model.status != "present":
        return local  # nobody has read the paper in which it would stand: the model's silence adds nothing
    if (local.status, local.grade) == (model.status, model.grade):
        return _agreed(local, model, is_tainted)
    if _wins(model, local) and not (is_tainted and _is_better(model, local)):
        return _differing(model, local)
    return _differing(local, model)


def _wins(model: Finding, local: Finding) -> bool:
    if model.status != "present":
        return False
    if local.status != "present":
        return True
    if model.is_by_value != local.is_by_value:
        return model.is_by_value and (_points(model) > _points(local) or _has_other_words(model, local))
    return _points(model) > _points(local)


def _has_other_words(model: Finding, local: Finding) -> bool:
    """False where the local reader has weighed every passage that the model rests on, and others beside them."""
    return not all(
        any(own.document == one.document and own.start < one.end and one.start < own.end for own in local.evidence)
        for one in model.evidence
    )


def _is_better(model: Finding, local: Finding) -> bool:
    """True where the model's answer would look safer. What was not graded counts as the worst."""
    return _points(model) < _points(local) or local.status in UNREAD


def _points(finding: Finding) -> int:
    return POINTS[finding.grade] if finding.grade else max(POINTS.values())


def _agreed(local: Finding, model: Finding, is_tainted: bool) -> Finding:
    """The local finding with what only the model has read; in tainted papers the model makes nothing surer."""
    if is_tainted:
        return replace(local, reader="both", other=model.opinion)
    doubt = (1 - local.confidence) * (1 - SURER * model.confidence)
    return replace(
        local,
        reader="both",
        confidence=max(local.confidence, min(SUREST, round(1 - doubt, 4))),
        values={**model.values, **local.values},
        other=model.opinion,
    )


def _differing(winner: Finding, other: Finding) -> Finding:
    left = DIFFERING["present" if other.status == "present" else "silent"]
    return replace(winner, confidence=round(winner.confidence * left, 4), other=other.opinion)
