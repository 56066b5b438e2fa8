"""Writes down what anybody did, and tells whether what was written down is still as it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from contracts.models import Contract, Team, TrailEntry, User


@transaction.atomic
def record(team: Team, user: User | None, act: str, contract: Contract | None = None, **details: object) -> TrailEntry:
    """Add an entry to the team's trail. `act` is a code of `contracts.trail_words.ACTS`; `user` is None where the
    product itself acted.

    `details` are plain values without words of a contract. Called within the transaction of what it tells of, both are
    kept or neither. Costs four queries, and other entries of the team wait until that transaction ends: call it last,
    see `ContractQuerySet.hold`.
    """
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)  # one at a time, so that numbers and hashes follow
    last = TrailEntry.objects.filter(team=team).order_by("-number").only("number", "hash").first()
    entry = TrailEntry(
        team=team,
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        actor=user,
        actor_name=name_of(user),
        act=act,
        contract=contract,
        subject=str(contract.public_id) if contract else "",
        title=contract.title if contract else "",
        details=details,
        previous=last.hash if last else "",
    )
    entry.hash = entry.digest()
    entry.save()
    return entry


def name_of(user: User | None) -> str:
    if user is None:
        return ""
    return f"{user.name} <{user.email}>" if user.name else user.email


def first_broken(entries: Iterable[TrailEntry]) -> int | None:
    """The number of the first entry that is not as it was written, of all entries of a team in their order.

    What is cut off at the end leaves a chain that fits: compare the last hash with one that was exported before.
    """
    previous = ""
    for number, entry in enumerate(entries, start=1):
        if entry.number != number or entry.previous != previous or entry.hash != entry.digest():
            return number
        previous = entry.hash
    return None
