"""Altered sentences of contracts of one's own: none counts as evidence, and no true one is lost."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from reviews.management.alterations import RIGHT, WRONG

CONTRACTS = Path(__file__).parent / "model" / "contracts"


def test_no_altered_sentence_counts_and_no_true_one_is_lost() -> None:
    out, err = StringIO(), StringIO()
    call_command("measure_tricks", "hollowbrook.md", "tsuyukusa.txt", corpus=CONTRACTS, stdout=out, stderr=err)
    assert err.getvalue() == ""
    assert out.getvalue().splitlines()[-1].endswith("wrong ones that count: 0; right ones lost: 0")
    assert {line.partition(" ")[0] for line in out.getvalue().splitlines()[:-1]} == {"en", "ja"}


@pytest.mark.parametrize(
    ("language", "name", "sentence", "altered"),
    [
        ("en", "figure changed", "within 30 days", "within 40 days"),
        ("en", "not dropped", "It shall not train.", "It shall train."),
        ("en", "parties swapped", "Customer may leave.", "Provider may leave."),
        ("en", "exception dropped", "We may, unless you object in time, train.", "We may, , train."),
        ("ja", "kanji numeral changed", "終了の三十日前", "終了の六十日前"),
        ("ja", "以下 for 以上", "99％以上とする", "99％以下とする"),
        ("ja", "parties swapped", "甲は支払う", "乙は支払う"),
        ("ja", "ends before ない", "これを変更しない。", "これを変更"),
    ],
)
def test_alterations_say_something_else(language: str, name: str, sentence: str, altered: str) -> None:
    assert WRONG[language][name](sentence) == altered


def test_right_ones_leave_the_words() -> None:
    assert RIGHT["en"]["without commas"]("1,000 days, at least") == "1,000 days at least"
    assert RIGHT["ja"]["wide digits"]("30日") == "３０日"
