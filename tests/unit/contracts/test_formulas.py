"""No text of anybody's becomes a formula in a spreadsheet."""

from __future__ import annotations

import pytest

from contracts.formulas import as_words, is_formula


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n",
        "  =1",
        "\u3000=1",
        "\ufeff=1",
        "\u200b@a",
        '"=1',
        "'=1",
        "＝1",
        " ＠A1",
        "﹦1",
        "−1",
        "\x00=1",
    ],
)
def test_formulas_become_words(text: str):
    assert is_formula(text)
    assert as_words(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Fees = 3", "a-b", "“=”", "1 + 1", "契約－甲", "'quoted'"])
def test_other_text_stays(text: str):
    assert as_words(text) == text
