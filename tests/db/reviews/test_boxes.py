"""A review of a PDF keeps where its evidence stands on the pages, and does without where nobody can say."""

from __future__ import annotations

import pytest

from contracts.models import Version
from reviews import pipeline
from reviews.management.read_back import Pages, is_quote
from reviews.models import EvidenceSpan, Review
from tests.db.reviews.bundles import TERMS, queued_review
from tests.unit.contracts.papers import column, pdf

pytestmark = pytest.mark.django_db
PAPER = pdf(
    [
        column(
            [
                "1. Fees",
                "",
                "1.1 Provider may change its prices at any time. A price change takes effect fourteen",
                "days after it is posted.",
                "",
                "1.2 Customer shall pay each invoice within thirty (30) days after its date.",
            ]
        ),
        column(["2. Law", "", "2.1 This agreement is governed by the laws of Norway."]),
    ]
)


def run(review: Review) -> list[EvidenceSpan]:
    pipeline.run(Review.objects.claim(review.pk))
    return list(EvidenceSpan.objects.filter(finding__review=review))


def test_evidence_of_a_pdf_has_boxes_whose_words_are_the_quote():
    review = queued_review([("terms.pdf", PAPER, "master_terms")])
    spans = run(review)
    paper = review.papers.get().placed_paper
    pages = Pages(PAPER, paper.text)
    assert {span.page for span in spans} == {1, 2}
    for span in spans:
        assert is_quote(pages.words_in(span.boxes), span.quote)


def test_evidence_of_a_paper_without_pages_has_none():
    spans = run(queued_review([TERMS]))
    assert spans and all(span.boxes == [] for span in spans)


def test_review_ends_well_where_the_file_has_gone_bad_meanwhile():
    review = queued_review([("terms.pdf", PAPER, "master_terms")])
    run(review)
    Review.objects.filter(pk=review.pk).update(status="queued")
    version = Version.objects.get()
    with version.file.storage.open(version.file.name, "wb") as stored:
        stored.write(b"%PDF-1.4 no more")
    spans = run(review)
    review.refresh_from_db()
    assert review.status == "done"
    assert spans and all(span.boxes == [] for span in spans)
