"""Ten reviews at once that all ask one slow model: how near they come to the best, and whether the budget holds.

On SQLite, or on what DATABASE_URL names. The model takes two seconds a call and lets four in at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from math import ceil
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from contracts.models import Team
from reviews import pipeline
from reviews.models import ModelCall, ModelSettings, Provider, Review
from tests.factories import MASTER_TERMS, make_checklist_version, make_contract, make_review, make_team
from tests.model_server import ModelServer, slowly

REVIEWS = 10
AT_ONCE = 4
SECONDS = 2.0


def measure(files: Sequence[tuple[str, bytes]], repeat: int) -> dict[str, float]:
    call_command("migrate", verbosity=0)
    settings.CLAUSEMARK_MODEL_HOSTS = ["127.0.0.1"]
    server = ModelServer()
    server.always(slowly(SECONDS))
    try:
        return measure_waiting(server) | measure_budget(server)
    finally:
        server.close()


def measure_waiting(server: ModelServer) -> dict[str, float]:
    team = team_with(server, Decimal(1000))
    alone = run_at_once(reviews_of(team, "alone", reader="local"))
    spent = run_at_once(reviews_of(team, "waiting"))
    calls = ModelCall.objects.filter(team=team, outcome="answered", is_cached=False).count()
    ideal = ceil(calls / AT_ONCE) * SECONDS
    return {
        "ten reviews at once / (ideal and reading)": spent / (ideal + alone),
        "ten reviews at once / ideal": spent / ideal,
        "calls": calls,
        "most calls at the same time": server.most_at_once,
        "seconds": spent,
        "ideal seconds of calls": ideal,
        "seconds of the same without a model": alone,
    }


def measure_budget(server: ModelServer) -> dict[str, float]:
    """A budget for about half of the calls: what is spent in the end, of it."""
    one = run_cost(server)
    budget = (one * REVIEWS / 2).quantize(Decimal("0.01"))
    team = team_with(server, budget)
    run_at_once(reviews_of(team, "budget"))
    calls = ModelCall.objects.filter(team=team)
    dearest = max(calls.values_list("cost", flat=True))
    return {
        "spent / budget": float(calls.spent() / budget),
        "beyond the budget / dearest call": float(max(Decimal(0), calls.spent() - budget) / dearest),
        "calls refused for want of money": calls.filter(outcome="budget").count(),
        "calls still under way": calls.filter(outcome="pending").count(),
    }


def run_cost(server: ModelServer) -> Decimal:
    team = team_with(server, Decimal(1000))
    run_at_once(reviews_of(team, "cost", 1))
    return ModelCall.objects.filter(team=team).spent()


def team_with(server: ModelServer, budget: Decimal) -> Team:
    team = make_team(f"Bench {Team.objects.count()}")
    ModelSettings.objects.create(team=team, is_on=True, budget=budget)
    Provider.objects.create(
        team=team, name="Slow", base_url=server.url, model="m", at_once=AT_ONCE, price_fresh=50, price_output=1,
        is_masked=False,
    )  # fmt: skip
    return team


def reviews_of(team: Team, mark: str, number: int = REVIEWS, reader: str = "thorough") -> list[Review]:
    """Each of a text of its own: what was answered before would cost no time."""
    version = make_checklist_version(team)
    texts = [f"{MASTER_TERMS}\n4.3 Reference. The number of this agreement is {mark} {one}.\n" for one in range(number)]
    contracts = [make_contract(team, papers=[("master_terms", text)]) for text in texts]
    return [make_review(contract, checklist_version=version, reader=reader) for contract in contracts]


def run_at_once(reviews: Sequence[Review]) -> float:
    """Seconds until the last of them is done, each in a thread of its own."""

    def run(review: Review) -> None:
        try:
            claimed = Review.objects.claim(review.pk)
            assert claimed is not None
            pipeline.run(claimed)
        finally:
            connection.close()

    started = perf_counter()
    with ThreadPoolExecutor(len(reviews)) as pool:
        list(pool.map(run, reviews))
    spent = perf_counter() - started
    assert set(Review.objects.filter(pk__in=[one.pk for one in reviews]).values_list("status", flat=True)) == {"done"}
    return spent
