"""The limits at the door, the second step, forgotten passwords, and sessions that can be ended."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.limits import Limit, forget_old, give_back, take
from contracts.models import Attempts, RecoveryCode, Role, SecondFactor, SignedIn, User
from contracts.reset import mail_reset_link
from contracts.second_factor import check_code, turn_off, turn_on
from contracts.sessions import word_device
from contracts.totp import code_at, new_secret
from tests.factories import PASSWORD, make_member, make_team, make_user

pytestmark = pytest.mark.django_db
DOOR = "/sign-in/"
FEW = Limit("few", 3, timedelta(minutes=15))


def attempt(client: Client, email: str, password: str, address: str = "192.0.2.1"):
    return client.post(DOOR, {"username": email, "password": password}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def step_now() -> int:
    return int(time.time()) // 30


def with_factor(user: User) -> tuple[str, list[str]]:
    """A secret whose last code is long used, and the recovery codes."""
    secret = new_secret()
    codes = turn_on(user, secret, code_at(secret, step_now()))
    SecondFactor.objects.filter(user=user).update(last_step=0)
    return secret, codes


def test_a_limit_counts_up_to_its_most_and_says_how_long_to_wait() -> None:
    assert [take(FEW, "kim") for _ in range(3)] == [0, 0, 0]
    assert 890 < take(FEW, "kim") <= 900
    assert take(FEW, "lee") == 0
    give_back(FEW, "kim")
    assert take(FEW, "kim") == 0
    assert take(FEW, "kim") > 0


def test_a_limit_begins_anew_when_its_time_is_over() -> None:
    for _ in range(4):
        take(FEW, "kim")
    Attempts.objects.update(since=timezone.now() - timedelta(minutes=15))
    assert take(FEW, "kim") == 0
    assert Attempts.objects.get().number == 1
    forget_old(timezone.now() + timedelta(hours=2))
    assert not Attempts.objects.exists()


def test_attempts_name_nobody() -> None:
    take(FEW, "kim@example.com", "192.0.2.1")
    assert re.fullmatch("[0-9a-f]{64}", Attempts.objects.get().key)


@pytest.mark.parametrize("email", ["kim@example.com", "nobody@example.com"])
def test_five_attempts_from_one_address_whether_or_not_there_is_such_an_account(client: Client, email: str) -> None:
    make_user("kim@example.com")
    for _ in range(5):
        response = attempt(client, email, "wrong")
        assert response.status_code == 200
        assert "do not match" in response.content.decode()
    response = attempt(client, email.upper(), PASSWORD)
    assert response.status_code == 429
    assert "Too many attempts. Wait 15 minutes, then try again." in response.content.decode()
    assert not is_in(client)
    assert attempt(Client(), "kim@example.com", PASSWORD, "192.0.2.2").status_code == 302  # nobody is locked out


def test_coming_in_begins_anew(client: Client) -> None:
    make_user("kim@example.com")
    for _ in range(3):
        for _ in range(4):
            attempt(client, "kim@example.com", "wrong")
        fresh = Client()
        assert attempt(fresh, "kim@example.com", PASSWORD).status_code == 302


def test_an_address_has_fifty_attempts_for_all_accounts_together(client: Client) -> None:
    make_user("kim@example.com")
    for number in range(50):
        assert attempt(client, f"person{number}@example.org", "wrong").status_code == 200
    assert attempt(client, "kim@example.com", PASSWORD).status_code == 429
    assert attempt(client, "kim@example.com", PASSWORD, "2001:db8::1").status_code == 302


def test_an_ipv6_network_counts_as_one_address() -> None:
    for number in range(5):
        attempt(Client(), "kim@example.com", "wrong", f"2001:db8:0:1::{number + 1}")
    assert attempt(Client(), "kim@example.com", "wrong", "2001:db8:0:1:ffff::9").status_code == 429
    assert attempt(Client(), "kim@example.com", "wrong", "2001:db8:0:2::1").status_code == 200


@pytest.mark.parametrize("trusted", [True, False])
def test_behind_a_proxy_its_own_word_counts_and_nobody_else_s(client: Client, settings, trusted: bool) -> None:
    settings.TRUST_PROXY = trusted
    for number in range(6):
        told = f"203.0.113.{number}, 198.51.100.{number}"
        sent = {"username": "kim@example.com", "password": "wrong"}
        response = client.post(DOOR, sent, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=told)
    assert response.status_code == (200 if trusted else 429)


def test_a_closed_account_is_told_what_a_wrong_password_is_told(client: Client) -> None:
    make_user("kim@example.com", is_active=False)
    assert "do not match" in attempt(client, "kim@example.com", PASSWORD).content.decode()


def test_the_second_step_comes_between_password_and_session(client: Client) -> None:
    user = make_member(make_team("Legal", roles=[]), Role.MEMBER, email="kim@example.com")
    secret, _ = with_factor(user)
    assert attempt(client, "kim@example.com", PASSWORD)["Location"] == reverse("contracts:second_step")
    assert not is_in(client)
    assert client.get("/").status_code == 302
    wrong = client.post(reverse("contracts:second_step"), {"code": "000000"})
    assert (wrong.status_code, "This code is not right" in wrong.content.decode()) == (422, True)
    assert client.post(reverse("contracts:second_step"), {"code": code_at(secret, step_now())})["Location"] == "/"
    assert is_in(client)


def test_nobody_gets_to_the_second_step_without_the_first(client: Client) -> None:
    assert client.get(reverse("contracts:second_step"))["Location"] == DOOR
    secret, _ = with_factor(make_user("kim@example.com"))
    sent = {"code": code_at(secret, step_now())}
    assert client.post(reverse("contracts:second_step"), sent)["Location"] == DOOR


def test_a_changed_password_ends_the_wait_for_the_second_step(client: Client) -> None:
    user = make_user("kim@example.com")
    secret, _ = with_factor(user)
    attempt(client, "kim@example.com", PASSWORD)
    user.set_password("another battery staple")
    user.save()
    sent = {"code": code_at(secret, step_now())}
    assert client.post(reverse("contracts:second_step"), sent)["Location"] == DOOR


def test_second_steps_are_limited_for_an_account_from_anywhere(client: Client) -> None:
    secret, _ = with_factor(make_user("kim@example.com"))
    attempt(client, "kim@example.com", PASSWORD)
    for number in range(5):
        client.post(reverse("contracts:second_step"), {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{number}")
    sent = {"code": code_at(secret, step_now())}
    response = client.post(reverse("contracts:second_step"), sent)
    assert (response.status_code, "Too many attempts" in response.content.decode()) == (429, True)
    assert not is_in(client)


def test_each_code_works_once() -> None:
    user = make_user()
    secret, codes = with_factor(user)
    code = code_at(secret, step_now())
    assert [check_code(user, code), check_code(user, code)] == [True, False]
    assert [check_code(user, codes[0].upper().replace("-", " ")), check_code(user, codes[0])] == [True, False]
    assert RecoveryCode.objects.filter(user=user).count() == 9
    assert not check_code(make_user(), codes[1])
    turn_off(user)
    assert not check_code(user, codes[1])


def test_nothing_in_the_database_opens_the_second_step() -> None:
    user = make_user()
    secret, codes = with_factor(user)
    kept = SecondFactor.objects.get().sealed_secret + "".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert secret not in kept
    assert not any(code.replace("-", "") in kept for code in codes)


def test_asking_for_a_password_says_the_same_to_everybody_and_three_times(
    client: Client, settings, monkeypatch
) -> None:
    settings.HAS_MAIL = True
    user, asked = make_user("kim@example.com"), []
    monkeypatch.setattr("contracts.tasks.send_reset_mail.delay", lambda *sent: asked.append(sent))
    pages = []
    for email in ("kim@example.com", "nobody@example.com"):
        for _ in range(3):
            page = client.post(reverse("contracts:forgot"), {"email": email}).content.decode()
        pages.append(re.sub("csrfmiddlewaretoken.*?>", "", page).replace(email, ""))
        refused = client.post(reverse("contracts:forgot"), {"email": email})
        assert (refused.status_code, "Wait 60 minutes" in refused.content.decode()) == (429, True)
    assert pages[0] == pages[1]
    assert [one[0] for one in asked] == [user.pk] * 3 + [0] * 3


def test_a_link_sets_another_password_once_and_ends_all_sessions(client: Client) -> None:
    user = make_member(make_team("Legal", roles=[]), Role.MEMBER, email="kim@example.com")
    elsewhere = Client()
    elsewhere.force_login(user)
    mail_reset_link(user.pk, "ja", "https://clausemark.example.com/")
    assert mail.outbox[0].subject == "Clausemarkの新しいパスワード"
    link = re.search(r"https://clausemark\.example\.com(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    sent = {"new_password1": "quiet harbour lamp 7", "new_password2": "quiet harbour lamp 7"}
    assert client.post(form.request["PATH_INFO"], sent)["Location"] == DOOR
    assert not is_in(client)
    assert elsewhere.get("/").status_code == 302
    assert "no longer works" in Client().get(link, follow=True).content.decode()
    assert attempt(client, "kim@example.com", "quiet harbour lamp 7").status_code == 302
    acts = user.teams.get().trail.order_by("number").values_list("act", flat=True)
    assert list(acts) == ["password.reset", "sign_in"]


def test_no_mail_to_nobody_closed_accounts_and_people_without_a_password() -> None:
    closed, without = make_user(is_active=False), make_user()
    without.set_unusable_password()
    without.save()
    for pk in (0, closed.pk, without.pk):
        mail_reset_link(pk, "en", "https://clausemark.example.com/")
    assert mail.outbox == []


def test_sessions_are_listed_and_ended_by_their_owner_only() -> None:
    user, other = make_user("kim@example.com"), make_user("lee@example.com")
    here, there, foreign = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Firefox/140.0"), Client()
    attempt(here, user.email, PASSWORD)
    attempt(there, user.email, PASSWORD, "192.0.2.7")
    attempt(foreign, other.email, PASSWORD)
    page = here.get(reverse("contracts:profile")).content.decode()
    assert ("Firefox, Linux" in page, "192.0.2.7" in page, "this browser" in page) == (True, True, True)
    row = SignedIn.objects.get(address="192.0.2.7")
    assert foreign.post(reverse("contracts:session_end", args=[row.pk])).status_code == 404
    assert is_in(there)
    here.post(reverse("contracts:session_end", args=[row.pk]))
    assert there.get(reverse("contracts:profile")).status_code == 302
    attempt(there, user.email, PASSWORD)
    here.post(reverse("contracts:sessions_end"))
    assert there.get(reverse("contracts:profile")).status_code == 302
    assert here.get(reverse("contracts:profile")).status_code == 200
    assert foreign.get(reverse("contracts:profile")).status_code == 200


def test_another_password_ends_all_other_sessions() -> None:
    user = make_user("kim@example.com")
    here, there = Client(), Client()
    for client in (here, there):
        attempt(client, user.email, PASSWORD)
    sent = {"old_password": "wrong", "new_password1": "quiet harbour lamp 7", "new_password2": "quiet harbour lamp 7"}
    assert here.post(reverse("contracts:password"), sent).status_code == 422
    assert here.post(reverse("contracts:password"), sent | {"old_password": PASSWORD}).status_code == 302
    assert there.get(reverse("contracts:profile")).status_code == 302
    assert here.get(reverse("contracts:profile")).status_code == 200
    assert SignedIn.objects.count() == Session.objects.filter(signed_in__user=user).count() == 1


def test_signing_out_forgets_the_session() -> None:
    client = Client()
    attempt(client, make_user("kim@example.com").email, PASSWORD)
    assert SignedIn.objects.count() == 1
    client.post(reverse("contracts:sign_out"))
    assert SignedIn.objects.count() == 0


def test_being_seen_is_noted_every_five_minutes_and_free_in_between(client: Client, django_assert_num_queries) -> None:
    client.force_login(make_user("kim@example.com"))
    SignedIn.objects.update(seen_at=timezone.now() - timedelta(hours=3))
    with django_assert_num_queries(2):  # the session, and the person
        client.get(reverse("contracts:set_language"))
    session = client.session
    session["seen"] = 0
    session.save()
    client.get(reverse("contracts:profile"))
    assert timezone.now() - SignedIn.objects.get().seen_at < timedelta(minutes=1)


@pytest.mark.parametrize(
    "said, word",
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_browsers_have_names(said: str, word: str) -> None:
    assert word_device(said) == word


def test_second_factors_move_to_a_new_key_and_work_without_the_old(settings) -> None:
    settings.CLAUSEMARK_KEYS = ["old"]
    user = make_user()
    secret, codes = with_factor(user)
    settings.CLAUSEMARK_KEYS = ["new", "old"]
    call_command("reseal_keys", stdout=(said := StringIO()))
    assert "1 second factors are sealed" in said.getvalue()
    settings.CLAUSEMARK_KEYS = ["new"]
    assert check_code(user, code_at(secret, step_now()))
    settings.CLAUSEMARK_KEYS = ["lost"]
    assert [check_code(user, code_at(secret, step_now() + 1)), check_code(user, codes[0])] == [False, True]
