"""The guide says in both languages the same of each role, and names only pages and pictures that are there."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from contracts.models import Role, User
from tests.db.test_access import client_of
from tests.factories import make_team, people_of

pytestmark = pytest.mark.django_db
MAIN = re.compile(r"<main.*</main>", re.DOTALL)


def read(user: User, role: str = "") -> str:
    answer = client_of(user).get(reverse("reviews:guide") + (f"?role={role}" if role else ""))
    assert answer.status_code == 200
    return MAIN.search(answer.content.decode())[0]


def test_each_role_finds_its_own_part() -> None:
    people = people_of(make_team())
    first = {role: re.search(r"<h1>(.*?)</h1>", read(people[role]))[1] for role in Role}
    assert len(set(first.values())) == 4
    assert re.search(r"<h1>(.*?)</h1>", read(people[Role.MANAGER], "admin"))[1] == first[Role.ADMIN]
    assert re.search(r"<h1>(.*?)</h1>", read(people[Role.MANAGER], "../../base"))[1] == first[Role.MANAGER]


@pytest.mark.parametrize("role", list(Role))
def test_both_languages_have_the_same_parts(role: Role) -> None:
    user = people_of(make_team())[role]
    parts = {}
    for language in ("en", "ja"):
        User.objects.update(language=language)
        text = read(User.objects.get(pk=user.pk))
        pictures = [name.replace(f"-{language}.", ".") for name in re.findall(r'src="([^"]+)"', text)]
        sections = re.findall(r'<section id="(\w+)"', text)
        parts[language] = sections, re.findall(r'href="(/(?!static/)[^"]+)"', text), pictures
    assert parts["en"] == parts["ja"]
    assert 5 <= len(parts["en"][0]) <= 8


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("role", list(Role))
def test_pages_and_pictures_of_the_guide_are_there(role: Role, language: str) -> None:
    user = people_of(make_team())[role]
    User.objects.update(language=language)
    text = read(User.objects.get(pk=user.pk))
    for address in re.findall(r'href="(/(?!static/)[^"]+)"', text):
        assert client_of(user).get(address).status_code == 200, address
    pictures = re.findall(r'src="([^"]+)"', text)
    assert pictures
    for address in pictures:
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address
    assert all(re.findall(r'alt="([^"]*)"', text))
