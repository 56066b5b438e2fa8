"""A hundred broken files: each is refused with line and reason, in both languages, and changes nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from contracts.models import Role
from reviews.checklist import ChecklistError, load_checklist
from reviews.drafts import decode_file
from reviews.models import Checklist, ChecklistDraft, ChecklistVersion
from tests.factories import make_team, people_of
from tests.unit.reviews.test_checklist import CHANGES, GOOD, line_of

pytestmark = pytest.mark.django_db

BYTES: list[tuple[str, bytes, int, str]] = [
    ("empty", b"\n", 1, "one mapping"),
    ("words", b"just words", 1, "one mapping"),
    ("NUL", GOOD.replace("weight: 3", "weight: \x003").encode(), line_of(GOOD, "weight: 3"), "no text holds"),
    ("bell", GOOD.replace("title: {en: T", "title: {en: \x07").encode(), line_of(GOOD, "title:"), "no text holds"),
    (
        "escaped NUL",
        GOOD.replace("title: {en: T", 'title: {en: "\\0", T').encode(),
        line_of(GOOD, "title:"),
        "no text holds",
    ),
    (
        "escaped bell",
        GOOD.replace("title: {en: T", 'title: {en: "\\a", T').encode(),
        line_of(GOOD, "title:"),
        "no text holds",
    ),
    ("Shift_JIS", GOOD.encode("shift_jis"), 1, "UTF-8"),
    ("UTF-16", GOOD.encode("utf-16"), 1, "UTF-8"),
    ("Latin", b"name: x\ntitle: \xe9\n", 2, "UTF-8"),
    ("bomb", b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "anchors and aliases"),
    (
        "billion laughs",
        GOOD.replace("items:\n", "items: &i\n").encode(),
        line_of(GOOD, "items:"),
        "anchors and aliases",
    ),
    ("alias", GOOD.replace("weight: 3", "weight: *w").encode(), line_of(GOOD, "weight: 3"), "anchors and aliases"),
    ("tag", GOOD.replace("weight: 3", "weight: !!python/name:os 3").encode(), line_of(GOOD, "weight: 3"), "tags"),
    ("deep", b"[" * 100_000, 1, "nested too deeply"),
    ("50 MB", b"a: " + b"x" * 50_000_000, 1, "longer than"),
    ("second document", GOOD.encode() + b"---\nname: x\n", GOOD.count("\n") + 2, "a second document"),
    ("html", b"<!doctype html>\n<p>Not found", 1, ""),
]


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(people_of(make_team())[Role.ADMIN])
    return client


def lines_touched(old: str, new: str) -> range:
    """The lines of a change; the one after it, where what is not closed is missed; and the fact to which it belongs."""
    first = GOOD[: GOOD.index(old)].count("\n") + 1
    return range(first - 2, first + new.count("\n") + 2)


@pytest.mark.parametrize(("old", "new", "said"), CHANGES)
def test_mistake_is_told_where_it_stands_and_in_both_languages(old: str, new: str, said: str) -> None:
    with pytest.raises(ChecklistError) as caught:
        load_checklist(GOOD.replace(old, new, 1), "mine.yaml")
    told = [mistake for mistake in caught.value.mistakes if said in str(mistake)]
    assert any(mistake.line in lines_touched(old, new) for mistake in caught.value.mistakes), told
    with translation.override("ja"):
        for mistake in caught.value.mistakes:
            assert mistake.what.told(gettext) != str(mistake.what)


@pytest.mark.parametrize(("old", "new", "said"), CHANGES[:20])
def test_page_tells_it_and_nothing_changes(client: Client, old: str, new: str, said: str) -> None:
    file = SimpleUploadedFile("mine.yaml", GOOD.replace(old, new, 1).encode())
    answer = client.post(reverse("reviews:import_checklist"), {"file": file})
    assert answer.status_code == 422
    assert any(f"mine.yaml, line {line}" in answer.content.decode() for line in lines_touched(old, new))
    assert not Checklist.objects.exists()


@pytest.mark.parametrize(("data", "line", "said"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES])
def test_bytes_that_are_no_checklist(client: Client, data: bytes, line: int, said: str) -> None:
    with pytest.raises(ChecklistError) as caught:
        load_checklist(decode_file(data, "mine.yaml"), "mine.yaml")
    assert (caught.value.mistakes[0].line, said in str(caught.value)) == (line, True), str(caught.value)
    with translation.override("ja"):
        assert all(one.what.told(gettext) != str(one.what) for one in caught.value.mistakes)
    if len(data) < 1_000_000:
        answer = client.post(reverse("reviews:import_checklist"), {"file": SimpleUploadedFile("mine.yaml", data)})
        assert answer.status_code == 422
    assert not Checklist.objects.exists() and not ChecklistDraft.objects.exists()
    assert not ChecklistVersion.objects.exists()
