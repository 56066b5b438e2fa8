"""Conditions of rules: what holds, what is refused."""

from __future__ import annotations

import pytest

from reviews.conditions import ConditionError, parse_condition


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("a", True),
        ("b", False),
        ("not b", True),
        ("a and b", False),
        ("a or b", True),
        ("b or a and a", True),
        ("(b or a) and not (b and a)", True),
        ("not not a", True),
        ("days == 30", True),
        ("days >= 30.5", False),
        ("days != 31", True),
        ("days > 29 and days < 31", True),
        ("none_read >= 0", False),
        ("none_read != 0", False),
        ("not none_read >= 0", True),
        ("has days", True),
        ("has none_read", False),
        ("mode == opt_in", True),
        ('mode == "opt_in"', True),
        ("mode > 3", False),
        ("refund", True),
        ("refund == true", True),
        ("refund == false", False),
    ],
)
def test_condition_holds(source: str, holds: bool) -> None:
    values = {"days": 30, "mode": "opt_in", "refund": True}
    assert parse_condition(source).holds({"a"}, values) is holds


@pytest.mark.parametrize(
    "source",
    [
        "",
        "  ",
        "and",
        "a and",
        "a b",
        "(a",
        "a)",
        "days >=",
        "has",
        "has and",
        "3 > days",
        "a; b",
        "__import__('os')",
        "(",
        "(" * 150 + "a" + ")" * 150,
        "not " * 300 + "a",
    ],
)
def test_bad_condition_is_refused(source: str) -> None:
    with pytest.raises(ConditionError):
        parse_condition(source)


def test_support_names_what_was_found_and_is_not_negated() -> None:
    condition = parse_condition("days < 40 and (a or b) and not c and has mode")
    assert condition.support({"a", "c"}, {"days": 30, "mode": "x"}) == ["days", "a", "mode"]
