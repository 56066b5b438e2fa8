"""The portfolio as managers meet it: what it counts, sorts and filters, whose it is, and what it asks the database."""

from __future__ import annotations

import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from contracts.models import Contract, Role, Team
from reviews.checklist import default_checklist
from reviews.models import Checklist, Review, Standing
from reviews.portfolio.changes import changed_standings, count_kinds, start_of, usual_day
from reviews.portfolio.choice import Choice, chosen_contracts, in_order, read_choice
from tests.factories import (
    make_contract,
    make_finished_review,
    make_team,
    make_vendor,
    make_version,
    people_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
BOARD = "/portfolio/"


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def client(team: Team) -> Client:
    return client_of(team)


def client_of(team: Team, role: Role = Role.MANAGER) -> Client:
    client = Client()
    client.force_login(people_of(team)[role])
    return client


def reviewed(team: Team, title: str, **fields: object) -> Contract:
    vendor = make_vendor(team, str(fields.pop("vendor", "Norvik AI")))
    contract = make_contract(team, title, vendor=vendor, **fields)
    make_finished_review(contract)
    return contract


def move(contract: Contract, score: float, band: str = "low") -> None:
    Standing.objects.filter(contract=contract, category="").update(score=score, band=band)


def titles(team: Team, **choice: object) -> list[str]:
    checklist = Checklist.objects.get(team=team).pk
    chosen = Choice(checklist=checklist, **choice)  # type: ignore[arg-type]
    return [contract.title for contract in in_order(chosen_contracts(team, chosen), chosen.sort)]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# --- the table ---


def test_an_empty_portfolio_says_what_comes_first(client: Client, team: Team) -> None:
    assert "No contracts yet" in page(client, BOARD)
    for name in ("portfolio_vendors", "portfolio_changes", "portfolio_search", "compare"):
        page(client, reverse(f"reviews:{name}"))


def test_contracts_are_sorted_in_sql_with_the_worst_first(team: Team) -> None:
    for title, score in (("Calm", 10.0), ("Grave", 80.0), ("Middle", 40.0)):
        move(reviewed(team, title), score)
    make_contract(team, "Unread")
    assert titles(team) == ["Grave", "Middle", "Calm", "Unread"]
    assert titles(team, sort="score") == ["Calm", "Middle", "Grave", "Unread"]
    assert titles(team, sort="contract") == ["Calm", "Grave", "Middle", "Unread"]


def test_amounts_are_sorted_within_their_currency(team: Team) -> None:
    for title, amount, currency in (("A", 5, "USD"), ("B", 900, "JPY"), ("C", 7, "USD")):
        reviewed(team, title, annual_spend=Decimal(amount), currency=currency)
    reviewed(team, "D")
    assert titles(team, sort="-spend") == ["B", "C", "A", "D"]


def test_contracts_are_filtered(team: Team) -> None:
    owner = people_of(team)[Role.MEMBER]
    one = reviewed(team, "One", vendor="Fjellbyte", owner=owner)
    two = reviewed(team, "Two", papers=[("other", "1. Fees. The walrus pays.\n")])
    make_contract(team, "Three")
    move(one, 80.0, "severe")
    assert titles(team, vendor=one.vendor_id) == ["One"]
    assert titles(team, band="severe") == ["One"]
    assert titles(team, band="none") == ["Three"]
    assert titles(team, owner=str(owner.pk)) == ["One"]
    assert sorted(titles(team, owner="none")) == ["Three", "Two"]
    assert titles(team, words="walrus pays") == ["Two"]
    assert titles(team, words="fjell") == ["One"]
    assert two.title not in titles(team, words="nowhere at all")


def test_an_address_that_says_nonsense_chooses_nothing() -> None:
    nonsense = {"vendor": "x", "band": "worst", "owner": "'", "since": "2026-13-45", "sort": "-password", "words": "\0"}
    assert read_choice(nonsense) == Choice()


def test_a_category_stands_by_itself_in_the_table(client: Client, team: Team) -> None:
    contract = reviewed(team, "One")
    Standing.objects.filter(contract=contract, category="data").update(score=12.0, band="low")
    assert '<td class="num strong">12</td>' in page(client, BOARD + "?category=data")
    assert '<td class="num strong">12</td>' not in page(client, BOARD)


def test_the_head_adds_up_what_is_there(client: Client, team: Team) -> None:
    for title, score, band in (("A", 80.0, "severe"), ("B", 50.0, "high"), ("C", 10.0, "low")):
        move(reviewed(team, title, annual_spend=Decimal("400000"), currency="USD"), score, band)
    reviewed(team, "D", annual_spend=Decimal("90000"), currency="EUR")
    Standing.objects.filter(category="").update(notice_days=30)
    Standing.objects.filter(category="", contract__title="A").update(notice_days=29)
    shown = page(client, BOARD)
    assert "4 contracts, 3 above what we accept" in shown
    assert ("USD 1.20M" in shown, "EUR 90.0k" in shown, "1 <small>of 4</small>" in shown) == (True, True, True)
    assert "Price rise on under 30 days</dt><dd>1</dd>" in shown


def test_every_cell_of_the_map_leads_to_its_finding(client: Client, team: Team) -> None:
    contract = reviewed(team, "One <b>")
    review = contract.reviews.get()
    shown = page(client, BOARD)
    report = reverse("reviews:review", args=[review.public_id])
    for item in default_checklist().items:
        assert f'href="{report}#{item.id}" tabindex="-1"' in shown, item.id
    assert ("One &lt;b&gt;" in shown, "One <b>" in shown) == (True, False)
    assert "style=" not in shown


def test_long_lists_have_pages(client: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.portfolio.board.PER_PAGE", 2)
    for number in range(3):
        move(reviewed(team, f"Terms {number}"), 90.0 - number)
    first, second = page(client, BOARD), page(client, BOARD + "?page=2")
    assert [f"Terms {number}" in first for number in range(3)] == [True, True, False]
    assert [f"Terms {number}" in second for number in range(3)] == [False, False, True]


# --- whose it is ---


PAGES = (
    BOARD,
    "/portfolio/vendors/",
    "/portfolio/changes/",
    "/portfolio/search/?words=fourteen",
    "/portfolio/search/?item=pricing.increase_notice",
    "/portfolio/table.csv",
    "/portfolio/map.csv",
)


@pytest.mark.parametrize("address", PAGES)
def test_managers_see_the_whole_and_other_teams_nothing(address: str) -> None:
    ours, theirs = make_team("Ours"), make_team("Theirs")
    reviewed(ours, "Secret Terms", vendor="Secretive")
    reviewed(theirs, "Other Terms", vendor="Otherwise")
    seen, foreign = page(client_of(ours), address), page(client_of(theirs), address)
    assert ("Secret" in seen, "Other" in seen.replace("Others", "")) == (True, False)
    assert ("Secret" in foreign, "Otherwise" in foreign) == (False, True)


def test_contracts_of_others_are_compared_with_nothing() -> None:
    ours, theirs = make_team("Ours"), make_team("Theirs")
    mine, foreign = reviewed(ours, "Mine"), reviewed(theirs, "Secret Terms")
    query = f"?contract={mine.public_id}&contract={foreign.public_id}"
    assert "Secret Terms" not in page(client_of(ours), reverse("reviews:compare") + query)
    assert client_of(ours).get(reverse("reviews:compare_file", args=["csv"]) + query).status_code == 404


# --- what it asks the database ---


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (BOARD, 11),
        (BOARD + "?category=data&words=price&sort=-spend", 11),
        ("/portfolio/vendors/", 10),
        ("/portfolio/changes/", 8),
        ("/portfolio/search/?words=price", 8),
        ("/portfolio/search/?item=pricing.increase_notice", 9),
        ("/portfolio/table.csv", 11),
        ("/portfolio/map.csv", 11),
    ],
)
def test_pages_ask_as_often_for_many_as_for_few(
    address: str, queries: int, client: Client, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        reviewed(team, f"Terms {number}", vendor=f"Vendor {number}")
    client.get(address)  # loads the checklist, once in a process
    with django_assert_num_queries(queries):
        client.get(address)
    if queries <= 11:
        for number in range(5, 12):
            reviewed(team, f"Terms {number}", vendor=f"Vendor {number}")
        with django_assert_num_queries(queries):
            client.get(address)


# --- vendors, changes, comparison ---


def test_shares_are_told_for_each_currency(client: Client, team: Team) -> None:
    reviewed(team, "A", vendor="Fjellbyte", annual_spend=Decimal(300), currency="USD")
    reviewed(team, "B", vendor="Fjellbyte", annual_spend=Decimal(500), currency="JPY")
    reviewed(team, "C", vendor="Tsuzuriha", annual_spend=Decimal(100), currency="USD")
    make_contract(team, "D", vendor=make_vendor(team, "Unread"))
    shown = " ".join(page(client, "/portfolio/vendors/").split())
    assert "50%" in shown
    assert 'USD 300 <span class="note">75%</span>' in shown
    assert 'JPY 500 <span class="note">100%</span>' in shown
    assert 'USD 100 <span class="note">25%</span>' in shown


def test_what_changed_is_told_from_the_reviews(client: Client, team: Team) -> None:
    before = timezone.now() - timedelta(days=60)
    worse, better, same, new = (reviewed(team, title) for title in ("Worse", "Better", "Same", "New"))
    for contract, moved, band in ((worse, -9, "low"), (better, 9, "high"), (same, 0, "high")):
        first = contract.reviews.get()
        Review.objects.filter(pk=first.pk).update(finished_at=before, score=first.score + moved, band=band)
        make_finished_review(contract)
    make_version(worse.documents.first())
    checklist = Checklist.objects.get(team=team).pk
    standings = changed_standings(team, checklist, start_of(usual_day()))
    assert count_kinds(standings) == {"all": 4, "new": 1, "worse": 1, "better": 1, "band": 1}
    rows = {row.contract.title: (row.moved, row.papers) for row in standings}
    assert {title: (moved and round(moved), papers) for title, (moved, papers) in rows.items()} == {
        "Worse": (9, 1),
        "Better": (-9, 0),
        "Same": (0, 0),
        "New": (None, 0),
    }
    shown = page(client, "/portfolio/changes/?kind=worse")
    assert (">Worse</a>" in shown, ">Better</a>" in shown, ">New</a>" in shown, "+9.0" in shown) == (
        True,
        False,
        False,
        True,
    )
    assert new.title in page(client, "/portfolio/changes/?kind=new")


def test_contracts_are_compared_item_by_item(client: Client, team: Team) -> None:
    one, two = reviewed(team, "One"), reviewed(team, "Two")
    review = two.reviews.get()
    finding = review.findings.get(item="pricing.increase_notice")
    finding.values = {"notice_days": 77}
    finding.save()
    query = f"?contract={one.public_id}&contract={two.public_id}"
    shown = page(client, reverse("reviews:compare") + query)
    assert (shown.index(">One</a>") < shown.index(">Two</a>"), "notice 77 days" in shown) == (True, True)
    assert "46 items are alike" in shown
    only = page(client, reverse("reviews:compare") + query + "&only=differences")
    assert ("Notice of a price rise" in only, "Payment terms and late payment" in only) == (True, False)
    for query in (f"?contract={one.public_id}", "?contract=nonsense", ""):
        assert "Two to four contracts can be compared." in page(client, reverse("reviews:compare") + query)


def test_comparison_warns_of_other_versions(client: Client, team: Team) -> None:
    one, two = reviewed(team, "One"), reviewed(team, "Two")
    version = Standing.objects.get(contract=two, category="").version
    newer = version.checklist.versions.create(number=2, source=version.source, sha256="0" * 64)
    Standing.objects.filter(contract=two).update(version=newer)
    shown = page(client, reverse("reviews:compare") + f"?contract={one.public_id}&contract={two.public_id}")
    assert "different versions of the checklist (1, 2)" in shown


# --- search ---


def test_found_words_are_marked_and_lead_to_the_paper(client: Client, team: Team) -> None:
    contract = reviewed(team, "One")
    shown = page(client, "/portfolio/search/?words=fourteen+days")
    review = contract.reviews.get()
    body = contract.documents.first().versions.get().reading.body
    start = body.index("fourteen")
    assert "<mark>fourteen</mark> <mark>days</mark>" in shown
    assert f"{reverse('reviews:paper', args=[review.public_id, 0])}?words={start}-{start + 8}#words" in shown
    assert "§ 2.1" in shown


def test_an_item_shows_what_every_contract_says(client: Client, team: Team) -> None:
    one = reviewed(team, "One")
    Standing.objects.filter(contract=one, category="").update(marks="e" + "b" * 46)
    two = reviewed(team, "Two")
    Standing.objects.filter(contract=two, category="").update(marks="c" * 47)
    item = default_checklist().items[0].id
    both = page(client, f"/portfolio/search/?item={item}")
    assert both.index(">One</a>") < both.index(">Two</a>")
    calm = page(client, "/portfolio/search/?item=pricing.increase_cap&grade=favourable")
    assert (">One</a>" in calm, ">Two</a>" in calm) == (True, False)


# --- files ---


def test_files_hold_typed_values_and_no_formulas(client: Client, team: Team) -> None:
    reviewed(team, "=HYPERLINK(1)", vendor="@Norvik", annual_spend=Decimal("1200.50"), currency="USD")
    raw = client.get("/portfolio/table.csv").content
    assert raw.startswith(b"\xef\xbb\xbf")
    row = list(csv.reader(StringIO(raw.decode("utf-8-sig"))))[1]
    assert (row[0], row[1], row[10]) == ("'=HYPERLINK(1)", "'@Norvik", "1200.50")
    sheet = load_workbook(BytesIO(client.get("/portfolio/table.xlsx").content)).active
    cells = next(iter(sheet.iter_rows(min_row=2, max_row=2)))
    assert (cells[0].value, cells[0].data_type) == ("=HYPERLINK(1)", "s")
    assert (cells[10].value, cells[10].data_type, cells[2].data_type, cells[15].data_type) == (1200.5, "n", "n", "d")


def test_files_speak_the_language_of_the_user(team: Team) -> None:
    user = people_of(team)[Role.MANAGER]
    user.language = "ja"
    user.save()
    reviewed(team, "One")
    head = client_of(team).get("/portfolio/map.csv").content.decode("utf-8-sig").splitlines()[0]
    assert default_checklist().items[0].title["ja"] in head


def test_unknown_files_are_not_found(client: Client, team: Team) -> None:
    reviewed(team, "One")
    assert client.get("/portfolio/table.exe").status_code == 404


# --- owner and spend ---


def test_owner_and_spend_are_kept(team: Team) -> None:
    contract, owner = reviewed(team, "One"), people_of(team)[Role.REVIEWER]
    address = reverse("reviews:contract_about", args=[contract.public_id])
    client = client_of(team, Role.MEMBER)
    sent = {"owner": owner.pk, "annual_spend": "1200.50", "currency": "usd"}
    assert client.post(address, sent)["Location"] == reverse("reviews:contract", args=[contract.public_id])
    contract.refresh_from_db()
    assert (contract.owner, contract.annual_spend, contract.currency) == (owner, Decimal("1200.50"), "USD")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"annual_spend": "a lot"}, "Give the amount as a number, such as 12000."),
        ({"annual_spend": "-1"}, "Give an amount that is not below zero."),
        ({"currency": "XQZ"}, "This is no currency that we know."),
        ({"currency": ""}, "Say in which currency this is paid."),
    ],
)
def test_what_is_wrong_is_said(team: Team, changes: dict[str, str], sentence: str) -> None:
    contract = make_contract(team)
    address = reverse("reviews:contract_about", args=[contract.public_id])
    response = client_of(team, Role.MEMBER).post(address, {"annual_spend": "12", "currency": "USD"} | changes)
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    contract.refresh_from_db()
    assert contract.annual_spend is None


def test_nobody_from_another_team_can_own_a_contract(team: Team) -> None:
    contract, stranger = make_contract(team), people_of(make_team("Theirs"))[Role.MEMBER]
    address = reverse("reviews:contract_about", args=[contract.public_id])
    assert client_of(team, Role.MEMBER).post(address, {"owner": stranger.pk}).status_code == 422
