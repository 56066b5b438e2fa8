"""The local reader on a few sentences of a bundle only: what they by themselves say to an item, and how like they are.

For the model reader, whose quotes are read once more. Headings and the rest of the clause still count as surroundings.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from reviews.checklist.values import Checklist
from reviews.local.guards import Guards
from reviews.local.item_reader import ItemReader, Swept
from reviews.local.matcher import matcher_for
from reviews.local.proposals import likeness_for
from reviews.local.ranker.features import features_of
from reviews.local.sweep import Sweep, ignored_sentences
from reviews.local.tagged import Tagged
from reviews.values import Answer

UNLIKE = -1_000
"""Likeness of what no example was ever compared with."""


class Rereader:
    """Made once for a bundle; `tagged` are its papers in the order in which evidence counts them."""

    def __init__(self, checklist: Checklist, tagged: Sequence[Tagged]) -> None:
        self.checklist, self.tagged = checklist, tagged
        self._guards: dict[int, Guards] = {}
        self._ignored: dict[int, set[int]] = {}

    def read(self, place: int, sentences: Mapping[int, Collection[int]]) -> Answer:
        """What these sentences, by paper, answer to the item at this place of the checklist."""
        swept = []
        for document, only in sentences.items():
            tagged = self.tagged[document]
            matcher = matcher_for(self.checklist, tagged.language)
            if document not in self._guards:
                self._guards[document] = Guards(tagged, matcher)
                self._ignored[document] = ignored_sentences(tagged, matcher)
            sweep = Sweep(tagged, matcher, set(only) - self._ignored[document])
            swept.append(Swept(document, tagged, sweep, self._guards[document], proposer=None))
        return ItemReader(self.checklist, self.checklist.items[place], place, swept).answer()

    def like(self, place: int, sentences: Mapping[int, Collection[int]]) -> int:
        """How much the likest of these sentences reads like an answer; 1000 for what reads like an example of one."""
        return max(
            (
                like
                for document, only in sentences.items()
                for sentence in only
                if (like := self._like(place, self.tagged[document], sentence)) is not None
            ),
            default=UNLIKE,
        )

    def _like(self, place: int, tagged: Tagged, sentence: int) -> int | None:
        unit = tagged.unit_of.get(sentence)
        if unit is None:
            return None
        ranker = likeness_for(self.checklist, tagged.language).ranker
        seen = ranker.see(features_of(unit.shadow, tagged.language))
        return ranker.score(self.checklist.items[place].id, seen)
