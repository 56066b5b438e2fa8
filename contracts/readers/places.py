"""Finds the runs of placed lines again in the text that was made of them: where each word of the body stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contracts.readers.layout import Line
from contracts.values import Place, Source, Text

BETWEEN = " \n|•　"
"""What may stand in the body between two runs of a paragraph and in none of them."""
REACH = 12
"""Characters further on in which a run is looked for that does not stand where the last one ended."""
CUTS = "-\u2010\xad"


def place_words(body: str, begun: Sequence[tuple[int, list[Line]]]) -> tuple[Place, ...]:
    """A place for each run that is in the body. `begun` gives the lines of each paragraph and where it begins."""
    places = []
    ends = [start for start, _ in begun[1:]] + [len(body)]
    for (start, lines), end in zip(begun, ends, strict=True):
        at = start
        for line in lines:
            for run in line.runs:
                words = run.words
                found = find_run(body, words, at, end)
                if found is None:
                    continue
                begin, at = found
                places.append(Place(begin, at, line.page, *run.box, run.sureness))
    return tuple(places)


def find_run(body: str, words: str, at: int, end: int) -> tuple[int, int] | None:
    """The span of the run that begins at `at` or a little later, before `end`; None where the text has left it out."""
    while at < end and body[at] in BETWEEN:
        at += 1
    if not body.startswith(words, at, end):
        # A word that was cut at the end of its line has lost its hyphen.
        whole = words.rstrip(CUTS)
        if whole and body.startswith(whole, at, end):
            words = whole
        else:
            at = body.find(words, at, min(end, at + len(words) + REACH))
    return (at, at + len(words)) if words and at >= 0 else None


def with_sureness(text: Text, sources: Sequence[Source]) -> Text:
    """The text with what each page was read from, and how surely."""
    if "ocr" not in sources:
        return text
    letters, total = [0] * len(sources), [0] * len(sources)
    for place in text.places:
        if place.sureness is not None:
            letters[place.page - 1] += place.end - place.start
            total[place.page - 1] += place.sureness * (place.end - place.start)
    pages = tuple(
        replace(page, source=source, sureness=round(total[at] / letters[at]) if letters[at] else None)
        for at, (page, source) in enumerate(zip(text.pages, sources, strict=True))
    )
    return replace(text, pages=pages, source="ocr")
