"""The pages of checklists: who may see and change them, what is sent and kept, and what is told of mistakes."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Role, Team
from reviews import drafts
from reviews.checklist import default_source
from reviews.models import Checklist, ChecklistDraft, ChecklistVersion, DraftItem, Preview
from reviews.tasks import run_preview
from tests.db.reviews.test_preview import BODIES, SMALL
from tests.factories import make_checklist_version, make_contract, make_finished_review, make_team, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def client(team: Team) -> Client:
    """The admin's."""
    client = Client()
    client.force_login(people_of(team)[Role.ADMIN])
    return client


@pytest.fixture
def draft(team: Team) -> ChecklistDraft:
    return drafts.import_checklist(team, SMALL, "small.yaml", people_of(team)[Role.ADMIN])


def page_of(draft: ChecklistDraft, name: str = "draft_item", *more: object) -> str:
    args = (
        [draft.checklist_id, draft.items.first().pk]
        if name in ("draft_item", "change_item", "try_out")
        else [draft.checklist_id]
    )
    return reverse(f"reviews:{name}", args=[*args, *more])


def form_of(page: str, form: str = "item-form") -> dict[str, list[str]]:
    """What a browser would send back of a form, unchanged."""
    body = re.search(rf'<form[^>]*id="{form}".*?</form>', page, re.DOTALL)[0]
    sent: dict[str, list[str]] = {}
    for tag in re.finditer(
        r"<input([^>]*)>|<textarea([^>]*)>\n?(.*?)</textarea>|<select([^>]*)>(.*?)</select>", body, re.DOTALL
    ):
        attributes = tag[1] or tag[2] or tag[4]
        name = re.search(r'name="([^"]*)"', attributes)
        if name is None or ('type="checkbox"' in attributes and " checked" not in attributes):
            continue
        if tag[1] is not None:
            value = re.search(r'value="([^"]*)"', attributes)
            text = value[1] if value else "on" if "checkbox" in attributes else ""
        elif tag[2] is not None:
            text = tag[3].replace("\n", "\r\n")
        else:
            options = re.findall(r"<option([^>]*)>([^<]*)</option>", tag[5])
            chosen = next(
                (option for option in options if "selected" in option[0]), options[0] if options else ("", "")
            )
            value = re.search(r'value="([^"]*)"', chosen[0])
            text = value[1] if value else chosen[1]
        sent.setdefault(html.unescape(name[1]), []).append(html.unescape(text))
    return sent


def test_list_tells_versions_and_drafts(client: Client, team: Team, draft: ChecklistDraft) -> None:
    make_finished_review(make_contract(team))
    page = client.get(reverse("reviews:checklists")).content.decode()
    assert "AI vendor contracts" in page
    assert "Version 1," in page
    assert page.count("Open the draft") == 1


def test_list_costs_the_same_whatever_there_is(client: Client, team: Team, django_assert_num_queries: object) -> None:
    for number in range(5):
        drafts.import_checklist(team, SMALL.replace('en: "Small"', f'en: "Small {number}"'), "x.yaml", None)
    with django_assert_num_queries(5):
        client.get(reverse("reviews:checklists"))


@pytest.mark.parametrize("key", ["pricing.change_right", "liability.cap", "data.training_use"])
def test_form_sent_back_unchanged_changes_no_character(client: Client, team: Team, key: str) -> None:
    draft = drafts.import_checklist(team, default_source(), "default.yaml", None)
    item = draft.items.get(key=key)
    address = reverse("reviews:draft_item", args=[draft.checklist_id, item.pk])
    sent = form_of(client.get(address).content.decode())
    assert len(sent) > 60
    assert client.post(address, sent).status_code == 302
    assert drafts.source_of(draft) == default_source()


def test_item_page_costs_the_same_whatever_there_is(
    client: Client, team: Team, django_assert_num_queries: object
) -> None:
    draft = drafts.import_checklist(team, default_source(), "default.yaml", None)
    address = page_of(draft)
    with django_assert_num_queries(8):
        client.get(address)


def test_fields_menus_and_phrases_are_kept(client: Client, draft: ChecklistDraft) -> None:
    address = page_of(draft)
    sent = form_of(client.get(address).content.decode())
    sent["title.ja"] = ["終了"]
    sent["weight"] = ["5"]
    sent["fact:ends:en"] = ["may terminate\r\n\r\n  may cancel  "]
    sent["rule-0-0-value"] = ["90"]
    sent["rule-new-outcome"] = ["critical"]
    sent["rule-new-0-name"] = ["ends"]
    sent["rule-new-0-operator"] = ["not found"]
    sent["rule-new-because.en"], sent["rule-new-because.ja"] = ["No end."], ["終了なし。"]
    assert client.post(address, sent).status_code == 302
    source = draft.items.get().source
    old = DraftItem.objects.get().draft
    assert 'title: {en: T, ja: "終了"}' in source
    assert 'ends: {en: ["may terminate", "may cancel"], ja: [解約できる]}' in source
    assert '- {if: "days >= 90", grade: acceptable}\n' in source
    assert '- {if: "not ends", grade: critical, because: {en: "No end.", ja: "終了なし。"}}\n' in source
    loaded = drafts.publish_draft(old, None).load()
    assert [rule.grade for rule in loaded.items[0].rules] == ["acceptable", "risky", "critical", "risky"]


def test_mistakes_are_told_with_their_field_and_nothing_is_saved(client: Client, draft: ChecklistDraft) -> None:
    address, before = page_of(draft), draft.items.get().source
    sent = form_of(client.get(address).content.decode())
    sent["fact:ends:en"] = ["may terminate\r\n(may cancel"]
    sent["title.en"] = ["Typed"]
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Fact, ends, English, entry 2" in page and "“)” is missing" in page
    assert 'value="Typed"' in page and "(may cancel" in page
    assert draft.items.get().source == before


def test_text_of_an_item_with_its_lines(client: Client, draft: ChecklistDraft) -> None:
    address = page_of(draft)
    box = html.unescape(re.search(r'name="box"[^>]*>\n(.*?)</textarea>', client.get(address).content.decode(), re.S)[1])
    assert box.startswith("id: exit.one\ncategory: exit\nweight: 3\n")
    answer = client.post(address, {"revision": "1", "box": box.replace("weight: 3", "weight: 9")})
    assert answer.status_code == 422
    assert "(line 3 of the text)" in answer.content.decode()
    answer = client.post(address, {"revision": "1", "box": box.replace("weight: 3", "weight: [")})
    assert answer.status_code == 422
    assert "weight: [" in answer.content.decode()
    assert client.post(address, {"revision": "1", "box": box.replace("weight: 3", "weight: 2")}).status_code == 302
    assert drafts.source_of(draft) == SMALL.replace("weight: 3", "weight: 2")


def test_second_of_two_is_shown_both_and_loses_nothing(client: Client, team: Team, draft: ChecklistDraft) -> None:
    address = page_of(draft)
    mine = form_of(client.get(address).content.decode())
    theirs = {**mine, "weight": ["1"]}
    assert client.post(address, theirs).status_code == 302
    mine["question.en"] = ["What of mine?"]
    answer = client.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "has saved this item while you were editing" in page and "What of mine?" in page
    assert draft.items.get().weight == 1
    again = form_of(page)
    assert again["question.en"] == ["What of mine?"]
    assert client.post(address, again).status_code == 302
    assert "What of mine?" in draft.items.get().source


def test_head_is_saved_as_form_and_as_text(client: Client, draft: ChecklistDraft) -> None:
    address = page_of(draft, "draft_head")
    sent = {
        "revision": "1",
        "name.en": "Smaller",
        "name.ja": "小さい",
        "category-0-id": "exit",
        "category-0-en": "Ways out",
        "category-0-ja": "終了",
        "category-1-id": "new",
        "category-1-en": "New",
        "category-1-ja": "新",
    }
    assert client.post(address, sent).status_code == 302
    draft.refresh_from_db()
    assert drafts.categories_of(draft.head)[1] == {"id": "new", "en": "New", "ja": "新"}
    box = draft.head.replace("items:\n", "").replace("[fee, fees, price*]", '["(fee"]')
    answer = client.post(address, {"revision": str(draft.revision), "box": box})
    assert answer.status_code == 422 and "“)” is missing" in answer.content.decode()


def test_items_are_added_moved_and_taken_out(client: Client, draft: ChecklistDraft) -> None:
    added = {"category": "exit", "name": "two", "en": "Two", "ja": "二"}
    assert client.post(page_of(draft, "new_item"), added).status_code == 302
    assert list(draft.items.values_list("key", flat=True)) == ["exit.one", "exit.two"]
    draft.refresh_from_db()
    client.post(page_of(draft, "change_item"), {"act": "down", "draft_revision": draft.revision})
    assert list(draft.items.values_list("key", flat=True)) == ["exit.two", "exit.one"]
    draft.refresh_from_db()
    client.post(page_of(draft, "change_item"), {"act": "remove", "draft_revision": draft.revision})
    assert list(draft.items.values_list("key", flat=True)) == ["exit.one"]


def test_phrases_are_tried_as_they_are_typed(client: Client, team: Team, draft: ChecklistDraft) -> None:
    for title, body in BODIES.items():
        make_contract(team, title, [("master_terms", body)])
    sent = form_of(client.get(page_of(draft)).content.decode())
    sent["fact:ends:en"] = ["may terminate\r\npays the fees\r\nnever there"]
    header = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TRIGGER_NAME": "fact:ends:en"}
    page = client.post(page_of(draft, "try_out"), sent, **header).content.decode()
    assert "2 of 3 lines match." in page and "3 passages in 3 of 3 contracts," in page
    assert "<mark>The vendor may terminate on ninety (90) days notice.</mark>" in page
    assert "90 days" in page
    assert draft.items.get().revision == 1

    sent["fact:ends:en"] = ["may terminate\r\n<seller> may"]
    page = client.post(page_of(draft, "try_out"), sent, **header).content.decode()
    assert "<strong>Line 2</strong>" in page and "“&lt;seller&gt;” is not known" in page


def test_only_the_team_s_contracts_are_tried(client: Client, team: Team, draft: ChecklistDraft) -> None:
    foreign = make_contract(make_team("Theirs"), "Secret", [("master_terms", BODIES["Ninety"])])
    header = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TRIGGER_NAME": "fact:ends:en"}
    for chosen in ("", str(foreign.pk)):
        sent = form_of(client.get(page_of(draft)).content.decode()) | {"contract": [chosen]}
        assert "Secret" not in client.post(page_of(draft, "try_out"), sent, **header).content.decode()


def test_changes_stand_side_by_side_and_are_published(client: Client, draft: ChecklistDraft) -> None:
    version = drafts.publish_draft(draft, None)
    client.post(reverse("reviews:begin_draft", args=[version.checklist_id]))
    draft = ChecklistDraft.objects.get()
    item = draft.items.get()
    drafts.save_item(item, item.source.replace("weight: 3", "weight: 4"), 1, None)
    page = client.get(page_of(draft, "draft_changes")).content.decode()
    assert "Weight: “3” becomes “4”." in page and "<del>3</del>" in page and "<ins>4</ins>" in page
    answer = client.post(page_of(draft, "publish_draft"))
    assert answer.headers["Location"] == reverse("reviews:checklist_version", args=[version.checklist_id, 2])
    assert (version.checklist.versions.count(), ChecklistDraft.objects.count()) == (2, 0)
    for number in (1, 2):
        assert client.get(reverse("reviews:checklist_version", args=[version.checklist_id, number])).status_code == 200


def test_preview_is_asked_for_and_shown(client: Client, team: Team) -> None:
    version = make_checklist_version(team)
    make_finished_review(make_contract(team, "Looked at"))
    client.post(reverse("reviews:begin_draft", args=[version.checklist_id]))
    draft = ChecklistDraft.objects.get()
    item = draft.items.first()
    drafts.save_item(item, item.source.replace("weight: 5", "weight: 1", 1), 1, None)
    page = client.post(page_of(draft, "preview"), HTTP_HX_REQUEST="true").content.decode()
    assert "0 of 1 review looked at." in page and "every 1s" in page
    run_preview(Preview.objects.get().pk)
    page = client.get(page_of(draft, "preview"), HTTP_HX_REQUEST="true").content.decode()
    assert "Looked at" in page and "every 1s" not in page
    assert "1 contract keeps its grades. No band changes." in page


def test_export_of_an_import_has_the_same_bytes(client: Client) -> None:
    data = default_source().encode()
    file = SimpleUploadedFile("default.yaml", data)
    address = client.post(reverse("reviews:import_checklist"), {"file": file}).headers["Location"]
    checklist = Checklist.objects.get()
    assert address == reverse("reviews:draft", args=[checklist.pk])
    assert client.get(reverse("reviews:export_draft", args=[checklist.pk])).content == data
    client.post(reverse("reviews:publish_draft", args=[checklist.pk]))
    assert client.get(reverse("reviews:export_version", args=[checklist.pk, 1])).content == data


def test_pasted_words_become_a_draft(client: Client) -> None:
    assert client.post(reverse("reviews:import_checklist"), {"text": SMALL.replace("\n", "\r\n")}).status_code == 302
    assert drafts.source_of(ChecklistDraft.objects.get()) == SMALL


def test_what_is_wrong_in_a_file_is_told_in_japanese_too(team: Team) -> None:
    client = Client()
    admin = people_of(team)[Role.ADMIN]
    admin.language = "ja"
    admin.save()
    client.force_login(admin)
    file = SimpleUploadedFile("mine.yaml", SMALL.replace("weight: 3", "weight: 9").encode())
    page = client.post(reverse("reviews:import_checklist"), {"file": file}).content.decode()
    line = SMALL[: SMALL.index("weight: 3")].count("\n") + 1
    assert f"（mine.yaml、{line}行目）" in page
    assert "1から5までの整数" in page
    assert not Checklist.objects.exists()


def test_copying_asks_for_names_that_are_free(client: Client, team: Team) -> None:
    version = make_checklist_version(team)
    address = reverse("reviews:copy_version", args=[version.checklist_id, 1])
    assert client.post(address, {"en": "AI vendor contracts", "ja": "契約"}).status_code == 422
    assert client.post(address, {"en": "Ours", "ja": "当社用"}).status_code == 302
    assert (
        client.post(reverse("reviews:new_checklist"), {"en": "From the default", "ja": "標準から"}).status_code == 302
    )
    assert sorted(Checklist.objects.values_list("name", flat=True)) == [
        "AI vendor contracts",
        "From the default",
        "Ours",
    ]
    assert ChecklistVersion.objects.count() == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.REVIEWER, Role.MANAGER])
def test_others_read_what_is_published_and_nothing_else(team: Team, role: Role, draft: ChecklistDraft) -> None:
    version = make_checklist_version(team)
    client = Client()
    client.force_login(people_of(team)[role])
    page = client.get(reverse("reviews:checklist_version", args=[version.checklist_id, 1])).content.decode()
    assert "Right to change prices" in page and "begin/" not in page and "/draft/" not in page
    assert client.get(page_of(draft)).status_code == 403
    assert client.post(page_of(draft), {"weight": "1"}).status_code == 403
    assert client.get(reverse("reviews:export_version", args=[version.checklist_id, 1])).status_code == 200


def test_a_ready_made_checklist_is_added_once(client: Client, team: Team) -> None:
    before = client.get(reverse("reviews:checklists")).content.decode()
    assert before.count(reverse("reviews:add_ready", args=["dora"])) == 1
    added = client.post(reverse("reviews:add_ready", args=["dora"]))
    version = ChecklistVersion.objects.get(checklist__team=team)
    assert added.headers["Location"] == reverse("reviews:checklist_version", args=[version.checklist_id, 1])
    assert (version.checklist.name, len(version.load().items)) == ("DORA Article 30", 15)
    assert client.get(added.headers["Location"]).status_code == 200
    assert reverse("reviews:add_ready", args=["dora"]) not in client.get(reverse("reviews:checklists")).content.decode()
    assert client.post(reverse("reviews:add_ready", args=["dora"])).headers["Location"] == added.headers["Location"]
    assert ChecklistVersion.objects.filter(checklist__team=team).count() == 1
    assert client.post(reverse("reviews:add_ready", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("number", ["²", "٣", "-1", "9" * 5000, "9" * 30])
def test_numbers_that_are_none_are_answered_like_old_ones(client: Client, draft: ChecklistDraft, number: str) -> None:
    whole = form_of(client.get(page_of(draft)).content.decode())
    assert client.post(page_of(draft), whole | {"revision": number}).status_code in (302, 409)
    assert client.post(page_of(draft, "draft_head"), {"box": "name: x", "revision": number}).status_code in (409, 422)
    assert client.post(page_of(draft, "change_item"), {"act": "remove", "draft_revision": number}).status_code == 302
    assert client.post(page_of(draft, "try_out"), whole | {"contract": number}).status_code == 200
    assert draft.items.count() == len(drafts.parts_of(draft)) > 0


@pytest.mark.parametrize("words", ["--- [[[[", "- a", "\x00", "? [a]", "x: y\u2028--- [", "¼", "\x1b"])
def test_no_words_in_a_form_break_the_page(client: Client, draft: ChecklistDraft, words: str) -> None:
    whole = form_of(client.get(page_of(draft)).content.decode())
    for name in whole:
        sent = whole | {name: [words] * len(whole[name]), "revision": str(draft.items.first().revision)}
        assert client.post(page_of(draft), sent).status_code in (302, 409, 422), name
    assert client.get(page_of(draft)).status_code == 200
