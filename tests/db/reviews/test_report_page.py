"""The report of a stored review, read back from its rows."""

from __future__ import annotations

import pytest

from reviews.checklist import default_checklist
from reviews.models import Review
from reviews.report.page import build_page, build_page_from
from reviews.report.reviewed import load_reviewed
from tests.factories import make_contract, make_finished_review, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return make_finished_review(make_contract(make_team()))


def test_page_is_that_of_the_stored_values(review: Review) -> None:
    reviewed = load_reviewed(review)
    assert build_page(review, "en") == build_page_from(reviewed, "en")
    assert [finding.item for finding in reviewed.findings] == [item.id for item in default_checklist().items]
    assert [paper.name for paper in reviewed.papers] == [row.version.name for row in review.papers.all()]
    assert reviewed.scores.overall.score == review.score
    for finding in reviewed.findings:
        for span in finding.evidence:
            assert reviewed.papers[span.document].text.body[span.start : span.end] == span.quote


def test_page_asks_five_times_whatever_its_size(
    review: Review, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    build_page(review, "en")
    with django_assert_num_queries(5):
        build_page(review, "ja")
