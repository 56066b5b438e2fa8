"""An admin makes the default checklist the team’s own: changes it, tries a phrase, previews, publishes, exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from contracts.models import Role, Team
from reviews import drafts
from reviews.models import ChecklistVersion, Preview, Review
from reviews.pipeline import run, start_review
from reviews.tasks import run_preview
from tests.e2e.test_screens import TOO_WIDE, keep, sign_in
from tests.factories import make_checklist_version, make_contract, make_member, make_team

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = {"en": "Aldermoor checklist", "ja": "蒼樹精機チェックリスト"}
WORDS = {
    "en": {
        "edit": "Make the copy",
        "notice": "Notice of a price rise",
        "save": "Save draft",
        "preview": "Preview",
        "publish": "Publish version 1",
        "done": "Version 1 is published.",
        "tried": "lines match.",
        "export": "Export YAML",
    },
    "ja": {
        "edit": "複製を作成する",
        "notice": "値上げの予告期間",
        "save": "下書きを保存",
        "preview": "試算する",
        "publish": "第1版を公開する",
        "done": "第1版を公開しました。",
        "tried": "が一致しています。",
        "export": "YAMLを書き出す",
    },
}


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path | None:
    chosen = request.config.getoption("--screens")
    if chosen:
        Path(chosen).mkdir(parents=True, exist_ok=True)
    return Path(chosen) if chosen else None


def reviewed_team(language: str) -> tuple[Team, str]:
    """A team with a contract that the default checklist has reviewed, and its admin."""
    team = make_team("Aldermoor Procurement", roles=[])
    admin = make_member(team, Role.ADMIN, name="Ines Halvorsen", language=language)
    version = make_checklist_version(team)
    review = start_review(make_contract(team), version, admin, language)
    run(Review.objects.claim(review.pk))
    return team, admin.email


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("ja", 390)])
def test_admin_keeps_a_checklist(
    browser: Browser, live_server: LiveServer, folder: Path | None, language: str, width: int
) -> None:
    team, email = reviewed_team(language)
    words = WORDS[language]
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language, accept_downloads=True)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, live_server.url, email)

    page.goto(live_server.url + reverse("reviews:checklists"))
    keep(page, folder, f"checklists-{language}-{width}")
    page.goto(live_server.url + reverse("reviews:new_checklist"))
    page.fill("input[name=en]", NAMES["en"])
    page.fill("input[name=ja]", NAMES["ja"])
    page.get_by_role("button", name=words["edit"]).click()

    page.get_by_role("link", name=words["notice"]).click()
    expect(page.get_by_role("heading", level=1, name=words["notice"])).to_be_visible()
    keep(page, folder, f"checklist-item-{language}-{width}")
    assert page.evaluate(TOO_WIDE) == []

    # A phrase is tried while it is being typed; a mistake in it is named at its line.
    details = page.locator("details.phrases").filter(has=page.locator('textarea[name="fact:price_change:en"]'))
    box = page.locator('textarea[name="fact:price_change:en"]')
    if not box.is_visible():
        details.locator("summary").click()
    before = box.input_value()
    box.fill("price change takes effect")
    expect(page.locator("#trial")).to_contain_text(words["tried"])
    expect(page.locator("#trial mark").first).to_contain_text("fourteen days after it is posted")
    keep(page, folder, f"checklist-try-{language}-{width}")
    box.fill("(price change")
    expect(page.locator("#trial [role=alert]")).to_contain_text("1")
    box.fill(before)

    # The ladder: thirty days become ten, so that fourteen are no longer critical.
    rules = page.locator("details.rule")
    row = rules.filter(has=page.locator('input[value="30"]')).first
    row.locator("summary").first.click()
    row.locator('input[value="30"]').fill("10")
    page.get_by_role("button", name=words["save"]).click()
    page.wait_for_load_state()
    item = drafts.ChecklistDraft.objects.get(checklist__team=team).items.get(key="pricing.increase_notice")
    assert "notice_days >= 10" in item.source

    page.goto(live_server.url + reverse("reviews:draft_changes", args=[item.draft.checklist_id]))
    page.get_by_role("button", name=words["preview"], exact=True).click()
    expect(page.locator("#preview progress")).to_be_visible()
    run_preview(Preview.objects.get().pk)
    expect(page.locator("#preview table")).to_contain_text("Norvik AI Service Terms")
    keep(page, folder, f"checklist-changes-{language}-{width}")
    assert page.evaluate(TOO_WIDE) == []

    page.get_by_role("button", name=words["publish"]).click()
    expect(page.locator("body")).to_contain_text(words["done"])
    keep(page, folder, f"checklist-version-{language}-{width}")
    assert page.evaluate(TOO_WIDE) == []
    with page.expect_download() as coming:
        page.get_by_role("link", name=words["export"]).click()
    version = ChecklistVersion.objects.get(checklist__name=NAMES["en"])
    assert Path(coming.value.path()).read_bytes() == version.source.encode()
    context.close()
    assert complaints == []
