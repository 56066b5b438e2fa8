"""Rules, and what findings look like where no rule applies."""

from __future__ import annotations

from reviews.grade import UNGRADED, grade_answers
from reviews.values import Answer, Evidence, Finding
from tests.unit.reviews.small import small

FACTS = "facts:\n" + "".join(f"  {name}: {{en: [{name}], ja: [{name}]}}\n" for name in ("one", "two"))
RULES = """\
rules:
  - {if: "one and two", grade: critical}
  - {if: "two and not has days", status: referenced}
  - {if: "days < 30", grade: risky, because: {en: "{days} days, {rate} %", ja: "{days}日、{rate}％"}}
  - {if: "floor < 5", grade: acceptable, because: {en: "Floor {floor} %", ja: "下限{floor}％"}}
  - {grade: favourable, set: {mode: "yes"}}
"""
CHECKLIST = small(FACTS, RULES)
QUOTES = tuple(Evidence(0, place, place + 1, "x") for place in range(6))


def grade(answer: Answer) -> Finding:
    (finding,) = grade_answers(CHECKLIST, [answer], [])
    return finding


def present(*facts: str, **values: float) -> Answer:
    return Answer("exit.one", "present", frozenset(facts), dict(values), QUOTES, 0.8, because={"two": 3, "days": 4})


def test_first_rule_that_holds_decides() -> None:
    assert grade(present("one", "two", days=3)).grade == "critical"
    assert grade(present("one", days=3)).grade == "risky"
    assert grade(present("one", days=30)).grade == "favourable"


def test_reason_is_the_rules_or_the_ladders() -> None:
    assert grade(present("one", days=14.5)).rationale == {"en": "14.5 days, … %", "ja": "14.5日、…％"}
    assert grade(present("one", "two")).rationale == {"en": "C", "ja": "C"}


def test_rule_sets_values_beside_those_read() -> None:
    assert grade(present("one", days=30)).values == {"days": 30, "mode": "yes"}


def test_value_that_is_not_reported_serves_the_rules_only() -> None:
    finding = grade(present("one", floor=2.5))
    assert (finding.grade, finding.values) == ("acceptable", {})
    assert finding.rationale == {"en": "Floor 2.5 %", "ja": "下限2.5％"}


def test_what_a_rule_rests_on_is_quoted_first() -> None:
    assert grade(present("one", days=14)).evidence == (QUOTES[4], QUOTES[0], QUOTES[1], QUOTES[2])


def test_rule_may_leave_an_item_to_its_silence() -> None:
    finding = grade(present("two"))
    assert (finding.status, finding.grade, finding.values) == ("referenced", "risky", {})
    assert finding.rationale == {"en": "Silent", "ja": "定めなし"}


def test_statuses_without_a_rule() -> None:
    assert [
        (status, finding.grade, finding.rationale)
        for status in ("absent", "referenced", "unclear", "not_assessed", "not_run")
        if (finding := grade(Answer("exit.one", status))).status == status  # type: ignore[arg-type]
    ] == [
        ("absent", "risky", {"en": "Silent", "ja": "定めなし"}),
        ("referenced", "risky", {"en": "Silent", "ja": "定めなし"}),
        ("unclear", "risky", {"en": "Silent", "ja": "定めなし"}),
        ("not_assessed", None, UNGRADED["not_assessed"]),
        ("not_run", None, UNGRADED["not_run"]),
    ]


def test_item_without_an_answer_was_not_run() -> None:
    (finding,) = grade_answers(CHECKLIST, [], [])
    assert (finding.status, finding.grade, finding.reader) == ("not_run", None, "local")
