"""Calls go out one place and one sum at a time, and every one of them stands in the ledger."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from contracts.models import Contract, Role
from reviews.leases import LeaseLost
from reviews.model.budget import budget_of
from reviews.model.door import RowDoor, Shut, dollars
from reviews.model.values import Call, Endpoint, OverBudget, Prices, Usage
from reviews.models import CachedAnswer, ModelCall, ModelSettings, Review
from reviews.tasks import warn_of_budget
from tests.factories import make_contract, make_review, make_team, people_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
ENDPOINT = Endpoint("Main", "https://models.example.com/v1", "large", prices=Prices(1.0, 0.1, 4.0), at_once=2)


def make_door(budget: str = "10", is_on: bool = True) -> RowDoor:
    team = make_team("Ours", [Role.ADMIN, Role.MEMBER])
    ModelSettings.objects.create(team=team, is_on=is_on, budget=Decimal(budget))
    return RowDoor(make_review(make_contract(team)), [ENDPOINT])


def call_of(cost: float = 0.25, **changes: object) -> Call:
    fields = {"endpoint": "Main", "model": "large", "category": "data", "usage": Usage(1000, 400, 50)}
    return Call(**{**fields, "cost": cost, "milliseconds": 812.4, "characters": 3000, **changes})


def lines() -> list[tuple[object, ...]]:
    return list(ModelCall.objects.order_by("pk").values_list("outcome", "set_aside", "cost"))


def test_a_call_is_written_down_before_it_is_made_and_completed_after():
    door = make_door()
    with door.enter(ENDPOINT, "data", 0.75):
        row = ModelCall.objects.get()
        assert (row.outcome, row.set_aside, row.cost, row.counted) == ("pending", Decimal("0.75"), 0, Decimal("0.75"))
        assert timezone.now() + timedelta(seconds=60) < row.expires_at
        door.book(call_of())
    row = ModelCall.objects.get()
    assert (row.team, row.contract, row.review) == (door.review.contract.team, door.review.contract, door.review)
    assert (row.endpoint, row.host, row.model, row.category) == ("Main", "models.example.com", "large", "data")
    assert (row.sent, row.cached, row.received, row.characters, row.milliseconds) == (1000, 400, 50, 3000, 812)
    assert (row.outcome, row.set_aside, row.cost, row.is_cached) == ("answered", 0, Decimal("0.25"), False)


def test_what_was_not_sent_leaves_no_trace_of_money():
    door = make_door()
    with door.enter(ENDPOINT, "data", 0.75):
        pass
    assert lines() == []


def test_a_call_that_broke_counts_with_the_most_it_may_have_cost():
    door = make_door()
    with pytest.raises(ZeroDivisionError), door.enter(ENDPOINT, "data", 0.75):
        raise ZeroDivisionError
    row = ModelCall.objects.get()
    assert (row.outcome, row.is_lost, row.counted) == ("pending", True, Decimal("0.75"))
    assert not ModelCall.objects.under_way(timezone.now()).exists()
    assert budget_of(ModelSettings.objects.get()).spent == Decimal("0.75")


def test_calls_without_a_place_are_written_down_as_well():
    door = make_door()
    door.book(call_of(0.0, from_cache=True))
    door.book(call_of(0.0, trouble="too_long"))
    assert lines() == [("answered", 0, 0), ("too_long", 0, 0)]
    assert list(ModelCall.objects.order_by("pk").values_list("is_cached", flat=True)) == [True, False]


def test_the_budget_holds_what_is_set_aside():
    door = make_door("1.00")
    with door.enter(ENDPOINT, "data", 0.6):
        with pytest.raises(OverBudget), door.enter(ENDPOINT, "price", 1.01):
            raise AssertionError("was let in")
        # What is set aside may be given back, so who comes meanwhile waits for it.
        assert door.take_place(ENDPOINT, "price", Decimal("0.5")) is None
        with door.enter(ENDPOINT, "sla", 0.4):
            assert budget_of(ModelSettings.objects.get()).left == 0
    assert budget_of(ModelSettings.objects.get()).left == 1


def test_what_was_booked_below_its_estimate_is_given_back():
    door = make_door("1.00")
    with door.enter(ENDPOINT, "data", 0.9):
        door.book(call_of(0.2))
    with door.enter(ENDPOINT, "price", 0.8):
        door.book(call_of(0.8))
    with pytest.raises(OverBudget), door.enter(ENDPOINT, "sla", 0.000001):
        raise AssertionError("was let in")


def test_no_budget_lets_only_free_calls_through():
    door = make_door("0")
    with pytest.raises(OverBudget), door.enter(ENDPOINT, "data", 0.01):
        raise AssertionError("was let in")
    with door.enter(ENDPOINT, "data", 0.0):
        door.book(call_of(0.0))
    assert lines() == [("answered", 0, 0)]


def test_last_month_and_other_teams_do_not_count():
    door, other = make_door("1.00"), make_door("1.00")
    other.book(call_of(0.9))
    door.book(call_of(0.9))
    ModelCall.objects.filter(team=door.team_id).update(created_at=timezone.now() - timedelta(days=32))
    with door.enter(ENDPOINT, "data", 1.0):
        assert budget_of(ModelSettings.objects.get(team=door.team_id)).spent == 1


def test_a_full_endpoint_lets_in_who_comes_when_a_place_is_free():
    door = make_door()
    with door.enter(ENDPOINT, "data", 0.0), door.enter(ENDPOINT, "price", 0.0):
        assert not door.has_place(ENDPOINT)
        assert door.take_place(ENDPOINT, "sla", Decimal(0)) is None
        ModelCall.objects.filter(category="data").update(expires_at=timezone.now())
        assert door.take_place(ENDPOINT, "sla", Decimal(0)) is not None


def test_waiting_ends_when_the_work_is_no_longer_ours():
    """A worker whose review was taken over while it waited for a place makes no call any more."""
    door = make_door()
    looks = iter([None, None, LeaseLost()])

    def check() -> None:
        if error := next(looks):
            raise error

    with door.enter(ENDPOINT, "data", 0.0), door.enter(ENDPOINT, "price", 0.0):
        waiting = RowDoor(door.review, [ENDPOINT], check)
        with pytest.raises(LeaseLost), waiting.enter(ENDPOINT, "sla", 0.0):
            raise AssertionError("was let in")


@pytest.mark.parametrize("change", ["off", "never", "no settings"])
def test_the_door_shuts_at_once(change: str):
    door = make_door()
    with door.enter(ENDPOINT, "data", 0.1):
        door.book(call_of())
    if change == "off":
        ModelSettings.objects.update(is_on=False)
    elif change == "never":
        Contract.objects.update(never_leaves=True)
    else:
        ModelSettings.objects.all().delete()
    with pytest.raises(Shut), door.enter(ENDPOINT, "price", 0.1):
        raise AssertionError("was let in")
    assert door.shut == ("never_leaves" if change == "never" else "off")


def test_a_review_that_takes_too_long_asks_no_more():
    door = make_door()
    door.ends = 0.0
    with pytest.raises(Shut), door.enter(ENDPOINT, "price", 0.1):
        raise AssertionError("was let in")
    assert door.shut == "late"


def test_answers_are_kept_for_the_team_alone_and_go_with_the_contract():
    door, other = make_door(), make_door()
    door.keep("a" * 64, "first")
    door.keep("a" * 64, "second")
    assert (door.recall("a" * 64), door.recall("b" * 64), other.recall("a" * 64)) == ("first", None, None)
    Review.objects.filter(contract__team=door.team_id).delete()
    Contract.objects.filter(team=door.team_id).delete()
    assert not CachedAnswer.objects.exists()


@pytest.mark.parametrize(
    ("amount", "counted"), [(0.0, "0"), (1e-9, "0.000001"), (0.1, "0.1"), (0.1234561, "0.123457"), (12.5, "12.5")]
)
def test_amounts_are_rounded_up(amount: float, counted: str):
    assert dollars(amount) == Decimal(counted)


def test_admins_are_told_once_a_month_at_eighty_percent(django_capture_on_commit_callbacks, monkeypatch):
    told = []
    monkeypatch.setattr(warn_of_budget, "delay", told.append)
    door = make_door("1.00")
    with django_capture_on_commit_callbacks(execute=True):
        door.book(call_of(0.79))
    assert told == []
    with django_capture_on_commit_callbacks(execute=True):
        door.book(call_of(0.01))
        door.book(call_of(0.01))
    assert told == [door.team_id]
    ModelSettings.objects.update(warned_month="2020-01")
    with django_capture_on_commit_callbacks(execute=True):
        door.book(call_of(0.01))
    assert told == [door.team_id] * 2


def test_the_mail_goes_to_admins_in_their_language():
    door = make_door("2.00")
    people = people_of(door.review.contract.team)
    people[Role.ADMIN].language = "ja"
    people[Role.ADMIN].save()
    door.book(call_of(1.7))
    warn_of_budget(door.team_id)
    [letter] = mail.outbox
    assert letter.to == [people[Role.ADMIN].email]
    assert "85" in letter.subject
    assert "1.70" in letter.body and "2.00" in letter.body
