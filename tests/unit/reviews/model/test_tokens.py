"""Counts that are never too small. The figures beside them are what the vocabulary cl100k comes to."""

import pytest

from reviews.model.tokens import count_tokens

COUNTED = [
    ("", 0),
    ("Provider may terminate this Agreement on thirty (30) days' written notice.", 15),
    ("The indemnification obligations are notwithstanding.", 7),
    ("99.95% uptime, 1,000,000 USD", 13),
    ("本契約の有効期間は、契約締結日から1年間とする。", 30),
    ("サービスを停止することができる。", 15),
    ("利用者は、当社に対し、書面により通知する。", 22),
]


@pytest.mark.parametrize(("text", "known"), COUNTED)
def test_counts_are_not_too_small(text: str, known: int):
    assert known <= count_tokens(text) <= known * 1.6 + 2


def test_cost_of_counting_grows_with_the_text():
    assert count_tokens("notice " * 20_000) == 20_000
