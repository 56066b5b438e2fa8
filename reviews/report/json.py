"""The report as JSON, for other programs and for `eval/score.py`. Described by docs/report.schema.json.

Positions are code points into the canonical text of a document; the same review gives the same JSON but for `timing`.
"""

from __future__ import annotations

import json
from typing import NotRequired, TypedDict

from contracts.dates import Dated, date_of
from contracts.values import Language, Paper
from reviews.checklist.values import Item
from reviews.decide import Ruling
from reviews.integrity import with_paper_items
from reviews.remedy import Remedy, papers_to_ask, plan_remedy
from reviews.report.reviewed import Reviewed, Signed
from reviews.report.run_json import EvidenceJson, OtherJson, describe_other, describe_run
from reviews.report.where import page_of, place_of
from reviews.score import score_lines
from reviews.values import Conflict, Evidence, Finding, Score, Timing, Value

SCHEMA = "clausemark-report/1"
VERSION = "0.1.0"


class ScoreJson(TypedDict):
    score: float | None
    low: float | None
    high: float | None
    band: str | None


class SideJson(TypedDict):
    """`evidence` counts the finding's quotes from 0."""

    document: int
    grade: str
    values: dict[str, Value]
    evidence: int


class ConflictJson(TypedDict):
    """The grade follows the first side; `precedence` is the quote that lets it prevail, null where the worse counts."""

    sides: list[SideJson]
    precedence: int | None


class DecisionJson(TypedDict):
    """What a person decided. `grade` counts since then, null where there is none or the finding was dismissed."""

    act: str
    grade: str | None
    reason: str
    by: str
    at: str | None
    carried_from: int | None


class FindingJson(TypedDict):
    item: str
    category: str
    title: str
    weight: int
    status: str
    grade: str | None
    values: dict[str, Value]
    confidence: float
    reader: str
    evidence: list[EvidenceJson]
    rationale: str
    rationales: dict[str, str]
    fallback: str
    conflict: ConflictJson | None
    decision: DecisionJson | None
    agreement: NotRequired[str]
    other: NotRequired[OtherJson]


class ReportJson(TypedDict):
    schema: str
    tool: dict[str, str]
    language: str
    contract: dict[str, str]
    checklist: dict[str, str]
    documents: list[dict[str, object]]
    findings: list[FindingJson]
    scores: dict[str, object]
    sum: list[dict[str, object]]
    missing: list[dict[str, object]]
    remedy: dict[str, object]
    decisions: dict[str, object] | None
    sign_off: dict[str, object] | None
    model: NotRequired[dict[str, object]]
    timing: Timing


def write_json(report: ReportJson) -> str:
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def build_json(reviewed: Reviewed, timing: Timing, language: Language) -> ReportJson:
    """The report with its words in one language; `rationales` holds each reason in every language there is.

    Findings, scores, sum and remedy are as they were found; what people decided stands beside them.
    """
    items = {item.id: item for item in with_paper_items(reviewed.checklist, reviewed.findings).items}
    supplied = {paper.kind for paper in reviewed.papers}
    scores = reviewed.scores
    report: ReportJson = {
        "schema": SCHEMA,
        "tool": {"name": "Clausemark", "version": VERSION},
        "language": language,
        "contract": {
            "title": reviewed.title,
            "vendor": reviewed.vendor,
            "language": reviewed.papers[0].text.language if reviewed.papers else language,
        },
        "checklist": {
            "name": reviewed.checklist.name[language],
            "version": reviewed.checklist.version,
            "sha256": reviewed.checklist.sha256,
        },
        "documents": [describe_paper(paper) for paper in reviewed.papers],
        "findings": [
            describe_finding(finding, items[finding.item], reviewed, language) for finding in reviewed.findings
        ],
        "scores": {
            "overall": describe_score(scores.overall),
            "categories": {category: describe_score(score) for category, score in scores.categories.items()},
        },
        "sum": [
            {
                "item": line.item,
                "grade": line.grade,
                "weight": line.weight,
                "points": line.points,
                "weighted": line.weighted,
                "share": round(line.share, 4),
            }
            for line in score_lines(reviewed.findings)
        ],
        "missing": [
            {"kind": kind, "items": [finding.item for finding in resting]}
            for kind, resting in papers_to_ask(items, reviewed.findings, supplied)
        ],
        "remedy": describe_remedy(plan_remedy(items.values(), reviewed.findings, supplied, reviewed.accepted)),
        "decisions": describe_decisions(reviewed) if reviewed.rulings else None,
        "sign_off": describe_sign_off(reviewed.signed) if reviewed.signed else None,
        "timing": timing,
    }
    if reviewed.run is not None:
        report["model"] = describe_run(reviewed.run, items)
    return report


def describe_paper(paper: Paper) -> dict[str, object]:
    return {
        "name": paper.name,
        "title": paper.title,
        "kind": paper.kind,
        "sha256": paper.sha256,
        "pages": len(paper.text.pages),
        "characters": len(paper.text.body),
        "language": paper.text.language,
        "text_source": paper.text.source,
        "media_type": paper.text.media_type,
        "recognised": [
            {"page": page.number, "sureness": page.sureness} for page in paper.text.pages if page.source == "ocr"
        ],
        "notes": list(paper.text.notes),
        "dated": describe_date(date_of(paper.text)),
    }


def describe_date(dated: Dated | None) -> dict[str, object] | None:
    if dated is None:
        return None
    return {"day": dated.day.isoformat(), "kind": dated.kind, "start": dated.start, "end": dated.end}


def describe_finding(finding: Finding, item: Item, reviewed: Reviewed, language: Language) -> FindingJson:
    described: FindingJson = {
        "item": finding.item,
        "category": finding.category,
        "title": item.title[language],
        "weight": finding.weight,
        "status": finding.status,
        "grade": finding.grade,
        "values": finding.values,
        "confidence": round(finding.confidence, 4),
        "reader": finding.reader,
        "evidence": [describe_evidence(span, reviewed.papers[span.document], language) for span in finding.evidence],
        "rationale": finding.rationale[language],
        "rationales": finding.rationale,
        "fallback": item.fallback[language],
        "conflict": describe_conflict(finding.conflict) if finding.conflict else None,
        "decision": describe_ruling(reviewed.rulings[finding.item], finding)
        if finding.item in reviewed.rulings
        else None,
    }
    if finding.other is not None:
        spans = [describe_evidence(span, reviewed.papers[span.document], language) for span in finding.other.evidence]
        described["agreement"] = finding.agreement
        described["other"] = describe_other(finding.other, spans, language)
    return described


def describe_ruling(ruling: Ruling, finding: Finding) -> DecisionJson:
    grade = {"override": ruling.grade, "dismiss": None}.get(ruling.act, finding.grade)
    return {
        "act": ruling.act,
        "grade": grade,
        "reason": ruling.reason,
        "by": ruling.by,
        "at": ruling.at.isoformat() if ruling.at else None,
        "carried_from": ruling.carried_from,
    }


def describe_decisions(reviewed: Reviewed) -> dict[str, object]:
    scores = reviewed.scores_after
    return {
        "decided": len(reviewed.rulings),
        "open": len(reviewed.findings) - len(reviewed.rulings),
        "scores": {
            "overall": describe_score(scores.overall),
            "categories": {category: describe_score(score) for category, score in scores.categories.items()},
        },
    }


def describe_sign_off(signed: Signed) -> dict[str, object]:
    return {"by": signed.by, "at": signed.at.isoformat(), "statement": signed.statement}


def describe_conflict(conflict: Conflict) -> ConflictJson:
    sides = [
        SideJson(document=side.document, grade=side.grade, values=side.values, evidence=side.evidence)
        for side in conflict.sides
    ]
    return ConflictJson(sides=sides, precedence=conflict.precedence)


def describe_evidence(span: Evidence, paper: Paper, language: Language) -> EvidenceJson:
    place = place_of(paper, span.start, language)
    return {
        "document": span.document,
        "start": span.start,
        "end": span.end,
        "page": page_of(paper, span.start),
        "quote": span.quote,
        "clause": place.clause,
        "heading": place.heading,
        "found_by": span.found_by,
    }


def describe_score(score: Score) -> ScoreJson:
    return {"score": score.score, "low": score.low, "high": score.high, "band": score.band}


def describe_remedy(remedy: Remedy) -> dict[str, object]:
    """`needed` counts the steps that bring the contract into the accepted band."""
    return {
        "accepted": remedy.accepted,
        "needed": remedy.needed,
        "steps": [
            {
                "action": step.action,
                "paper": step.paper or None,
                "items": list(step.items),
                "target": step.target,
                "after": describe_score(step.after),
            }
            for step in remedy.steps
        ],
    }
