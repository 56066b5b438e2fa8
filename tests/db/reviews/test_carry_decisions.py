"""A new version of a paper: what was decided goes on where the words stayed, and is asked anew where they did not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Role, TrailEntry
from reviews import pipeline
from reviews.models import Decision, Review
from reviews.settle import carry_decisions
from tests.db.reviews.bundles import queued_review
from tests.factories import (
    make_contract,
    make_decision,
    make_finished_review,
    make_review,
    make_team,
    people_of,
    varied_findings,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Review, Review]:
    contract = make_contract(make_team())
    first = make_finished_review(contract)
    texts = [paper.paper.text for paper in first.papers.all()]
    items = [finding.item for finding in varied_findings(texts)]
    kept, reworded, regraded = items[0], items[1], items[3]
    make_decision(first, kept, "override", grade="acceptable", text="Agreed by letter.")
    make_decision(first, reworded)
    make_decision(first, regraded, "dismiss", text="Not used.")
    changed = {
        reworded: lambda one: replace(one, evidence=varied_findings(texts)[4].evidence),
        regraded: lambda one: replace(one, grade="critical"),
    }
    findings = [changed.get(one.item, lambda same: same)(one) for one in varied_findings(texts)]
    return first, make_finished_review(contract, findings)


def test_decisions_go_on_with_their_words(pair: tuple[Review, Review]) -> None:
    first, second = pair
    assert carry_decisions(second) == (1, 2)
    rows = list(Decision.objects.filter(review=second).with_people())
    made = list(Decision.objects.filter(review=first))
    assert [(row.act, row.item, row.grade, row.text, row.by_name, row.carried_from) for row in rows] == [
        ("override", made[0].item, "acceptable", "Agreed by letter.", made[0].by_name, made[0]),
        ("revisit", made[1].item, "", "words", made[1].by_name, made[1]),
        ("revisit", made[2].item, "", "grade", made[2].by_name, made[2]),
    ]
    assert rows[0].value.carried_from == 1


def test_people_see_whence_a_decision_comes_and_what_is_asked_anew(pair: tuple[Review, Review]) -> None:
    _, second = pair
    carry_decisions(second)
    client = Client()
    client.force_login(people_of(second.contract.team)[Role.MEMBER])
    rows = {row.act: row.item for row in Decision.objects.filter(review=second)}
    kept = client.get(
        reverse("reviews:verdict", args=[second.public_id, rows["override"]]), headers={"HX-Request": "true"}
    )
    assert "carried over from review 1" in kept.content.decode()
    asked = client.get(
        reverse("reviews:verdict", args=[second.public_id, rows["revisit"]]), headers={"HX-Request": "true"}
    )
    assert "the same words are now graded otherwise" in asked.content.decode()
    page = client.get(reverse("reviews:paper", args=[second.public_id, 0])).content.decode()
    assert page.count('data-group="again"') == 2


def test_a_third_review_points_to_where_it_was_decided(pair: tuple[Review, Review]) -> None:
    _, second = pair
    carry_decisions(second)
    third = make_finished_review(second.contract, [row.value for row in second.findings.prefetch_related("evidence")])
    assert carry_decisions(third) == (1, 0)
    assert Decision.objects.filter(review=third).with_people().get().value.carried_from == 1


def test_without_an_earlier_review_nothing_is_carried() -> None:
    assert carry_decisions(make_finished_review(make_contract(make_team()))) == (0, 0)


def test_a_review_takes_decisions_over_as_it_ends() -> None:
    """The same papers read again: everything that was decided stands, in the transaction that ends the review."""
    first = queued_review()
    pipeline.run(Review.objects.claim(first.pk))
    item = first.findings.exclude(grade="").first().item
    make_decision(first, item)
    again = make_review(first.contract, checklist_version=first.checklist_version)
    pipeline.run(Review.objects.claim(again.pk))
    assert [(row.item, row.act) for row in Decision.objects.filter(review=again)] == [(item, "confirm")]
    details = TrailEntry.objects.filter(act="review.finished").last().details
    assert (details["review"], details["carried"], details["again"]) == (2, 1, 0)
