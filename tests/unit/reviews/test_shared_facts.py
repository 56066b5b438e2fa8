"""Facts that one item takes over from another."""

from __future__ import annotations

import pytest

from reviews.checklist import ChecklistError, load_checklist

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


def test_same_as_an_unknown_fact_is_refused_with_its_line() -> None:
    with pytest.raises(ChecklistError) as refused:
        load_checklist(HEAD + ITEM % ("first", "{out: {same_as: exit.other.at_will}}"))
    assert "there is no fact “exit.other.at_will”" in str(refused.value)
    assert "checklist.yaml:23" in str(refused.value)
