"""Drafts of checklists: nothing is lost on the way in and out, and two people cannot overwrite each other."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from contracts.models import Role, Team, User
from reviews import drafts
from reviews.checklist import ChecklistError, default_source
from reviews.drafts import Outdated, Unchanged
from reviews.models import Checklist, ChecklistDraft, ChecklistVersion, DraftItem
from tests.factories import make_checklist_version, make_team, people_of
from tests.unit.reviews.small import small_source

pytestmark = pytest.mark.django_db

SMALL = small_source(
    "facts:\n  ends: {en: [may terminate], ja: [解約できる]}\n",
    "rules:\n  - {if: ends, grade: critical}\n  - {grade: acceptable}\n",
)


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def admin(team: Team) -> User:
    return people_of(team)[Role.ADMIN]


@pytest.fixture
def draft(team: Team, admin: User) -> ChecklistDraft:
    return drafts.import_checklist(team, SMALL, "small.yaml", admin)


def test_draft_of_the_default_gives_back_its_bytes(team: Team, admin: User) -> None:
    draft = drafts.import_checklist(team, default_source(), "default.yaml", admin)
    assert drafts.source_of(draft) == default_source()
    assert draft.items.count() == 47
    version = drafts.publish_draft(draft, admin)
    assert (version.number, version.source, version.published_by) == (1, default_source(), admin)


@pytest.mark.parametrize("source", [SMALL, "\ufeff" + SMALL, SMALL.replace("\n", "\r\n"), SMALL + "# the end"])
def test_every_file_comes_out_as_it_went_in(team: Team, admin: User, source: str) -> None:
    assert drafts.source_of(drafts.import_checklist(team, source, "mine.yaml", admin)) == source


def test_copy_has_a_name_of_its_own_and_leaves_the_other_alone(team: Team, admin: User) -> None:
    version = make_checklist_version(team)
    draft = drafts.copy_checklist(team, version.source, {"en": "Ours", "ja": "当社用"}, admin, version)
    assert (draft.checklist.name, draft.checklist.name_ja, draft.checklist.copied_from) == ("Ours", "当社用", version)
    ours = drafts.publish_draft(draft, admin)
    assert (ours.number, ours.checklist.name, ours.load().name) == (1, "Ours", {"en": "Ours", "ja": "当社用"})
    assert [item.id for item in ours.load().items] == [item.id for item in version.load().items]
    version.refresh_from_db()
    assert version.source == default_source()


def test_a_checklist_has_one_draft(team: Team, admin: User, draft: ChecklistDraft) -> None:
    with pytest.raises(Outdated):
        drafts.import_checklist(team, SMALL, "small.yaml", admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        drafts.begin_draft(draft.checklist, SMALL, admin, None)
    assert ChecklistDraft.objects.count() == 1


def test_item_is_saved_on_the_revision_that_was_read_and_on_no_other(draft: ChecklistDraft, admin: User) -> None:
    item = draft.items.get()
    drafts.save_item(item, item.source.replace("weight: 3", "weight: 4"), 1, admin)
    with pytest.raises(Outdated):
        drafts.save_item(item, item.source.replace("weight: 3", "weight: 5"), 1, admin)
    item.refresh_from_db()
    assert (item.weight, item.revision, item.edited_by) == (4, 2, admin)
    assert "weight: 4" in item.source


def test_two_people_save_two_items(team: Team, admin: User) -> None:
    draft = drafts.import_checklist(team, default_source(), "default.yaml", admin)
    first, second = draft.items.all()[:2]
    drafts.save_item(first, first.source.replace("weight: 5", "weight: 4", 1), 1, admin)
    drafts.save_item(second, second.source.replace("weight: 5", "weight: 3", 1), 1, admin)
    assert list(draft.items.values_list("weight", flat=True)[:2]) == [4, 3]


def test_mistake_is_told_at_its_line_and_changes_nothing(draft: ChecklistDraft, admin: User) -> None:
    item = draft.items.get()
    broken = item.source.replace("weight: 3", "weight: 9")
    with pytest.raises(ChecklistError) as told:
        drafts.save_item(item, broken, 1, admin)
    assert [(one.file, one.line) for one in told.value.mistakes] == [
        ("exit.one", broken[: broken.index("weight: 9")].count("\n") + 1)
    ]
    item.refresh_from_db()
    assert (item.weight, item.revision) == (3, 1)


def test_items_come_and_go_and_change_places(draft: ChecklistDraft, admin: User) -> None:
    first = draft.items.get()
    second = drafts.add_item(draft, first.source.replace("exit.one", "exit.two"), draft.revision, admin)
    with pytest.raises(ChecklistError):
        drafts.add_item(draft, first.source, draft.revision, admin)
    draft.refresh_from_db()
    drafts.move_item(second, -1, draft.revision, admin)
    assert list(draft.items.values_list("key", flat=True)) == ["exit.two", "exit.one"]
    draft.refresh_from_db()
    with pytest.raises(Outdated):
        drafts.remove_item(DraftItem.objects.get(key="exit.one"), draft.revision - 1, admin)
    drafts.remove_item(DraftItem.objects.get(key="exit.one"), draft.revision, admin)
    assert list(draft.items.values_list("key", flat=True)) == ["exit.two"]


def test_item_from_which_others_take_facts_stays(team: Team, admin: User) -> None:
    draft = drafts.import_checklist(team, default_source(), "default.yaml", admin)
    with pytest.raises(ChecklistError, match="there is no fact"):
        drafts.remove_item(draft.items.get(key="pricing.increase_notice"), draft.revision, admin)
    assert draft.items.count() == 47


def test_head_keeps_its_revision_too(draft: ChecklistDraft, admin: User) -> None:
    drafts.save_head(draft, draft.head.replace('en: "Small"', 'en: "Smaller"'), 1, admin)
    with pytest.raises(Outdated):
        drafts.save_head(draft, draft.head, 1, admin)
    version = drafts.publish_draft(draft, admin)
    assert Checklist.objects.get().name == "Smaller" == version.checklist.name


def test_publishing_numbers_versions_and_leaves_them_alone(team: Team, admin: User, draft: ChecklistDraft) -> None:
    first = drafts.publish_draft(draft, admin)
    again = drafts.begin_draft(first.checklist, first.source, admin, first)
    with pytest.raises(Unchanged):
        drafts.publish_draft(again, admin)
    item = again.items.get()
    drafts.save_item(item, item.source.replace("weight: 3", "weight: 1"), 1, admin)
    second = drafts.publish_draft(again, admin)
    assert list(ChecklistVersion.objects.order_by("number").values_list("number", "source")) == [
        (1, SMALL),
        (2, SMALL.replace("weight: 3", "weight: 1")),
    ]
    assert second.checklist_id == first.checklist_id
    assert not ChecklistDraft.objects.exists()


def test_discarding_takes_an_unpublished_checklist_along(draft: ChecklistDraft, admin: User) -> None:
    drafts.discard_draft(draft)
    assert not Checklist.objects.exists()


def test_what_is_saved_after_publishing_is_refused(admin: User, draft: ChecklistDraft) -> None:
    """Two browsers: the second still shows the draft that the first has published."""
    item, same = draft.items.get(), ChecklistDraft.objects.get(pk=draft.pk)
    drafts.publish_draft(draft, admin)
    with pytest.raises(Outdated):
        drafts.save_item(item, item.source.replace("weight: 3", "weight: 1"), 1, admin)
    with pytest.raises(Outdated):
        drafts.publish_draft(same, admin)
    assert ChecklistVersion.objects.count() == 1
