"""An invitation from the admin’s page to the new person’s first page, and a second factor from the app to the door."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from contracts.invitations import invite
from contracts.models import Invitation, Role, SecondFactor, User
from contracts.totp import code_at
from tests.e2e.test_screens import TOO_WIDE, WIDTHS, sign_in
from tests.factories import PASSWORD, make_member, make_team, make_user
from tests.oidc_server import OidcServer, oidc

__all__ = ["oidc"]
pytestmark = pytest.mark.django_db(transaction=True)
NEW_PASSWORD = "quiet harbour lamp 7"


def opened(browser: Browser, language: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale=language).new_page()
    said: list[str] = []
    page.said = said  # type: ignore[attr-defined]
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    return page


def keep(page: Page, request: pytest.FixtureRequest, name: str) -> None:
    """Nothing overflows at either width, nothing breaks the policy; with --screens a picture of each."""
    page.wait_for_load_state()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(TOO_WIDE) == [], name
        if folder := request.config.getoption("--screens"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/people-{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    assert [line for line in page.said if "422" not in line and "429" not in line] == [], name  # type: ignore[attr-defined]


def go(page: Page, address: str) -> None:
    """By the menu under one’s name, as people go."""
    page.locator("header .menu > summary").click()
    page.locator(f'header .menu a[href="{address}"]').click()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_admin_invites_and_somebody_new_joins(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest, language: str
) -> None:
    team = make_team("Aldermoor Procurement", roles=[])
    admin = make_member(team, Role.ADMIN, name="Ada Quill", language=language)
    make_member(team, Role.MANAGER, name="Mana Osei")
    page = opened(browser, language)
    sign_in(page, live_server.url, admin.email)
    go(page, reverse("contracts:members"))
    keep(page, request, f"members-{language}")
    page.fill("[name=email]", "kim.vale@example.com")
    page.locator("[aria-labelledby=invite] [name=role]").select_option("reviewer")
    page.locator("[aria-labelledby=invite] button[type=submit]").click()
    link = page.locator(".link-once input").input_value()
    keep(page, request, f"invited-{language}")

    person = opened(browser, language)
    person.goto(link)
    assert person.url == live_server.url + reverse("contracts:join")
    keep(person, request, f"join-{language}")
    person.fill("[name=name]", "Kim Vale")
    person.fill("[name=new_password1]", "short")
    person.fill("[name=new_password2]", "short")
    person.click("button.first")
    assert person.locator("p.error").count() == 1
    keep(person, request, f"join-refused-{language}")
    person.fill("[name=new_password1]", NEW_PASSWORD)
    person.fill("[name=new_password2]", NEW_PASSWORD)
    person.click("button.first")
    person.wait_for_url(live_server.url + "/")
    assert "Aldermoor Procurement" in person.locator(".toast").inner_text()
    user = User.objects.get(email="kim.vale@example.com")
    assert list(user.memberships.values_list("team", "role")) == [(team.pk, "reviewer")]
    assert not Invitation.objects.exists()

    page.reload()
    assert page.locator(".people li").count() == 3
    place = user.memberships.get()
    form = page.locator(f'form[action="{reverse("contracts:member_role", args=[place.pk])}"]')
    form.locator("select").select_option("manager")
    form.locator("button").click()
    page.wait_for_selector(".toast")
    assert user.memberships.get().role == "manager"
    row = page.locator(".people li", has_text="Kim Vale")
    row.locator("details summary").click()
    row.locator("details button").click()
    page.wait_for_selector(".toast")
    assert page.locator(".people li").count() == 2
    person.goto(live_server.url)
    assert person.locator("header .team").count() == 0  # out at once
    page.context.close()
    person.context.close()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_second_factor_is_set_up_and_asked_for(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest, language: str
) -> None:
    user = make_member(make_team(roles=[]), Role.MEMBER, name={"en": "Kim Vale", "ja": "蓮見 志保"}[language])
    User.objects.filter(pk=user.pk).update(language=language)
    page = opened(browser, language)
    sign_in(page, live_server.url, user.email)
    go(page, reverse("contracts:profile"))
    keep(page, request, f"profile-{language}")
    page.locator(f'main a[href="{reverse("contracts:second_factor")}"]').click()
    assert page.locator("svg.qr").bounding_box()["width"] > 150
    keep(page, request, f"second-factor-{language}")
    secret = page.locator("figcaption .code").inner_text().replace(" ", "")
    page.fill("[name=code]", code_at(secret, int(time.time()) // 30))
    page.click("main button.first")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    keep(page, request, f"codes-{language}")
    page.click("main a.first")
    keep(page, request, f"profile-on-{language}")
    page.locator(f'main a[href="{reverse("contracts:second_factor_off")}"]').click()
    keep(page, request, f"second-factor-off-{language}")
    page.context.close()

    SecondFactor.objects.update(last_step=0)  # as if the half minute of the code had passed
    page = opened(browser, language)
    page.goto(live_server.url)
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button.first")
    page.wait_for_url(live_server.url + reverse("contracts:second_step"))
    page.fill("[name=code]", "000000")
    page.click("button.first")
    assert page.locator("p.error").count() == 1
    keep(page, request, f"second-step-{language}")
    page.fill("[name=code]", code_at(secret, int(time.time()) // 30))
    page.click("button.first")
    page.wait_for_url(live_server.url + "/")
    page.context.close()

    page = opened(browser, language)
    page.goto(live_server.url)
    for _ in range(5):
        page.fill("[name=username]", user.email)
        page.fill("[name=password]", "wrong")
        page.click("button.first")
    page.fill("[name=password]", PASSWORD)
    page.click("button.first")
    assert "15" in page.locator("p.error").inner_text()
    keep(page, request, f"too-many-{language}")
    page.context.close()


def test_an_invited_person_comes_in_by_the_organisation_s_own_sign_in(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest, oidc: OidcServer
) -> None:
    team = make_team("Aldermoor Procurement", roles=[])
    admin = make_member(team, Role.ADMIN, name="Ada Quill")
    page = opened(browser, "en")
    page.goto(live_server.url + reverse("contracts:sign_in"))
    keep(page, request, "sso-en")
    page.get_by_text("Sign in with Aldermoor ID").click()
    page.wait_for_selector(".toast")
    assert "no invitation for kim@example.com" in page.locator(".toast").inner_text()
    keep(page, request, "sso-refused-en")
    invite(team, admin, "kim@example.com", Role.MEMBER)
    page.get_by_text("Sign in with Aldermoor ID").click()
    page.wait_for_url(live_server.url + "/")
    assert "Kim Vale" in page.locator("header.bar").inner_text()
    page.context.close()


def test_the_operator_s_pages_obey_the_policy(
    browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> None:
    operator = make_user(is_staff=True, is_superuser=True, name="Olga Root")
    make_team()
    page = opened(browser, "en")
    page.goto(live_server.url + reverse("admin:index"))
    page.fill("[name=username]", operator.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button.first")
    page.wait_for_url(live_server.url + reverse("admin:index"))
    for name in ("index", "contracts_user_changelist", "contracts_team_changelist"):
        page.goto(live_server.url + reverse(f"admin:{name}"))
        page.wait_for_load_state()
        assert [line for line in page.said if "404" not in line] == [], name  # type: ignore[attr-defined]  # its icon
        if folder := request.config.getoption("--screens"):
            page.screenshot(path=f"{folder}/people-operator-{name}.png")
    page.context.close()
