"""Messages may be lost, doubled or late, and workers may die: the review is done once, or says why not."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from config.celery import app
from contracts.models import TrailEntry
from reviews import leases, pipeline
from reviews.leases import MAX_ATTEMPTS, Heartbeat, LeaseLost
from reviews.models import FindingRow, ReportFile, Review
from reviews.pipeline import FAILURES, start_report, start_review
from reviews.tasks import PATIENCE, make_report, run_review, sweep_reviews
from tests.db.reviews.bundles import GIF, queued_review, uploaded
from tests.factories import make_checklist_version, make_contract, make_finished_review, make_team

pytestmark = pytest.mark.django_db
ITEMS = 47


@pytest.fixture
def delivers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that hands each message to a worker in the same moment."""
    for name in ("task_always_eager", "task_eager_propagates"):
        monkeypatch.setitem(app.conf, name, True)


def expire(work: Review | ReportFile) -> None:
    past = timezone.now() - timedelta(seconds=1)
    type(work).objects.filter(pk=work.pk).update(lease_expires_at=past)


def test_message_delivered_twice_makes_one_review():
    review = queued_review()
    run_review(review.pk)
    first = list(FindingRow.objects.values_list("pk", flat=True))
    run_review(review.pk)
    review.refresh_from_db()
    assert (review.status, review.step, review.attempts, review.failure) == ("done", "scored", 1, "")
    assert len(first) == ITEMS
    assert list(FindingRow.objects.values_list("pk", flat=True)) == first


def test_second_message_leaves_a_running_review_to_its_worker():
    review = queued_review()
    held = Review.objects.claim(review.pk)
    run_review(review.pk)
    review.refresh_from_db()
    assert (review.status, review.attempts, review.lease_token) == ("running", 1, held.lease_token)
    assert not review.findings.exists()


def test_message_for_a_review_that_is_gone_does_nothing():
    run_review(4711)
    make_report(4711)
    assert not FindingRow.objects.exists()


def test_review_of_a_dead_worker_is_taken_over_once_its_lease_ran_out():
    review = queued_review()
    Review.objects.claim(review.pk)
    expire(review)
    run_review(review.pk)
    review.refresh_from_db()
    assert (review.status, review.attempts, review.findings.count()) == ("done", 2, ITEMS)


def test_late_worker_writes_nothing():
    review = queued_review()
    late = Review.objects.claim(review.pk)
    expire(review)
    run_review(review.pk)
    before = Review.objects.values().get(pk=review.pk)
    with pytest.raises(LeaseLost):
        late.renew(step="quotes")
    with pytest.raises(LeaseLost):
        late.fail("unreadable")
    with pytest.raises(LeaseLost):
        late.save_while_held(score=0)
    assert Review.objects.values().get(pk=review.pk) == before
    assert review.findings.count() == ITEMS


def test_late_worker_that_has_computed_everything_still_writes_nothing(monkeypatch: pytest.MonkeyPatch):
    """The lease is lost between the last step and the writing."""
    review = queued_review()
    late = Review.objects.claim(review.pk)
    other = uuid4()
    place = pipeline.place_evidence

    def taken_over_meanwhile(*args: object) -> object:
        Review.objects.filter(pk=review.pk).update(lease_token=other)
        return place(*args)

    monkeypatch.setattr(pipeline, "place_evidence", taken_over_meanwhile)
    with pytest.raises(LeaseLost):
        pipeline.run(late)
    review.refresh_from_db()
    assert (review.status, review.lease_token, review.score) == ("running", other, None)
    assert not review.findings.exists()
    assert not review.papers.exists()
    assert not TrailEntry.objects.filter(act="review.finished").exists()


def test_unreadable_file_ends_the_review_with_a_sentence():
    review = queued_review([("contract.pdf", GIF, "")])
    run_review(review.pk)
    review.refresh_from_db()
    assert (review.status, review.failure, review.attempts) == ("failed", "unreadable", 1)
    assert "could be read" in str(FAILURES[review.failure])
    assert review.contract.documents.get().versions.get().refusal == "image"
    assert not review.findings.exists()


def test_contract_without_papers_ends_with_a_sentence():
    team = make_team()
    contract = uploaded(team=team)
    contract.documents.all().delete()
    review = start_review(contract, make_checklist_version(team), None, "en")
    run_review(review.pk)
    review.refresh_from_db()
    assert (review.status, review.failure) == ("failed", "no_papers")


def test_lost_message_is_sent_again(delivers_at_once: None):
    review = queued_review()
    sweep_reviews()
    review.refresh_from_db()
    assert review.status == "queued"  # its message may still be on its way
    Review.objects.filter(pk=review.pk).update(queued_at=timezone.now() - PATIENCE - timedelta(seconds=1))
    sweep_reviews()
    review.refresh_from_db()
    assert (review.status, review.attempts) == ("done", 1)


def test_sweep_sends_a_broken_off_review_at_once(delivers_at_once: None):
    review = queued_review()
    Review.objects.claim(review.pk)
    sweep_reviews()
    review.refresh_from_db()
    assert (review.status, review.attempts) == ("running", 1)  # its lease still holds
    expire(review)
    sweep_reviews()
    review.refresh_from_db()
    assert (review.status, review.attempts) == ("done", 2)


def test_review_that_broke_off_too_often_says_so(delivers_at_once: None):
    review = queued_review()
    for _ in range(MAX_ATTEMPTS):
        Review.objects.claim(review.pk)
        expire(review)
    sweep_reviews()
    review.refresh_from_db()
    assert (review.status, review.failure, review.attempts) == ("failed", "stopped", MAX_ATTEMPTS)
    assert Review.objects.claim(review.pk) is None


def test_sweep_does_not_flood_the_queue(monkeypatch: pytest.MonkeyPatch):
    review = queued_review()
    Review.objects.filter(pk=review.pk).update(queued_at=timezone.now() - PATIENCE - timedelta(seconds=1))
    sent: list[int] = []
    monkeypatch.setattr(run_review, "delay", sent.append)
    sweep_reviews()
    sweep_reviews()
    assert sent == [review.pk]


def test_start_wakes_a_worker_after_the_commit_only(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable
):
    team = make_team()
    contract, version = uploaded(team=team), make_checklist_version(team)
    sent: list[int] = []
    monkeypatch.setattr(run_review, "delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        first = start_review(contract, version, None, "ja")
        second = start_review(contract, version, None, "ja")
        assert sent == []
    assert sent == [first.pk, second.pk]
    assert [first.number, second.number] == [1, 2]
    assert (first.status, first.step, first.language, first.reader) == ("queued", "received", "ja", "local")


def test_start_survives_a_broker_that_is_away(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable
):
    def refuse(pk: int) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(run_review, "delay", refuse)
    team = make_team()
    with django_capture_on_commit_callbacks(execute=True):
        review = start_review(uploaded(team=team), make_checklist_version(team), None, "en")
    review.refresh_from_db()
    assert review.status == "queued"  # the sweep will find it


def test_report_is_made_once_and_kept_with_its_hash():
    review = make_finished_review(make_contract(make_team()))
    file = start_report(review, "en")
    make_report(file.pk)
    make_report(file.pk)
    file.refresh_from_db()
    assert (file.status, file.attempts, file.failure) == ("done", 1, "")
    with file.file.open("rb") as stored:
        assert stored.read(5) == b"%PDF-"
    assert start_report(review, "en") == file
    assert ReportFile.objects.count() == 1


def test_late_report_leaves_no_file_behind():
    review = make_finished_review(make_contract(make_team()))
    file = start_report(review, "ja")
    late = ReportFile.objects.claim(file.pk)
    ReportFile.objects.filter(pk=file.pk).update(lease_token=uuid4())
    storage = file.file.storage
    with pytest.raises(LeaseLost):
        late.finish(b"%PDF-late")
    file.refresh_from_db()
    assert (file.status, file.file.name, file.sha256) == ("running", "", "")
    assert not storage.exists(f"reports/{review.contract.team_id}/{late.lease_token}.pdf")


def test_stopped_report_can_be_asked_for_again():
    review = make_finished_review(make_contract(make_team()))
    file = start_report(review, "en")
    ReportFile.objects.filter(pk=file.pk).update(status="failed", failure="stopped", attempts=MAX_ATTEMPTS)
    again = start_report(review, "en")
    assert (again.pk, again.status, again.failure, again.attempts) == (file.pk, "queued", "", 0)
    make_report(file.pk)
    file.refresh_from_db()
    assert file.status == "done"


def wait_until(is_so: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_lease_is_renewed_during_long_work_and_its_loss_is_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(leases, "LEASE", timedelta(milliseconds=150))
    review = queued_review()
    held = Review.objects.claim(review.pk)
    first = held.lease_expires_at
    with Heartbeat(held) as heartbeat:
        wait_until(lambda: Review.objects.get(pk=review.pk).lease_expires_at > first + timedelta(milliseconds=300))
        heartbeat.check()
        Review.objects.filter(pk=review.pk).update(lease_token=uuid4())
        wait_until(heartbeat.lost.is_set)
        with pytest.raises(LeaseLost):
            heartbeat.check()
    assert not heartbeat.thread.is_alive()
    connection.close()
