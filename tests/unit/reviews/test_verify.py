"""Evidence that is not in the text moves nothing."""

from __future__ import annotations

from dataclasses import replace

from reviews.values import Answer, Evidence
from reviews.verify import verify_evidence
from tests.unit.reviews.small import paper

PAPER = paper("Provider may raise prices. Customer pays.")
BODY = PAPER.text.body
GOOD = Evidence(0, 0, 26, BODY[0:26])
OTHER = Evidence(0, 27, 41, BODY[27:41])
ANSWER = Answer(
    "exit.one",
    "present",
    facts=frozenset({"raises", "pays"}),
    values={"days": 30},
    evidence=(GOOD, OTHER),
    confidence=0.9,
    because={"raises": 0, "pays": 1, "days": 1},
)


def test_verbatim_evidence_stays_as_it_is() -> None:
    assert verify_evidence([ANSWER], [PAPER]) == [ANSWER]


def test_invented_words_are_dropped_with_what_rests_on_them() -> None:
    forged = replace(ANSWER, evidence=(GOOD, replace(OTHER, quote="Customer pays!")))
    assert verify_evidence([forged], [PAPER]) == [
        replace(ANSWER, facts=frozenset({"raises"}), values={}, evidence=(GOOD,), because={"raises": 0})
    ]


def test_places_outside_the_papers_are_dropped() -> None:
    for place in (replace(GOOD, document=3), replace(GOOD, document=-1), replace(GOOD, start=5, end=5)):
        (answer,) = verify_evidence([replace(ANSWER, evidence=(place, OTHER))], [PAPER])
        assert answer.evidence == (OTHER,)


def test_claim_without_any_evidence_becomes_unclear() -> None:
    forged = replace(ANSWER, evidence=(replace(GOOD, quote="x" * 26),), because={"raises": 0})
    assert verify_evidence([forged], [PAPER]) == [Answer("exit.one", "unclear")]
    assert verify_evidence([replace(ANSWER, evidence=())], [PAPER]) == [Answer("exit.one", "unclear")]


def test_silence_needs_no_evidence() -> None:
    silent = Answer("exit.one", "absent")
    assert verify_evidence([silent], [PAPER]) == [silent]
