"""A manager’s way through the portfolio in both languages: the whole, the worst, one clause everywhere, a choice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from contracts.models import Role, User
from reviews.models import Standing
from tests.e2e.test_screens import TOO_WIDE, WIDTHS, keep, sign_in
from tests.factories import make_contract, make_finished_review, make_member, make_team, make_vendor

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {
    "en": {
        "portfolio": "Portfolio",
        "headline": "8 contracts, 3 above what we accept",
        "worst": "Severe",
        "search": "Search clauses",
        "words": "fourteen days",
        "found": "fourteen",
        "compare": "Compare chosen",
        "differences": "only differences",
        "xlsx": "Table as XLSX",
        "vendors": "By vendor",
        "changes": "What changed",
    },
    "ja": {
        "portfolio": "ポートフォリオ",
        "headline": "契約8件、うち3件が許容範囲を超過",
        "worst": "深刻",
        "search": "条項検索",
        "words": "下回った月",
        "found": "下回った月",
        "compare": "選択した契約を比較",
        "differences": "相違のある項目のみ",
        "xlsx": "表をXLSXで出力",
        "vendors": "提供者別",
        "changes": "変更点",
    },
}
VENDORS = ("Fjellbyte", "Norvik AI", "つづりは", "Quillmoor", "霧島クラウド", "Harrowgate Data", "Osprey Lane")


def make_whole(language: str) -> User:
    """Eight contracts of different scores, one of them not reviewed; their manager."""
    team = make_team("Aldermoor Procurement", roles=[])
    user = make_member(team, Role.MANAGER, name="Ines Halvorsen", language=language)
    owner = make_member(team, Role.MEMBER, name="Tobias Renner")
    for number, name in enumerate(VENDORS):
        contract = make_contract(
            team,
            f"Service terms {number + 1}" if name.isascii() else f"サービス利用規約 {number + 1}",
            vendor=make_vendor(team, name),
            owner=owner if number % 2 else None,
            annual_spend=Decimal(12_000 * (number + 1)) if number != 3 else None,
            currency=("USD", "JPY", "USD", "", "USD", "EUR", "USD")[number],
        )
        make_finished_review(contract)
        band = ("severe", "severe", "high", "moderate", "moderate", "low", "low")[number]
        rows = Standing.objects.filter(contract=contract)
        rows.filter(category="").update(score=90 - 12 * number, low=84 - 12 * number, high=95 - 12 * number, band=band)
    make_contract(team, "Order form 2026", vendor=make_vendor(team, "Larkspur"))
    return user


@pytest.fixture
def folder(request: pytest.FixtureRequest) -> Path | None:
    chosen = request.config.getoption("--screens")
    if chosen:
        Path(chosen).mkdir(parents=True, exist_ok=True)
    return Path(chosen) if chosen else None


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_manager_sees_the_whole_and_chooses(browser: Browser, live_server: LiveServer, language: str) -> None:
    said, user = SAID[language], make_whole(language)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale=language)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
    sign_in(page, live_server.url, user.email)

    page.get_by_role("link", name=said["portfolio"], exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said["headline"])
    rows = page.locator("table.board tbody tr")
    expect(rows).to_have_count(8)
    expect(rows.first).to_contain_text("Fjellbyte")
    page.select_option("select[name=band]", "severe")
    page.locator(".filters button").click()
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text(said["worst"])

    cell = page.locator("svg.map a[href*='#data.training_use']").first
    address = cell.get_attribute("href")
    cell.locator("use").click()
    page.wait_for_url(f"**{address}")

    page.goto(live_server.url + reverse("reviews:portfolio"))
    with page.expect_download() as download:
        page.get_by_role("link", name=said["xlsx"]).click()
    assert download.value.suggested_filename == "portfolio.xlsx"

    page.get_by_role("link", name=said["search"]).click()
    page.fill("input[name=words]", said["words"])
    page.locator("form:has(input[name=words]) button").click()
    expect(page.locator(".hits mark").first).to_have_text(said["found"])
    page.locator(".hits .source a[href*='words=']").first.click()  # of a contract that was reviewed
    expect(page.locator("#words")).to_contain_text(said["found"])

    page.goto(live_server.url + reverse("reviews:portfolio"))
    for number in (0, 2):
        page.locator("input[name=contract]").nth(number).check()
    page.get_by_role("button", name=said["compare"]).click()
    expect(page.locator("table.sides thead th")).to_have_count(3)
    page.get_by_label(said["differences"]).check()
    page.locator("form.choices button").click()
    expect(page.locator("table.sides tr.differs, table.sides tr.category").first).to_be_visible()
    assert complaints == []
    context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_pages_of_the_portfolio_fit(
    browser: Browser, live_server: LiveServer, folder: Path | None, language: str
) -> None:
    user = make_whole(language)
    keys = Standing.objects.filter(category="").order_by("pk").values_list("contract__public_id", flat=True)[:3]
    pages = {
        "portfolio": reverse("reviews:portfolio"),
        "portfolio-category": reverse("reviews:portfolio") + "?category=data",
        "vendors": reverse("reviews:portfolio_vendors"),
        "changes": reverse("reviews:portfolio_changes"),
        "search": reverse("reviews:portfolio_search"),
        "search-words": reverse("reviews:portfolio_search") + "?words=" + SAID[language]["words"],
        "search-item": reverse("reviews:portfolio_search") + "?item=pricing.increase_notice",
        "compare": reverse("reviews:compare") + "?" + "&".join(f"contract={key}" for key in keys),
        "compare-none": reverse("reviews:compare"),
    }
    for width, height in WIDTHS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale=language, color_scheme=scheme
            )
            page: Page = context.new_page()
            sign_in(page, live_server.url, user.email)
            for name, address in pages.items():
                if scheme == "dark" and name not in ("portfolio", "compare", "search-item"):
                    continue
                page.goto(live_server.url + address)
                keep(page, folder, f"{name}-{language}-{width}-{scheme}")
                assert page.evaluate(TOO_WIDE) == [], f"{name} in {language} at {width} spills over"
            context.close()
