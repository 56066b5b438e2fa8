"""One contract by several checklists at once: a review of each, and the simple case stays simple."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Role, Team
from reviews.models import Review
from reviews.publish import publish_checklist
from tests.db.reviews.test_preview import SMALL
from tests.factories import (
    make_checklist_version,
    make_contract,
    make_finished_review,
    make_review,
    make_team,
    people_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def client(team: Team) -> Client:
    client = Client()
    client.force_login(people_of(team)[Role.MEMBER])
    return client


def sent(*versions: object) -> dict[str, object]:
    file = SimpleUploadedFile("terms.md", b"# Terms\n\n1. Fees. Prices may change.\n")
    return {"vendor": "Norvik AI", "language": "en", "files": [file], "checklist": [one.pk for one in versions]}


def test_one_checklist_asks_nothing(client: Client, team: Team) -> None:
    version = make_checklist_version(team)
    page = client.get(reverse("reviews:new_contract")).content.decode()
    assert f'<input type="hidden" name="checklist" value="{version.pk}">' in page
    assert 'type="checkbox" name="checklist"' not in page
    assert client.post(reverse("reviews:new_contract"), sent(version)).headers["Location"].startswith("/reviews/")


def test_two_checklists_make_two_reviews(client: Client, team: Team) -> None:
    first, second = make_checklist_version(team), publish_checklist(team, SMALL, "small")
    page = client.get(reverse("reviews:new_contract")).content.decode()
    assert page.count('name="checklist"') == 2 and page.count(" checked") == 2  # and where the papers came from
    answer = client.post(reverse("reviews:new_contract"), sent(first, second))
    reviews = list(Review.objects.order_by("number"))
    assert [review.checklist_version for review in reviews] == [first, second]
    assert answer.headers["Location"] == reverse("reviews:contract", args=[reviews[0].contract.public_id])


def test_none_is_refused(client: Client, team: Team) -> None:
    make_checklist_version(team)
    publish_checklist(team, SMALL, "small")
    answer = client.post(reverse("reviews:new_contract"), sent())
    assert answer.status_code == 422 and "Choose at least one checklist." in answer.content.decode()


def test_again_takes_the_newest_version_of_each(client: Client, team: Team) -> None:
    first, small = make_checklist_version(team), publish_checklist(team, SMALL, "small")
    newer = publish_checklist(team, SMALL.replace("weight: 3", "weight: 4"), "small")
    contract = make_contract(team)
    make_finished_review(contract, checklist_version=first)
    make_review(contract, checklist_version=small, status="done")
    page = client.get(reverse("reviews:contract", args=[contract.public_id])).content.decode()
    assert page.count("AI vendor contracts") == 2 and page.count('name="checklist"') == 2
    client.post(reverse("reviews:review_again", args=[contract.public_id]))
    assert {review.checklist_version for review in contract.reviews.filter(number__gt=2)} == {first, newer}


def test_again_by_those_that_are_chosen(client: Client, team: Team) -> None:
    first, small = make_checklist_version(team), publish_checklist(team, SMALL, "small")
    contract = make_contract(team)
    make_finished_review(contract, checklist_version=first)
    client.post(reverse("reviews:review_again", args=[contract.public_id]), {"checklist": [small.pk]})
    assert contract.reviews.get(number=2).checklist_version == small
