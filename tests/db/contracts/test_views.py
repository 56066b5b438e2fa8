"""The door: signing in and out, the language, papers as they were uploaded, and pages for what went wrong."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from contracts.models import Role, Team, User
from contracts.views import attachment
from tests.factories import PASSWORD, make_contract, make_team, make_user, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def user(team: Team) -> User:
    return people_of(team)[Role.MEMBER]


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_sign_in_leads_to_where_one_wanted_to_go(client: Client, user: User) -> None:
    wanted = reverse("reviews:new_contract")
    door = client.get(wanted)
    assert door.status_code == 302
    response = client.post(door["Location"], {"username": user.email.upper(), "password": PASSWORD, "next": wanted})
    assert response["Location"] == wanted
    assert client.get("/").status_code == 200


def test_sign_in_never_leads_elsewhere(client: Client, user: User) -> None:
    sent = {"username": user.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(reverse("contracts:sign_in"), sent)["Location"] == "/"


@pytest.mark.parametrize("who", ["wrong password", "nobody"])
def test_sign_in_says_the_same_of_a_wrong_password_and_of_nobody(client: Client, user: User, who: str) -> None:
    email = user.email if who == "wrong password" else "nobody@example.com"
    response = client.post(reverse("contracts:sign_in"), {"username": email, "password": "wrong"})
    assert "The address and the password do not match." in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()
    assert client.get("/").status_code == 302


def test_sign_out_ends_the_session(signed_in: Client) -> None:
    assert signed_in.post(reverse("contracts:sign_out"))["Location"] == reverse("contracts:sign_in")
    assert signed_in.get("/").status_code == 302


def test_language_before_sign_in_follows_the_browser_then_the_cookie(client: Client) -> None:
    address = reverse("contracts:sign_in")
    assert "サインイン" in client.get(address, headers={"accept-language": "ja,en;q=0.5"}).content.decode()
    client.post(reverse("contracts:set_language"), {"language": "en", "next": address})
    page = client.get(address, headers={"accept-language": "ja"}).content.decode()
    assert ('lang="en"' in page, "サインイン" in page) == (True, False)


def test_language_of_a_person_follows_them_to_any_browser(signed_in: Client, user: User) -> None:
    response = signed_in.post(reverse("contracts:set_language"), {"language": "ja", "next": "/contracts/new/"})
    assert response["Location"] == "/contracts/new/"
    other_browser = Client(headers={"accept-language": "en"})
    other_browser.force_login(User.objects.get(pk=user.pk))
    assert "新しい契約" in other_browser.get("/contracts/new/").content.decode()


def test_language_switch_takes_no_one_elsewhere_and_no_other_language(signed_in: Client, user: User) -> None:
    address = reverse("contracts:set_language")
    assert signed_in.post(address, {"language": "ja", "next": "https://evil.example/"})["Location"] == "/"
    assert signed_in.post(address, {"language": "xx", "next": "/"})["Location"] == "/"
    user.refresh_from_db()
    assert user.language == "ja"


@pytest.mark.parametrize("back", ["foo", "contracts:nowhere", "no:such\r\nX: y"])
def test_language_switch_takes_no_words_for_the_name_of_a_view(signed_in: Client, back: str) -> None:
    assert signed_in.post(reverse("contracts:set_language"), {"language": "ja", "next": back}).status_code == 302


def test_sign_in_does_not_lead_back_to_itself(signed_in: Client) -> None:
    address = reverse("contracts:sign_in")
    assert signed_in.get(address, {"next": address})["Location"] == "/"
    assert signed_in.get(address, {"next": f"{address}?next=x"})["Location"] == "/"


def test_nothing_of_a_team_is_kept_by_a_browser_or_a_proxy(signed_in: Client, team: Team) -> None:
    contract = make_contract(team)
    version = contract.documents.first().versions.get()
    for address in (
        "/",
        reverse("reviews:contract", args=[contract.public_id]),
        reverse("contracts:version_file", args=[contract.public_id, version.pk]),
    ):
        assert signed_in.get(address)["Cache-Control"] == "private, no-store"


def test_an_uploaded_file_comes_back_as_an_attachment_of_no_type(signed_in: Client, team: Team) -> None:
    contract = make_contract(team)
    version = contract.documents.first().versions.get()
    type(version).objects.filter(pk=version.pk).update(name='契約"書;\r\n.html')
    response = signed_in.get(reverse("contracts:version_file", args=[contract.public_id, version.pk]))
    assert b"".join(response.streaming_content).startswith(b"Norvik AI Service Terms")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert "script-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("terms.pdf", "attachment; filename=\"terms.pdf\"; filename*=UTF-8''terms.pdf"),
        ('a"b;c.pdf', "attachment; filename=\"a_b_c.pdf\"; filename*=UTF-8''a%22b%3Bc.pdf"),
        ("../x\r\n", "attachment; filename=\".._x__\"; filename*=UTF-8''.._x%0D%0A"),
        ("約款", "attachment; filename=\"__\"; filename*=UTF-8''%E7%B4%84%E6%AC%BE"),
    ],
)
def test_attachment_names_stay_inside_their_quotes(name: str, header: str) -> None:
    assert attachment(name) == header


@pytest.mark.parametrize("language", ["en", "ja"])
def test_errors_speak_the_reader_s_language(signed_in: Client, team: Team, user: User, language: str) -> None:
    User.objects.filter(pk=user.pk).update(language=language)
    missing = {"en": "There is no such page", "ja": "ページが見つかりません"}[language]
    response = signed_in.get("/nowhere/")
    assert (response.status_code, missing in response.content.decode()) == (404, True)
    team.memberships.update(role=Role.MANAGER)
    forbidden = {"en": "Your role does not allow this", "ja": "この操作を行う権限がありません"}[language]
    response = signed_in.get(reverse("reviews:new_contract"))
    assert (response.status_code, forbidden in response.content.decode()) == (403, True)


def test_a_form_without_its_token_is_refused_in_words(user: User) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "ja"})
    response = client.post(reverse("contracts:sign_in"), {"username": user.email, "password": PASSWORD})
    assert (response.status_code, "フォームの有効期限が切れました" in response.content.decode()) == (403, True)


def test_too_much_at_once_is_refused_in_words(signed_in: Client) -> None:
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=5):
        response = signed_in.post(reverse("contracts:set_language"), {f"field{number}": "x" for number in range(9)})
    assert (response.status_code, "too large to take in" in response.content.decode()) == (413, True)


def test_an_error_of_ours_has_a_page(team: Team, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False, headers={"accept-language": "ja"})
    client.force_login(user)
    monkeypatch.setattr("reviews.views.contracts.PER_PAGE", 0)  # nothing that ours would ever do: a division by zero
    response = client.get("/")
    assert (response.status_code, "システムで問題が発生しました" in response.content.decode()) == (500, True)


def test_a_person_without_a_team_is_told_whom_to_ask(client: Client) -> None:
    user = make_user("alone@example.com")
    client.force_login(user)
    response = client.get("/")
    assert (response.status_code, "alone@example.com" in response.content.decode()) == (403, True)
