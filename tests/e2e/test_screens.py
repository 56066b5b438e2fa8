"""Every page at two widths, in both languages, light and dark: nothing overflows, nothing is refused by the policy.

With --screens FOLDER the pictures are kept, to be looked at beside the design.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from contracts.models import Contract, Role, User
from tests.factories import (
    PASSWORD,
    make_checklist_version,
    make_contract,
    make_finished_review,
    make_member,
    make_paper,
    make_review,
    make_team,
    make_vendor,
)

pytestmark = pytest.mark.django_db(transaction=True)
TOO_WIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
    [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`)"""
WIDTHS = {1440: 900, 390: 844}


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path | None:
    chosen = request.config.getoption("--screens")
    if chosen:
        Path(chosen).mkdir(parents=True, exist_ok=True)
    return Path(chosen) if chosen else None


def make_world(language: str) -> tuple[User, dict[str, str]]:
    """A person and the pages to look at, by name."""
    name = {"en": "Aldermoor Procurement", "ja": "蒼樹精機 購買部"}[language]
    team = make_team(name, roles=[])
    user = make_member(
        team, Role.REVIEWER, name={"en": "Ines Halvorsen", "ja": "蓮見 志保"}[language], language=language
    )
    make_checklist_version(team)
    contract = make_contract(team)
    review = make_finished_review(contract, created_by=user)
    running = make_contract(team, "Enterprise terms, research assistant", vendor=make_vendor(team, "Fjellbyte"))
    make_review(running, status="running", step="items")
    refused = make_contract(team, "Order form 2026", vendor=make_vendor(team, "Tsuzuriha"), papers=[("sla", "SLA.\n")])
    make_paper(refused, "order_form", "locked", "order-form-2026.pdf", refusal="encrypted")
    make_review(refused, status="failed", failure="unreadable")
    for number in range(6):
        make_finished_review(
            make_contract(team, f"Terms {number + 1}", vendor=make_vendor(team, f"Vendor {number + 1}"))
        )
    quote = review.findings.exclude(evidence=None).first().evidence.first()
    empty = make_team("Empty", roles=[])
    make_member(empty, Role.MEMBER, email=f"empty-{language}@example.com", language=language)
    pages = {
        "contracts": reverse("reviews:contracts"),
        "new-contract": reverse("reviews:new_contract"),
        "contract": contract_url(contract),
        "progress": contract_url(running),
        "refused": contract_url(refused),
        "report": reverse("reviews:review", args=[review.public_id]),
        "report-critical": reverse("reviews:review", args=[review.public_id]) + "?grade=critical#findings",
        "paper": reverse("reviews:paper", args=[review.public_id, quote.document])
        + f"?words={quote.start}-{quote.end}#words",
        "not-found": "/nowhere/",
    }
    return user, pages


def contract_url(contract: Contract) -> str:
    return reverse("reviews:contract", args=[contract.public_id])


def sign_in(page: Page, base: str, email: str) -> None:
    page.goto(base + reverse("contracts:sign_in"))
    page.fill("input[name=username]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit].first")
    page.wait_for_url(base + "/")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_pages_fit_and_obey_the_policy(
    browser: Browser, live_server: LiveServer, folder: Path | None, language: str
) -> None:
    user, pages = make_world(language)
    complaints: list[str] = []
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + reverse("contracts:sign_in"))
        keep(page, folder, f"signin-{language}-{width}")
        sign_in(page, live_server.url, user.email)
        for name, address in pages.items():
            page.goto(live_server.url + address)
            keep(page, folder, f"{name}-{language}-{width}")
            assert page.evaluate(TOO_WIDE) == [], f"{name} in {language} at {width} spills over"
        context.close()
    assert [said for said in complaints if "404" not in said] == []


def keep(page: Page, folder: Path | None, name: str) -> None:
    if folder:
        page.screenshot(path=folder / f"{name}.png", full_page=True)
