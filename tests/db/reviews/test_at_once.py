"""Several people and workers on one contract at once, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from contracts.models import Contract, Role, TrailEntry
from contracts.trail import first_broken, record
from reviews.decide import decided, standing
from reviews.models import Decision, Review, Standing
from reviews.score import score_findings
from reviews.settle import Clash, carry_decisions, findings_of, settle_finding
from reviews.standing import refresh_standing
from tests.factories import make_contract, make_finished_review, make_team, people_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
ROUNDS = 5


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each came to, all begun at the same moment, each with a connection of its own. Errors are among them."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def contract() -> Contract:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lies in memory, where connections do not wait for each other")
    return make_contract(make_team())


def test_entries_written_at_once_make_one_chain(contract: Contract) -> None:
    team = contract.team
    acts = [lambda number=number: record(team, None, "upload", contract, version=number) for number in range(12)]
    at_once(*acts)
    entries = list(TrailEntry.objects.filter(team=team))
    assert [entry.number for entry in entries] == list(range(1, 13))
    assert first_broken(entries) is None


def test_of_two_decisions_on_one_finding_one_is_made(contract: Contract) -> None:
    review = make_finished_review(contract)
    people = people_of(contract.team)
    item = review.findings.first().item
    made = at_once(
        lambda: settle_finding(review, item, people[Role.REVIEWER], "confirm"),
        lambda: settle_finding(review, item, people[Role.MANAGER], "dismiss", reason="Not for us."),
    )
    (first,) = [one for one in made if isinstance(one, Decision)]
    (clash,) = [one for one in made if isinstance(one, Clash)]
    assert clash.latest == first
    assert list(review.decisions.all()) == [first]


def test_decisions_on_many_findings_move_one_contract(contract: Contract) -> None:
    """Each holds the contract’s rows and then the team’s trail: nobody waits for somebody who waits for him."""
    review = make_finished_review(contract)
    person = people_of(contract.team)[Role.REVIEWER]
    items = list(review.findings.values_list("item", flat=True)[: 4 * ROUNDS])
    for first in range(0, len(items), 4):
        acts = [
            lambda item=item: settle_finding(review, item, person, "dismiss", reason="Not for us.")
            for item in items[first : first + 4]
        ]
        made = at_once(*acts, lambda: refresh_standing(review))
        assert [one for one in made if isinstance(one, Exception)] == []
    assert first_broken(TrailEntry.objects.filter(team=contract.team)) is None
    assert stands(contract) == score_of(review)


def test_decisions_on_the_last_review_while_the_next_one_ends(contract: Contract) -> None:
    """What is decided before the next review takes over is taken over; what comes after stays with the last."""
    person = people_of(contract.team)[Role.REVIEWER]
    review = make_finished_review(contract)
    for item in review.findings.values_list("item", flat=True)[:ROUNDS]:
        later = make_finished_review(contract)
        made = at_once(
            lambda item=item, review=review: settle_finding(review, item, person, "confirm"),
            lambda later=later: carry_on(later),
        )
        assert [one for one in made if isinstance(one, Exception)] == []
        assert stands(contract) == score_of(later)
        review = later
    assert first_broken(TrailEntry.objects.filter(team=contract.team)) is None


def carry_on(review: Review) -> None:
    """The end of a review, as `pipeline.run` writes it."""
    with transaction.atomic():
        refresh_standing(review)
        carry_decisions(review)
        record(review.contract.team, None, "review.finished", review.contract, review=review.number)


def stands(contract: Contract) -> float | None:
    return Standing.objects.get(contract=contract, category="").score


def score_of(review: Review) -> float | None:
    rulings = standing(row.value for row in review.decisions.settling().with_people())
    return score_findings(decided(findings_of(review), rulings)).overall.score
