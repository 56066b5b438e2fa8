"""What papers state and people enter of a contract’s term, side by side, and the days that follow."""

from __future__ import annotations

from datetime import date

import pytest

from contracts import term_rows
from contracts.calendar import Length
from contracts.models import Contract, ContractTerm, Role, TrailEntry, User
from contracts.term_rows import (
    ReadTerm,
    add_other,
    enter_terms,
    keep_read,
    remove_entered,
    roll_on,
    settle_read,
    standing_terms,
    values_of,
)
from tests.factories import make_contract, make_team, people_of

pytestmark = pytest.mark.django_db
YEAR = Length(12, "months")


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, date(2026, 11, 20))


def at(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """The clock is the edge of the world: everything else is as it is."""
    monkeypatch.setattr(term_rows, "today", lambda: day)


@pytest.fixture
def contract() -> Contract:
    return make_contract(make_team())


@pytest.fixture
def user(contract: Contract) -> User:
    return people_of(contract.team)[Role.MEMBER]


def read(contract: Contract, start: date = date(2026, 1, 1), words: str = "Start | 1 January 2026") -> list[ReadTerm]:
    version = contract.documents.first().versions.get().pk
    place = {"version": version, "start": 0, "end": len(words), "page": 1}
    return [
        ReadTerm("start", **place, quote=words, day=start),  # type: ignore[arg-type]
        ReadTerm("initial", **place, quote="Term | 1 year", length=YEAR),  # type: ignore[arg-type]
        ReadTerm("renews", **place, quote="It renews", is_so=True),  # type: ignore[arg-type]
        ReadTerm("renewal", **place, quote="It renews", length=YEAR),  # type: ignore[arg-type]
        ReadTerm("notice", **place, quote="60 days", length=Length(60, "days")),  # type: ignore[arg-type]
    ]


def days(contract: Contract) -> list[tuple[str, str]]:
    return [(one.kind, str(one.day)) for one in contract.days.all()]


def test_days_follow_from_what_was_read(contract: Contract) -> None:
    keep_read(contract, read(contract))
    assert days(contract)[:3] == [("start", "2026-01-01"), ("notice", "2026-11-01"), ("renewal", "2027-01-01")]
    first = contract.days.get(kind="notice", slot=0)
    assert (first.is_deadline, first.facts) == (True, ["start", "initial", "notice"])


def test_reading_again_keeps_rows_and_what_people_said(contract: Contract, user: User) -> None:
    keep_read(contract, read(contract))
    row = contract.terms.get(fact="start")
    settle_read(row, user, "confirmed")
    before = list(contract.days.values_list("pk", "changed_at"))
    keep_read(contract, read(contract))
    assert contract.terms.get(fact="start").standing == "confirmed"
    assert list(contract.days.values_list("pk", "changed_at")) == before
    keep_read(contract, read(contract, date(2026, 2, 1), "Start | 1 February 2026"))
    row = contract.terms.get(fact="start")
    assert (row.standing, row.day) == ("open", date(2026, 2, 1))
    assert contract.days.get(kind="notice", slot=0).sequence == 1


def test_what_papers_no_longer_state_goes(contract: Contract) -> None:
    keep_read(contract, read(contract))
    keep_read(contract, read(contract)[:1], is_whole=False)
    assert contract.terms.count() == 5
    keep_read(contract, read(contract)[:1])
    assert [row.fact for row in contract.terms.all()] == ["start"]
    assert days(contract) == [("start", "2026-01-01")]


def test_entered_counts_before_read(contract: Contract, user: User) -> None:
    keep_read(contract, read(contract))
    said = {"start": (date(2026, 3, 1), None, ""), "notice": (None, 3, "months"), "renews": (None, 1, "")}
    assert enter_terms(contract, user, said) == ["start", "notice"]
    assert ("notice", "2026-11-28") in days(contract)
    keep_read(contract, read(contract))
    assert values_of(standing_terms(contract.terms.all())).start == date(2026, 3, 1)
    assert [(entry.act, entry.details["fact"]) for entry in TrailEntry.objects.filter(act="dates.changed")] == [
        ("dates.changed", "start"),
        ("dates.changed", "notice"),
    ]


def test_saying_what_the_paper_says_confirms_it_and_nothing_sets_it_aside(contract: Contract, user: User) -> None:
    keep_read(contract, read(contract))
    enter_terms(contract, user, {"start": (date(2026, 3, 1), None, "")})
    enter_terms(contract, user, {"start": (date(2026, 1, 1), None, ""), "notice": (None, None, "")})
    rows = {row.fact: row for row in contract.terms.all()}
    assert (len(rows), rows["start"].source, rows["start"].standing) == (5, "read", "confirmed")
    assert (rows["notice"].standing, rows["notice"].settled_by) == ("refused", user)
    assert values_of(standing_terms(rows.values())).notice is None
    assert contract.days.get(kind="renewal", slot=0).is_deadline
    settle_read(rows["notice"], user, "open")
    assert not contract.days.get(kind="renewal", slot=0).is_deadline


def test_a_date_of_one_s_own(contract: Contract, user: User) -> None:
    add_other(contract, user, "Prices are negotiated", date(2027, 2, 1))
    day = contract.days.get()
    assert (day.kind, day.label, day.is_deadline, str(day.day)) == (
        "other", "Prices are negotiated", True, "2027-02-01",
    )  # fmt: skip
    remove_entered(ContractTerm.objects.get(), user)
    assert (contract.days.count(), TrailEntry.objects.filter(act="dates.removed").count()) == (0, 1)


def test_renewals_roll_on_as_time_goes_by(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_read(contract, read(contract))
    assert roll_on() == 0
    kept = contract.days.get(kind="renewal", slot=1).pk
    at(monkeypatch, date(2028, 6, 1))
    assert (roll_on(), roll_on()) == (1, 0)
    assert [str(one.day) for one in contract.days.filter(kind="renewal")] == [
        "2028-01-01", "2029-01-01", "2030-01-01", "2031-01-01",
    ]  # fmt: skip
    assert contract.days.get(kind="renewal", slot=1).pk == kept
