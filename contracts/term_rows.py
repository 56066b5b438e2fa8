"""Keeps the terms of a contract and the days that follow from them. Around `calendar.py`, which computes them.

Terms are read by `reviews/terms.py` when a review ends, and entered by people on the page of the dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from contracts.calendar import AHEAD, Day, Fact, Length, Terms, days_of
from contracts.models import Contract, ContractDay, ContractTerm, User
from contracts.trail import record

Source, Standing = ContractTerm.Source, ContractTerm.Standing
FACTS: tuple[Fact, ...] = ("start", "end", "initial", "renews", "renewal", "notice")
"""Those of which a contract has one each, in the order in which they are shown."""
NOTHING = (None, None, "")
"""The day, number and unit of a fact that nobody states."""


@dataclass(frozen=True, slots=True)
class ReadTerm:
    """A term with the words in which a paper states it; one of `day`, `length` and `is_so` is given."""

    fact: Fact
    version: int
    start: int
    end: int
    page: int | None
    quote: str
    day: date | None = None
    length: Length | None = None
    is_so: bool | None = None


def today() -> date:
    """By the clock of the installation (TIME_ZONE)."""
    return timezone.localdate()


def standing_terms(rows: Iterable[ContractTerm]) -> dict[str, ContractTerm]:
    """Of each fact the row that counts: what was entered before what was read; nothing that was set aside."""
    found: dict[str, ContractTerm] = {}
    for row in rows:
        if row.fact == "other" or row.standing == Standing.REFUSED:
            continue
        if row.fact not in found or row.source == Source.ENTERED:
            found[row.fact] = row
    return found


def values_of(standing: Mapping[str, ContractTerm]) -> Terms:
    def length(fact: Fact) -> Length | None:
        row = standing.get(fact)
        return Length(row.number, row.unit) if row and row.number else None  # type: ignore[arg-type]

    start, end, renews = standing.get("start"), standing.get("end"), standing.get("renews")
    return Terms(
        start=start.day if start else None,
        end=end.day if end else None,
        initial=length("initial"),
        renews=bool(renews.number) if renews else None,
        renewal=length("renewal"),
        notice=length("notice"),
    )


@transaction.atomic
def keep_read(contract: Contract, read: Sequence[ReadTerm], is_whole: bool = True) -> None:
    """Put what the papers state now in place of what they stated before. What people confirmed or set aside stays so
    as long as the same words say the same. `is_whole` is False where not all was looked for: then nothing is removed.
    """
    Contract.objects.hold(contract.pk)
    before = {row.fact: row for row in contract.terms.filter(source=Source.READ)}
    added, gone = [], []
    for new in (row_of(contract, term) for term in read):
        row = before.pop(new.fact, None)
        if row is None or content_of(row) != content_of(new):
            added.append(new)
            gone += [row] if row else []
        elif place_of(row) != place_of(new):
            row.version_id, row.start, row.end, row.page = place_of(new)
            row.save(update_fields=["version", "start", "end", "page"])
    gone += before.values() if is_whole else ()
    if gone:
        ContractTerm.objects.filter(pk__in=[row.pk for row in gone]).delete()
    ContractTerm.objects.bulk_create(added)
    _refresh(contract)


def row_of(contract: Contract, term: ReadTerm) -> ContractTerm:
    return ContractTerm(
        contract=contract,
        fact=term.fact,
        source=Source.READ,
        day=term.day,
        number=int(term.is_so) if term.is_so is not None else term.length.number if term.length else None,
        unit=term.length.unit if term.length else "",
        version_id=term.version,
        start=term.start,
        end=term.end,
        page=term.page,
        quote=term.quote,
    )


def content_of(row: ContractTerm) -> tuple[object, ...]:
    return row.day, row.number, row.unit, row.quote


def place_of(row: ContractTerm) -> tuple[int | None, int | None, int | None, int | None]:
    return row.version_id, row.start, row.end, row.page


@transaction.atomic
def refresh_days(contract: Contract) -> None:
    """Bring the contract's days up to date. A day that stays where it was keeps its row as it is."""
    Contract.objects.hold(contract.pk)
    _refresh(contract)


def _refresh(contract: Contract) -> None:
    """Within a transaction that holds the contract."""
    rows = list(contract.terms.all())
    wanted = {(one.kind, one.slot): (one, "") for one in days_of(values_of(standing_terms(rows)), today())}
    for row in rows:
        if row.fact == "other" and row.day:
            wanted["other", row.pk] = Day("other", row.pk, row.day, ("other",), is_deadline=True), row.label
    now = timezone.now()
    for old in contract.days.all():
        day, label = wanted.pop((old.kind, old.slot), (None, ""))  # type: ignore[arg-type]
        if day is None:
            old.delete()
        elif (old.day, old.label, old.is_deadline, old.facts) != (day.day, label, day.is_deadline, list(day.facts)):
            old.sequence += 1
            old.day, old.label, old.is_deadline, old.facts = day.day, label, day.is_deadline, list(day.facts)
            old.changed_at = now
            old.save()
    ContractDay.objects.bulk_create(
        ContractDay(
            contract=contract,
            kind=day.kind,
            slot=day.slot,
            day=day.day,
            label=label,
            is_deadline=day.is_deadline,
            facts=list(day.facts),
            changed_at=now,
        )
        for day, label in wanted.values()
    )


def roll_on() -> int:
    """Compute the next renewals of contracts of which some have passed; the number of these contracts."""
    renewals = ContractDay.objects.filter(contract=OuterRef("pk"), kind="renewal", slot__gte=1)
    ahead = Count("days", filter=Q(days__kind="renewal", days__day__gt=today()))
    behind = Contract.objects.filter(Exists(renewals)).annotate(ahead=ahead).filter(ahead__lt=AHEAD)
    contracts = list(behind)
    for contract in contracts:
        refresh_days(contract)
    return len(contracts)


@transaction.atomic
def enter_terms(contract: Contract, user: User, said: Mapping[str, tuple[date | None, int | None, str]]) -> list[str]:
    """What a person says of each fact; the facts that this changes. What a paper says too is confirmed by it; an empty
    answer takes back what was entered and sets aside what was read.
    """
    Contract.objects.hold(contract.pk)
    rows = {(row.fact, row.source): row for row in contract.terms.exclude(fact="other")}
    changed = []
    for fact, (day, number, unit) in said.items():
        read, entered = rows.get((fact, Source.READ)), rows.get((fact, Source.ENTERED))
        counting = entered or (read if read and read.standing != Standing.REFUSED else None)
        value = (day, number, unit)
        if (counting and value_of(counting) == value) or (counting is None and value == NOTHING):
            continue
        changed.append(fact)
        if entered is not None:
            entered.delete()
        if read is not None and value in (value_of(read), NOTHING):
            settle(read, user, Standing.REFUSED if value == NOTHING else Standing.CONFIRMED)
        elif value != NOTHING:
            ContractTerm.objects.create(
                contract=contract, fact=fact, source=Source.ENTERED, day=day, number=number, unit=unit,
                standing=Standing.CONFIRMED, settled_by=user, settled_at=timezone.now(),
            )  # fmt: skip
    if changed:
        for fact in changed:
            value = said[fact]
            record(contract.team, user, "dates.changed", contract, fact=fact, day=str(value[0] or ""), number=value[1])
        refresh_days(contract)
    return changed


def value_of(row: ContractTerm) -> tuple[date | None, int | None, str]:
    return row.day, row.number, row.unit


def settle(row: ContractTerm, user: User, standing: str) -> None:
    row.standing, row.settled_by, row.settled_at = standing, user, timezone.now()
    row.save(update_fields=["standing", "settled_by", "settled_at"])


@transaction.atomic
def settle_read(row: ContractTerm, user: User, standing: str) -> None:
    """Confirm what was read, set it aside, or open it again."""
    settle(row, user, standing)
    record(row.contract.team, user, f"dates.{standing}", row.contract, fact=row.fact)
    refresh_days(row.contract)


@transaction.atomic
def add_other(contract: Contract, user: User, label: str, day: date) -> None:
    """A day of a person’s own."""
    ContractTerm.objects.create(
        contract=contract, fact="other", source=Source.ENTERED, day=day, label=label,
        standing=Standing.CONFIRMED, settled_by=user, settled_at=timezone.now(),
    )  # fmt: skip
    record(contract.team, user, "dates.changed", contract, fact="other", day=str(day))
    refresh_days(contract)


@transaction.atomic
def remove_entered(row: ContractTerm, user: User) -> None:
    record(row.contract.team, user, "dates.removed", row.contract, fact=row.fact, day=str(row.day or ""))
    contract = row.contract
    row.delete()
    refresh_days(contract)
