"""Editing the words of a checklist file: what is not edited stays to the byte."""

from __future__ import annotations

import random

import pytest

from reviews.checklist import default_checklist, default_source, load_checklist
from reviews.checklist.source import read_source
from reviews.conditions import parse_condition
from reviews.editing.check import load_draft, needed_by, part_of
from reviews.editing.difference import compare
from reviews.editing.ladder import Term, condition_of, terms_of
from reviews.editing.parts import boxed, dash_column, split_source, unboxed
from reviews.editing.spans import Document
from reviews.editing.write import in_line, write_checklist
from tests.unit.reviews.small import small_source

SMALL = small_source("facts:\n  ends: {en: [may terminate], ja: [解約できる]}\n")
CONDITIONS = sorted(
    {rule.condition.source for item in default_checklist().items for rule in item.rules if rule.condition is not None}
)


def test_parts_joined_are_the_file() -> None:
    parts = split_source(default_source())
    assert len(parts.items) == 47
    assert parts.source == default_source()


@pytest.mark.parametrize(
    "source",
    [
        SMALL,
        SMALL.rstrip("\n"),
        "\ufeff" + SMALL,
        SMALL.replace("\n", "\r\n"),
        SMALL.replace("items:\n", "items: # all of them\n") + "# nothing more\n",
        SMALL.replace("items:\n", "items:\n\n# The first\n"),
        SMALL.split("words:")[0]
        + "items:\n"
        + SMALL.split("items:\n")[1]
        + "words: {price: {en: [fee], ja: [料金]}}\n",
    ],
    ids=range(7),
)
def test_files_of_every_layout_are_cut_without_loss(source: str) -> None:
    parts = split_source(source)
    assert (parts.source, len(parts.items)) == (source, 1)


def test_other_layouts_are_written_anew_and_say_the_same() -> None:
    flow = in_line(read_source(SMALL, "small"))
    parts = split_source(flow)
    assert len(parts.items) == 1
    assert load_checklist(parts.source).sha256 == load_checklist(SMALL).sha256


def test_written_anew_the_default_says_the_same() -> None:
    source = write_checklist(read_source(default_source(), "default"))
    assert load_checklist(source).sha256 == default_checklist().sha256


def test_items_edited_by_themselves_go_back_as_they_came() -> None:
    for item in split_source(default_source()).items:
        text, lead = boxed(item)
        assert text == item or unboxed(text, dash_column(item), lead) == item


def test_one_value_is_replaced_and_no_other_character() -> None:
    item = split_source(default_source()).items[0]
    changed = Document(item).set((0, "weight"), 4).set((0, "title", "ja"), "価格")
    assert changed.text == item.replace("weight: 5", "weight: 4", 1).replace('ja: "価格変更権"', 'ja: "価格"', 1)
    assert Document(item).set((0, "weight"), 5).text == item


def test_lists_keep_the_rows_that_stay_with_their_comments() -> None:
    text = "- a:\n    # first\n    - one  # here\n    # second\n    - {b: c}\n  d: e\n"
    rows = Document(text).value((0, "a"))
    assert Document(text).set((0, "a"), [rows[1], "new", rows[0]]).text == (
        "- a:\n    # second\n    - {b: c}\n    - new\n    # first\n    - one  # here\n  d: e\n"
    )


def test_keys_come_and_go() -> None:
    document = Document("- a: 1\n  b: {c: 2}\n")
    assert document.set((0, "b", "d"), "x y").text == '- a: 1\n  b: {c: 2, d: "x y"}\n'
    assert document.set((0, "e", "f"), ["g"]).text == "- a: 1\n  b: {c: 2}\n  e: {f: [g]}\n"
    assert document.set((0, "b"), None).text == "- a: 1\n"
    assert document.set((0, "b", "c"), None).text == "- a: 1\n  b: {}\n"


@pytest.mark.parametrize(
    "text",
    ["yes", "no", "null", "1", "a: b", "- x", "#", "“”", 'say "so"', "a\\b", "two\nlines", "\x85\u2028", "", " "],
)
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    assert read_source(f"a: {in_line([text, {'k': text}])}\n", "x")["a"] == [text, {"k": text}]


@pytest.mark.parametrize("source", CONDITIONS)
def test_menus_say_what_the_condition_says(source: str) -> None:
    """For every way in which facts and values may stand; a condition that the menus cannot say stays as text."""
    terms = terms_of(source)
    if terms is None:
        return
    before, after = parse_condition(source), parse_condition(condition_of(terms))
    chance = random.Random(source)
    for _trial in range(50):
        facts = {leaf.name for leaf in before.leaves() if chance.random() < 0.5}
        values = {leaf.name: leaf.value for leaf in before.leaves() if leaf.kind == "compare" and chance.random() < 0.6}
        assert before.holds(facts, values) == after.holds(facts, values)


def test_most_conditions_are_said_by_menus() -> None:
    assert sum(terms_of(source) is not None for source in CONDITIONS) > 0.9 * len(CONDITIONS)


def test_menus_write_conditions() -> None:
    terms = [Term("a"), Term("b", "not found", join="or"), Term("days", ">=", "30"), Term("law", "==", "not so")]
    assert condition_of(terms) == '(a or not b) and days >= 30 and law == "not so"'
    assert terms_of(condition_of(terms)) == tuple(terms)
    assert condition_of([]) == ""


def test_part_of_a_draft_is_loaded_with_what_it_needs() -> None:
    parts = split_source(default_source())
    items = {str(Document(text).value((0, "id"))): text for text in parts.items}
    needed = needed_by("pricing.change_right", items)
    assert list(needed) == ["pricing.change_right", "pricing.increase_notice"]
    part = part_of(load_draft(parts.head, parts.tail, needed, ()), ["pricing.change_right"])
    assert part.items[0].find == default_checklist().items[0].find


def test_difference_names_items_and_fields() -> None:
    parts = split_source(SMALL)
    old = {"exit.one": parts.items[0]}
    second = parts.items[0].replace("exit.one", "exit.two")
    new = {"exit.two": second, "exit.one": parts.items[0].replace("weight: 3", "weight: 4")}
    changes = compare(parts.head, old, parts.head.replace("Exit", "Ways out"), new)
    assert [(one.id, one.change) for one in changes] == [
        ("", "changed"),
        ("exit.two", "added"),
        ("exit.one", "changed"),
    ]
    assert [(field.path, field.old, field.new) for field in changes[2].fields] == [(("weight",), "3", "4")]
    assert [one.change for one in compare(parts.head, new, parts.head, old)] == ["changed", "removed"]
    moved = compare(parts.head, {"a": second, "b": second}, parts.head, {"b": second, "a": second})
    assert [one.change for one in moved] == ["moved"]


def test_sides_mark_the_words_that_differ() -> None:
    change = compare("name: {en: The old name, ja: 古い名}\n", {}, "name: {en: The new name, ja: 新しい名}\n", {})[0]
    left, right = change.fields[0].sides[0]
    assert [(piece.text, piece.is_changed) for piece in left.pieces] == [
        ("The ", False),
        ("old", True),
        (" name", False),
    ]
    assert [piece.text for piece in right.pieces if piece.is_changed] == ["new"]
