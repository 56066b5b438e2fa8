"""How a contract stands: kept right when reviews end, when people decide, and when contracts go."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from contracts.bundle import discard_contract
from contracts.models import Contract, Passage, Role
from reviews.checklist import default_checklist
from reviews.models import Decision, Review, Standing
from reviews.portfolio.marks import NONE, mark_of
from reviews.settle import carry_decisions, settle_finding
from reviews.standing import refresh_standing
from tests.factories import make_contract, make_finished_review, make_review, make_team, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract() -> Contract:
    return make_contract(make_team())


def whole(contract: Contract) -> Standing:
    return Standing.objects.get(contract=contract, category="")


def test_a_finished_review_is_where_its_contract_stands(contract: Contract) -> None:
    review = make_finished_review(contract)
    row = whole(contract)
    assert (row.team, row.review, row.version, row.checklist) == (
        contract.team,
        review,
        review.checklist_version,
        review.checklist_version.checklist,
    )
    assert (row.score, row.low, row.high, row.band) == (review.score, review.score_low, review.score_high, review.band)
    findings = list(review.findings.all())
    assert (row.critical, row.risky) == tuple(sum(f.grade == g for f in findings) for g in ("critical", "risky"))
    assert row.marks == "".join(mark_of(finding.status, finding.grade) for finding in findings)
    notice = next(finding for finding in findings if finding.item == "pricing.increase_notice")
    assert (row.notice_status, row.notice_days) == (notice.status, notice.values.get("notice_days"))
    assert row.reviewed_at == review.finished_at


def test_each_category_stands_by_itself(contract: Contract) -> None:
    review = make_finished_review(contract)
    rows = {row.category: row for row in Standing.objects.filter(contract=contract).exclude(category="")}
    assert {code: (row.score, row.band) for code, row in rows.items()} == {
        code: (score["score"], score["band"]) for code, score in review.category_scores.items()
    }
    assert "".join(rows[category.id].marks for category in default_checklist().categories) == whole(contract).marks


def test_the_newest_review_counts_and_one_in_the_queue_changes_nothing(contract: Contract) -> None:
    first = make_finished_review(contract)
    second = make_finished_review(contract)
    assert whole(contract).review == second
    refresh_standing(first)
    assert whole(contract).review == second
    make_review(contract)
    refresh_standing(first)
    assert whole(contract).review == second


def test_decisions_count(contract: Contract) -> None:
    review = make_finished_review(contract)
    before = whole(contract)
    critical = [row for row in review.findings.all() if row.grade == "critical"]
    overridden, dismissed = critical[0], critical[1]
    person = {"by_name": "Ines Halvorsen", "review": review, "turn": 1, "text": "Settled."}
    Decision.objects.create(item=overridden.item, act="override", grade="favourable", **person)
    Decision.objects.create(item=dismissed.item, act="dismiss", **person)
    refresh_standing(review)
    after = whole(contract)
    assert after.critical == before.critical - 2
    assert after.score < before.score
    assert after.marks[overridden.position] == mark_of(overridden.status, "favourable")
    assert after.marks[dismissed.position] == NONE


def test_settling_a_finding_moves_where_the_contract_stands(contract: Contract) -> None:
    review, person = make_finished_review(contract), people_of(contract.team)[Role.MEMBER]
    before = whole(contract)
    critical = next(row for row in review.findings.all() if row.grade == "critical")
    made = settle_finding(review, critical.item, person, "override", grade="favourable", reason="Settled.")
    assert whole(contract).critical == before.critical - 1
    again = make_finished_review(contract)
    carry_decisions(again)
    assert (whole(contract).review, whole(contract).critical) == (again, before.critical - 1)
    settle_finding(review, critical.item, person, "undo", seen=made.pk)
    assert whole(contract).review == again


def test_a_discarded_contract_stands_nowhere(contract: Contract) -> None:
    make_finished_review(contract)
    discard_contract(contract)
    assert Standing.objects.count() == 0


def test_what_is_missing_is_made_and_nothing_else(contract: Contract) -> None:
    make_finished_review(contract)
    rows = list(Standing.objects.values_list("category", "marks"))
    passages = Passage.objects.count()
    Standing.objects.all().delete()
    Passage.objects.all().delete()
    call_command("fill_portfolio", verbosity=0)
    assert (list(Standing.objects.values_list("category", "marks")), Passage.objects.count()) == (rows, passages)
    kept = set(Standing.objects.values_list("pk", flat=True))
    call_command("fill_portfolio", verbosity=0)
    assert set(Standing.objects.values_list("pk", flat=True)) == kept
    Review.objects.update(score=None)
    call_command("fill_portfolio", all=True, verbosity=0)
    assert kept.isdisjoint(Standing.objects.values_list("pk", flat=True))
