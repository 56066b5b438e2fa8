"""Every page of the product under axe-core: WCAG 2.2 AA, at two widths, in both languages, light and dark.

The pages come from the routes themselves, with the addresses that the access tests know: a new route is looked at by
itself as soon as it is placed there. What a page looks like in another state, or to another role, stands in STATES.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from contracts.models import Contract, Role, User
from reviews import pipeline
from reviews.models import Review
from tests.db.reviews.bundles import uploaded
from tests.db.test_access import REDIRECTING, World, client_of, routes
from tests.db.test_access import world as world
from tests.e2e.test_evidence import PAPER
from tests.e2e.test_screens import TOO_WIDE, WIDTHS, keep
from tests.e2e.test_screens import folder as folder
from tests.factories import make_contract, make_paper, make_review, make_team, make_user, people_of
from tests.unit.contracts.scans import drawn, picture

pytestmark = pytest.mark.django_db(transaction=True)
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}}
    | {  # not of WCAG, but what a reader of headings, landmarks and tables goes by
        name: {"enabled": True}
        for name in (
            "heading-order",
            "page-has-heading-one",
            "landmark-one-main",
            "landmark-unique",
            "region",
            "empty-heading",
            "empty-table-header",
            "scope-attr-valid",
            "table-duplicate-name",
        )
    },
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
RUN = """async (options) => (await axe.run(document, options)).violations
    .filter((one) => ["serious", "critical"].includes(one.impact) || !one.tags.some((tag) => tag.startsWith("wcag")))
    .flatMap((one) => one.nodes.slice(0, 4).map((node) => `${one.id}: ${node.target} ${node.html.slice(0, 160)} `
        + node.any.concat(node.all, node.none).map((check) => check.message).join(" ").slice(0, 200)))"""
ELSEWHERE = {f"contracts:{name}" for name in ("choose_team", "join", "sso", "sso_back")}
"""What is no page for somebody who is signed in and in one team."""
UNSEEN = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled && !one.closest("svg"))
    .filter((one) => { one.focus({preventScroll: true, focusVisible: true}); const style = getComputedStyle(one);
        return document.activeElement === one && (style.outlineStyle === "none" || style.outlineWidth === "0px"); })
    .map((one) => `no focus to be seen: ${one.outerHTML.slice(0, 160)}`)"""


@dataclass(frozen=True)
class Sight:
    """A page as somebody sees it."""

    name: str
    user: User | None
    address: str
    status: int = 200
    act: Callable[[Page], None] | None = None
    """What the person does there before it is looked at."""


def all_routes(world: World) -> list[Sight]:
    """Whatever answers with a page, as an admin sees it; files, redirects and what only takes forms are none."""
    admin = people_of(world.team)[Role.ADMIN]
    client = client_of(admin)
    found = []
    for name in sorted(set(routes()) - REDIRECTING - ELSEWHERE):
        address = world.address(name)
        answer = client.get(address)
        if answer.status_code == 405:  # it only takes forms
            continue
        assert answer.status_code == 200, name
        is_page = answer.headers["Content-Type"].startswith("text/html") and b"<html" in next(iter(answer))
        found += [Sight(name, admin, address)] if is_page else []
    return found


def shown(page: Page) -> None:
    page.wait_for_selector("#sheets[data-ready]")
    page.wait_for_selector(".page canvas, .page img")


def with_override_open(page: Page) -> None:
    page.locator("details[data-key=v] summary").click()


def with_mistakes(page: Page) -> None:
    page.locator("textarea").first.fill("schema: clausemark-checklist/1\nname: 3\nitems: [{id: A}]\n")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_selector("[role=alert]")


def with_menu_open(page: Page) -> None:
    page.locator(".bar .menu > summary").click()


def states(world: World) -> list[Sight]:
    """What the routes alone do not show: other states, other roles, refusals, and a team that has nothing yet."""
    people = people_of(world.team)
    admin, reviewer, manager = people[Role.ADMIN], people[Role.REVIEWER], people[Role.MANAGER]
    running = make_contract(world.team, "Running")
    make_review(running, status="running", step="items")
    refused = make_contract(world.team, "Refused", papers=[("sla", "SLA.\n")])
    make_paper(refused, "order_form", "locked", "order-form-2026.pdf", refusal="encrypted")
    make_review(refused, status="failed", failure="unreadable")
    quote = world.review.findings.exclude(evidence=None).first().evidence.first()
    paper = reverse("reviews:paper", args=[world.review.public_id, quote.document])
    words = f"words={quote.start}-{quote.end}"
    pages = uploaded(
        [("terms.pdf", PAPER, "master_terms"), ("photo.png", picture(drawn(PAPER)[0], "PNG"), "other")], world.team
    )
    placed = make_review(pages, checklist_version=world.review.checklist_version)
    pipeline.run(Review.objects.claim(placed.pk))
    portfolio, search = reverse("reviews:portfolio"), reverse("reviews:portfolio_search")
    pair = [world.contract.public_id, Contract.objects.get(title="Secret Terms, signed").public_id]
    several = make_user(language=admin.language)
    for team in (world.team, world.other):
        team.memberships.create(user=several, role=Role.MEMBER)
    empty = make_team("Nothing yet")
    nothing = people_of(empty)
    User.objects.filter(pk__in=[user.pk for user in nothing.values()]).update(language=admin.language)
    own = [
        ("sign in", None, reverse("contracts:sign_in")),
        ("choose a team", several, reverse("contracts:choose_team")),
        ("no team", make_user(language=admin.language), "/", 403),
        ("not found", admin, "/nowhere/", 404),
        ("refused", manager, reverse("reviews:new_contract"), 403),
        ("contract, running", admin, contract_address(running)),
        ("contract, failed", admin, contract_address(refused)),
        ("contract, manager", manager, contract_address(world.contract)),
        ("report, manager", manager, world.address("reviews:review")),
        ("report, signed", reviewer, reverse("reviews:review", args=[world.signed.public_id])),
        ("desk, text", reviewer, f"{paper}?view=text&{words}#words"),
        ("desk, manager", manager, f"{paper}?view=text&{words}"),
        ("desk, signed", reviewer, reverse("reviews:paper", args=[world.signed.public_id, 0]) + "?view=text"),
        ("desk, PDF", reviewer, reverse("reviews:paper", args=[placed.public_id, 0]), 200, shown),
        ("desk, picture", reviewer, reverse("reviews:paper", args=[placed.public_id, 1]), 200, shown),
        ("desk, override", reviewer, f"{paper}?view=text&{words}", 200, with_override_open),
        ("menu", admin, reverse("reviews:contracts"), 200, with_menu_open),
        ("import with mistakes", admin, reverse("reviews:import_checklist"), 200, with_mistakes),
        ("sign-off", reviewer, reverse("reviews:sign_off", args=[world.review.public_id])),
        ("signed", reviewer, reverse("reviews:sign_off", args=[world.signed.public_id])),
        ("portfolio, category", manager, f"{portfolio}?category=data"),
        ("portfolio, nothing like this", manager, f"{portfolio}?words=nowhere&band=low"),
        ("search, words", manager, f"{search}?words=prices"),
        ("search, item", manager, f"{search}?item=pricing.increase_notice"),
        ("search, no hits", manager, f"{search}?words=zeppelin"),
        ("comparison", manager, reverse("reviews:compare") + "?" + "&".join(f"contract={one}" for one in pair)),
        ("checklists, manager", manager, reverse("reviews:checklists")),
    ]
    bare = (
        "reviews:contracts",
        "reviews:portfolio",
        "reviews:portfolio_vendors",
        "reviews:portfolio_changes",
        "reviews:portfolio_search",
        "reviews:checklists",
        "reviews:models",
        "reviews:calls",
        "contracts:team_trail",
    )
    own += [(f"empty {name}", nothing[Role.ADMIN], reverse(name)) for name in bare]
    return [Sight(*one) for one in own]


def contract_address(contract: Contract) -> str:
    return reverse("reviews:contract", args=[contract.public_id])


@pytest.fixture
def context_of(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[User | None, str], BrowserContext]]:
    """One context for each person; signed in by a cookie, since the form is a page of its own."""
    contexts: dict[object, BrowserContext] = {}

    def of(user: User | None, language: str) -> BrowserContext:
        key = user and user.pk
        if key not in contexts:
            context = browser.new_context(locale=language, reduced_motion="reduce")
            client = Client() if user is None else client_of(user)
            cookies = [
                {"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()
            ]
            context.add_cookies(cookies)
            context.new_page()
            contexts[key] = context
        return contexts[key]

    yield of
    for context in contexts.values():
        context.close()


def look(page: Page, sight: Sight, address: str, is_dark: bool, folder: Path | None) -> list[str]:
    """What is wrong with a page at each width; with --screens a picture of each."""
    page.set_viewport_size({"width": 1440, "height": 900})
    answer = page.goto(address)
    assert answer.status == sight.status, sight.name
    if sight.act:
        sight.act(page)
    page.evaluate(AXE.read_text())
    wrong = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for said in [*page.evaluate(RUN, RULES), *page.evaluate(TOO_WIDE)]:
            wrong.append(f"{sight.name} at {width}: {said}")
        if folder:
            name = re.sub("[^A-Za-z_]+", "-", sight.name)
            keep(page, folder, f"{name}-{page.get_attribute('html', 'lang')}-{width}")
    wrong += [f"{sight.name}: {said}" for said in page.evaluate(UNSEEN)]
    if is_dark:
        page.emulate_media(color_scheme="dark")
        wrong += [f"{sight.name} in the dark: {said}" for said in page.evaluate(RUN, CONTRAST)]
        page.emulate_media(color_scheme="light")
    return wrong


@pytest.mark.parametrize("language", ["en", "ja"])
def test_no_page_keeps_anybody_out(
    world: World,
    live_server: LiveServer,
    context_of: Callable[[User | None, str], BrowserContext],
    folder: Path | None,
    language: str,
) -> None:
    User.objects.update(language=language)
    sights = all_routes(world) + states(world)
    wrong = []
    for sight in sights:
        page = context_of(sight.user, language).pages[0]
        wrong += look(page, sight, live_server.url + sight.address, language == "en", folder)
    assert not wrong, "\n".join([f"{len(wrong)} on {len(sights)} pages", *wrong])
