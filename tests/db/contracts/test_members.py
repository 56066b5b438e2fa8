"""Who is in a team: invitations from the page to the place, roles, leaving, and the rule of the second factor."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.models import Invitation, Membership, Role, Team, User
from contracts.second_factor import turn_on
from contracts.totp import code_at, new_secret
from tests.factories import PASSWORD, make_member, make_team, make_user, people_of

pytestmark = pytest.mark.django_db
MEMBERS = "/settings/members/"
NEW = {"name": "Kim Vale", "new_password1": "quiet harbour lamp 7", "new_password2": "quiet harbour lamp 7"}


@pytest.fixture
def team() -> Team:
    return make_team("Legal")


@pytest.fixture
def admin(team: Team, client: Client) -> Client:
    client.force_login(people_of(team)[Role.ADMIN])
    return client


def invited(admin: Client, email: str = "kim@example.com", role: str = "reviewer") -> str:
    """The path of the link that the page shows this once."""
    assert admin.post(MEMBERS, {"email": email, "role": role})["Location"] == MEMBERS
    return link_on(admin)


def link_on(admin: Client) -> str:
    return re.search(r'value="http://testserver(/join/[^"]+)"', admin.get(MEMBERS).content.decode())[1]


def acts(team: Team) -> list[str]:
    return list(team.trail.order_by("number").values_list("act", flat=True))


def test_a_new_person_joins_by_the_link(
    admin: Client, team: Team, django_capture_on_commit_callbacks, settings
) -> None:
    settings.HAS_MAIL = True
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(MEMBERS, {"email": "Kim@Example.com", "role": "reviewer"})
    link = link_on(admin)
    assert link in mail.outbox[0].body
    assert mail.outbox[0].to == ["kim@example.com"]
    assert link not in admin.get(MEMBERS).content.decode()
    token = link.split("/")[2]
    assert token not in str(list(Invitation.objects.values()))
    person = Client()
    assert person.get(link)["Location"] == "/join/"
    assert "Join Legal" in person.get("/join/").content.decode()
    assert person.post("/join/", NEW)["Location"] == "/"
    user = User.objects.get(email="kim@example.com")
    assert list(user.memberships.values_list("team", "role")) == [(team.pk, "reviewer")]
    assert "You are in Legal now." in person.get("/").content.decode()
    assert acts(team) == ["member.invited", "member.joined", "sign_in"]
    again = Client()
    assert (again.get(link, follow=True).status_code, User.objects.filter(email="kim@example.com").count()) == (410, 1)


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"new_password1": "short", "new_password2": "short"}, "at least 12"),
        (
            {"name": "Kimber Valentin", "new_password1": "kimber-valentin", "new_password2": "kimber-valentin"},
            "too similar to the name",
        ),
        ({"new_password2": "another one, quite long"}, "match"),
        ({"name": " "}, "required"),
    ],
)
def test_a_new_person_needs_a_name_and_a_good_password(admin: Client, change: dict[str, str], sentence: str) -> None:
    person = Client()
    person.get(invited(admin))
    response = person.post("/join/", NEW | change)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert not User.objects.filter(email="kim@example.com").exists()
    assert Invitation.objects.count() == 1


def test_somebody_who_is_known_signs_in_and_joins_a_second_team(admin: Client, team: Team) -> None:
    user = make_member(make_team("Procurement", roles=[]), Role.MANAGER, email="kim@example.com")
    person = Client()
    person.get(invited(admin))
    page = person.get("/join/").content.decode()
    assert ("There is an account for kim@example.com" in page, 'name="new_password1"' in page) == (True, False)
    assert person.post("/join/", NEW).status_code == 200  # no password of theirs can be set from here
    sent = {"username": user.email, "password": PASSWORD, "next": "/join/"}
    assert person.post("/sign-in/", sent)["Location"] == "/join/"
    assert person.post("/join/")["Location"] == "/"
    assert set(user.memberships.values_list("team__name", "role")) == {
        ("Procurement", "manager"),
        ("Legal", "reviewer"),
    }
    page = person.get("/").content.decode()
    assert ("You are in Legal now." in page, "Go to Procurement" in page) == (True, True)
    other = user.teams.get(name="Procurement")
    assert person.post(reverse("contracts:choose_team"), {"team": other.pk})["Location"] == "/"
    assert "Go to Legal" in person.get("/").content.decode()


def test_an_invitation_is_for_the_address_that_it_names(admin: Client) -> None:
    user = make_user("lee@example.com")
    person = Client()
    person.force_login(user)
    person.get(invited(admin))
    response = person.post("/join/")
    assert (response.status_code, "for somebody else" in response.content.decode()) == (403, True)
    assert not user.memberships.exists()


def test_sending_again_makes_a_new_link_and_ends_the_old(admin: Client, team: Team) -> None:
    old = invited(admin)
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "expired" in admin.get(MEMBERS).content.decode()
    admin.post(reverse("contracts:invitation_again", args=[invitation.pk]))
    new = link_on(admin)
    assert [Client().get(link, follow=True).status_code for link in (old, new)] == [410, 200]
    assert Invitation.objects.get().expires_at > timezone.now() + timedelta(days=6)
    assert acts(team) == ["member.invited", "member.invited_again"]


def test_a_withdrawn_or_expired_invitation_lets_nobody_in(admin: Client, team: Team) -> None:
    link = invited(admin)
    person = Client()
    person.get(link)
    admin.post(reverse("contracts:invitation_withdraw", args=[Invitation.objects.get().pk]))
    assert person.post("/join/", NEW).status_code == 410
    late = invited(admin, "late@example.com")
    Invitation.objects.update(expires_at=timezone.now())
    assert Client().get(late, follow=True).status_code == 410
    assert not User.objects.filter(email__in=["kim@example.com", "late@example.com"]).exists()
    assert acts(team) == ["member.invited", "member.uninvited", "member.invited"]


def test_nobody_is_invited_twice_or_into_where_they_are(admin: Client, team: Team) -> None:
    invited(admin)
    again = admin.post(MEMBERS, {"email": "KIM@example.com", "role": "admin"})
    assert (again.status_code, "is open" in again.content.decode()) == (422, True)
    inside = admin.post(MEMBERS, {"email": people_of(team)[Role.MEMBER].email, "role": "admin"})
    assert (inside.status_code, "is in the team already" in inside.content.decode()) == (422, True)
    assert Invitation.objects.get().role == "reviewer"


def test_roles_change_and_people_leave(admin: Client, team: Team) -> None:
    places = {place.role: place for place in team.memberships.all()}
    admin.post(reverse("contracts:member_role", args=[places["member"].pk]), {"role": "reviewer"})
    admin.post(reverse("contracts:member_role", args=[places["member"].pk]), {"role": "reviewer"})
    admin.post(reverse("contracts:member_remove", args=[places["manager"].pk]))
    assert sorted(team.memberships.values_list("role", flat=True)) == ["admin", "reviewer", "reviewer"]
    details = list(team.trail.order_by("number").values_list("act", "details"))
    member, manager = (str(places[role].user) for role in ("member", "manager"))
    assert [
        (act, said["person"].startswith(who)) for (act, said), who in zip(details, (member, manager), strict=True)
    ] == [
        ("member.role", True),
        ("member.removed", True),
    ]
    assert admin.post(reverse("contracts:member_role", args=[places["member"].pk]), {"role": "king"}).status_code == 404


@pytest.mark.parametrize("way", ["role", "remove"])
def test_the_last_admin_stays(admin: Client, team: Team, way: str) -> None:
    place = team.memberships.get(role=Role.ADMIN)
    address = reverse(f"contracts:member_{way}", args=[place.pk])
    page = admin.post(address, {"role": "member"}, follow=True).content.decode()
    assert "A team needs an admin." in page
    assert Membership.objects.get(pk=place.pk).role == "admin"
    make_member(team, Role.ADMIN, is_active=False)  # a closed account looks after nothing
    admin.post(address, {"role": "member"})
    assert Membership.objects.get(pk=place.pk).role == "admin"
    make_member(team, Role.ADMIN)
    assert admin.post(address, {"role": "member"})["Location"] == "/"  # no longer an admin: the page is not theirs
    assert not Membership.objects.filter(pk=place.pk, role="admin").exists()


def test_invitations_are_limited(admin: Client, team: Team, monkeypatch) -> None:
    monkeypatch.setattr("contracts.member_views.take", lambda *about: 120)
    page = admin.post(MEMBERS, {"email": "kim@example.com", "role": "member"}, follow=True).content.decode()
    assert "Wait 2 minutes" in page
    assert not Invitation.objects.exists()


def test_the_page_costs_the_same_for_many_people(admin: Client, team: Team, django_assert_max_num_queries) -> None:
    for number in range(30):
        make_member(team, name=f"Person {number}")
    with django_assert_max_num_queries(10):
        admin.get(MEMBERS)


def test_a_team_that_wants_a_second_factor_leads_to_setting_it_up(admin: Client, team: Team) -> None:
    admin.post(reverse("contracts:team_second_factor"), {"wanted": "on"})
    admin.post(reverse("contracts:team_second_factor"), {"wanted": "on"})
    assert acts(team) == ["team.second_factor"]
    member = people_of(team)[Role.MEMBER]
    person = Client()
    person.force_login(member)
    assert person.get("/")["Location"] == reverse("contracts:second_factor")
    secret = re.search(r'class="code">([A-Z2-7 ]+)<', person.get(reverse("contracts:second_factor")).content.decode())[
        1
    ]
    step = int(time.time()) // 30
    wrong = person.post(reverse("contracts:second_factor"), {"code": "000000"})
    assert (wrong.status_code, "This code is not right" in wrong.content.decode()) == (422, True)
    sent = {"code": code_at(secret.replace(" ", ""), step)}
    codes = re.findall(
        r"<li>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</li>",
        person.post(reverse("contracts:second_factor"), sent).content.decode(),
    )
    assert len(codes) == 10
    assert person.get("/").status_code == 200
    off = person.post(reverse("contracts:second_factor_off"), {"code": "000000"})
    assert off.status_code == 422
    assert person.post(reverse("contracts:second_factor_off"), {"code": codes[0]}).status_code == 302
    assert person.get("/")["Location"] == reverse("contracts:second_factor")
    assert acts(team)[1:] == ["second_factor.on", "second_factor.off"]


def test_the_operator_can_want_it_of_everybody(admin: Client, team: Team, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    assert admin.get("/")["Location"] == reverse("contracts:second_factor")
    secret = new_secret()
    assert turn_on(people_of(team)[Role.ADMIN], secret, code_at(secret, int(time.time()) // 30))
    assert admin.get("/").status_code == 200
    assert "has made it a must" in admin.get(MEMBERS).content.decode()


def test_new_recovery_codes_take_a_code_and_end_the_old(team: Team) -> None:
    user, secret = people_of(team)[Role.MEMBER], new_secret()
    old = turn_on(user, secret, code_at(secret, int(time.time()) // 30))
    person = Client()
    person.force_login(user)
    page = person.post(reverse("contracts:recovery_codes"), {"code": old[0]}).content.decode()
    new = re.findall(r"<li>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</li>", page)
    assert (len(new), set(new) & set(old)) == (10, set())
    assert person.post(reverse("contracts:second_factor_off"), {"code": old[1]}).status_code == 422
    assert person.post(reverse("contracts:second_factor_off"), {"code": new[1]}).status_code == 302
