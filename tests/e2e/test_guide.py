"""The steps of the guide, walked on the demo samples in both languages; with --guide its pictures are taken on the way.

A picture that the guide names and no step takes fails here, as does one that was never written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from contracts.models import Contract, Role, Team, User
from reviews.demo import make_demo
from reviews.drafts import begin_draft
from reviews.models import ChecklistVersion, Review
from reviews.pipeline import run
from reviews.settle import findings_of
from tests.db.test_access import client_of
from tests.factories import make_decision, make_sign_off, people_of

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = settings.BASE_DIR / "templates" / "guide"
PICTURES = settings.BASE_DIR / "static" / "img" / "guide"
SIZE = {"width": 1120, "height": 700}
NAMED = re.compile(r'_picture.html" with name="([a-z]+)"')
SAMPLE = {"en": "Quillfern", "ja": "綴葉"}


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """The demo team, its samples read by the workers’ own code."""
    make_demo(settings.BASE_DIR / "samples")
    for review in Review.objects.all():
        run(Review.objects.claim(review.pk))
    return Team.objects.get()


class Walk:
    """One person after the other at the same browser; `take` keeps what is seen."""

    def __init__(self, browser: Browser, base: str, language: str, is_kept: bool) -> None:
        self.context = browser.new_context(viewport=SIZE, locale=language, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.base, self.language, self.is_kept = base, language, is_kept
        self.taken: set[str] = set()

    def sign_in(self, user: User) -> Page:
        self.context.clear_cookies()
        cookies = client_of(user).cookies.items()
        self.context.add_cookies([{"name": key, "value": one.value, "url": self.base} for key, one in cookies])
        return self.page

    def open(self, name: str, *args: object, more: str = "") -> Page:
        answer = self.page.goto(self.base + reverse(name, args=args) + more)
        assert answer.status == 200, name
        return self.page

    def take(self, name: str) -> None:
        self.taken.add(name)
        if self.is_kept:
            picture = Image.open(BytesIO(self.page.screenshot(animations="disabled", caret="hide")))
            PICTURES.mkdir(exist_ok=True)
            picture.convert("RGB").save(PICTURES / f"{name}-{self.language}.webp", quality=72, method=6)


@pytest.fixture
def walk(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Walk]]:
    walks: list[Walk] = []

    def begin(language: str) -> Walk:
        walks.append(Walk(browser, live_server.url, language, request.config.getoption("--guide")))
        return walks[-1]

    yield begin
    for one in walks:
        one.context.close()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_steps_of_the_guide(team: Team, walk: Callable[[str], Walk], language: str) -> None:
    User.objects.update(language=language)
    people, seen = people_of(team), walk(language)
    review = (
        Review.objects.filter(contract__vendor__name__startswith=SAMPLE[language]).first() or Review.objects.first()
    )
    as_member(seen, people[Role.MEMBER], review)
    as_reviewer(seen, people[Role.REVIEWER], review)
    as_manager(seen, people[Role.MANAGER])
    as_admin(seen, people[Role.ADMIN], review.checklist_version)
    assert seen.taken == {name for file in TEXTS.glob(f"{language}/*.html") for name in NAMED.findall(file.read_text())}
    assert {f"{name}-{language}.webp" for name in seen.taken} == {
        one.name for one in PICTURES.glob(f"*-{language}.webp")
    }


def as_member(seen: Walk, user: User, review: Review) -> None:
    page = seen.sign_in(user)
    seen.open("reviews:new_contract")
    page.locator("main input[type=text]").first.fill(review.contract.vendor.name)
    seen.take("upload")
    seen.open("reviews:review", review.public_id)
    seen.take("report")
    page.locator("details.menu > summary.button").click()
    seen.take("export")
    finding = review.findings.filter(status="present", grade="critical").exclude(evidence=None).first()
    quote = finding.evidence.first()
    seen.open(
        "reviews:paper", review.public_id, quote.document, more=f"?view=text&words={quote.start}-{quote.end}#words"
    )
    expect(page.locator("#words")).to_be_in_viewport()
    seen.take("words")
    page.locator("details[data-key=v] > summary").click()
    page.locator(".panel input[value=acceptable]").check()
    seen.take("decide")


def as_reviewer(seen: Walk, user: User, review: Review) -> None:
    page = seen.sign_in(user)
    for finding in findings_of(review):
        if finding.grade == "critical" or finding.status == "unclear":
            make_decision(review, finding.item, user=user)
    seen.open("reviews:sign_off", review.public_id)
    page.locator("input[name=agreed]").check()
    seen.take("sign")
    row = make_sign_off(review, user)
    seen.open("reviews:verify")
    page.locator("input[name=sha256]").fill(row.pdf_sha256)
    page.locator("main button[type=submit]").click()
    expect(page.locator(".answer h2")).to_be_visible()
    seen.take("verify")


def as_manager(seen: Walk, user: User) -> None:
    page = seen.sign_in(user)
    seen.open("reviews:portfolio")
    seen.take("portfolio")
    page.locator("section[aria-labelledby=map]").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#map').scrollIntoView()")
    seen.take("map")
    seen.open("reviews:portfolio_vendors")
    seen.take("vendors")
    seen.open("reviews:portfolio_search", more="?item=pricing.increase_notice")
    expect(page.locator(".hits li").first).to_be_visible()
    seen.take("search")
    keys = Contract.objects.order_by("pk").values_list("public_id", flat=True)[:2]
    seen.open("reviews:compare", more="?" + "&".join(f"contract={key}" for key in keys))
    seen.take("compare")


def as_admin(seen: Walk, user: User, version: ChecklistVersion) -> None:
    page = seen.sign_in(user)
    draft = begin_draft(version.checklist, version.source, user, version)
    seen.open("reviews:checklists")
    seen.take("lists")
    item = draft.items.get(key="pricing.increase_notice")
    seen.open("reviews:draft_item", version.checklist_id, item.pk)
    seen.take("item")
    weight = page.locator("select[name=weight]")
    weight.select_option("3")
    page.locator("main form button[type=submit].first").first.click()
    page.wait_for_load_state()
    seen.open("reviews:draft_changes", version.checklist_id)
    seen.take("changes")
    seen.open("contracts:members")
    seen.take("members")
    seen.open("reviews:models")
    seen.take("models")
    seen.open("contracts:team_trail")
    seen.take("trail")


def test_pictures_stay_small() -> None:
    assert sum(one.stat().st_size for one in PICTURES.glob("*.webp")) < 2_000_000
