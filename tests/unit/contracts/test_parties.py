"""Who the customer of a paper is, so that its name can be taken out of what leaves."""

from __future__ import annotations

import pytest

from contracts.parties import customer_names
from contracts.values import Language, Text


@pytest.mark.parametrize(
    ("words", "language", "names"),
    [
        (
            "between Norvik AI GmbH (“Vendor”) and Aldermoor Foods Ltd (the “Customer”).",
            "en",
            ("Aldermoor Foods Ltd", "Aldermoor Foods"),
        ),
        (
            "提供者株式会社（以下「提供者」）と株式会社蒼樹精機（以下「利用者」）は、次のとおり契約する。",
            "ja",
            ("株式会社蒼樹精機", "蒼樹精機"),
        ),
        ("These terms apply to you (“Customer”).", "en", ()),
        ("本規約は契約者に適用する。", "ja", ()),
    ],
)
def test_customer_is_named_or_not(words: str, language: Language, names: tuple[str, ...]) -> None:
    assert customer_names(Text(words, (), language)) == names
