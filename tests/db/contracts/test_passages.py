"""The search over all papers, as the database answers it."""

from __future__ import annotations

import pytest
from django.db import connection

from contracts.bundle import discard_contract
from contracts.models import Passage, Team
from contracts.passages import in_versions, passages_with, with_words
from contracts.words import parse_query
from tests.factories import make_contract, make_paper, make_team, make_version

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def found(team: Team, query: str, is_current: bool = True) -> list[str]:
    passages = with_words(in_versions(passages_with(team, parse_query(query)), is_current))
    return [passage.words.strip() for passage in passages]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("pricing page", ["2.1 Prices. Norvik may change its prices."]),
        ("pric page", ["2.1 Prices. Norvik may change its prices."]),
        ("“fourteen days”", ["2.1 Prices. Norvik may change its prices."]),
        ("“days fourteen”", []),
        ("稼働", ["第1条（稼働率）", "第2条（補償）"]),
        ("稼働率を下回った月", []),
        ("下回った月", ["第2条（補償）"]),
        ("償", ["第2条（補償）"]),
        ("９９．５", ["第1条（稼働率）", "第2条（補償）"]),
        ("nowhere", []),
        ("* OR : NEAR", []),
    ],
)
def test_passages_with_all_words_are_found(query: str, expected: list[str]) -> None:
    team = make_team()
    make_contract(team)
    assert [words[: len(begin)] for words, begin in zip(found(team, query), expected, strict=True)] == expected


def test_passages_of_other_teams_are_never_found() -> None:
    team, other = make_team("Ours"), make_team("Theirs")
    make_contract(other)
    assert (found(team, "price"), len(found(other, "price"))) == ([], 1)


def test_only_the_newest_version_is_searched_unless_all_are_asked_for() -> None:
    team = make_team()
    version = make_paper(make_contract(team, papers=[("other", "Nothing.")]), body="1. Fees. Old walrus price.\n")
    make_version(version.document, "1. Fees. New walrus price.\n")
    assert found(team, "walrus") == ["1. Fees. New walrus price."]
    assert found(team, "walrus", is_current=False) == ["1. Fees. New walrus price.", "1. Fees. Old walrus price."]


def test_a_text_that_two_contracts_share_is_found_in_both() -> None:
    team = make_team()
    contracts = [make_contract(team, title) for title in ("One", "Two")]
    passages = in_versions(passages_with(team, parse_query("fourteen")))
    assert sorted(passages.values_list("contract_id", flat=True)) == sorted(one.pk for one in contracts)


def test_the_index_forgets_what_is_discarded() -> None:
    team = make_team()
    contract = make_contract(team)
    discard_contract(contract)
    assert (Passage.objects.count(), found(team, "price")) == (0, [])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO contracts_passage_index(contracts_passage_index) VALUES ('integrity-check')")
