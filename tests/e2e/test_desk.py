"""People decide on findings: by keyboard, two at once, and to the end, where a reviewer signs and somebody verifies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from contracts.models import Role, Team
from reviews import pipeline
from reviews.decide import must_be_decided
from reviews.models import Decision, EvidenceSpan, Review, SignOff
from reviews.settle import findings_of
from reviews.values import Opinion
from tests.db.reviews.bundles import uploaded
from tests.e2e.test_evidence import PAPER
from tests.e2e.test_screens import TOO_WIDE, keep, sign_in
from tests.e2e.test_screens import folder as folder
from tests.factories import make_checklist_version, make_decision, make_review, make_team, people_of

pytestmark = pytest.mark.django_db(transaction=True)
Opened = Callable[..., Page]


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def review(team: Team) -> Review:
    contract = uploaded([("terms.pdf", PAPER, "master_terms")], team)
    review = make_review(contract, checklist_version=make_checklist_version(team))
    pipeline.run(Review.objects.claim(review.pk))
    review.refresh_from_db()
    return review


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer, review: Review, team: Team) -> Iterator[Opened]:
    """Opens the desk as somebody of the team; what the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_desk(role: Role, language: str = "en", width: int = 1440, scheme: str = "light") -> Page:
        user = people_of(team)[role]
        user.language = language
        user.save()
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, locale=language, color_scheme=scheme, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, live_server.url, user.email)
        page.goto(live_server.url + reverse("reviews:desk", args=[review.public_id]))
        return page

    yield open_desk
    for context in contexts:
        context.close()
    assert [said for said in complaints if "409" not in said and "422" not in said] == []


def settled(page: Page) -> None:
    page.wait_for_function("!document.querySelector('.htmx-request')")


def test_a_lawyer_decides_by_keyboard(opened: Opened, review: Review) -> None:
    page = opened(Role.MEMBER)
    page.wait_for_selector("#sheets[data-ready]")
    title = page.locator("#now")
    first = title.inner_text()
    expect(page.locator(".queue li[aria-current]")).to_contain_text(first)
    page.keyboard.press("c")
    expect(page.locator("#so-far")).to_contain_text("1 of 47 decided")
    expect(page.locator(".verdict .ruled")).to_contain_text("Confirmed")
    page.keyboard.press("u")
    expect(page.locator("#so-far")).to_contain_text("0 of 47 decided")
    page.keyboard.press("v")
    expect(page.locator(".panel input[type=radio]").first).to_be_focused()
    expect(page.locator("details[open] .choice").first).to_contain_text("score ")
    page.locator(".panel input[value=acceptable]").check()
    reason = page.locator("#why-override")
    reason.fill("")
    reason.type("An amendment of June says cuju thirty days.")  # with letters that are keys
    assert page.locator("#now").inner_text() == first
    page.locator("details[open] button[type=submit]").click()
    expect(page.locator(".verdict .ruled")).to_contain_text("Overridden to Acceptable")
    expect(page.locator(".verdict .effect")).to_contain_text("after decisions")
    expect(page.locator(".queue li[data-group=decided]")).to_have_count(1)
    page.keyboard.press("j")
    expect(title).not_to_have_text(first)
    second = title.inner_text()
    page.keyboard.press("x")
    expect(page.locator("#why-dismiss")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("details[name=act][open]")).to_have_count(0)
    page.keyboard.press("m")
    page.keyboard.type("Is this still so?")
    page.locator("details[open] button[type=submit]").click()
    expect(page.locator(".past summary")).to_have_text("1 entry")
    page.keyboard.press("k")
    page.keyboard.press("j")
    expect(title).to_have_text(second)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    acts = list(Decision.objects.filter(review=review).values_list("act", flat=True))
    assert acts == ["confirm", "undo", "override", "comment"]


def test_two_who_decide_at_once_both_know(opened: Opened, review: Review, team: Team) -> None:
    one, other = opened(Role.MEMBER), opened(Role.REVIEWER)
    for page in (one, other):
        page.wait_for_selector("#sheets[data-ready]")
    assert one.locator("#now").inner_text() == other.locator("#now").inner_text()
    one.keyboard.press("c")
    expect(one.locator("#so-far")).to_contain_text("1 of 47 decided")
    other.keyboard.press("x")
    other.keyboard.type("We do not buy this part.")
    other.locator("details[open] button[type=submit]").click()
    told = other.get_by_role("alert")
    expect(told).to_contain_text(f"{people_of(team)[Role.MEMBER]} decided meanwhile.")
    expect(told).to_contain_text("Confirmed")
    expect(other.locator("#why-dismiss")).to_have_value("We do not buy this part.")
    assert [row.act for row in Decision.objects.filter(review=review)] == ["confirm"]
    other.locator("details[open] button[type=submit]").click()
    expect(other.locator(".verdict .ruled")).to_contain_text("Dismissed")
    rows = list(Decision.objects.filter(review=review))
    assert [(row.act, row.replaces_id) for row in rows] == [("confirm", None), ("dismiss", rows[0].pk)]


def test_a_reviewer_signs_and_a_manager_verifies_in_japanese(
    opened: Opened, review: Review, team: Team, live_server: LiveServer, tmp_path: Path, folder: Path | None
) -> None:
    page = opened(Role.REVIEWER, "ja")
    page.wait_for_selector("#sheets[data-ready]")
    must = must_be_decided(findings_of(review), {})
    page.keyboard.press("c")
    expect(page.locator("#so-far")).to_contain_text("47件中1件")
    for finding in must:
        if not Decision.objects.filter(review=review, item=finding.item).exists():
            make_decision(review, finding.item)
    page.goto(live_server.url + reverse("reviews:sign_off", args=[review.public_id]))
    page.locator("input[name=agreed]").check()
    page.get_by_role("button", name="承認").click()
    expect(page.locator(".facts")).to_contain_text(SignOff.objects.get().pdf_sha256, timeout=30_000)
    keep(page, folder, "signed-ja-1440")
    with page.expect_download() as started:
        page.get_by_role("link", name="承認済みPDF").first.click()
    file = tmp_path / "signed.pdf"
    started.value.save_as(file)
    manager = opened(Role.MANAGER, "ja")
    expect(manager.locator(".verdict")).to_contain_text("受付を終了")
    manager.goto(live_server.url + reverse("reviews:verify"))
    manager.locator("#pdf").set_input_files(file)
    expect(manager.locator(".answer h2")).to_contain_text("はい", timeout=10_000)
    keep(manager, folder, "verified-ja-1440")
    file.write_bytes(file.read_bytes() + b"\n")
    manager.locator("#pdf").set_input_files(file)
    expect(manager.locator(".answer h2")).to_contain_text("いいえ")


def test_both_readers_lead_to_their_words(opened: Opened, review: Review) -> None:
    """The words of the answer that does not stand are marked on the page as well."""
    spans = EvidenceSpan.objects.filter(finding__review=review).select_related("finding").order_by("start")
    own, others = spans.first(), spans.filter(page=2).first()
    opinion = Opinion("model", "present", "favourable", {}, (others.value,), 0.8, {"en": "Says so.", "ja": "その旨。"})
    row = own.finding
    placed = {**asdict(others.value), "page": others.page, "boxes": others.boxes}
    row.other = {**asdict(opinion), "evidence": [placed]}
    row.save()
    others.finding.evidence.all().delete()
    page = opened(Role.MEMBER)
    page.wait_for_selector("#sheets[data-ready]")
    expect(page.locator("#now")).to_have_text(page.locator(f'.queue li[data-finding="{row.item}"] > a').inner_text())
    local, model = page.locator(".readers .places").all()
    assert model.locator("a").get_attribute("data-words") == f"{others.start}-{others.end}"
    model.locator("a").click()
    expect(page.locator(f'.mark.on.other[data-words="{others.start}-{others.end}"]').first).to_be_in_viewport()
    expect(model.locator("a")).to_have_attribute("aria-current", "true")
    expect(page.locator(".queue li[aria-current]")).to_have_attribute("data-finding", row.item)
    local.locator("a").first.click()
    expect(page.locator(f'.mark.on[data-words="{own.start}-{own.end}"]').first).to_be_in_viewport()
    expect(page.locator(".mark.on.other")).to_have_count(0)


def height_of(part: Locator) -> float:
    return part.bounding_box()["height"]


def test_on_a_phone_findings_come_first_and_the_bar_leaves_room(opened: Opened, review: Review) -> None:
    page = opened(Role.MEMBER, width=390)
    expect(page.locator(".queue li[aria-current]")).to_be_visible()
    expect(page.locator(".bench")).to_be_hidden()
    quoted = EvidenceSpan.objects.filter(finding__review=review).first()
    words = f"{quoted.start}-{quoted.end}"
    page.locator(f'.queue a[data-words="{words}"]').first.click()
    page.wait_for_selector("#sheets[data-ready]")
    expect(page.locator("#queue-lines")).to_be_hidden()
    expect(page.locator(".marks .mark.on").first).to_be_in_viewport()
    bar, stage = page.locator("#verdict"), page.locator("#sheets")
    assert height_of(stage) > 0.3 * 900
    assert stage.bounding_box()["y"] + height_of(stage) <= bar.bounding_box()["y"] + 1
    expect(page.locator("#verdict button[data-key=c]")).to_be_in_viewport(ratio=1)
    page.locator(".switch a[data-view=text]").click()
    page.wait_for_selector("#content[data-live]")
    expect(page.locator("#words")).to_be_in_viewport()
    expect(page.locator("#verdict button[data-key=c]")).to_be_in_viewport(ratio=1)
    page.locator("[data-list]").click()
    expect(page.locator(".queue li[aria-current]")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_the_desk_fits(
    opened: Opened, review: Review, team: Team, folder: Path | None, language: str, width: int, scheme: str
) -> None:
    items = list(review.findings.values_list("item", flat=True)[:8])
    make_decision(review, items[1], "override", grade="acceptable", text="A side letter says thirty days.")
    make_decision(review, items[2], "dismiss", text="We do not buy this part.")
    page = opened(Role.REVIEWER, language, width, scheme)
    name = f"{language}-{width}-{scheme}"
    if page.locator(".queue .open").is_visible():
        keep(page, folder, f"queue-{name}")
        page.locator(".queue .open").click()
    page.wait_for_selector("#sheets[data-ready]")
    page.wait_for_selector(".page canvas")
    keep(page, folder, f"desk-{name}")
    assert page.evaluate(TOO_WIDE) == []
    page.locator("details[data-key=v] summary").click()
    keep(page, folder, f"override-{name}")
    assert page.evaluate(TOO_WIDE) == []
    silent = review.findings.filter(status="absent").first().item
    page.goto(page.url.split("?")[0] + f"?finding={silent}")
    page.wait_for_selector("#sheets[data-ready]")
    keep(page, folder, f"silent-{name}")
    assert page.evaluate(TOO_WIDE) == []
    page.goto(page.url.split("/papers/")[0] + "/")
    keep(page, folder, f"report-{name}")
    assert page.evaluate(TOO_WIDE) == []
    page.goto(page.url.rstrip("/") + "/sign-off/")
    keep(page, folder, f"sign-off-{name}")
    assert page.evaluate(TOO_WIDE) == []
