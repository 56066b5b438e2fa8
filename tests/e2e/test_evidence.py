"""A finding is followed to its words on the very page of a PDF, a scan or a picture, and the words to their finding."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfWriter
from pytest_django.live_server_helper import LiveServer
from rapidfuzz import fuzz

from contracts.models import Role
from contracts.readers.pdf import read_pdf
from reviews import pipeline
from reviews.models import EvidenceSpan, Review
from tests.db.reviews.bundles import uploaded
from tests.e2e.test_screens import TOO_WIDE, sign_in
from tests.factories import make_checklist_version, make_review, make_team, people_of
from tests.unit.contracts.papers import column, pdf
from tests.unit.contracts.scans import drawn, picture, scanned

pytestmark = pytest.mark.django_db(transaction=True)
TERMS = [
    [
        "NORVIK AI SERVICE TERMS",
        "",
        "1. Fees",
        "",
        "1.1 Prices. Norvik may change its prices at any time by posting them on its Pricing Page. A price",
        "change takes effect fourteen days after it is posted.",
        "",
        "1.2 Payment. Customer shall pay each invoice within thirty (30) days after the date of the invoice.",
    ],
    ["2. Liability", "", "2.1 Norvik is not liable for any indirect or consequential damages."],
    ["3. Law", "", "3.1 These terms are governed by the laws of Norway. The courts of Oslo have jurisdiction."],
]
PAPER = pdf([column(page) for page in TERMS])
FILES = {
    "terms.pdf": lambda: PAPER,
    "scan.pdf": lambda: scanned(drawn(PAPER)),
    "photo.png": lambda: picture(drawn(PAPER)[0], "PNG", dpi=(200, 200)),
}
WORDS_UNDER = """([box, words]) => {
    const text = words.replaceAll(/\\s/g, "");
    const seen = [...document.querySelectorAll(".textLayer span")].flatMap((span) => {
        const node = span.firstChild;
        if (!(node instanceof Text)) return [];
        return [...node.data].map((letter, at) => {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            const place = range.getBoundingClientRect();
            return [letter, (place.left + place.right) / 2, (place.top + place.bottom) / 2];
        });
    });
    return seen.filter(([letter, x, y]) => letter.trim() && box.some((one) =>
        one.left <= x && x <= one.right && one.top <= y && y <= one.bottom)).map(([letter]) => letter).join("");
}"""
MARKED = """() => [...document.querySelectorAll(".marks .mark.on")].map((mark) => {
    const {left, right, top, bottom} = mark.getBoundingClientRect();
    return {left, right, top, bottom};
})"""


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[tuple[Page, Review]]:
    """A page of a person who is signed in, and a review of the file that the test names, in a language and a width."""
    name, language, width = getattr(request, "param", ("terms.pdf", "en", 1440))
    team = make_team()
    contract = uploaded([(name, FILES[name](), "master_terms")], team)
    review = make_review(contract, checklist_version=make_checklist_version(team))
    pipeline.run(Review.objects.claim(review.pk))
    user = people_of(team)[Role.MEMBER]
    user.language = language
    user.save()
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, live_server.url, user.email)
    page.goto(live_server.url + reverse("reviews:paper", args=[review.public_id, 0]))
    if page.locator(".queue .open").is_visible():
        page.locator(".queue .open").click()
    page.wait_for_selector("#sheets[data-ready]")
    yield page, review
    context.close()
    assert complaints == []


def follow(page: Page, title: str) -> None:
    page.locator(".queue li > a", has_text=title).first.click()
    page.wait_for_selector(".marks .mark.on", state="attached")


def chosen_quote(page: Page, review: Review) -> EvidenceSpan:
    start, end = map(int, page.evaluate("new URLSearchParams(location.search).get('words')").split("-"))
    return EvidenceSpan.objects.filter(finding__review=review, start=start, end=end).first()


def squeezed(words: str) -> str:
    return "".join(words.split())


def likeness(seen: str, quote: str) -> float:
    """0 to 100. The letters that PDF.js lays over the page are of another font: one at an edge may lie beside it."""
    return fuzz.ratio(squeezed(seen), squeezed(quote))


@pytest.mark.parametrize("opened", [("terms.pdf", "en", 1440), ("terms.pdf", "ja", 390)], indirect=True)
def test_every_finding_of_a_pdf_leads_to_its_very_words(opened: tuple[Page, Review]) -> None:
    page, review = opened
    quoted = page.locator(".queue li > a[data-words]")
    titles = quoted.all_inner_texts()
    assert len(titles) >= 3
    seen = set()
    for at in range(len(titles)):
        if page.locator(".back").is_visible():
            page.locator(".back").click()
        quoted.nth(at).click()
        span = chosen_quote(page, review)
        mark = page.locator(f'.marks .mark.on[data-words="{span.start}-{span.end}"]').first
        expect(mark).to_be_in_viewport()
        page.wait_for_selector(".page:has(.mark.on) .endOfContent", state="attached")
        words = page.evaluate(WORDS_UNDER, [page.evaluate(MARKED), span.quote])
        assert likeness(words, span.quote) > 97
        assert page.evaluate(TOO_WIDE) == []
        seen.add(span.page)
    assert seen == {1, 2, 3}


@pytest.mark.parametrize("opened", [("scan.pdf", "en", 1440), ("photo.png", "ja", 1440)], indirect=True)
def test_finding_of_a_scan_is_marked_where_the_words_are_printed(opened: tuple[Page, Review]) -> None:
    page, review = opened
    follow(page, "Notice of a price rise" if page.locator("html").get_attribute("lang") == "en" else "値上げ")
    quote = chosen_quote(page, review).quote
    printed = read_and_place(quote)
    mark = page.locator(".marks .mark.on").first
    expect(mark).to_be_in_viewport()
    sheet = mark.locator("xpath=ancestor::div[contains(@class, 'page')]").first.bounding_box()
    seen = page.evaluate(MARKED)
    assert len(seen) == len(printed)
    scale = sheet["width"] / 595
    for box, (_, left, bottom, right, top) in zip(seen, printed, strict=True):
        assert (box["left"] - sheet["x"]) / scale == pytest.approx(left, abs=4)
        assert (box["right"] - sheet["x"]) / scale == pytest.approx(right, abs=4)
        assert (box["top"] + box["bottom"]) / 2 == pytest.approx(sheet["y"] + (842 - (top + bottom) / 2) * scale, abs=5)


def read_and_place(quote: str) -> list[tuple[int, float, float, float, float]]:
    """Where the words are printed on the paper that was scanned."""
    from contracts.boxes import boxes_of
    from contracts.readers.boxes import find_boxes

    text = read_pdf(PAPER)
    start = text.body.index(quote)
    return boxes_of(text, [(start, start + len(quote))], lambda: PAPER, find_boxes)[0]


def test_marks_stay_on_their_words_when_the_page_is_zoomed(opened: tuple[Page, Review]) -> None:
    page, review = opened
    follow(page, "Notice of a price rise")
    quote = chosen_quote(page, review).quote
    widths = []
    for key in ("+", "+", "-", "-", "-", "0"):
        before = page.evaluate("document.querySelector('.page').offsetWidth")
        page.keyboard.press(key)
        page.wait_for_function("(before) => document.querySelector('.page').offsetWidth !== before", arg=before)
        page.wait_for_selector(".marks .mark.on")
        page.wait_for_function("document.querySelector('.page .endOfContent')")
        assert likeness(page.evaluate(WORDS_UNDER, [page.evaluate(MARKED), quote]), quote) > 97
        widths.append(page.evaluate("document.querySelector('.page').offsetWidth"))
    assert widths[1] > widths[0] > widths[3] > widths[4]


def test_keys_go_through_the_findings_and_search(opened: tuple[Page, Review]) -> None:
    page, _ = opened
    current = page.locator(".queue li[aria-current]")
    count = page.locator(".queue li").count()
    for at in range(count):
        page.keyboard.press("jn"[at % 2])
        expect(current).to_have_count(1)
        assert page.locator(".queue li").nth(at).get_attribute("aria-current") == "true"
        assert page.evaluate("document.activeElement.closest('li').ariaCurrent") == "true"
    page.keyboard.press("j")
    assert page.locator(".queue li").nth(count - 1).get_attribute("aria-current") == "true"
    page.keyboard.press("k")
    page.keyboard.press("p")
    assert page.locator(".queue li").nth(count - 3).get_attribute("aria-current") == "true"
    expect(page.locator("[data-said]")).to_contain_text(current.locator("a").first.inner_text())
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("norvik")
    expect(page.locator("[data-matches]")).to_have_text("1 of 3")
    page.keyboard.press("Enter")
    expect(page.locator("[data-matches]")).to_have_text("2 of 3")
    expect(page.locator(".textLayer .highlight.selected")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-matches]")).to_have_text("")


def test_marked_words_lead_to_their_finding(opened: tuple[Page, Review]) -> None:
    page, _ = opened
    follow(page, "Notice of a price rise")
    page.locator(".queue li > a").last.click()
    page.locator("#page-number").fill("1")
    page.keyboard.press("Enter")
    page.wait_for_selector('.page[data-page-number="1"] .marks .mark')
    words = page.evaluate("document.querySelector('.page[data-page-number=\"1\"] .marks .mark').dataset.words")
    mark = page.locator(f'.marks .mark[data-words="{words}"]').first
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(f'.marks .mark.on[data-words="{words}"]').first).to_be_visible()
    assert words in page.url
    assert page.locator(f'.queue li[aria-current] a[data-words="{words}"]').count() >= 1


def test_outlines_of_the_pages_show_the_marks_and_lead_to_them(opened: tuple[Page, Review]) -> None:
    page, review = opened
    places = EvidenceSpan.objects.filter(finding__review=review).values_list("start", "end", "boxes")
    on_page = [{(start, end) for start, end, boxes in places if at in {box[0] for box in boxes}} for at in (1, 2, 3)]
    rail = page.get_by_role("toolbar", name="Pages")
    said = [outline.get_attribute("aria-label") for outline in rail.get_by_role("button").all()]
    assert said == [
        f"Page {at}, {len(marks)} mark{'s' if len(marks) != 1 else ''}" for at, marks in enumerate(on_page, 1)
    ]
    assert [outline.locator("rect").count() > 0 for outline in rail.get_by_role("button").all()] == [True] * 3
    mark = page.locator('.page[data-page-number="1"] .mark').first
    sheet = page.locator('.page[data-page-number="1"]')
    tick = rail.locator("button:first-child rect").last
    assert share_down(tick, rail.locator("svg").first) == pytest.approx(share_down(mark, sheet), abs=0.02)
    rail.get_by_role("button").nth(2).click()
    expect(page.locator("#page-number")).to_have_value("3")
    expect(rail.locator("[aria-current]")).to_have_text("3")
    assert rail.locator('[tabindex="0"]').count() == 1
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(rail.get_by_role("button").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#page-number")).to_have_value("2")
    expect(rail.locator("[aria-current]")).to_have_text("2")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(rail).to_be_hidden()


def share_down(part: Locator, whole: Locator) -> float:
    """How far down the middle of the one lies in the other, 0 to 1."""
    inner, outer = part.bounding_box(), whole.bounding_box()
    return (inner["y"] + inner["height"] / 2 - outer["y"]) / outer["height"]


def test_long_document_opens_at_once_and_draws_what_is_seen(browser: Browser, live_server: LiveServer) -> None:
    many = PdfWriter()
    for number in range(300):
        lines = [f"{number}.{line} Fees of kind {number} are due on day {line}." for line in range(40)]
        many.append(io.BytesIO(pdf([column(lines)])))
    many.write(memory := io.BytesIO())
    team = make_team()
    contract = uploaded([("long.pdf", memory.getvalue(), "master_terms")], team)
    review = make_review(contract, checklist_version=make_checklist_version(team))
    pipeline.run(Review.objects.claim(review.pk))
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    sign_in(page, live_server.url, people_of(team)[Role.MEMBER].email)
    page.goto(live_server.url + reverse("reviews:paper", args=[review.public_id, 0]))
    page.wait_for_selector('.page[data-page-number="1"] canvas')
    assert page.locator(".page").count() == 300
    expect(page.locator(".outlines button")).to_have_count(300)
    page.locator("#page-number").fill("290")
    page.keyboard.press("Enter")
    page.wait_for_selector('.page[data-page-number="290"] canvas')
    expect(page.locator('.page[data-page-number="290"]')).to_be_in_viewport()
    assert page.locator(".page canvas").count() < 20
    expect(page.locator(".outlines [aria-current]")).to_have_text("290")
    expect(page.locator(".outlines [aria-current]")).to_be_in_viewport()
    page.close()


def test_without_scripts_the_text_is_shown(
    browser: Browser, live_server: LiveServer, opened: tuple[Page, Review]
) -> None:
    page, review = opened
    span = EvidenceSpan.objects.filter(finding__review=review).first()
    state = page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    plain = context.new_page()
    address = reverse("reviews:paper", args=[review.public_id, 0])
    plain.goto(f"{live_server.url}{address}?words={span.start}-{span.end}")
    plain.wait_for_url("**/?view=text&words=*")
    assert squeezed("".join(plain.locator("mark.on").all_inner_texts())) == squeezed(span.quote)
    plain.locator(".queue li > a[data-words]").last.click()
    assert plain.locator("mark.on").count() >= 1
    context.close()


def test_passages_hold_no_markup_of_the_contract(opened: tuple[Page, Review]) -> None:
    page, _ = opened
    passages = json.loads(page.locator("#passages").inner_text())
    assert {key for passage in passages for key in passage} == {
        "words", "finding", "title", "shape", "word", "clause", "page", "boxes", "other"
    }  # fmt: skip
