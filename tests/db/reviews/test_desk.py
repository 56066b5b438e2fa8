"""The desk: who may decide what, what becomes of two decisions at once, and what is told to whom."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contracts.models import Role, Team, TrailEntry
from reviews.models import Decision, Review
from reviews.views.desk import MOST_MAIL
from tests.factories import (
    make_contract,
    make_decision,
    make_finished_review,
    make_sign_off,
    make_team,
    make_user,
    people_of,
)

pytestmark = pytest.mark.django_db
ITEM = "pricing.increase_notice"
HX = {"HX-Request": "true"}


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def review(team: Team) -> Review:
    return make_finished_review(make_contract(team))


def client_of(team: Team, role: Role = Role.MEMBER) -> Client:
    client = Client()
    client.force_login(people_of(team)[role])
    return client


def send(client: Client, review: Review, act: str, item: str = ITEM, door: str = "decide", **fields: object):
    address = reverse(f"reviews:{door}", args=[review.public_id, item])
    headers = fields.pop("headers", HX)
    return client.post(address, {"act": act} | fields, headers=headers)


def made(review: Review) -> list[tuple[str, str, str, int | None]]:
    rows = Decision.objects.filter(review=review)
    return [(row.act, row.grade, row.text, row.replaces_id) for row in rows]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.REVIEWER, Role.ADMIN])
def test_who_works_on_contracts_decides(review: Review, team: Team, role: Role) -> None:
    page = send(
        client_of(team, role), review, "override", grade="favourable", text="Agreed by letter."
    ).content.decode()
    assert made(review) == [("override", "favourable", "Agreed by letter.", None)]
    assert "Overridden to Favourable" in page
    assert "1 of 47 decided" in page
    assert str(people_of(team)[role]) in page


def test_managers_comment_and_change_nothing(review: Review, team: Team) -> None:
    client = client_of(team, Role.MANAGER)
    assert send(client, review, "confirm").status_code == 403
    assert send(client, review, "", door="assign").status_code == 403
    assert made(review) == []
    page = send(client, review, "", door="comment", text="Why so late?").content.decode()
    assert made(review) == [("comment", "", "Why so late?", None)]
    assert 'data-key="m"' in page
    assert 'data-key="c"' not in page


def test_nothing_of_another_team_is_decided(review: Review) -> None:
    stranger, outsider = Client(), client_of(make_team("Theirs"), Role.REVIEWER)
    stranger.force_login(make_user())
    for door in ("decide", "comment", "assign"):
        assert send(outsider, review, "confirm", door=door, text="x").status_code == 404
        assert send(stranger, review, "confirm", door=door, text="x").status_code == 403
        assert send(Client(), review, "confirm", door=door, text="x").headers["HX-Redirect"].startswith("/sign-in/")
    assert made(review) == []


def test_an_item_that_was_not_asked_is_not_found(review: Review, team: Team) -> None:
    assert send(client_of(team), review, "confirm", item="no.such").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"act": "override", "grade": "risky"}, "Give a reason"),
        ({"act": "override", "text": "No."}, "Choose the grade"),
        ({"act": "override", "grade": "safe", "text": "No."}, "safe"),
        ({"act": "dismiss", "text": " "}, "Give a reason"),
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(
    review: Review, team: Team, fields: dict[str, str], sentence: str
) -> None:
    answer = send(client_of(team), review, **fields)
    assert (answer.status_code, made(review)) == (422, [])
    assert sentence in answer.content.decode()
    whole = send(client_of(team), review, **fields, headers={})
    assert whole.status_code == 422
    assert "<html" in whole.content.decode()
    assert fields.get("text", "").strip() in whole.content.decode()


def test_of_two_who_decide_at_once_the_second_is_told_and_both_are_kept(review: Review, team: Team) -> None:
    first, second = client_of(team, Role.MEMBER), client_of(team, Role.REVIEWER)
    send(first, review, "override", grade="risky", text="Fourteen days are few.", seen=0)
    answer = send(second, review, "dismiss", text="Not in this deal.", seen=0)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{people_of(team)[Role.MEMBER]} decided meanwhile." in page
    assert "Overridden to Risky" in page
    assert "“Fourteen days are few.”" in page
    assert page.count("Not in this deal.") == 2  # in the sentence, and in the field to be sent again
    assert made(review) == [("override", "risky", "Fourteen days are few.", None)]
    row = Decision.objects.get()
    assert f'name="seen" value="{row.pk}"' in page
    assert send(second, review, "dismiss", text="Not in this deal.", seen=row.pk).status_code == 200
    assert made(review)[1] == ("dismiss", "", "Not in this deal.", row.pk)


def test_comments_are_never_in_each_other_s_way(review: Review, team: Team) -> None:
    for role in (Role.MEMBER, Role.REVIEWER):
        assert send(client_of(team, role), review, "", door="comment", text=f"From {role}").status_code == 200
    assert [text for _, _, text, _ in made(review)] == ["From member", "From reviewer"]
    assert send(client_of(team), review, "confirm", seen=0).status_code == 200


def test_undo_is_a_row_of_its_own_and_brings_back_what_stood(review: Review, team: Team) -> None:
    client = client_of(team)
    confirmed = make_decision(review, ITEM)
    overridden = make_decision(review, ITEM, "override", grade="risky", text="Few.")
    page = send(client, review, "undo", seen=overridden.pk).content.decode()
    assert made(review)[2] == ("undo", "", "", overridden.pk)
    assert "1 of 47 decided" in page
    assert f'name="seen" value="{Decision.objects.last().pk}"' in page
    assert confirmed.pk < overridden.pk
    send(client, review, "undo", seen=Decision.objects.last().pk)
    answer = send(client, review, "undo", seen=Decision.objects.last().pk)
    assert (answer.status_code, len(made(review))) == (422, 4)
    assert "no decision that could be undone" in answer.content.decode()


def test_the_effect_is_shown_before_and_the_difference_after(review: Review, team: Team) -> None:
    address = reverse("reviews:verdict", args=[review.public_id, ITEM])
    page = client_of(team).get(address, headers=HX).content.decode()
    assert "score " in page and " to " in page
    assert "after decisions" not in page
    answer = send(client_of(team), review, "override", grade="favourable", text="By a side letter.")
    assert "after decisions" in answer.content.decode()
    review.refresh_from_db()
    assert review.score == Review.objects.get(pk=review.pk).score


def test_signed_reviews_are_closed(review: Review, team: Team) -> None:
    make_sign_off(review, people_of(team)[Role.REVIEWER])
    for door, fields in (("decide", {}), ("comment", {"text": "Late."}), ("assign", {})):
        answer = send(client_of(team), review, "confirm", door=door, **fields)
        assert answer.status_code == 422
        assert "signed off" in answer.content.decode()
    assert made(review) == []


def test_who_is_named_hears_of_it_by_mail_and_nobody_else(
    review: Review, team: Team, django_capture_on_commit_callbacks
) -> None:
    asked, outsider = people_of(team)[Role.REVIEWER], people_of(make_team("Theirs"))[Role.MEMBER]
    outsider.name = "Wren Okafor"
    outsider.save()
    with django_capture_on_commit_callbacks(execute=True):
        send(client_of(team), review, "", door="comment", text=f"@{asked.name}, @Wren Okafor: secret words?")
        send(client_of(team), review, "", door="assign", person=asked.pk)
        assert send(client_of(team), review, "", door="assign", person=outsider.pk).status_code == 422
    assert [letter.to for letter in mail.outbox] == [[asked.email], [asked.email]]
    address = reverse("reviews:verdict", args=[review.public_id, ITEM])
    assert all("secret" not in letter.body and address in letter.body for letter in mail.outbox)
    assert Decision.objects.filter(act="comment").get().mentions == [str(asked)]
    page = client_of(team).get(reverse("reviews:paper", args=[review.public_id, 0])).content.decode()
    assert f"{asked} was asked" in page


def test_all_of_it_stands_in_the_trail(review: Review, team: Team) -> None:
    send(client_of(team), review, "override", grade="risky", text="Few.")
    send(client_of(team), review, "", door="comment", text="Hm.")
    entries = TrailEntry.objects.filter(team=team).values_list("act", "details")
    assert list(entries) == [
        ("decision.override", {"review": 1, "item": ITEM, "grade": "risky"}),
        ("comment", {"review": 1, "item": ITEM}),
    ]


def test_plain_forms_lead_back_to_the_finding(review: Review, team: Team) -> None:
    answer = send(client_of(team), review, "confirm", headers={}, paper=0)
    assert answer.status_code == 302
    page = client_of(team).get(answer["Location"]).content.decode()
    assert f'data-finding="{ITEM}" data-group="decided"' in page


def test_the_queue_begins_with_what_matters(review: Review, team: Team) -> None:
    item = review.findings.filter(grade="critical").first().item
    make_decision(review, item)
    address = client_of(team).get(reverse("reviews:desk", args=[review.public_id]))["Location"]
    page = client_of(team).get(address).content.decode()
    groups = [part.split('"')[0] for part in page.split('data-group="')[1:]]
    assert len(groups) == 47
    assert list(dict.fromkeys(groups)) == ["critical", "unclear", "other", "decided"]
    assert groups[-1] == "decided" and groups.count("decided") == 1


def test_words_choose_findings(review: Review, team: Team) -> None:
    address = reverse("reviews:paper", args=[review.public_id, 0])
    some = client_of(team).get(address, {"find": "price rise"}, headers=HX).content.decode()
    assert 0 < some.count("data-finding=") < 47
    assert "<html" not in some
    none = client_of(team).get(address, {"find": "no such words"}, headers=HX).content.decode()
    assert "No finding holds these words." in none


@pytest.mark.parametrize("decisions", [0, 20])
def test_the_number_of_queries_does_not_grow_with_the_decisions(
    review: Review, team: Team, decisions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for finding in review.findings.all()[:decisions]:
        make_decision(review, finding.item)
    client = client_of(team)
    address = reverse("reviews:verdict", args=[review.public_id, ITEM])
    with django_assert_num_queries(11):
        assert client.get(address, headers=HX).status_code == 200


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000])
def test_papers_that_are_no_number_are_left_out(review: Review, team: Team, number: str) -> None:
    client = client_of(team)
    address = reverse("reviews:verdict", args=[review.public_id, ITEM])
    assert client.get(address, {"paper": number}, headers=HX).status_code == 200
    assert send(client, review, "", door="comment", text="x", paper=number).status_code in (200, 422)
    assert send(client, review, "", door="assign", paper=number).status_code in (200, 422)


def test_nobody_can_have_others_flooded_with_mail(
    review: Review, team: Team, mailoutbox: list, django_capture_on_commit_callbacks: object
) -> None:
    client, named = client_of(team), people_of(team)[Role.REVIEWER]
    Decision.objects.bulk_create(
        Decision(review=review, item=ITEM, act="comment", by=people_of(team)[Role.MEMBER], mentions=[str(named)])
        for _ in range(MOST_MAIL - 1)
    )
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            send(client, review, "", door="comment", text=f"@{named.email} look")
    assert len(mailoutbox) == 1
    assert Decision.objects.filter(text__contains="look").count() == 3
