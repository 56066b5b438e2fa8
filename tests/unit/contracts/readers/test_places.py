"""Places of recognised words in the text that was made of them."""

from __future__ import annotations

from contracts.readers.layout import Line, Run
from contracts.readers.places import place_words


def line(*words: str) -> Line:
    made = Line(1, " ".join(words), 0, 100, 700, 10)
    made.runs = tuple(Run(word, 10.0 * at, (10.0 * at, 700, 10.0 * at + 8, 710), 80) for at, word in enumerate(words))
    return made


def test_word_that_the_text_has_left_out_is_not_taken_from_the_next_paragraph():
    body = "i Fees\n\n» | due"
    places = place_words(body, [(0, [line("i", "Fees", "|")]), (8, [line("»", "due")])])
    assert [body[place.start : place.end] for place in places] == ["i", "Fees", "»", "due"]
    assert [place.start for place in places] == sorted(place.start for place in places)
