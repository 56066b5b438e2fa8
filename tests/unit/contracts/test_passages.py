"""A body is cut into passages without losing a character, each under the number of its own clause."""

from __future__ import annotations

from itertools import pairwise

from contracts.passages import LONGEST, cut_passages
from contracts.segment import segment_text
from tests.factories import MASTER_TERMS, make_text


def test_every_word_is_in_one_passage() -> None:
    text = make_text(MASTER_TERMS)
    pieces = list(cut_passages(text.body, segment_text(text)))
    together = "".join(text.body[piece.start : piece.end] for piece in pieces)
    assert "".join(together.split()) == "".join(text.body.split())
    assert all(left.end <= right.start for left, right in pairwise(pieces))


def test_a_passage_knows_its_clause() -> None:
    text = make_text(MASTER_TERMS)
    pieces = {
        text.body[piece.start : piece.end].strip()[:12]: piece for piece in cut_passages(text.body, segment_text(text))
    }
    rise = pieces["2.1 Prices. "]
    assert (rise.numbers[-1], rise.heading) == ("2.1", "Prices")


def test_long_passages_are_cut_at_sentences() -> None:
    body = "Prices may rise at any time. " * 300
    pieces = list(cut_passages(body, ()))
    assert all(piece.end - piece.start <= LONGEST for piece in pieces)
    assert all(body[piece.start : piece.end].startswith("Prices") for piece in pieces)
