from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from contracts.models import Membership, Role, Team, User
from contracts.people import add_person, random_password

pytestmark = pytest.mark.django_db


def places() -> set[tuple[str, str, str]]:
    return set(Membership.objects.values_list("team__name", "user__email", "role"))


def test_new_person_can_sign_in_with_the_password_shown():
    account = add_person(Team.objects.create(name="Legal"), "Kim@Example.com", Role.MEMBER, "Kim")
    assert authenticate(username="kim@example.com", password=account.password) == account.user
    assert places() == {("Legal", "kim@example.com", "member")}


def test_person_of_another_team_keeps_the_password():
    first, second = Team.objects.create(name="Legal"), Team.objects.create(name="Procurement")
    password = add_person(first, "kim@example.com", Role.MEMBER).password
    assert add_person(second, "kim@example.com", Role.MANAGER).password == ""
    assert authenticate(username="kim@example.com", password=password) is not None
    assert places() == {("Legal", "kim@example.com", "member"), ("Procurement", "kim@example.com", "manager")}


def test_person_added_again_gets_the_other_role():
    team = Team.objects.create(name="Legal")
    add_person(team, "kim@example.com", Role.MEMBER)
    add_person(team, "kim@example.com", Role.ADMIN)
    assert places() == {("Legal", "kim@example.com", "admin")}


def test_random_passwords_differ():
    assert len({random_password() for _ in range(200)}) == 200


def test_add_person_command_prints_the_password_once():
    Team.objects.create(name="Legal")
    out = StringIO()
    call_command("add_person", "Legal", "kim@example.com", "reviewer", stdout=out)
    email, role, password = out.getvalue().split()
    assert (email, role) == ("kim@example.com", "reviewer")
    assert authenticate(username=email, password=password) is not None
    again = StringIO()
    call_command("add_person", "Legal", "kim@example.com", "reviewer", stdout=again)
    assert password not in again.getvalue()


@pytest.mark.parametrize("team, email", [("Nobody", "kim@example.com"), ("Legal", "kim")])
def test_add_person_command_refuses_what_cannot_be(team, email):
    Team.objects.create(name="Legal")
    with pytest.raises(CommandError):
        call_command("add_person", team, email, "member", stdout=StringIO())
    assert not User.objects.exists()
