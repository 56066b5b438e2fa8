"""Every item of the default checklist answers its own examples, and leaves alone what only looks alike."""

from __future__ import annotations

from collections import Counter

import pytest

from reviews.checklist import DEFAULT, Item, default_checklist, load_folder
from reviews.checklist.values import Example
from tests.checklist_examples import check_example

# Every phrase is tried here, so that the product itself need not do it at each start.
CHECKLIST = load_folder(DEFAULT)
EXAMPLES = [(item, example) for item in CHECKLIST.items for example in item.examples]


@pytest.mark.parametrize(
    ("item", "example"), EXAMPLES, ids=[f"{item.id}-{one.language}-{one.line}" for item, one in EXAMPLES]
)
def test_example(item: Item, example: Example) -> None:
    check_example(CHECKLIST, item, example)


@pytest.mark.parametrize("item", [item for item in CHECKLIST.items if item.rules], ids=lambda item: item.id)
def test_item_has_enough_examples(item: Item) -> None:
    counts = Counter((example.language, example.is_match) for example in item.examples)
    assert {key: count for key, count in counts.items() if count < 5} == {}
    assert len(counts) == 4


def test_product_starts_with_this_checklist() -> None:
    assert default_checklist().sha256 == CHECKLIST.sha256


def test_every_item_is_looked_for_and_graded_in_both_languages() -> None:
    assert len(CHECKLIST.items) == 47
    for item in CHECKLIST.items:
        answering = [fact.search for fact in item.find.facts if fact.search.answers]
        answering += [reader.search for reader in item.find.values if reader.search and reader.search.answers]
        for language in ("en", "ja"):
            assert sum(len(search.phrases.get(language, ())) for search in answering) >= 2, (item.id, language)
        assert len({rule.grade for rule in item.rules}) >= 3, item.id


def test_no_fact_is_looked_for_in_vain() -> None:
    """A fact that neither answers nor informs anything would only add quotes that explain nothing."""
    taken = {fact.same_as for item in CHECKLIST.items for fact in item.find.facts}
    for item in CHECKLIST.items:
        searches = [fact.search for fact in item.find.facts]
        searches += [reader.search for reader in item.find.values if reader.search]
        used = {name for search in searches for name in (*search.with_facts, *search.unless)}
        used |= {name for rule in item.rules if rule.condition for name in rule.condition.names()}
        used |= {name for reader in item.find.values for _, case in reader.cases for name in case.names()}
        idle = [fact.name for fact in item.find.facts if not fact.search.answers and fact.name not in used]
        assert [name for name in idle if f"{item.id}.{name}" not in taken] == [], item.id
