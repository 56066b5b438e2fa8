"""Which of two readers is believed, and how sure what they agree or differ on is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from reviews.model.compare import SUREST, UNREAD, compare
from reviews.values import GRADES, POINTS, STATUSES, Evidence, Finding, Grade, Status

ANSWERS = [(status, grade) for status in STATUSES for grade in ((None,) if status in UNREAD else GRADES)]
QUOTE = Evidence(0, 0, 5, "Words")
OTHER_QUOTE = Evidence(0, 9, 14, "Other")


def finding(status: Status, grade: Grade | None, confidence: float = 0.6, **changes: object) -> Finding:
    made = Finding(
        item="exit.one",
        category="exit",
        weight=3,
        status=status,
        grade=grade,
        values={"days": 30},
        evidence=(QUOTE,) if status == "present" else (),
        confidence=confidence,
        reader="local",
        rationale={"en": "Local.", "ja": "ローカル。"},
    )
    return replace(made, **changes)


def model(status: Status, grade: Grade | None, confidence: float = 0.6, **changes: object) -> Finding:
    words = {"reader": "model", "rationale": {"en": "Model.", "ja": "モデル。"}, "values": {"rate": 2}}
    evidence = (OTHER_QUOTE,) if status == "present" else ()
    return finding(status, grade, confidence, **{**words, "evidence": evidence, **changes})


def test_what_the_model_did_not_answer_stays_exactly_as_it_was() -> None:
    local = [finding("present", "risky"), finding("absent", "critical", item="exit.two")]
    assert compare(local, []) == local


def test_agreement_makes_surer_and_shows_the_others_quotes() -> None:
    one, other = finding("present", "risky"), model("present", "risky")
    (told,) = compare([one], [other])
    assert told == replace(one, reader="both", confidence=0.72, values={"rate": 2, "days": 30}, other=other.opinion)
    assert told.agreement == "agree"


def test_agreement_never_makes_certain() -> None:
    (told,) = compare([finding("present", "risky", 0.95)], [model("present", "risky", 0.9)])
    assert told.confidence == SUREST


@pytest.mark.parametrize("status", ["absent", "referenced", "unclear"])
def test_verified_words_win_over_silence(status: Status) -> None:
    one, other = finding(status, "critical"), model("present", "favourable")
    (told,) = compare([one], [other])
    assert told == replace(other, confidence=0.51, other=one.opinion)
    assert (told.agreement, told.reader) == ("differ", "model")


def test_a_model_that_finds_nothing_takes_nothing_away() -> None:
    one, other = finding("present", "favourable"), model("absent", "critical")
    assert compare([one], [other]) == [replace(one, confidence=0.51, other=other.opinion)]


@pytest.mark.parametrize(("mine", "theirs"), list(product(GRADES, GRADES)))
def test_the_worse_of_two_judged_grades_stands(mine: Grade, theirs: Grade) -> None:
    (told,) = compare([finding("present", mine)], [model("present", theirs)])
    assert told.grade == max(mine, theirs, key=lambda grade: POINTS[grade])


def test_a_figure_that_was_read_wins_over_a_grade_that_was_judged() -> None:
    judged, read = finding("present", "critical"), model("present", "acceptable", is_by_value=True)
    assert compare([judged], [read]) == [replace(read, confidence=0.36, other=judged.opinion)]
    read, judged = finding("present", "acceptable", is_by_value=True), model("present", "critical")
    assert compare([read], [judged]) == [replace(read, confidence=0.36, other=judged.opinion)]


def test_a_figure_in_words_that_the_local_reader_has_weighed_makes_nothing_better() -> None:
    judged = finding("present", "critical", evidence=(QUOTE, OTHER_QUOTE))
    read = model("present", "acceptable", is_by_value=True)
    assert compare([judged], [read])[0].grade == "critical"
    assert compare([replace(judged, grade="favourable")], [read])[0].grade == "acceptable"


def test_of_two_figures_the_worse_stands() -> None:
    one, other = finding("present", "risky", is_by_value=True), model("present", "favourable", is_by_value=True)
    assert compare([one], [other])[0].grade == "risky"


@pytest.mark.parametrize("status", ["not_assessed", "not_run"])
def test_papers_that_nobody_has_read_are_not_silent_because_a_model_says_so(status: Status) -> None:
    one = finding(status, None, 0.95)
    assert compare([one], [model("absent", "critical")]) == [one]


@pytest.mark.parametrize(("status", "grade"), ANSWERS)
@pytest.mark.parametrize("theirs", GRADES)
@pytest.mark.parametrize("is_by_value", [False, True])
def test_in_tainted_papers_the_model_can_only_make_it_worse(
    status: Status, grade: Grade | None, theirs: Grade, is_by_value: bool
) -> None:
    one, other = finding(status, grade), model("present", theirs, is_by_value=is_by_value)
    (told,) = compare([one], [other], is_tainted=True)
    assert told.confidence <= one.confidence or told.reader == "model"
    if one.grade is None:
        assert (told.status, told.grade) == (one.status, None)
    else:
        assert told.grade is not None
        assert POINTS[told.grade] >= POINTS[one.grade]
