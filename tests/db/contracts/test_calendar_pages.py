"""The calendar, its private feed, and the page on which the dates of a contract are entered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from contracts.date_words import word_day
from contracts.models import CalendarFeed, Contract, ContractDay, ContractTerm, Follower, ReminderDays, Role, Team
from contracts.term_rows import add_other, today
from tests.factories import make_contract, make_finished_review, make_team, make_vendor, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def contract(team: Team) -> Contract:
    return make_contract(team, title="Norvik <Terms>")


def client_of(team: Team, role: Role = Role.MEMBER) -> Client:
    client = Client()
    client.force_login(people_of(team)[role])
    return client


def add(contract: Contract, label: str, days: int) -> date:
    day = today() + timedelta(days=days)
    add_other(contract, people_of(contract.team)[Role.MEMBER], label, day)
    return day


def form(**fields: object) -> dict[str, object]:
    empty = dict.fromkeys(("start", "end", "initial_number", "renews", "renewal_number", "notice_number"), "")
    return empty | {"initial_unit": "months", "renewal_unit": "months", "notice_unit": "days"} | fields


def test_dates_are_entered_and_counted(team: Team, contract: Contract) -> None:
    client, address = client_of(team), reverse("contracts:dates", args=[contract.public_id])
    assert "No date is stated" in client.get(reverse("reviews:contract", args=[contract.public_id])).content.decode()
    sent = form(start="2026-06-01", initial_number="12", renews="1", renewal_number="12", notice_number="45")
    assert client.post(address, sent).status_code == 302
    first = contract.days.get(kind="notice", slot=0)
    assert (str(first.day), contract.terms.count()) == ("2027-04-16", 5)
    page = client.get(reverse("reviews:contract", args=[contract.public_id])).content.decode()
    assert ("16 April 2027" in page, "No date is stated" in page) == (True, False)
    assert 'value="2026-06-01"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"start": "2026-02-30"}, "Give a day of the calendar"),
        ({"start": "1889-01-01"}, "Give a day between 1990 and 2100."),
        ({"start": "2026-06-01", "end": "2026-05-31"}, "The term cannot end before it starts."),
        ({"notice_number": "0"}, "Give a whole number from 1 to 600"),
        ({"initial_number": "twelve"}, "Give a whole number from 1 to 600"),
        ({"renewal_number": "99999999999999999999"}, "Give a whole number from 1 to 600"),
        ({"act": "other", "day": "2026-06-01", "label": ""}, "Say what happens on this day"),
        ({"act": "other", "day": "soon", "label": "Talks"}, "Give a day of the calendar"),
    ],
)
def test_mistakes_are_named_and_nothing_is_kept(
    team: Team, contract: Contract, sent: dict[str, object], said: str
) -> None:
    response = client_of(team).post(reverse("contracts:dates", args=[contract.public_id]), form(**sent))
    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert ContractTerm.objects.count() == 0


def test_managers_read_dates_and_change_none(team: Team, contract: Contract) -> None:
    day = add(contract, "Talks", 20)
    client = client_of(team, Role.MANAGER)
    page = client.get(reverse("reviews:contract", args=[contract.public_id])).content.decode()
    assert (word_day(day) in page, "Enter or correct dates" in page) == (True, False)
    for name in ("dates", "settle_date"):
        sent = {"term": contract.terms.get().pk, "act": "remove"}
        assert client.post(reverse(f"contracts:{name}", args=[contract.public_id]), sent).status_code == 403
    client.post(reverse("contracts:follow", args=[contract.public_id]), {"follow": "1"})
    assert Follower.objects.get().user == people_of(team)[Role.MANAGER]
    client.post(reverse("contracts:follow", args=[contract.public_id]), {"follow": "0"})
    assert Follower.objects.count() == 0


def test_another_contract_s_date_is_not_settled_here(team: Team, contract: Contract) -> None:
    other = make_contract(team, title="Other")
    add(other, "Talks", 20)
    client = client_of(team)
    for term in (str(other.terms.get().pk), "", "x", "²"):
        sent = {"term": term, "act": "remove"}
        assert client.post(reverse("contracts:settle_date", args=[contract.public_id]), sent).status_code == 404
    assert other.terms.count() == 1


def test_the_calendar_shows_what_is_due_first(team: Team, contract: Contract) -> None:
    near, far, gone = add(contract, "Near thing", 30), add(contract, "Far thing", 200), add(contract, "Gone thing", -40)
    other = make_contract(make_team("Theirs"), title="Other")
    add(other, "Secret thing", 10)
    page = client_of(team).get("/calendar/").content.decode()
    due, rest = page.split('id="list"')
    ahead, past = rest.split('<details class="past">')
    assert ("Near thing" in due, "Far thing" in due.split('id="month"')[0]) == (True, False)
    assert (word_day(near) in ahead, word_day(far) in ahead, word_day(gone) in past) == (True, True, True)
    assert ("Norvik &lt;Terms&gt;" in page, "Norvik <Terms>" in page, "Secret thing" in page) == (True, False, False)
    month = (
        client_of(team)
        .get(f"/calendar/?month={far:%Y-%m}")
        .content.decode()
        .split('id="month"')[1]
        .split('id="list"')[0]
    )
    assert "Far thing" in month
    for wrong in ("month=2026-13", "month=x", "page=99", "vendor=²", "owner=99999999999999999999", "month=9999-12"):
        assert client_of(team).get(f"/calendar/?{wrong}").status_code == 200


def test_the_calendar_is_narrowed_down(team: Team, contract: Contract) -> None:
    other = make_contract(team, title="Other", vendor=make_vendor(team, "Fjord"), owner=people_of(team)[Role.MEMBER])
    add(contract, "Near thing", 30)
    add(other, "Fjord thing", 31)
    client = client_of(team)
    for query in (f"vendor={other.vendor_id}", f"owner={other.owner_id}"):
        page = client.get(f"/calendar/?{query}").content.decode()
        assert ("Fjord thing" in page, "Near thing" in page) == (True, False)


def test_the_calendar_speaks_japanese(team: Team, contract: Contract) -> None:
    user = people_of(team)[Role.MEMBER]
    user.language = "ja"
    user.save()
    day = add(contract, "価格交渉", 30)
    page = client_of(team).get("/calendar/").content.decode()
    assert f"{day.year}年{day.month}月{day.day}日" in page
    assert "カレンダー" in page


def test_queries_stay_the_same(team: Team, contract: Contract, django_assert_num_queries: Callable) -> None:
    add(contract, "One", 10)
    client = client_of(team)
    client.get("/calendar/")
    with django_assert_num_queries(QUERIES):
        client.get("/calendar/")
    for number in range(20):
        add(make_contract(team, title=f"More {number}"), "More", number)
    with django_assert_num_queries(QUERIES):
        client.get("/calendar/")


QUERIES = 14


def feed_address(client: Client) -> str:
    client.post(reverse("contracts:calendar_feed"), {"act": "make"})
    page = client.get("/calendar/").content.decode()
    return page.split('class="code" type="text" readonly value="http://testserver')[1].split('"')[0]


def test_a_feed_needs_no_door_and_tells_no_more_than_dates(team: Team, contract: Contract) -> None:
    review = make_finished_review(contract)
    day = add(contract, "Talks; soon, “really”", 30)
    address = feed_address(client_of(team))
    response = Client().get(address)
    (event,) = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Talks; soon, “really”: Norvik <Terms> (Norvik AI)"
    assert event.decoded("DTSTART") == day
    assert str(event["URL"]) == f"http://testserver/contracts/{contract.public_id}/"
    assert [one.decoded("TRIGGER").days for one in event.walk("VALARM")] == [-90, -30, -7]
    quotes = [span.quote for finding in review.findings.all() for span in finding.evidence.all()]
    assert quotes and not any(quote.encode() in response.content for quote in quotes)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"


def test_what_has_not_changed_is_not_sent_again(team: Team, contract: Contract) -> None:
    add(contract, "Talks", 30)
    address = feed_address(client_of(team))
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Last-Modified"].endswith("GMT")
    uid = contract.days.get()
    add(contract, "More", 40)
    changed = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert f"{contract.public_id}-other-{uid.slot}@clausemark" in changed.content.decode().replace("\r\n ", "")


def test_old_wrong_and_revoked_addresses_lead_nowhere(team: Team, contract: Contract) -> None:
    add(contract, "Talks", 30)
    client = client_of(team)
    old = feed_address(client)
    new = feed_address(client)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    number = CalendarFeed.objects.get().pk
    for wrong in (f"{number}-", f"{number}-{'0' * 40}", "-x", "²-x", f"{'9' * 30}-x", f"{number}", f"{number}-é"):
        assert Client().get(reverse("contracts:feed", args=[wrong])).status_code == 404
    client.post(reverse("contracts:calendar_feed"), {"act": "end"})
    assert Client().get(new).status_code == 404


def test_who_has_left_reads_no_feed(team: Team, contract: Contract) -> None:
    user = people_of(team)[Role.MEMBER]
    address = feed_address(client_of(team))
    user.is_active = False
    user.save()
    assert Client().get(address).status_code == 404
    user.is_active = True
    user.save()
    assert Client().get(address).status_code == 200
    user.memberships.all().delete()
    assert Client().get(address).status_code == 404


def test_a_feed_is_of_one_team(team: Team, contract: Contract) -> None:
    add(make_contract(make_team("Theirs"), title="Other"), "Secret thing", 10)
    assert b"VEVENT" not in Client().get(feed_address(client_of(team))).content
    assert ContractDay.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("60, 14", [60, 14]), ("7 90、30", [90, 30, 7]), ("", []), ("a", None), ("400", None), ("1 2 3 4 5 6", None)],
)
def test_admins_say_how_early_people_are_written_to(team: Team, sent: str, kept: list[int] | None) -> None:
    response = client_of(team, Role.ADMIN).post(reverse("contracts:reminder_days"), {"days": sent}, follow=True)
    assert list(ReminderDays.objects.values_list("days", flat=True)) == ([] if kept is None else [kept])
    assert ("Give up to five numbers" in response.content.decode()) == (kept is None)
