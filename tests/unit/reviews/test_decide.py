"""Decisions on findings as plain values: what stands, what it does to the score, and what may be signed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviews.decide import Act, Ruling, decided, must_be_decided, scores_after, scores_if, standing
from reviews.score import score_findings
from reviews.values import Evidence, Finding, Grade, Score, Status


def finding(
    item: str, grade: Grade | None, weight: int = 1, status: Status = "present", quote: str = "Words."
) -> Finding:
    evidence = (Evidence(0, 0, len(quote), quote),) if quote else ()
    return Finding(item, "pricing", weight, status, grade, {}, evidence, 0.9, "local", {"en": "", "ja": ""})


FOUND = [
    finding("a", "critical", 4),
    finding("b", "risky", 2),
    finding("c", "favourable", 2),
    finding("d", "risky", 2, "unclear"),
    finding("e", None, 3, "not_assessed", ""),
]


def ruling(number: int, item: str, act: Act, grade: Grade | None = None) -> Ruling:
    return Ruling(number, item, act, grade, "because", "Ines Halvorsen")


def test_the_last_decision_stands_and_undo_brings_back_the_one_before() -> None:
    made = [ruling(1, "a", "confirm"), ruling(2, "b", "dismiss"), ruling(3, "a", "override", "risky")]
    assert standing(made) == {"a": made[2], "b": made[1]}
    assert standing([*made, ruling(4, "a", "undo")]) == {"a": made[0], "b": made[1]}
    assert standing([*made, ruling(4, "a", "undo"), ruling(5, "a", "undo")]) == {"b": made[1]}
    assert standing([ruling(1, "a", "undo")]) == {}


def test_decisions_change_copies_and_leave_what_was_found() -> None:
    rulings = standing([ruling(1, "a", "override", "acceptable"), ruling(2, "b", "confirm"), ruling(3, "c", "dismiss")])
    before = list(FOUND)
    assert decided(FOUND, rulings) == [replace(FOUND[0], grade="acceptable"), FOUND[1], FOUND[3], FOUND[4]]
    assert before == FOUND


def test_a_decision_ends_doubt() -> None:
    assert score_findings(FOUND).overall == Score(66.0, 53.0, 73.0, "severe")
    assert scores_after(FOUND, {"d": ruling(1, "d", "confirm")}).overall == Score(66.0, 66.0, 66.0, "severe")
    silent = finding("d", "risky", 2, "unclear", "")
    assert decided([silent], {"d": ruling(1, "d", "confirm")}) == [replace(silent, status="absent")]


def test_a_dismissed_finding_leaves_the_sum_with_its_weight() -> None:
    only = [finding("a", "critical", 5), finding("b", "acceptable", 1)]
    assert scores_after(only, {"a": ruling(1, "a", "dismiss")}).overall == Score(25.0, 25.0, 25.0, "moderate")
    both = {item: ruling(1, item, "dismiss") for item in "ab"}
    assert scores_after(only, both).overall == Score(None, None, None, None)


def test_what_was_not_graded_is_graded_by_override_and_stays_so_when_confirmed() -> None:
    assert scores_after(FOUND[4:], {"e": ruling(1, "e", "override", "risky")}).overall.score == 65.0
    assert scores_after(FOUND[4:], {"e": ruling(1, "e", "confirm")}).overall.score is None


def test_the_effect_is_known_before() -> None:
    rulings = {"a": ruling(1, "a", "confirm")}
    what_if = ruling(0, "a", "override", "favourable")
    assert scores_if(FOUND, rulings, what_if).overall == scores_after(FOUND, {"a": what_if}).overall
    assert rulings == {"a": ruling(1, "a", "confirm")}


@pytest.mark.parametrize(
    ("settled", "left"), [("", ["a", "d"]), ("a", ["d"]), ("d", ["a"]), ("ad", []), ("bce", ["a", "d"])]
)
def test_nobody_signs_over_what_is_critical_or_unclear(settled: str, left: list[str]) -> None:
    rulings = {item: ruling(1, item, "confirm") for item in settled}
    assert [one.item for one in must_be_decided(FOUND, rulings)] == left
