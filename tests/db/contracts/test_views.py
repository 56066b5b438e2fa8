"""The door: signing in and out, the language, papers as they were uploaded, and pages for what went wrong."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image

from contracts.models import Reading, Role, Team, User
from contracts.originals import attachment
from tests.factories import (
    PASSWORD,
    give_file,
    make_contract,
    make_paper,
    make_picture,
    make_team,
    make_user,
    people_of,
)

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
    Reading.objects.filter(pk=version.reading_id).update(media_type="text/html")
    response = signed_in.get(reverse("contracts:version_file", args=[contract.public_id, version.pk]))
    assert b"".join(response.streaming_content).startswith(b"Norvik AI Service Terms")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"


@pytest.fixture
def pdf_address(team: Team) -> str:
    """Where an uploaded PDF of twenty known bytes lies, under a name that wants to break out."""
    version = make_paper(make_contract(team), "dpa", "", '\u202efdp.b\r\n"x.pdf')
    give_file(version, b"%PDF-0123456789abcde")
    version.reading.media_type = "application/pdf"
    version.reading.save()
    return reverse("contracts:version_file", args=[version.document.contract.public_id, version.pk])


def body_of(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_pdf_is_given_whole_and_never_to_be_shown(signed_in: Client, pdf_address: str) -> None:
    response = signed_in.get(pdf_address)
    assert (response.status_code, body_of(response)) == (200, b"%PDF-0123456789abcde")
    assert response["Content-Type"] == "application/pdf"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == "20"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Content-Disposition"].startswith('attachment; filename="_fdp.b___x.pdf"; ')
    assert "\n" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "status", "given", "content_range"),
    [
        ("bytes=0-4", 206, b"%PDF-", "bytes 0-4/20"),
        ("bytes=5-5", 206, b"0", "bytes 5-5/20"),
        ("bytes=15-", 206, b"abcde", "bytes 15-19/20"),
        ("bytes=-3", 206, b"cde", "bytes 17-19/20"),
        ("bytes=-300", 206, b"%PDF-0123456789abcde", "bytes 0-19/20"),
        ("bytes=18-900", 206, b"de", "bytes 18-19/20"),
        ("bytes=20-", 416, b"", "bytes */20"),
        ("bytes=-0", 416, b"", "bytes */20"),
        ("bytes=5-2", 200, b"%PDF-0123456789abcde", None),
        ("bytes=0-1,4-5", 200, b"%PDF-0123456789abcde", None),
        ("bytes=-", 200, b"%PDF-0123456789abcde", None),
        ("lines=1-2", 200, b"%PDF-0123456789abcde", None),
    ],
)
def test_a_part_of_a_file_is_given_where_that_is_asked(
    signed_in: Client, pdf_address: str, asked: str, status: int, given: bytes, content_range: str | None
) -> None:
    response = signed_in.get(pdf_address, headers={"range": asked})
    assert (response.status_code, body_of(response)) == (status, given)
    assert response.get("Content-Range") == content_range
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_part_of_another_file_is_not_mixed_in(signed_in: Client, pdf_address: str) -> None:
    response = signed_in.get(pdf_address, headers={"range": "bytes=0-4", "if-range": '"of-yesterday"'})
    assert (response.status_code, len(body_of(response))) == (200, 20)
    response = signed_in.get(pdf_address, headers={"range": "bytes=0-4", "if-range": response["ETag"]})
    assert (response.status_code, len(body_of(response))) == (206, 5)


def test_what_was_read_comes_as_plain_text(signed_in: Client, team: Team) -> None:
    body = "<script>alert(1)</script>\r\n\x85 第1条"
    version = make_paper(make_contract(team), "dpa", body, "契約.html")
    response = signed_in.get(reverse("contracts:version_text", args=[version.document.contract.public_id, version.pk]))
    assert response.content.decode() == body
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].endswith("%E5%A5%91%E7%B4%84.txt")


def test_pages_of_pictures_are_drawn_anew(signed_in: Client, team: Team) -> None:
    version = make_picture(make_contract(team))
    give_file(version, version.load() + b"<script>")
    contract = version.document.contract.public_id
    address = reverse("contracts:version_picture", args=[contract, version.pk, 1])
    response = signed_in.get(address)
    assert response["Content-Type"] == "image/png"
    assert b"<script>" not in response.content
    assert Image.open(BytesIO(response.content)).format == "PNG"
    assert signed_in.get(reverse("contracts:version_picture", args=[contract, version.pk, 0])).status_code == 404
    give_file(version, b"\x89PNG\r\n\x1a\n broken")
    assert signed_in.get(address).status_code == 404
    text = make_contract(team).documents.first().versions.get()
    no_picture = reverse("contracts:version_picture", args=[text.document.contract.public_id, text.pk, 1])
    assert signed_in.get(no_picture).status_code == 404


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
