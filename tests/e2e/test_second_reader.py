"""An admin lets a model in, a member asks it about one contract: what each of them is told, and what stands then."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from contracts.models import Role, User
from reviews.models import ModelCall, Review
from reviews.tasks import run_review
from tests.e2e.test_screens import TOO_WIDE, WIDTHS
from tests.factories import PASSWORD, make_contract, make_finished_review, make_member, make_team
from tests.model_server import ModelServer, model_server

__all__ = ["model_server"]
pytestmark = pytest.mark.django_db(transaction=True)
CAP = "Norvik’s total liability is limited to the fees paid in the twelve months before the claim."


def signed_in(browser: Browser, live_server: LiveServer, user: User) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(live_server.url)
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    return page


def keep(page: Page, request: pytest.FixtureRequest, name: str) -> None:
    """Nothing overflows at either width; with --screens a picture of each."""
    page.wait_for_load_state()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(TOO_WIDE) == [], name
        if folder := request.config.getoption("--screens"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/models-{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_second_reader_is_let_in_asked_and_reported(
    browser: Browser,
    live_server: LiveServer,
    model_server: ModelServer,
    settings,
    request: pytest.FixtureRequest,
    language: str,
):
    settings.CLAUSEMARK_MODEL_HOSTS = ["public", "127.0.0.1"]
    team = make_team(roles=[])
    admin = make_member(team, Role.ADMIN, name="Ada", language=language)
    member = make_member(team, Role.MEMBER, name="Mio", language=language)
    contract = make_contract(team)
    make_finished_review(contract)
    model_server.answers = {
        "liability.cap": {"status": "present", "grade": None, "values": [], "quotes": [{"paper": 0, "words": CAP}]}
    }

    page = signed_in(browser, live_server, admin)
    page.locator("header .menu > summary").click()
    page.locator(f'header .menu a[href="{reverse("reviews:models")}"]').click()
    keep(page, request, f"empty-{language}")
    page.locator(f'a[href="{reverse("reviews:provider_new")}"]').first.click()
    for name, value in {"name": "House model", "base_url": "http://10.0.0.8/v1", "model": "large"}.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=key]", "sk-test")
    page.fill("[name=price_fresh]", "1.25")
    page.fill("[name=price_output]", "10")
    page.fill("[name=at_once]", "1")
    page.click("main button[type=submit]")
    assert page.locator("#id_base_url_error").is_visible()  # a private address that the operator did not list
    keep(page, request, f"provider-{language}")
    page.fill("[name=base_url]", model_server.url)
    page.fill("[name=key]", "sk-test")
    page.click("main button[type=submit]")
    page.fill("[name=budget]", "25")
    page.check("[name=is_on]")
    page.locator("[aria-labelledby=rule] button[type=submit]").click()
    page.locator('form[action$="/test/"] button').click()
    assert page.locator(".probe li").count() == 5
    keep(page, request, f"models-{language}")
    page.context.close()

    page = signed_in(browser, live_server, member)
    page.goto(live_server.url + reverse("reviews:contract", args=[contract.public_id]))
    keep(page, request, f"contract-{language}")
    page.locator(f'a[href="{reverse("reviews:second_reader", args=[contract.public_id])}"]').first.click()
    assert model_server.url.removeprefix("http://").removesuffix("/v1") in page.locator(".receivers").inner_text()
    keep(page, request, f"ask-{language}")
    model_server.received.clear()
    page.check("[value=thorough]")
    page.click("main button[type=submit]")
    review = Review.objects.get(reader="thorough")
    assert model_server.received == []  # the worker sends, not the page
    page.goto("about:blank")  # its page asks how far it is, and the database of tests is in memory
    run_review(review.pk)
    assert len(model_server.received) == 6
    page.goto(live_server.url + reverse("reviews:review", args=[review.public_id]))
    assert "large" in page.locator("main").inner_text()
    keep(page, request, f"report-{language}")
    page.goto(live_server.url + reverse("reviews:contract_calls", args=[contract.public_id]))
    assert page.locator("tbody tr").count() == ModelCall.objects.filter(contract=contract).count() == 6
    keep(page, request, f"left-{language}")
    page.context.close()

    page = signed_in(browser, live_server, admin)
    page.goto(live_server.url + reverse("reviews:calls"))
    assert page.locator("tbody tr").count() == 7  # the test too
    keep(page, request, f"calls-{language}")
    page.context.close()
