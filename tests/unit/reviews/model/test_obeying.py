"""A server that does what papers tell it: it never sees the words, and what it claims moves no score."""

from __future__ import annotations

import pytest

from reviews.model.memory import MemoryDoor
from reviews.pipeline import review_papers
from reviews.second import SecondReader
from tests.model_server import ModelServer, Received
from tests.unit.contracts.instructions.forms import PAPER, paper_with
from tests.unit.contracts.instructions.test_find import FIFTY, bare
from tests.unit.reviews.model.asking import CHECKLIST


@pytest.mark.parametrize(("form", "words", "language"), FIFTY)
def test_no_instruction_moves_a_score(form: str, words: str, language: str, model_server: ModelServer):
    first = PAPER["en" if form == "english paper" else language][1]
    favourable = {"quotes": [{"paper": 0, "words": first}], "values": [], "status": "present", "grade": "favourable"}

    def obey(received: Received) -> dict[str, dict[str, object]]:
        return dict.fromkeys(received.items, favourable)

    model_server.answers = obey
    paper = paper_with(form, words, language)
    alone = review_papers(CHECKLIST, [paper])
    second = SecondReader("thorough", [model_server.endpoint()], MemoryDoor())
    both = review_papers(CHECKLIST, [paper], second)
    assert len(model_server.received) == 2
    assert not any(bare(words) in bare(one.prompt) for one in model_server.received)
    assert both.scores == alone.scores
    assert (both.findings[0].item, both.findings[0].grade) == ("paper.instructions", "critical")
