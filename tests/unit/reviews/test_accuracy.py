"""The figures of accuracy, on cases small enough to work out by hand."""

from __future__ import annotations

import pytest

from reviews.accuracy import Label, Tally, overlaps, same_value, weighted_kappa
from reviews.values import Evidence, Finding, Grade, Status


def finding(status: Status, grade: Grade | None, quote: str = "", **values: float) -> Finding:
    evidence = (Evidence(0, 0, len(quote), quote),) if quote else ()
    return Finding("a.b", "a", 3, status, grade, dict(values), evidence, 0.9, "local", {})


def label(status: str, grade: Grade | None, quote: str = "", **more: object) -> Label:
    return {"status": status, "grade": grade, "quotes": [quote] if quote else [], **more}  # type: ignore[typeddict-item]


def test_figures_by_hand() -> None:
    tally = Tally()
    words = "the provider may raise prices"
    tally.add(
        "one",
        {"a.b": label("present", "critical", words, values={"days": 30, "x": None})},
        [finding("present", "risky", f"Well, {words} at will.", days=30)],
    )
    tally.add(
        "two",
        {"a.b": label("present", "favourable", words, values={"days": 30})},
        [finding("present", "critical", "something else entirely", days=31)],
    )
    tally.add("three", {"a.b": label("absent", "risky")}, [finding("absent", "risky")])
    tally.add("four", {"a.b": label("present", "risky")}, [])
    tally.add("five", {"a.b": label("present", "risky", disputed=True)}, [])
    figures = tally.figures()
    assert figures == {
        "labelled": 4,
        "found_f1": 0.4,
        "presence_f1": 0.8,
        "presence_precision": 1.0,
        "presence_recall": 0.6667,
        "kappa": figures["kappa"],
        "grade_exact": 0.25,
        "grade_near": 0.5,
        "missed_risk": 0.3333,
        "false_alarm": 1.0,
        "values_exact": 0.5,
        "evidence_hit": 0.5,
        "confident": 0.75,
        "confident_right": 0.3333,
    }
    assert [mistake.what for mistake in tally.mistakes] == [
        "grade critical, ours risky",
        "grade favourable, ours critical",
        "days 30, ours 31",
        "evidence elsewhere",
        "status present, ours missing",
        "grade risky, ours None",
    ]


def test_kappa() -> None:
    assert weighted_kappa([[5, 0], [0, 5]]) == 1
    assert weighted_kappa([[5, 5], [5, 5]]) == 0
    assert weighted_kappa([[3, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("We may raise prices.", "we may raise PRICES", True),
        ("may raise its prices", "Then, provider may raise its prices without notice to any customer at all", True),
        ("raise prices", "Then, provider may raise prices without notice to any customer at all", False),
        ("料金を改定できる", "当社は、料金を改定できるものとします。この場合でも通知はしません。", True),
        ("", "x", False),
    ],
)
def test_overlap(one: str, other: str, same: bool) -> None:
    assert overlaps(one, other) is same
    assert overlaps(other, one) is same


def test_values() -> None:
    assert same_value(30, 30.0)
    assert same_value("California", "State of California")
    assert not same_value("England", "Scotland")
    assert same_value(True, True)
    assert not same_value(True, 1)
    assert not same_value(30, "thirty")
