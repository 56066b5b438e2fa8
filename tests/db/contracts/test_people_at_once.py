"""Several requests for the same place, code, link or attempt at once: one of them has it."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import connection

from contracts.invitations import accept, find_invitation, invite
from contracts.limits import Limit, take
from contracts.members import LastAdmin, change_role, remove_member
from contracts.models import Membership, Role, SecondFactor, Team
from contracts.second_factor import check_code, turn_on
from contracts.totp import code_at, new_secret
from contracts.trail import first_broken
from tests.db.reviews.test_at_once import at_once
from tests.factories import make_member, make_team, make_user, people_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def team() -> Team:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lies in memory, where connections do not wait for each other")
    return make_team("Legal")


def test_trying_at_once_gains_no_attempt(team: Team) -> None:
    few = Limit("few", 5, timedelta(minutes=15))
    waits = at_once(*[lambda: take(few, "kim", "192.0.2.1")] * 20)
    assert [wait for wait in waits if isinstance(wait, Exception)] == []
    assert sum(wait == 0 for wait in waits) == 5


def test_a_code_lets_in_once(team: Team) -> None:
    user, secret = make_user(), new_secret()
    step = int(time.time()) // 30
    codes = turn_on(user, secret, code_at(secret, step))
    SecondFactor.objects.update(last_step=0)
    for code in (code_at(secret, step), codes[0]):
        assert sorted(at_once(*[lambda code=code: check_code(user, code)] * 6)) == [False] * 5 + [True]


def test_an_invitation_is_accepted_once(team: Team) -> None:
    _, token = invite(team, people_of(team)[Role.ADMIN], "kim@example.com", Role.MEMBER)
    people = [make_user(), make_user()]
    found = find_invitation(token)
    made = at_once(*[lambda user=user: accept(found, user) for user in people])
    assert sorted(isinstance(place, Membership) for place in made) == [False, True], made
    assert Membership.objects.filter(user__in=people).count() == 1


def test_two_admins_who_remove_each_other_leave_one(team: Team) -> None:
    first, second = team.memberships.get(role=Role.ADMIN), make_member(team, Role.ADMIN).memberships.get()
    made = at_once(
        lambda: change_role(first, Role.MEMBER, second.user),
        lambda: remove_member(second, first.user),
    )
    assert [type(one) for one in made if one is not None] == [LastAdmin], made
    assert team.memberships.filter(role=Role.ADMIN).count() == 1
    assert first_broken(team.trail.order_by("number")) is None
