"""The trail: each act once, in a chain that shows when anybody touched it, and out of it as files that do no harm."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from contracts.models import Role, Team, TrailEntry, Unchangeable
from contracts.trail import first_broken, record
from tests.factories import make_contract, make_finished_review, make_team, people_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def client_of(team: Team, role: Role) -> Client:
    client = Client()
    client.force_login(people_of(team)[role])
    return client


@pytest.fixture
def team() -> Team:
    team = make_team()
    contract = make_contract(team, title="=cmd|' /C calc'!A0")
    for act in ("upload", "review.started", "review.finished"):
        record(team, people_of(team)[Role.MEMBER], act, contract, review=1, name="terms.pdf")
    record(make_team("Theirs"), None, "upload", name="secret.pdf")
    return team


def test_entries_follow_each_other_within_their_team(team: Team) -> None:
    entries = list(TrailEntry.objects.filter(team=team))
    assert [(entry.number, entry.act) for entry in entries] == [
        (1, "upload"),
        (2, "review.started"),
        (3, "review.finished"),
    ]
    assert [entry.previous for entry in entries] == ["", entries[0].hash, entries[1].hash]
    assert first_broken(entries) is None


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE contracts_trailentry SET actor_name = 'Somebody else' WHERE number = 2", 2),
        ("UPDATE contracts_trailentry SET details = '{}' WHERE number = 3", 3),
        ("DELETE FROM contracts_trailentry WHERE number = 1", 1),
        ("DELETE FROM contracts_trailentry WHERE number = 2", 2),
    ],
)
def test_whoever_changes_an_entry_behind_our_back_is_seen(team: Team, change: str, broken: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert first_broken(TrailEntry.objects.filter(team=team)) == broken
    page = client_of(team, Role.ADMIN).get(reverse("contracts:team_trail")).content.decode()
    assert f"Entry {broken} is not as it was written." in page


def test_nothing_is_changed_or_removed_by_our_own_code(team: Team) -> None:
    entry = TrailEntry.objects.first()
    for attempt in (
        entry.save,
        entry.delete,
        TrailEntry.objects.all().delete,
        lambda: TrailEntry.objects.update(act=""),
    ):
        with pytest.raises(Unchangeable):
            attempt()


def test_a_contract_s_trail_is_read_by_all_the_team_s_by_admins(team: Team) -> None:
    contract = team.contracts.get()
    for role in Role:
        page = client_of(team, role).get(reverse("contracts:contract_trail", args=[contract.public_id]))
        assert page.status_code == 200
        assert "Paper uploaded" in page.content.decode()
        assert client_of(team, role).get(reverse("contracts:team_trail")).status_code == (
            200 if role == Role.ADMIN else 403
        )


def test_files_hold_every_entry_and_no_formula(team: Team) -> None:
    client = client_of(team, Role.ADMIN)
    address = reverse("contracts:team_trail")
    rows = list(csv.reader(io.StringIO(client.get(address, {"as": "csv"}).content.decode("utf-8-sig"))))
    assert [row[3] for row in rows] == ["act", "upload", "review.started", "review.finished", "export.trail"]
    assert rows[1][5] == "'=cmd|' /C calc'!A0"
    exported = json.loads(client.get(address, {"as": "json"}).content)
    assert [entry["number"] for entry in exported["entries"]] == [1, 2, 3, 4, 5]
    assert exported["entries"][0]["title"] == "=cmd|' /C calc'!A0"
    assert "secret.pdf" not in json.dumps(exported)


def test_exports_of_a_report_and_signing_in_are_written_down(team: Team) -> None:
    review = make_finished_review(make_contract(team))
    client_of(team, Role.MANAGER).get(reverse("reviews:report_json", args=[review.public_id]))
    assert TrailEntry.objects.filter(team=team).last().act == "export.json"


def test_pages_ask_as_often_whatever_the_length(team: Team, django_assert_num_queries) -> None:
    client = client_of(team, Role.MEMBER)
    contract = team.contracts.get()
    address = reverse("contracts:contract_trail", args=[contract.public_id])
    with django_assert_num_queries(6):
        client.get(address)
    for _ in range(30):
        record(team, None, "upload", contract)
    with django_assert_num_queries(6):
        client.get(address)
