"""Decisions go on to a later review only with the very words and the very result that they were made on."""

from __future__ import annotations

from dataclasses import replace

from reviews.carry import Carried, Revisit, carry
from reviews.decide import Ruling
from reviews.values import Evidence, Finding


def finding(item: str, *quotes: str, at: int = 0) -> Finding:
    spans = tuple(Evidence(0, at + n, at + n + len(quote), quote) for n, quote in enumerate(quotes))
    return Finding(
        item, "pricing", 3, "present" if quotes else "absent", "risky", {}, spans, 0.9, "local", {"en": "", "ja": ""}
    )


RULINGS = {item: Ruling(number, item, "confirm", by="Ines Halvorsen") for number, item in enumerate("abcdef")}
BEFORE = [
    finding("a", "Prices may rise."),
    finding("b", "Fourteen days.", "By post."),
    finding("c"),
    finding("d", "Law of Norway."),
    finding("e", "One."),
]


def test_words_that_only_moved_keep_their_decision() -> None:
    after = [finding("a", "Prices may rise.", at=700), finding("b", "By post.", "Fourteen days.", at=90), finding("c")]
    assert carry(BEFORE, RULINGS, after) == Carried((RULINGS["a"], RULINGS["b"], RULINGS["c"]), ())


def test_one_letter_brings_a_finding_back() -> None:
    after = [finding("a", "Prices may rise!"), finding("b", "Fourteen days."), finding("c", "Now it is said.")]
    again = (Revisit(RULINGS["a"], "words"), Revisit(RULINGS["b"], "words"), Revisit(RULINGS["c"], "status"))
    assert carry(BEFORE, RULINGS, after) == Carried((), again)


def test_the_same_words_graded_otherwise_are_looked_at_again() -> None:
    after = [replace(BEFORE[3], grade="critical"), replace(BEFORE[4], status="unclear")]
    again = (Revisit(RULINGS["d"], "grade"), Revisit(RULINGS["e"], "status"))
    assert carry(BEFORE, RULINGS, after) == Carried((), again)


def test_what_nobody_decided_and_what_is_asked_no_more_is_left_behind() -> None:
    assert carry(BEFORE, {"a": RULINGS["a"]}, BEFORE[1:]) == Carried((), ())
    assert carry(BEFORE, RULINGS, [finding("f", "New.")]) == Carried((), ())
