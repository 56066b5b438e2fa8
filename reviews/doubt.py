"""Findings that rest on words which were recognised in a picture, and not surely. After `grade.py`.

Status and grade stay: it is for the person to look at the page. The finding is less sure, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contracts.sureness import doubt_in
from contracts.values import Paper
from reviews.values import Finding

DOUBT = {
    "en": " These words were recognised in a picture, and not surely ({sure}%): compare them with the page.",
    "ja": "この箇所は画像から文字認識したもので、確度が低い（{sure}%）ため、原本のページと照合してください。",
}


def own_up_to_doubt(findings: Iterable[Finding], papers: Sequence[Paper]) -> list[Finding]:
    """The findings, less sure where their quotes hold words that may be wrong. Papers need their places."""
    if not any(paper.text.source == "ocr" for paper in papers):
        return list(findings)
    return [own_up(finding, papers) for finding in findings]


def own_up(finding: Finding, papers: Sequence[Paper]) -> Finding:
    doubts = [doubt_in(papers[quote.document].text, quote.start, quote.end) for quote in finding.evidence]
    least = min((doubt for doubt in doubts if doubt is not None), default=None)
    if least is None:
        return finding
    rationale = {language: words + DOUBT[language].format(sure=least) for language, words in finding.rationale.items()}
    return replace(finding, confidence=round(finding.confidence * least / 100, 3), rationale=rationale)
