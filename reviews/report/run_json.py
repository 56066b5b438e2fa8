"""Two readers in the report's JSON: the other one's answer to a finding, and what became of asking a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from reviews.checklist.values import Item
from reviews.model.quotes import REASONS
from reviews.model.run import ModelRun
from reviews.values import Opinion, Value


class EvidenceJson(TypedDict):
    document: int
    start: int
    end: int
    page: int | None
    quote: str
    clause: str
    heading: str
    found_by: str


class OtherJson(TypedDict):
    """`evidence` is as that of a finding."""

    reader: str
    status: str
    grade: str | None
    values: dict[str, Value]
    confidence: float
    evidence: list[EvidenceJson]
    rationale: str
    rationales: dict[str, str]


def describe_other(other: Opinion, evidence: list[EvidenceJson], language: str) -> OtherJson:
    return {
        "reader": other.reader,
        "status": other.status,
        "grade": other.grade,
        "values": other.values,
        "confidence": round(other.confidence, 4),
        "evidence": evidence,
        "rationale": other.rationale[language],
        "rationales": other.rationale,
    }


def describe_run(run: ModelRun, items: Mapping[str, Item]) -> dict[str, object]:
    """`provider` and `model` are those that were sent most; all stand in `sent`."""
    most = max(run.recipients, key=lambda one: one.characters, default=None)
    unanswered: dict[tuple[str, str], list[str]] = {}
    for item, trouble in run.unanswered.items():
        if item in items:
            unanswered.setdefault((items[item].category, trouble), []).append(item)
    return {
        "mode": run.mode,
        "provider": most.endpoint if most else None,
        "model": most.model if most else None,
        "calls": {"sent": run.calls, "failed": run.failed, "from_cache": run.from_cache},
        "tokens": {"sent": run.usage.sent, "cached": run.usage.cached, "received": run.usage.received},
        "cost": round(run.cost, 6),
        "quotes": run.quotes,
        "refused_quotes": {reason: run.refused[reason] for reason in REASONS if reason in run.refused},
        "dropped_claims": run.dropped_claims,
        "dropped_values": run.dropped_values,
        "unanswered": [
            {"category": category, "reason": reason, "items": own} for (category, reason), own in unanswered.items()
        ],
        "sent": [
            {
                "provider": one.endpoint,
                "address": one.base_url,
                "model": one.model,
                "calls": one.calls,
                "characters": one.characters,
                "masked": one.is_masked,
            }
            for one in run.recipients
        ],
        "stopped": run.stopped or None,
        "tainted": run.is_tainted,
    }
