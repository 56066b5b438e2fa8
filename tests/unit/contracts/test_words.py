"""What people hold for the same word is the same token, in English and in Japanese."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.words import LONGEST_TOKEN, find_terms, fold, fold_with_places, parse_query, tokens_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Price Increase", "PRICE INCREASE"),
        ("café", "cafe"),
        ("ＳＬＡ", "sla"),
        ("ｻｰﾋﾞｽ", "サービス"),
        ("が", "か\u3099"),
        ("㈱", "(株)"),
        ("straße", "strasse"),
    ],
)
def test_the_same_word_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_voiced_and_plain_kana_stay_two() -> None:
    assert fold("が") != fold("か")


def test_english_is_cut_into_words_and_japanese_into_pairs() -> None:
    assert tokens_of("Price-rise: 30 days.") == "price rise n30 days"
    assert tokens_of("値上げ") == "x05024x04e0a x04e0ax03052 x03052"
    assert tokens_of("SLA違反") == "sla x09055x053cd x053cd"


@given(st.text(max_size=300))
def test_tokens_are_plain_letters_and_digits(text: str) -> None:
    for token in tokens_of(text).split():
        assert re.fullmatch(r"[a-z][a-z0-9]*", token)
        assert len(token) <= LONGEST_TOKEN


@given(st.text(max_size=200))
def test_places_lead_back_into_the_text(text: str) -> None:
    folded = fold_with_places(text)
    assert folded.text == fold(text)
    assert len(folded.places) == len(folded.text) + 1
    assert list(folded.places) == sorted(folded.places)
    assert folded.places[-1] == len(text)


def found(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in find_terms(parse_query(query), text)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("price", "Prices rise. The price and the repricing.", ["Prices", "price"]),
        ('"price"', "Prices rise. The price.", ["price"]),
        ("“price rise”", "A price rise, a rise of the price, a price-rise.", ["price rise", "price-rise"]),
        ("rise price", "The price may rise.", ["price", "rise"]),
        ("価格", "価格は改定される。サービス価格。", ["価格", "価格"]),
        ("価", "定価と価格", ["価", "価"]),
        ("ｻｰﾋﾞｽ", "当社のサービスは", ["サービス"]),
        ("サービス", "当社のｻｰﾋﾞｽは", ["ｻｰﾋﾞｽ"]),
        ("「SLA違反」", "SLA 違反があった", ["SLA 違反"]),
        ("Café", "the CAFE", ["CAFE"]),
        ("30", "within 30 days, 300 days", ["30", "300"]),
        ("...", "anything", []),
    ],
)
def test_terms_are_found_where_they_stand(query: str, text: str, expected: list[str]) -> None:
    assert found(query, text) == expected


def test_a_query_keeps_within_bounds() -> None:
    assert parse_query("") == ()
    assert parse_query("、。・") == ()
    assert len(parse_query(" ".join(f"w{n}" for n in range(50)))) == 8
    assert len(parse_query("same SAME ｓａｍｅ")) == 1


def test_an_open_end_is_only_where_a_word_may_go_on() -> None:
    assert [(term.tokens, term.is_open) for term in parse_query('price "rise" 価格 価')] == [
        (("price",), True),
        (("rise",), False),
        (("x04fa1x0683c",), False),
        (("x04fa1",), True),
    ]
