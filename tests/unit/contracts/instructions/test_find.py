"""All attempts to instruct a reader are found before any call, and no sentence of a contract is taken for one."""

from __future__ import annotations

import pytest

from contracts.instructions import find_instructions, withheld_spans
from tests.unit.contracts.instructions.cases import ENGLISH, INNOCENT, JAPANESE
from tests.unit.contracts.instructions.forms import paper_with

FIFTY = [(form, words, "en") for form, words in ENGLISH] + [(form, words, "ja") for form, words in JAPANESE]
OPEN = {"text", "split", "zero width", "english paper"}


def bare(words: str) -> str:
    return "".join(sign for sign in words if sign.isalnum())


def test_there_are_fifty_attempts_and_fifty_lookalikes():
    assert (len(ENGLISH), len(JAPANESE), len(set(INNOCENT)) >= 50) == (25, 25, True)


@pytest.mark.parametrize(("form", "words", "language"), FIFTY)
def test_every_attempt_is_found_and_withheld(form: str, words: str, language: str):
    paper = paper_with(form, words, language)
    found = find_instructions([paper])
    quoted = "".join(paper.text.body[one.start : one.end] for one in found)
    assert found, paper.text.body
    assert {one.is_hidden for one in found} == {form not in OPEN}
    assert bare(quoted) in bare(paper.text.body)
    (withheld,) = withheld_spans([paper], found)
    assert all(any(start <= one.start and one.end <= end for start, end in withheld) for one in found)
    for kept in ("thirty days", "30日", "one year", "1年"):
        assert kept not in quoted


@pytest.mark.parametrize("words", INNOCENT)
def test_what_contracts_say_of_instructions_is_none(words: str):
    for language in ("en", "ja"):
        paper = paper_with("text", words, language)
        assert [(paper.text.body[one.start : one.end], one.how) for one in find_instructions([paper])] == []


def test_papers_without_any_are_left_alone():
    for language in ("en", "ja"):
        assert withheld_spans([paper_with("text", "3.", language)], ()) == ((),)
