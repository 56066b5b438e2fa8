"""Passages that do not bind the ordinary paying customer decide nothing, whatever they allow the vendor."""

from __future__ import annotations

import pytest

from reviews.management.stability import review_files

TERMS = b"""# Terms

1. Pellwick Ltd ("Provider") provides the Services to the customer ("Customer").

2. Provider may suspend access to the Services if an invoice is more than thirty days overdue.
"""


@pytest.mark.parametrize("name", ["Preview Services", "Beta features", "Experimental Features"])
def test_what_may_happen_to_a_preview_says_nothing_of_the_service(name: str) -> None:
    words = f"\n3. {name} may be changed or withdrawn at any time without notice.\n".encode()
    alone, beside = (
        {one.item: (one.status, one.grade) for one in review_files([("a.md", text, "master_terms")])}
        for text in (TERMS, TERMS + words)
    )
    assert beside["continuity.suspension"] == alone["continuity.suspension"]
    assert beside["ai.model_change"] == alone["ai.model_change"]
