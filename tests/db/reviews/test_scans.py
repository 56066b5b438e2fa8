"""A contract that comes as a scan, from its upload to its report."""

from __future__ import annotations

import pytest

from contracts.sureness import sureness_of
from reviews import pipeline
from reviews.models import Review
from reviews.report.page import build_page
from tests.db.reviews.bundles import queued_review
from tests.unit.contracts.papers import column, pdf
from tests.unit.contracts.scans import TERMS, drawn, joined, scanned, worn

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = pdf([column(TERMS)])


def reviewed(data: bytes) -> Review:
    review = queued_review([("terms.pdf", data, "master_terms")])
    pipeline.run(Review.objects.claim(review.pk))
    review.refresh_from_db()
    return review


def grades(review: Review) -> list[tuple[str, str, str]]:
    return [(row.item, row.status, row.grade) for row in review.findings.all()]


def test_scan_is_reviewed_as_its_text_is() -> None:
    scan, text = reviewed(scanned([worn(drawn(PAPER)[0], 2)])), reviewed(PAPER)
    assert (scan.status, text.status) == ("done", "done")
    assert {row.status for row in scan.findings.all()} >= {"present", "absent"}
    assert grades(scan) == grades(text)


def test_report_says_which_pages_were_recognised_and_how_surely() -> None:
    review = reviewed(joined([PAPER, scanned(drawn(PAPER))]))
    (paper,) = build_page(review, "en").papers
    assert paper.is_recognised
    sureness = review.papers.get().paper.text.pages[1].sureness
    assert paper.read_as == f"page 2 read by character recognition, {sureness}% sure"
    assert f"2ページを文字認識により読取（確度{sureness}%）" in build_page(review, "ja").papers[0].read_as


def test_findings_on_surely_recognised_words_raise_no_doubt() -> None:
    review = reviewed(scanned(drawn(PAPER)))
    row = review.papers.get()
    spans = [span for finding in review.findings.all() for span in finding.evidence.all()]
    assert spans
    assert min(sureness_of(row.placed_paper.text, span.start, span.end) or 0 for span in spans) >= 85
    assert not any("not surely" in finding.rationale["en"] for finding in review.findings.all())
