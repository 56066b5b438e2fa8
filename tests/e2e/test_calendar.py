"""From the terms of a contract to the last day to act: on its page, in the calendar, and in a calendar program."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from contracts.calendar import Length, before, last_day
from contracts.date_words import word_day
from contracts.models import Contract, Role, User
from contracts.term_rows import add_other, enter_terms, today
from tests.e2e.test_screens import TOO_WIDE, WIDTHS, contract_url, keep, sign_in
from tests.factories import make_contract, make_finished_review, make_member, make_team, make_vendor

pytestmark = pytest.mark.django_db(transaction=True)


def start_for(ahead: int) -> date:
    """A start after which the notice against the first renewal of a year’s term (60 days) is due in about so long."""
    last = today() + timedelta(days=ahead + 60)
    return date(last.year - 1, last.month, min(last.day, 28))


def test_what_a_member_enters_is_computed_shown_and_fed(browser: Browser, live_server: LiveServer) -> None:
    team = make_team("Aldermoor Procurement", roles=[])
    user = make_member(team, Role.MEMBER, name="Ines Halvorsen", language="en")
    contract = make_contract(team, "Research assistant", vendor=make_vendor(team, "Fjellbyte"))
    start = start_for(40)
    end = last_day(start, Length(12, "months"))
    assert end
    act = before(end, Length(60, "days"))
    assert act
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en")
    page = context.new_page()
    sign_in(page, live_server.url, user.email)

    page.goto(live_server.url + contract_url(contract))
    page.get_by_role("link", name="Enter or correct dates").click()
    page.get_by_label("Start").fill(start.isoformat())
    for name, number, unit in (("initial", 12, "months"), ("renewal", 12, "months"), ("notice", 60, "days")):
        page.fill(f"input[name={name}_number]", str(number))
        page.select_option(f"select[name={name}_unit]", unit)
    page.get_by_label("Renews by itself").select_option("1")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**" + contract_url(contract))
    row = page.locator("#dates tbody tr").filter(has_text="Last day").first
    expect(row).to_contain_text(word_day(act))

    page.get_by_role("link", name="Calendar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One thing is due in the next 90 days")
    due = page.locator("section[aria-labelledby=due] li")
    expect(due).to_have_count(1)
    expect(due).to_contain_text(word_day(act))
    expect(due).to_contain_text("Research assistant")

    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Address of the feed").input_value()
    context.close()
    stranger = browser.new_context()
    answer = stranger.request.get(address)
    assert answer.status == 200
    assert f"DTSTART;VALUE=DATE:{act:%Y%m%d}" in answer.text()
    assert stranger.request.get(address.replace(".ics", "0.ics")).status == 404
    stranger.close()


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path | None:
    chosen = request.config.getoption("--screens")
    if chosen:
        Path(chosen).mkdir(parents=True, exist_ok=True)
    return Path(chosen) if chosen else None


def make_dated(language: str) -> tuple[User, Contract]:
    """Contracts of which some renew soon; an administrator; the contract with the most dates."""
    is_ja = language == "ja"
    team = make_team("蒼樹精機 購買部" if is_ja else "Aldermoor Procurement", roles=[])
    user = make_member(team, Role.ADMIN, name="蓮見 志保" if is_ja else "Ines Halvorsen", language=language)
    contracts = []
    for number, name in enumerate(("Fjellbyte", "株式会社綴葉知能", "Quillmoor Systems Holdings, Inc.", "Larkspur")):
        title = f"サービス利用規約 {number + 1}" if is_ja else f"Services agreement {number + 1}"
        contract = make_contract(team, title, vendor=make_vendor(team, name), owner=user if number % 2 else None)
        contracts.append(contract)
        said = {
            "start": (start_for(6 + 25 * number), None, ""),
            "initial": (None, 12, "months"),
            "renews": (None, 1, ""),
            "renewal": (None, 12, "months"),
            "notice": (None, 60, "days"),
        }
        enter_terms(contract, user, said if number < 3 else {"start": said["start"]})
    make_finished_review(contracts[0], created_by=user)
    make_finished_review(contracts[3], created_by=user)
    label = "料金改定の協議" if is_ja else "Prices are negotiated"
    add_other(contracts[0], user, label, today() + timedelta(days=3))
    return user, contracts[0]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_pages_of_dates_fit(browser: Browser, live_server: LiveServer, folder: Path | None, language: str) -> None:
    user, contract = make_dated(language)
    pages = {
        "calendar": reverse("contracts:calendar"),
        "contract-dates": contract_url(contract),
        "enter-dates": reverse("contracts:dates", args=[contract.public_id]),
    }
    complaints: list[str] = []
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, locale=language)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        sign_in(page, live_server.url, user.email)
        for name, address in pages.items():
            page.goto(live_server.url + address)
            keep(page, folder, f"{name}-{language}-{width}")
            assert page.evaluate(TOO_WIDE) == [], f"{name} in {language} at {width} spills over"
        context.close()
    assert complaints == []
