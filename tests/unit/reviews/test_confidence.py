"""What makes a finding sure and unsure."""

from __future__ import annotations

import pytest

from reviews.accuracy import BINS, CONFIDENT, Label, Tally
from reviews.confidence import confidence_of
from reviews.grade import grade_answers
from reviews.values import LIKENESS, Answer, Evidence, Finding, Status
from tests.unit.reviews.small import paper, review, small

FIND = """\
facts:
  ends: {en: ["<vendor> may (terminate|end)"], ja: ["<vendor>は ... 解約"]}
  at_will: {en: ["at any time"], ja: [いつでも], with: [ends], answers: false}
values:
  days: {en: ["<duration> .. notice"], ja: ["<duration>前"], with: [ends]}
"""
RULES = """\
rules:
  - {if: "days < 30", grade: critical}
  - {if: "at_will", grade: critical}
  - {grade: risky}
"""
CHECKLIST = small(FIND, RULES)
QUOTE = Evidence(0, 0, 3, "abc", "<vendor> may end")
BY_VALUE, BY_FACT, BY_NOTHING = CHECKLIST.items[0].rules


def present(quote: Evidence = QUOTE, strength: float = 0.7, **signs: int) -> Answer:
    return Answer("exit.one", "present", frozenset({"ends", "at_will"}), {"days": 14}, (quote,), strength, signs=signs)


def test_value_says_more_than_a_fact_and_a_fact_more_than_none() -> None:
    sure = [confidence_of(present(sentences=1), rule) for rule in (BY_VALUE, BY_FACT, BY_NOTHING)]
    assert sure[0] >= CONFIDENT > sure[1] > sure[2]


def test_many_sentences_with_values_make_less_sure() -> None:
    assert confidence_of(present(sentences=1), BY_VALUE) > confidence_of(present(sentences=3), BY_VALUE)


def test_sentence_like_the_examples_makes_sure() -> None:
    sure = [confidence_of(present(like=like), BY_FACT) for like in (-900, -200, 400)]
    assert sure == sorted(sure) and sure[0] < sure[1] < CONFIDENT <= sure[2]
    assert confidence_of(present(), BY_FACT) == sure[0]


def test_strength_of_a_phrase_moves_it_within_bounds() -> None:
    weak, usual, strong = (confidence_of(present(strength=one), BY_VALUE) for one in (0.5, 0.7, 1.0))
    assert weak < usual < strong == 0.95


def test_passage_that_no_phrase_matched_is_never_sure() -> None:
    likely = Evidence(0, 0, 3, "abc", f"{LIKENESS}900")
    for rule in (BY_VALUE, BY_FACT, BY_NOTHING):
        assert confidence_of(present(likely, like=900), rule) < 0.7


def test_silence_is_less_sure_the_liker_the_nearest_passage() -> None:
    silent = [Answer("exit.one", "absent", signs=signs) for signs in ({}, {"like": -800}, {"like": -400}, {"like": 0})]
    sure = [confidence_of(answer) for answer in silent]
    assert sure == sorted(sure, reverse=True) and len(set(sure)) == 4


@pytest.mark.parametrize(("status", "least"), [("not_assessed", 0.9), ("referenced", 0.7), ("not_run", 0.0)])
def test_what_is_not_graded_by_words(status: Status, least: float) -> None:
    (finding,) = grade_answers(CHECKLIST, [Answer("exit.one", status)], [])
    assert least <= finding.confidence <= 0.95
    assert (finding.confidence > 0) == (least > 0)


def test_review_says_how_sure_it_is() -> None:
    dated = review(CHECKLIST, paper("Provider may terminate the service on 14 days’ notice."))
    vague = review(CHECKLIST, paper("Provider may terminate the service."))
    assert (dated.grade, vague.grade) == ("critical", "risky")
    assert dated.confidence >= CONFIDENT > vague.confidence


def finding(confidence: float, is_right: bool) -> tuple[Label, Finding]:
    label: Label = {"status": "present", "grade": "risky"}
    grade = "risky" if is_right else "critical"
    return label, Finding("a.b", "a", 3, "present", grade, {}, (), confidence, "local", {})  # type: ignore[arg-type]


def test_reliability_is_counted_by_bins() -> None:
    tally = Tally()
    for number, (confidence, is_right) in enumerate(
        [(0.86, True), (0.84, False), (0.8, True), (0.35, False), (1, True)]
    ):
        label, found = finding(confidence, is_right)
        tally.add(f"bundle {number}", {"a.b": label}, [found])
    bins = {one.least: (one.count, one.right, round(one.mean, 3)) for one in tally.sure if one.count}
    assert bins == {0.0: (1, 0, 0.35), 0.8: (3, 2, 0.833), 0.9: (1, 1, 1.0)}
    assert [one.least for one in tally.sure] == list(BINS)
    assert (tally.count["confident"], tally.count["confident_right"]) == (4, 3)
