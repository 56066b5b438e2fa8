"""Tries an item's own examples: sentences that it must answer as they say, and such that only look alike."""

from __future__ import annotations

from contracts.values import Clause, Page, Paper, Text
from reviews.checklist import Checklist, Item
from reviews.checklist.values import Example
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.verify import verify_evidence


def example_paper(item: Item, example: Example) -> Paper:
    body = f"{example.heading}\n\n{example.text}" if example.heading else example.text
    start = len(body) - len(example.text)
    return Paper(
        name="example.txt",
        kind=example.kind or item.applies_to[0],
        text=Text(body, (Page(1, 0, len(body)),), example.language),  # type: ignore[arg-type]
        clauses=(Clause(0, len(body), start, 1, heading=example.heading),),
    )


def check_example(checklist: Checklist, item: Item, example: Example) -> None:
    papers = [example_paper(item, example)]
    # Examples are for phrases: likeness is learned from them and would always find them.
    answers = verify_evidence(find_answers(checklist, papers, with_ranker=False), papers)
    finding = next(one for one in grade_answers(checklist, answers, papers) if one.item == item.id)
    said = f"{example.text!r} found by {[one.found_by for one in finding.evidence]}"
    assert (finding.status == "present") == example.is_match, said
    if example.grade is not None:
        assert finding.grade == example.grade, said
    for name, value in example.values.items():
        assert finding.values.get(name) == value, said
