"""What people change outside of a review stands in the trail as well: models, checklists, contracts, exports."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Contract, Role, Team, TrailEntry
from contracts.trail_words import word_act, word_details
from reviews.checklist.ready import ready_made
from tests.factories import make_contract, make_finished_review, make_team, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def contract(team: Team) -> Contract:
    contract = make_contract(team)
    make_finished_review(contract)
    return contract


def admin_of(team: Team) -> Client:
    client = Client()
    client.force_login(people_of(team)[Role.ADMIN])
    return client


def told(team: Team, since: int = 0) -> list[tuple[str, str]]:
    entries = TrailEntry.objects.filter(team=team, number__gt=since).order_by("number")
    return [(word_act(entry), word_details(entry)) for entry in entries]


def last_of(team: Team) -> int:
    return TrailEntry.objects.filter(team=team).count()


def test_rule_and_providers_of_models(team: Team, settings) -> None:
    settings.CLAUSEMARK_MODEL_HOSTS = ["127.0.0.1"]
    client, before = admin_of(team), last_of(team)
    fields = {
        "name": "House model",
        "base_url": "http://127.0.0.1:9/v1",
        "model": "large",
        "key": "sk-very-secret",
        "context": 128000,
        "strictness": "strict",
        "at_once": 4,
        "patience": 60,
        "price_fresh": "1",
        "price_cached": "0",
        "price_output": "4",
        "is_masked": "on",
        "is_on": "on",
    }
    assert client.post(reverse("reviews:provider_new"), fields).status_code == 302
    pk = team.providers.get().pk
    assert client.post(reverse("reviews:provider", args=[pk]), fields | {"model": "small"}).status_code == 302
    client.post(reverse("reviews:provider_move", args=[pk]), {"to": "up"})
    client.post(reverse("reviews:models"), {"is_on": "on", "budget": "25", "usual": "economy"})
    client.post(reverse("reviews:provider_remove", args=[pk]))
    assert told(team, before) == [
        ("Provider of models added", "provider House model, model large"),
        ("Provider of models changed", "provider House model, model small"),
        ("Order of providers changed", "provider House model"),
        ("Rule for models changed", "budget 25, reader economy, state on"),
        ("Provider of models removed", "provider House model"),
        ("Rule for models changed", "state off"),
    ]
    assert "secret" not in str(list(TrailEntry.objects.values_list("details", flat=True)))


def test_what_is_refused_leaves_no_entry(team: Team, contract: Contract) -> None:
    before = last_of(team)
    admin_of(team).post(reverse("reviews:provider_new"), {"name": ""})
    admin_of(team).post(reverse("reviews:contract_about", args=[contract.public_id]), {"annual_spend": "much"})
    assert told(team, before) == []


def test_contract_marked_never_to_leave_owner_and_spend(team: Team, contract: Contract) -> None:
    client, before = admin_of(team), last_of(team)
    client.post(reverse("reviews:keep_here", args=[contract.public_id]), {"keep": "1"})
    client.post(reverse("reviews:keep_here", args=[contract.public_id]), {"keep": "0"})
    owner = people_of(team)[Role.MEMBER]
    about = {"owner": owner.pk, "annual_spend": "120000", "currency": "JPY"}
    assert client.post(reverse("reviews:contract_about", args=[contract.public_id]), about).status_code == 302
    assert told(team, before) == [
        ("Use of models changed", "state off"),
        ("Use of models changed", "state on"),
        ("Owner or spend changed", f"owner {owner}, spend 120000 JPY"),
    ]
    assert {entry.contract_id for entry in TrailEntry.objects.filter(team=team, number__gt=before)} == {contract.pk}


def test_checklists_that_come_into_force_or_in(team: Team) -> None:
    client, before = admin_of(team), last_of(team)
    made = next(one for one in ready_made() if one.key == "gdpr")
    for _ in range(2):
        client.post(reverse("reviews:add_ready", args=["gdpr"]))
    name = made.name["en"]
    assert told(team, before) == [("Checklist published", f"checklist {name}, version 1")]


def test_exports_of_portfolio_and_calls(team: Team, contract: Contract) -> None:
    client, before = admin_of(team), last_of(team)
    for name, arguments in (("portfolio_table", ["csv"]), ("portfolio_map", ["xlsx"]), ("calls_csv", [])):
        assert client.get(reverse(f"reviews:{name}", args=arguments)).status_code == 200, name
    acts = [act for act, _ in told(team, before)]
    assert acts == ["Portfolio exported", "Portfolio exported", "Calls to models exported"]
