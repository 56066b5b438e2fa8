"""Quotes of a model as places in the papers, and what is shown of them: whole sentences, with what leads into them.

A quote that stops before "unless ..." is shown with it, an item of a list with the "shall not:" above it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from contracts.values import Paper
from reviews.local.item_reader import NEXT_TO
from reviews.local.tagged import Tagged
from reviews.model.quotes import Place, QuoteFinder, Reason
from reviews.model.values import QuotedWords
from reviews.values import Evidence

Withheld = tuple[int, int, int]
"""Number of the paper, start, end."""


class Located(NamedTuple):
    """Where a quote stands: its own words, and the sentences to which they belong."""

    document: int
    start: int
    end: int
    sentences: tuple[int, ...]


class Locator:
    """Finds quotes in the papers of one bundle."""

    def __init__(self, papers: Sequence[Paper], tagged: Sequence[Tagged], withheld: Sequence[Withheld]) -> None:
        self.papers, self.tagged, self.withheld = papers, tagged, withheld
        self._finders: dict[int, QuoteFinder] = {}

    def locate(self, quoted: QuotedWords) -> Located | Reason:
        """In the paper that was named, else in another; else why the quote does not count."""
        named = [quoted.document] if 0 <= quoted.document < len(self.papers) else []
        reasons: list[Reason] = []
        for document in [*named, *(one for one in range(len(self.papers)) if one not in named)]:
            found = self.finder(document).find(quoted.words)
            if isinstance(found, Place):
                located = self.located(document, found)
                if located is not None:
                    return located
                found = "heading"
            reasons.append(found)
        return next((reason for reason in reasons if reason != "elsewhere"), "elsewhere")

    def finder(self, document: int) -> QuoteFinder:
        if document not in self._finders:
            body = self.papers[document].text.body
            withheld = [(start, end) for paper, start, end in self.withheld if paper == document]
            self._finders[document] = QuoteFinder(body, withheld)
        return self._finders[document]

    def located(self, document: int, place: Place) -> Located | None:
        """None where the quote is nothing but headings."""
        sentences = self.tagged[document].sentences
        at = bisect_left(sentences, place.start, key=lambda one: one.end - 1)
        own = []
        while at < len(sentences) and sentences[at].start < place.end:
            own.append(at)
            at += 1
        if all(sentences[one].is_heading for one in own):
            return None
        return Located(document, place.start, place.end, tuple(own))

    def show(self, located: Located) -> list[Evidence]:
        """The sentences of the quote as one span, and those that lead into them where they stand apart."""
        tagged = self.tagged[located.document]
        sentences, body = tagged.sentences, tagged.paper.text.body
        leads = {lead for one in located.sentences for lead in sentences[one].leads}
        runs: list[list[int]] = []
        for index in sorted(leads | set(located.sentences)):
            if runs and (index - 1 == runs[-1][-1] and sentences[index].start - sentences[runs[-1][-1]].end <= NEXT_TO):
                runs[-1].append(index)
            else:
                runs.append([index])
        runs.sort(key=lambda run: set(run).isdisjoint(located.sentences))
        spans = [(sentences[run[0]].start, sentences[run[-1]].end) for run in runs]
        return [Evidence(located.document, start, end, body[start:end]) for start, end in spans]


def without_doubles(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Each span once; one that lies within another goes."""
    kept: list[Evidence] = []
    for one in evidence:
        if any(other.document == one.document and other.start <= one.start and one.end <= other.end for other in kept):
            continue
        kept = [
            other
            for other in kept
            if not (other.document == one.document and one.start <= other.start and other.end <= one.end)
        ]
        kept.append(one)
    return tuple(kept)
