"""The operator’s pages: what staff see and may do there, and what not even they are shown."""

from __future__ import annotations

import time

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from contracts.invitations import invite
from contracts.models import Role, SecondFactor, SignedIn, TrailEntry
from contracts.operator import SITE, ReadOnly, Users
from contracts.second_factor import turn_on
from contracts.totp import code_at, new_secret
from reviews.models import Provider
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


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(make_user("operator@example.com", is_staff=True, is_superuser=True))
    return client


def test_every_list_and_row_opens_and_shows_no_secret(operator: Client) -> None:
    team = make_team("Legal")
    people = people_of(team)
    _, token = invite(team, people[Role.ADMIN], "kim@example.com", Role.MEMBER)
    provider = Provider(team=team, name="House model", base_url="https://models.example/v1", model="m")
    provider.set_key("sk-very-secret")
    provider.append()
    review = make_finished_review(make_contract(team))
    item = review.findings.first().item
    make_decision(review, item, "override", grade="risky", text="What was said in confidence")
    make_sign_off(review, people[Role.REVIEWER])
    hidden = [
        people[Role.ADMIN].password,
        token,
        team.invitations.get().token_sha256,
        "sk-very-secret",
        provider.sealed_key,
        "What was said in confidence",
        "Norvik may change its prices",
        "I have gone through this review.",
    ]
    assert operator.get(reverse("admin:index")).status_code == 200
    seen = 0
    for model in SITE._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist")]
        pages += [reverse(f"{name}_change", args=[row.pk]) for row in model._default_manager.all()[:1]]
        for address in pages:
            response = operator.get(address)
            assert response.status_code == 200, address
            assert [word for word in hidden if word in response.content.decode()] == [], address
            seen += 1
    assert seen >= 2 * len(SITE._registry) - 2  # trail and calls may have no rows here


def test_nothing_but_accounts_is_changed_there(operator: Client) -> None:
    assert {model.__name__ for model, one in SITE._registry.items() if not isinstance(one, ReadOnly)} == {"User"}
    team = make_team("Legal")
    invite(team, people_of(team)[Role.ADMIN], "kim@example.com", Role.MEMBER)
    entry = TrailEntry.objects.get()
    address = reverse("admin:contracts_trailentry_change", args=[entry.pk])
    assert operator.post(address, {"act": "nothing"}).status_code == 403
    delete = reverse("admin:contracts_trailentry_delete", args=[entry.pk])
    assert operator.post(delete, {"post": "yes"}).status_code == 403
    assert operator.get(reverse("admin:contracts_trailentry_add")).status_code == 403
    assert TrailEntry.objects.get() == entry
    user = people_of(team)[Role.MEMBER]
    assert operator.post(reverse("admin:contracts_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403


def test_the_operator_closes_accounts_ends_sessions_and_turns_off_lost_factors(operator: Client) -> None:
    user, secret = make_user("kim@example.com"), new_secret()
    turn_on(user, secret, code_at(secret, int(time.time()) // 30))
    person = Client()
    person.force_login(user)
    users = reverse("admin:contracts_user_changelist")
    operator.post(users, {"action": "turn_off_second_factor", "_selected_action": [user.pk]})
    assert not SecondFactor.objects.exists()
    operator.post(users, {"action": "end_sessions", "_selected_action": [user.pk]})
    assert person.get(reverse("contracts:profile")).status_code == 302
    assert not SignedIn.objects.filter(user=user).exists()
    person.force_login(user)
    sent = {"email": user.email, "name": "Kim", "language": ""}  # is_active is a box that is not ticked
    assert operator.post(reverse("admin:contracts_user_change", args=[user.pk]), sent).status_code == 302
    assert person.get(reverse("contracts:profile")).status_code == 302
    assert LogEntry.objects.filter(object_id=str(user.pk)).count() == 3


def test_staff_without_more_make_nobody_staff(client: Client, rf) -> None:
    request = rf.get("/")
    request.user = make_user(is_staff=True)
    assert {"is_staff", "is_superuser"} <= set(Users(type(request.user), SITE).get_readonly_fields(request))


def test_the_operator_needs_a_second_factor_where_everybody_does(operator: Client, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert operator.get(reverse("admin:index"))["Location"] == reverse("contracts:second_factor")
