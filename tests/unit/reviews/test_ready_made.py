"""Ready-made checklists: what they take over from the default one, and that each stands for itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from reviews.checklist import default_checklist, load_checklist
from reviews.checklist.ready import read_ready, ready_made
from tests.checklist_examples import check_example

TOP = """
name: {en: "Deletion", ja: "削除"}
version: "1"
categories: [{id: ends, en: "Ends", ja: "終了"}]
"""
ITEM = """
items:
  - id: ends.data
    category: ends
    weight: 4
    title: {en: "Deletion", ja: "削除"}
    question: {en: "Is data deleted?", ja: "データは削除されますか。"}
    why: {en: "It should be.", ja: "削除されるべきです。"}
    grades:
      favourable: {en: "Yes.", ja: "はい。"}
      acceptable: {en: "Mostly.", ja: "概ね。"}
      risky: {en: "Hardly.", ja: "ほとんどない。"}
      critical: {en: "No.", ja: "いいえ。"}
    silence: {grade: critical, because: {en: "Nothing is said.", ja: "定めがありません。"}}
    applies_to: [dpa, master_terms]
    sources: ["Own"]
    fallback: {en: "Provider deletes the data.", ja: "提供者はデータを削除する。"}
"""


def folder_with(folder: Path, more: str) -> Path:
    (folder / "checklist.yaml").write_text(TOP, encoding="utf-8")
    (folder / "ends.yaml").write_text(ITEM + more, encoding="utf-8")
    return folder


def test_an_item_takes_over_what_another_looks_for(tmp_path: Path) -> None:
    made = read_ready(folder_with(tmp_path, "    like: data.deletion\n"))
    item = load_checklist(made.source, "made").items[0]
    model = next(one for one in default_checklist().items if one.id == "data.deletion")
    assert (item.id, item.weight, item.values) == ("ends.data", 4, model.values)
    assert [rule.grade for rule in item.rules] == [rule.grade for rule in model.rules]
    assert {fact.name for fact in model.find.facts} <= {fact.name for fact in item.find.facts}
    assert [one.text for one in item.examples] == [one.text for one in model.examples]


def test_a_single_fact_brings_what_it_needs(tmp_path: Path) -> None:
    items = default_checklist().items
    model, fact = next((i, f) for i in items for f in i.find.facts if f.search.unless and not f.same_as)
    more = f"""
    values: []
    find:
      facts:
        own: {{from: {model.id}.{fact.name}}}
    rules: [{{grade: risky}}]
"""
    item = load_checklist(read_ready(folder_with(tmp_path, more)).source, "made").items[0]
    taken = {one.name: one for one in item.find.facts}
    assert taken["own"].search.phrases == fact.search.phrases
    assert taken["own"].search.unless == tuple(f"{model.id.replace('.', '_')}_{name}" for name in fact.search.unless)
    assert not any(taken[name].search.answers for name in taken["own"].search.unless)


def test_what_is_not_there_cannot_be_taken_over(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=r"data\.nothing"):
        assert read_ready(folder_with(tmp_path, "    like: data.nothing\n")).source


CHECKLISTS = [(made, load_checklist(made.source, made.key)) for made in ready_made()]
OWN = [(checklist, item) for _, checklist in CHECKLISTS for item in checklist.items]
EXAMPLES = [(checklist, item, example) for checklist, item in OWN for example in item.examples]


@pytest.mark.parametrize(
    ("checklist", "item", "example"),
    EXAMPLES,
    ids=[f"{item.id}-{one.language}-{one.line}" for _, item, one in EXAMPLES],
)
def test_example(checklist, item, example) -> None:
    check_example(checklist, item, example)


@pytest.mark.parametrize(("checklist", "item"), OWN, ids=[item.id for _, item in OWN])
def test_item_has_enough_examples(checklist, item) -> None:
    counts = Counter((example.language, example.is_match) for example in item.examples)
    assert len(counts) == 4
    assert {key: count for key, count in counts.items() if count < 5} == {}


@pytest.mark.parametrize("made", ready_made(), ids=lambda made: made.key)
def test_every_ready_made_checklist_loads_and_names_its_sources(made) -> None:
    checklist = load_checklist(made.source, made.key)
    assert (checklist.name, len(checklist.items)) == (made.name, made.items)
    assert all(item.sources and item.rules for item in checklist.items)
