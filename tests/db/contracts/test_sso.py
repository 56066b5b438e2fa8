"""Coming in through the organisation’s own provider: who is let in, and who is not, whatever the other side says."""

from __future__ import annotations

import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from contracts.checks import check_single_sign_on
from contracts.invitations import invite
from contracts.models import Role, User
from contracts.second_factor import turn_on
from contracts.totp import code_at, new_secret
from tests.factories import make_member, make_team, make_user, people_of
from tests.oidc_server import OidcServer, oidc

__all__ = ["oidc"]
pytestmark = pytest.mark.django_db


def come(client: Client, oidc: OidcServer, wanted: str = "") -> HttpResponse:
    """The whole way: to the provider, and back with what it answered."""
    there = client.get(reverse("contracts:sso"), {"next": wanted} if wanted else {})
    assert there["Location"].startswith(f"{oidc.url}/authorize?")
    back = oidc.authorize(there["Location"])
    return client.get(back.removeprefix("http://testserver"))


def who(client: Client) -> str:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else ""


def refusal(client: Client, oidc: OidcServer) -> str:
    response = come(client, oidc)
    assert response["Location"] == reverse("contracts:sign_in")
    assert who(client) == ""
    return client.get(response["Location"]).content.decode()


def test_a_known_address_comes_in_and_goes_where_it_wanted(client: Client, oidc: OidcServer) -> None:
    user = make_member(make_team("Legal", roles=[]), Role.MEMBER, email="kim@example.com")
    wanted = reverse("reviews:new_contract")
    assert come(client, oidc, wanted)["Location"] == wanted
    assert who(client) == "kim@example.com"
    linked = SocialAccount.objects.values_list("user", "provider", "uid", "extra_data")
    assert list(linked) == [(user.pk, "oidc", "kim-1", {})]


def test_afterwards_the_identifier_counts_and_not_the_address(client: Client, oidc: OidcServer) -> None:
    make_member(make_team("Legal", roles=[]), Role.MEMBER, email="kim@example.com")
    come(client, oidc)
    oidc.person |= {"email": "kim.vale@example.com", "email_verified": False}
    again = Client()
    come(again, oidc)
    assert who(again) == "kim@example.com"
    assert list(SocialAccount.objects.values_list("extra_data", flat=True)) == [{}]


def test_an_invited_person_gets_an_account_and_a_place(client: Client, oidc: OidcServer) -> None:
    team = make_team("Legal")
    invite(team, people_of(team)[Role.ADMIN], "kim@example.com", Role.REVIEWER)
    assert come(client, oidc)["Location"] == reverse("reviews:contracts")
    user = User.objects.get(email="kim@example.com")
    assert (user.name, user.has_usable_password()) == ("Kim Vale", False)
    assert list(user.memberships.values_list("team__name", "role")) == [("Legal", "reviewer")]
    assert list(team.trail.order_by("number").values_list("act", flat=True)) == [
        "member.invited",
        "member.joined",
        "sign_in",
    ]
    assert not team.invitations.exists()


def test_strangers_stay_out(client: Client, oidc: OidcServer) -> None:
    assert "no invitation for kim@example.com" in refusal(client, oidc)
    assert not User.objects.exists()


def test_a_domain_that_the_operator_names_gets_accounts_but_no_team(client: Client, oidc: OidcServer, settings) -> None:
    settings.OIDC_DOMAINS = ["example.com"]
    come(client, oidc)
    assert who(client) == "kim@example.com"
    assert client.get("/").status_code == 403
    oidc.person |= {"sub": "eve", "email": "eve@example.com.evil.example"}
    assert "no invitation" in refusal(Client(), oidc)


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
def test_only_verified_addresses_count(client: Client, oidc: OidcServer, verified: object) -> None:
    make_user("kim@example.com")
    oidc.person["email_verified"] = verified
    assert "has not verified your mail address" in refusal(client, oidc)
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(client: Client, oidc: OidcServer) -> None:
    make_user("kim@example.com", is_active=False)
    assert "closed" in refusal(client, oidc)


def test_the_second_factor_is_asked_for_all_the_same(client: Client, oidc: OidcServer) -> None:
    user, secret = make_user("kim@example.com"), new_secret()
    step = int(time.time()) // 30
    assert turn_on(user, secret, code_at(secret, step - 1))
    assert come(client, oidc)["Location"] == reverse("contracts:second_step")
    assert who(client) == ""
    client.post(reverse("contracts:second_step"), {"code": code_at(secret, step + 1)})
    assert who(client) == "kim@example.com"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
    ],
)
def test_a_token_for_somebody_or_something_else_lets_nobody_in(
    client: Client, oidc: OidcServer, claims: dict[str, object]
) -> None:
    make_user("kim@example.com")
    oidc.claims = claims
    assert "did not confirm who you are" in refusal(client, oidc)


def test_a_token_that_others_signed_lets_nobody_in(client: Client, oidc: OidcServer) -> None:
    make_user("kim@example.com")
    oidc.signing_key = rsa.generate_private_key(65537, 2048)
    assert "did not confirm who you are" in refusal(client, oidc)


def test_an_answer_about_another_person_lets_nobody_in(client: Client, oidc: OidcServer) -> None:
    make_user("kim@example.com")
    oidc.answer = {"sub": "somebody-else"}
    assert "did not confirm who you are" in refusal(client, oidc)


def test_a_provider_that_calls_itself_otherwise_is_not_asked(client: Client, oidc: OidcServer) -> None:
    oidc.issuer = "https://elsewhere.example"
    response = client.get(reverse("contracts:sso"))
    assert response["Location"] == reverse("contracts:sign_in")
    assert oidc.asked == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize("query", ["", "?code=x&state=made-up", "?error=access_denied", "?error=<script>"])
def test_coming_back_without_having_gone_leads_to_the_door(client: Client, oidc: OidcServer, query: str) -> None:
    make_user("kim@example.com")
    response = client.get(reverse("contracts:sso_back") + query)
    assert response["Location"] == reverse("contracts:sign_in")
    assert "<script>" not in client.get(response["Location"]).content.decode().split("<body")[1]
    assert "/token" not in oidc.asked


def test_an_answer_is_good_in_the_browser_that_asked_and_once(client: Client, oidc: OidcServer) -> None:
    make_user("kim@example.com")
    there = client.get(reverse("contracts:sso"))
    back = oidc.authorize(there["Location"]).removeprefix("http://testserver")
    other = Client()
    other.get(back)
    assert who(other) == ""
    client.get(back)
    assert who(client) == "kim@example.com"


def test_the_door_offers_it_only_where_it_is_set(client: Client, oidc: OidcServer, settings) -> None:
    assert "Sign in with Aldermoor ID" in client.get(reverse("contracts:sign_in")).content.decode()
    settings.OIDC_ISSUER = settings.OIDC_NAME = ""
    assert "Sign in with" not in client.get(reverse("contracts:sign_in")).content.decode()
    assert client.get(reverse("contracts:sso")).status_code == 404
    assert oidc.asked == []


def test_wanting_to_go_elsewhere_leads_home(client: Client, oidc: OidcServer) -> None:
    make_member(make_team("Legal", roles=[]), Role.MEMBER, email="kim@example.com")
    assert come(client, oidc, "https://evil.example/")["Location"] == reverse("reviews:contracts")


@pytest.mark.parametrize("algorithm, key", [("none", ""), ("HS256", "k" * 32)])
def test_a_token_that_anybody_could_make_lets_nobody_in(
    client: Client, oidc: OidcServer, algorithm: str, key: str
) -> None:
    make_user("kim@example.com")
    claims = {"iss": oidc.url, "aud": "clausemark", "exp": int(time.time()) + 300, **oidc.person}
    oidc.forged = jwt.encode(claims, key or None, algorithm, headers={"kid": "first"})
    assert "did not confirm who you are" in refusal(client, oidc)


@pytest.mark.parametrize("found", [["a list"], {"issuer": 7}, {"issuer": "", "jwks_uri": None}, "words"])
def test_a_provider_that_talks_nonsense_lets_nobody_in(client: Client, oidc: OidcServer, found: object) -> None:
    oidc.found = found
    assert client.get(reverse("contracts:sso"))["Location"] == reverse("contracts:sign_in")


def test_a_provider_that_is_away_is_owned_up_to(client: Client, oidc: OidcServer, settings) -> None:
    there = client.get(reverse("contracts:sso"))
    back = oidc.authorize(there["Location"]).removeprefix("http://testserver")
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    response = client.get(back)
    assert response["Location"] == reverse("contracts:sign_in")
    assert "did not confirm who you are" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    "issuer, client_id, found",
    [
        ("", "", []),
        ("https://id.example.com", "clausemark", []),
        ("http://127.0.0.1:9000", "clausemark", []),
        ("http://id.example.com", "clausemark", ["clausemark.E001"]),
        ("https://id.example.com", "", ["clausemark.E002"]),
    ],
)
def test_settings_that_cannot_work_are_named_at_the_start(
    oidc: OidcServer, settings, issuer: str, client_id: str, found: list[str]
) -> None:
    settings.OIDC_ISSUER = issuer
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["client_id"] = client_id
    assert [message.id for message in check_single_sign_on()] == found
