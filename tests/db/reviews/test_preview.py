"""Previews: the reviews that would come out otherwise, found in slices, by one worker at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts.models import Role, Team, User
from reviews import drafts, preview
from reviews.leases import LeaseLost, Progress
from reviews.models import ChecklistDraft, Preview, PreviewLine, Review
from reviews.pipeline import run as run_review
from reviews.pipeline import start_review
from reviews.publish import publish_checklist
from reviews.tasks import run_preview
from tests.factories import make_contract, make_team, people_of
from tests.unit.reviews.small import small_source

pytestmark = pytest.mark.django_db

SMALL = small_source(
    "facts:\n  ends: {en: [may terminate], ja: [解約できる]}\n"
    "values:\n  days: {en: ['<duration> .. notice'], ja: ['<duration>前'], answers: true}\n",
    'rules:\n  - {if: "days >= 60", grade: acceptable}\n  - {if: ends, grade: risky}\n  - {grade: risky}\n',
)
BODIES = {
    "Ninety": "Terms\n\n1. End. The vendor may terminate on ninety (90) days notice.\n",
    "Forty": "Terms\n\n1. End. The vendor may terminate on forty (40) days notice.\n",
    "Silent": "Terms\n\n1. Fees. The customer pays the fees.\n",
}


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def admin(team: Team) -> User:
    return people_of(team)[Role.ADMIN]


@pytest.fixture
def draft(team: Team, admin: User) -> ChecklistDraft:
    version = publish_checklist(team, SMALL, "small")
    for title, body in BODIES.items():
        contract = make_contract(team, title, [("master_terms", body)])
        run_review(Review.objects.claim(start_review(contract, version, admin, "en").pk))
    return drafts.begin_draft(version.checklist, version.source, admin, version)


def edit(draft: ChecklistDraft, old: str, new: str) -> None:
    item = draft.items.get()
    assert old in item.source
    drafts.save_item(item, item.source.replace(old, new), item.revision, None)


def seen(draft: ChecklistDraft) -> dict[str, tuple[object, ...]]:
    """What a preview finds, by contract."""
    started = preview.start_preview(draft, None)
    run_preview(started.pk)
    started.refresh_from_db()
    assert (started.status, started.done) == (Progress.DONE, 3)
    return {
        line.review.contract.title: (line.score_now, line.score_then, line.band_now, line.band_then, line.changes)
        for line in started.lines.select_related("review__contract")
    }


def test_nothing_changes_where_the_draft_says_the_same(draft: ChecklistDraft) -> None:
    edit(draft, "question: {en: Q", "question: {en: Q")
    assert seen(draft) == {}


def test_rule_that_asks_for_more_changes_what_it_grades(draft: ChecklistDraft) -> None:
    edit(draft, "days >= 60", "days >= 100")
    assert seen(draft) == {
        "Ninety": (25.0, 65.0, "moderate", "severe", [["exit.one", "present", "acceptable", "present", "risky"]])
    }


def test_phrase_is_looked_for_in_the_texts_that_were_read(draft: ChecklistDraft) -> None:
    edit(draft, "{en: [may terminate]", "{en: [may terminate, pays the fees]")
    assert seen(draft) == {
        "Silent": (65.0, 65.0, "severe", "severe", [["exit.one", "absent", "risky", "present", "risky"]])
    }


def test_silence_is_weighed_without_reading(draft: ChecklistDraft, django_assert_num_queries: object) -> None:
    edit(draft, "silence: {grade: risky", "silence: {grade: critical")
    assert seen(draft) == {
        "Silent": (65.0, 100.0, "severe", "severe", [["exit.one", "absent", "risky", "absent", "critical"]])
    }


def test_copy_is_previewed_on_the_reviews_of_what_it_was_copied_from(draft: ChecklistDraft, team: Team) -> None:
    version = draft.base
    copy = drafts.copy_checklist(team, version.source, {"en": "Ours", "ja": "当社用"}, None, version)
    edit(copy, "days >= 60", "days >= 100")
    assert list(seen(copy)) == ["Ninety"]


def test_a_slice_ends_and_the_next_one_goes_on(draft: ChecklistDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(draft, "days >= 60", "days >= 30")
    monkeypatch.setattr(preview, "BATCH", 1)
    started = preview.start_preview(draft, None)
    steps = []
    while started.status != Progress.DONE:
        work = Preview.objects.claim(started.pk)
        is_done = preview.run(work, timedelta(microseconds=1))
        started.refresh_from_db()
        steps.append((is_done, started.done, started.status, started.attempts))
        assert len(steps) < 5
    assert steps == [(False, 1, "queued", 0), (False, 2, "queued", 0), (True, 3, "done", 1)]
    assert [line.review.contract.title for line in started.lines.all()] == ["Forty"]


def test_taken_over_or_thrown_away_it_writes_nothing(draft: ChecklistDraft) -> None:
    edit(draft, "days >= 60", "days >= 100")
    started = preview.start_preview(draft, None)
    work = Preview.objects.claim(started.pk)
    preview.start_preview(draft, None)  # somebody asks anew
    with pytest.raises(LeaseLost):
        preview.run(work)
    assert not PreviewLine.objects.exists()
    run_preview(started.pk)
    assert Preview.objects.count() == 1


def test_queries_do_not_grow_with_the_reviews(draft: ChecklistDraft, django_assert_num_queries: object) -> None:
    edit(draft, "days >= 60", "days >= 100")
    started = preview.start_preview(draft, None)
    work = Preview.objects.claim(started.pk)
    new = preview.load_checklist(work.source)
    with django_assert_num_queries(4):
        assert len(preview.lines_of(work, new, work.reviews, {})) == 1
