"""Facts that one item takes over from another, and facts that give way to a paper not supplied."""

from __future__ import annotations

import pytest

from contracts.values import Clause, Page, Paper, Text
from reviews.checklist import ChecklistError, load_checklist
from reviews.local.find import find_answers

HEAD = """
name: {en: "Small", ja: "小"}
categories: [{id: exit, en: "Exit", ja: "終了"}]
items:
"""
ITEM = """
  - id: exit.%s
    category: exit
    weight: 3
    title: {en: T, ja: T}
    question: {en: Q, ja: Q}
    why: {en: W, ja: W}
    values: []
    grades:
      favourable: {en: F, ja: F}
      acceptable: {en: A, ja: A}
      risky: {en: R, ja: R}
      critical: {en: C, ja: C}
    silence: {grade: risky, because: {en: B, ja: B}}
    applies_to: [master_terms]
    sources: []
    fallback: {en: F, ja: F}
    find:
      facts: %s
    rules: [{grade: acceptable}]
"""
OWN = """
        leaving: {en: ["<customer> may terminate"], ja: []}
        at_will: {en: ["for convenience"], ja: [], with: [leaving]}
"""


def test_same_as_takes_the_fact_and_what_it_needs() -> None:
    checklist = load_checklist(HEAD + ITEM % ("first", OWN) + ITEM % ("second", "{out: {same_as: exit.first.at_will}}"))
    first, second = checklist.items
    facts = {fact.name: fact for fact in second.find.facts}
    assert facts["out"].search.phrases == first.find.facts[1].search.phrases
    assert facts["out"].search.with_facts == ("exit.first.leaving",)
    assert facts["exit.first.leaving"].search.phrases == first.find.facts[0].search.phrases
    assert not facts["exit.first.leaving"].search.answers


def test_what_a_shared_fact_needs_may_itself_be_shared() -> None:
    middle = """
        gone: {same_as: exit.first.leaving}
        soon: {en: ["at once"], ja: [], with: [gone]}
"""
    items = ITEM % ("first", OWN) + ITEM % ("second", middle) + ITEM % ("third", "{out: {same_as: exit.second.soon}}")
    first, _, third = load_checklist(HEAD + items).items
    facts = {fact.name: fact for fact in third.find.facts}
    assert facts["out"].search.with_facts == ("exit.second.gone",)
    assert facts["exit.second.gone"].search.phrases == first.find.facts[0].search.phrases


def test_same_as_an_unknown_fact_is_refused_with_its_line() -> None:
    with pytest.raises(ChecklistError) as refused:
        load_checklist(HEAD + ITEM % ("first", "{out: {same_as: exit.other.at_will}}"))
    assert "there is no fact “exit.other.at_will”" in str(refused.value)
    assert "checklist.yaml:23" in str(refused.value)


def test_a_weak_fact_gives_way_to_a_paper_not_supplied() -> None:
    found = {
        weak: statuses(weak, "The service is provided as available. Uptime is as set out in the SLA.")
        for weak in ("true", "false")
    }
    assert found == {"true": ["referenced"], "false": ["present"]}
    assert statuses("true", "The service is provided as available.") == ["present"]


def statuses(weak: str, body: str) -> list[str]:
    facts = f"{{as_available: {{en: [as available], ja: [], weak: {weak}}}}}\n      points_to: [sla]"
    papers = 'papers: {sla: {en: ["sla"], ja: []}}\nitems:\n'
    checklist = load_checklist(HEAD.replace("items:\n", papers) + ITEM % ("uptime", facts))
    text = Text(body, (Page(1, 0, len(body)),), "en")
    paper = Paper("terms.txt", "master_terms", text, (Clause(0, len(body), 0, 1),))
    return [answer.status for answer in find_answers(checklist, [paper])]
