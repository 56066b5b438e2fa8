"""The PDF of a stored review."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from contracts.values import Language
from reviews.report.pdf import write_pdf
from tests.factories import make_contract, make_finished_review, make_team

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ja"])
def test_stored_review_prints_the_same_bytes_twice(language: Language) -> None:
    review = make_finished_review(make_contract(make_team()))
    pdf = write_pdf(review, language)
    assert write_pdf(review, language) == pdf
    reader = PdfReader(BytesIO(pdf))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert review.contract.title in words
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.metadata.creation_date == review.finished_at.replace(microsecond=0)
