"""Facts that one item takes over from another. After all items are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reviews.checklist.values import Fact, Item


def fill_shared_facts(items: tuple[Item, ...], known: Mapping[str, Fact]) -> tuple[Item, ...]:
    """Fills in the facts that are the same as another item's; the facts which those need come along, unnamed."""
    return tuple(
        replace(item, find=replace(item.find, facts=_filled(item.find.facts, known)))
        if any(fact.same_as for fact in item.find.facts)
        else item
        for item in items
    )


def _filled(facts: Sequence[Fact], known: Mapping[str, Fact]) -> tuple[Fact, ...]:
    found: dict[str, Fact] = {}

    def take(source: str, name: str, answers: bool) -> None:
        if name in found:
            return
        source = known[source].same_as or source  # a needed fact may itself be taken over
        item = source.rpartition(".")[0]
        search = known[source].search
        found[name] = known[source]  # keeps the place, and ends a circle
        needed = {one: f"{item}.{one}" for one in (*search.with_facts, *search.unless)}
        for one in needed.values():
            take(one, one, False)
        found[name] = Fact(
            name,
            replace(
                search,
                with_facts=tuple(needed[one] for one in search.with_facts),
                unless=tuple(needed[one] for one in search.unless),
                answers=answers,
            ),
            same_as=source,
        )

    for fact in facts:
        if fact.same_as:
            take(fact.same_as, fact.name, fact.search.answers)
        else:
            found[fact.name] = fact
    return tuple(found.values())
