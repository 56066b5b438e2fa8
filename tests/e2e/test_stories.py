"""What each role comes for, from start to end, where no other file tells it; what an admin does stands in three:
test_checklists.py, test_people.py and test_second_reader.py. The workers’ code runs here between two pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from contracts.models import Contract, Role, Team
from reviews.decide import must_be_decided
from reviews.models import Decision, ReportFile, Review, SignOff
from reviews.settle import findings_of
from reviews.tasks import make_report, run_review
from tests.e2e.test_evidence import PAPER
from tests.e2e.test_screens import sign_in
from tests.factories import (
    make_checklist_version,
    make_contract,
    make_decision,
    make_finished_review,
    make_team,
    people_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
RISE = "値上げの予告期間", "Notice of a price rise"
REFUSED = {"en": "Your role does not allow this", "ja": "この操作を行う権限がありません"}
PRICING = "pricing.increase_notice"


@pytest.fixture
def team() -> Team:
    team = make_team()
    make_checklist_version(team)
    return team


@pytest.fixture
def page_of(browser: Browser, live_server: LiveServer, team: Team) -> Iterator[Callable[[Role, str], Page]]:
    """A page of somebody who is signed in; what the browser complains of fails the test."""
    contexts, complaints = [], []

    def of(role: Role, language: str) -> Page:
        user = people_of(team)[role]
        user.language = language
        user.save()
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale=language, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, live_server.url, user.email)
        return page

    yield of
    for context in contexts:
        context.close()
    assert [said for said in complaints if "403" not in said] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_member_uploads_reads_decides_and_exports(
    page_of: Callable[[Role, str], Page], live_server: LiveServer, language: str
) -> None:
    page = page_of(Role.MEMBER, language)
    page.locator(f'.empty a[href="{reverse("reviews:new_contract")}"]').click()
    page.fill("input[name=vendor]", "Norvik AI")
    page.set_input_files("#files", {"name": "terms.pdf", "mimeType": "application/pdf", "buffer": PAPER})
    page.locator("main form button.first[type=submit]").click()
    page.wait_for_url("**/reviews/**")
    page.goto("about:blank")  # its page asks how far it is, and the database of tests is in memory
    review = Review.objects.get()
    run_review(review.pk)

    page.goto(live_server.url + reverse("reviews:review", args=[review.public_id]))
    expect(page.locator(".score .figure")).to_contain_text(str(int(Review.objects.get().score)))
    finding = page.locator(f"[id='{PRICING}']")
    expect(finding).to_contain_text(RISE[language == "en"])
    expect(finding.locator("blockquote").first).to_contain_text("fourteen days after it is posted")
    expect(finding.locator(".ladder-rungs li[aria-current]")).to_have_count(1)
    page.locator(f'a.button.first[href="{reverse("reviews:desk", args=[review.public_id])}"]').click()
    page.locator(".queue li > a", has_text=RISE[language == "en"]).first.click()
    page.wait_for_selector(".marks .mark.on", state="attached")
    page.keyboard.press("c")
    expect(page.locator(".verdict .ruled")).to_be_visible()
    assert list(Decision.objects.values_list("item", "act")) == [(PRICING, "confirm")]

    page.goto(live_server.url + reverse("reviews:review", args=[review.public_id]))
    page.locator("details.menu > summary.button").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="JSON").click()
    assert f'"item": "{PRICING}"' in Path(coming.value.path()).read_text()
    page.locator(f'form[action="{reverse("reviews:report_pdf", args=[review.public_id, language])}"] button').click()
    expect(page.locator("#file[role=status]")).to_be_visible()
    page.goto("about:blank")
    make_report(ReportFile.objects.get().pk)
    page.goto(live_server.url + reverse("reviews:report_pdf", args=[review.public_id, language]))
    with page.expect_download() as coming:
        page.locator("a[data-download]").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")


def test_a_reviewer_signs_and_verifies_in_english(
    page_of: Callable[[Role, str], Page], live_server: LiveServer, team: Team, tmp_path: Path
) -> None:
    """In Japanese: test_desk.py."""
    review = make_finished_review(make_contract(team))
    page = page_of(Role.REVIEWER, "en")
    page.goto(live_server.url + reverse("reviews:sign_off", args=[review.public_id]))
    expect(page.locator("main")).to_contain_text("must be decided first")
    for finding in must_be_decided(findings_of(review), {}):
        make_decision(review, finding.item, user=people_of(team)[Role.REVIEWER])
    page.reload()
    page.locator("input[name=agreed]").check()
    page.get_by_role("button", name="Sign off").click()
    expect(page.locator(".facts")).to_contain_text(SignOff.objects.get().pdf_sha256, timeout=30_000)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Signed PDF").first.click()
    coming.value.save_as(tmp_path / "signed.pdf")
    page.goto(live_server.url + reverse("reviews:verify"))
    page.locator("#pdf").set_input_files(tmp_path / "signed.pdf")
    expect(page.locator(".answer h2")).to_contain_text("Yes", timeout=10_000)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_manager_comments_and_changes_nothing(
    page_of: Callable[[Role, str], Page], live_server: LiveServer, team: Team, language: str
) -> None:
    """Reading the portfolio, comparing and exporting: test_portfolio.py."""
    page = page_of(Role.MANAGER, language)
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator(f'a[href="{reverse("reviews:new_contract")}"]')).to_have_count(0)
    page.locator(f'.empty a[href="{reverse("reviews:guide")}"]').click()
    expect(page.locator(".guide nav [aria-current]")).to_have_attribute("href", "?role=manager")
    expect(page.locator(".guide-text img").first).to_have_js_property("complete", True)

    review = make_finished_review(make_contract(team))
    page.goto(live_server.url + reverse("reviews:review", args=[review.public_id]))
    expect(page.locator(f'a[href="{reverse("reviews:sign_off", args=[review.public_id])}"]')).to_have_count(0)
    page.goto(live_server.url + reverse("reviews:paper", args=[review.public_id, 0]) + f"?view=text&finding={PRICING}")
    expect(page.locator("details[name=act]")).to_have_count(1)
    page.locator("details[data-key=m] summary").click()
    page.fill("#say", "会議までに確認をお願いします。")
    page.locator("details[open] button[type=submit]").click()
    expect(page.locator(".past summary")).to_be_visible()
    assert list(Decision.objects.values_list("act", "text")) == [("comment", "会議までに確認をお願いします。")]

    for address in (reverse("reviews:new_contract"), reverse("reviews:new_checklist"), reverse("reviews:models")):
        assert page.goto(live_server.url + address).status == 403
    expect(page.locator("main h1")).to_have_text(
        {"en": "Your role does not allow this", "ja": "この操作を行う権限がありません"}[language]
    )
    token = page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value")
    refused = page.request.post(
        live_server.url + reverse("reviews:decide", args=[review.public_id, PRICING]),
        form={"act": "confirm", "seen": "0", "paper": "0", "csrfmiddlewaretoken": token},
    )
    assert refused.status == 403
    assert (Contract.objects.count(), Decision.objects.count()) == (1, 1)
