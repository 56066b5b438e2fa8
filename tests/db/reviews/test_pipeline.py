"""A stored review is what the pure stages say of its papers, and says of every paper whether it was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from contracts.models import Document, Reading
from reviews import pipeline
from reviews.checklist import default_checklist
from reviews.models import EvidenceSpan, Review
from reviews.pipeline import ReviewFailed, UnreadPaper, read_papers, review_papers
from reviews.score import score_findings
from tests.db.reviews.bundles import GIF, TERMS, queued_review
from tests.factories import MASTER_TERMS, SLA, make_review

pytestmark = pytest.mark.django_db
SERVICE_LEVELS = ("sla.md", SLA.encode(), "sla")


def run(review: Review) -> Review:
    pipeline.run(Review.objects.claim(review.pk))
    review.refresh_from_db()
    return review


def test_stored_review_is_what_the_stages_say():
    review = run(queued_review([TERMS, SERVICE_LEVELS]))
    papers, unread = read_papers(
        [("terms.md", MASTER_TERMS.encode()), ("sla.md", SLA.encode())], ["master_terms", "sla"]
    )
    findings, scores, *_ = review_papers(default_checklist(), papers)
    assert unread == []
    assert [row.value for row in review.findings.prefetch_related("evidence")] == findings
    assert [row.item for row in review.findings.all()] == [item.id for item in default_checklist().items]
    stored = [row.paper for row in review.papers.all()]
    assert stored == [replace(paper, text=replace(paper.text, marks=())) for paper in papers]
    overall = scores.overall
    assert (review.score, review.score_low, review.score_high) == (overall.score, overall.low, overall.high)
    assert review.band == overall.band
    assert review.category_scores["pricing"]["score"] == scores.categories["pricing"].score
    assert (review.status, review.step, review.failure) == ("done", "scored", "")
    assert review.timing["total_ms"] >= review.timing["reading_ms"] + review.timing["finding_ms"] > 0


def test_every_quote_is_the_papers_own_words():
    review = run(queued_review([TERMS, SERVICE_LEVELS]))
    bodies = [row.version.reading.body for row in review.papers.select_related("version__reading")]
    spans = list(EvidenceSpan.objects.filter(finding__review=review))
    assert {span.document for span in spans} == {0, 1}
    assert [bodies[span.document][span.start : span.end] for span in spans] == [span.quote for span in spans]


def test_running_again_replaces_what_was_found():
    review = queued_review()
    run(review)
    before = [row.value for row in review.findings.prefetch_related("evidence")]
    Review.objects.filter(pk=review.pk).update(status="queued")
    run(review)
    assert [row.value for row in review.findings.prefetch_related("evidence")] == before
    assert review.papers.count() == 1


def test_same_bytes_are_read_once():
    review = run(queued_review())
    run(make_review(review.contract, checklist_version=review.checklist_version))
    assert Reading.objects.count() == 1


def test_kind_is_guessed_and_kept_unless_a_person_set_it():
    review = run(queued_review([("a.md", SLA.encode(), ""), ("b.md", MASTER_TERMS.encode(), "policy")]))
    assert [paper.kind for paper in review.papers.all()] == ["sla", "policy"]
    kinds = Document.objects.order_by("position").values_list("kind", "kind_source")
    assert list(kinds) == [("sla", "guessed"), ("policy", "set")]


def test_paper_that_could_not_be_read_is_never_silence():
    review = run(queued_review([("sla.pdf", GIF, "sla"), TERMS]))
    assert review.status == "done"
    papers = [(paper.version.name, paper.position, paper.kind, paper.refusal) for paper in review.papers.all()]
    assert papers == [("terms.md", 0, "master_terms", ""), ("sla.pdf", 1, "sla", "image")]
    findings = {row.item: row.value for row in review.findings.prefetch_related("evidence")}
    for item in default_checklist().items:
        if "sla" in item.applies_to:
            assert findings[item.id].status in ("present", "unclear", "not_run")
    uptime = findings["sla.uptime"]
    assert (uptime.status, uptime.grade, uptime.evidence) == ("not_run", None, ())
    assert "“sla.pdf” could not be read" in uptime.rationale["en"]
    assert "「sla.pdf」を読み取れなかった" in uptime.rationale["ja"]
    assert findings["pricing.payment_terms"].status == "present"
    assert review.score == score_findings(findings.values()).overall.score
    # What only master terms could say was looked for.
    assert findings["continuity.assignment"].status == "absent"


def test_unread_paper_of_unknown_kind_could_have_said_anything():
    papers, _ = read_papers([("terms.md", MASTER_TERMS.encode())], ["master_terms"])
    findings, *_ = review_papers(default_checklist(), papers, unread=[UnreadPaper("scan.pdf", "", "scan")])
    statuses = {finding.status for finding in findings}
    assert statuses <= {"present", "unclear", "not_run"}
    assert "not_run" in statuses


def test_steps_are_told_in_their_order(monkeypatch: pytest.MonkeyPatch):
    steps: list[str] = []
    renew = Review.renew

    def note(self: Review, **changes: object) -> None:
        renew(self, **changes)
        steps.append(Review.objects.get(pk=self.pk).step)

    monkeypatch.setattr(Review, "renew", note)
    review = queued_review()
    assert Review.objects.get(pk=review.pk).step == "received"
    held = Review.objects.claim(review.pk)
    assert held.step == "read"
    pipeline.run(held)
    assert steps == ["clauses", "items", "quotes", "scored"]


def test_queries_do_not_grow_with_the_findings(django_assert_max_num_queries: Callable):
    review = queued_review([TERMS, SERVICE_LEVELS])
    held = Review.objects.claim(review.pk)
    with django_assert_max_num_queries(64):
        pipeline.run(held)
    again = make_review(review.contract, checklist_version=review.checklist_version)
    held = Review.objects.claim(again.pk)
    with django_assert_max_num_queries(44):
        pipeline.run(held)


def test_checklist_that_cannot_be_used_says_so():
    review = queued_review()
    type(review.checklist_version).objects.update(source="items: nonsense", sha256="f" * 64)
    with pytest.raises(ReviewFailed) as failure:
        pipeline.run(Review.objects.claim(review.pk))
    assert failure.value.code == "checklist"
