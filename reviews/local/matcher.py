"""All phrases of a checklist in one language: which of them can match a text at all, found in one pass over it.

Every phrase names a few texts of which one each must be there (`Phrase.needs`). An RE2 set finds which of these texts
stand in a sentence; a phrase is tried only where each of its needs is met. Sets of phrases are bit masks, so that a
sentence costs a few operations on integers, however many phrases there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import re2

from contracts.values import KINDS, Kind
from reviews.checklist.values import Checklist, Phrases
from reviews.local.kept import kept
from reviews.local.needs import SLOTS
from reviews.local.phrases import OPTIONS, AnyOf, Phrase, PhraseCompiler

ANYWHERE: tuple[Kind, ...] = ("amendment", "other")
"""Kinds of paper that may speak of anything and are searched for every item."""
SET_MEMORY = 64 << 20
"""Bytes that RE2 may keep of its states; with its default of 8 MiB it throws them away and is half as fast."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose phrases these are: a fact or value (by its place) of an item, its references, or a kind of paper."""

    part: str
    item: int = -1
    place: int = -1
    paper: str = ""


class Matcher:
    """The phrases of a checklist in one language. RE2 expressions are compiled when they are first tried."""

    def __init__(self, checklist: Checklist, language: str) -> None:
        self.checklist, self.language = checklist, language
        self._compiler = PhraseCompiler(checklist.words)
        self.phrases: list[Phrase] = []
        self.owners: list[list[int]] = []
        """For each phrase the numbers of those to whom it belongs."""
        self.number_of: dict[Owner, int] = {}
        self._kinds: list[frozenset[Kind]] = []
        self._numbers: dict[str, int] = {}
        self._groups: dict[tuple[str, ...], AnyOf] = {}
        self._by_kind: dict[tuple[Kind, bool], int] = {}
        for place, item in enumerate(checklist.items):
            for index, fact in enumerate(item.find.facts):
                self._own(fact.search.phrases, Owner("fact", place, index))
            for index, reader in enumerate(item.find.values):
                if reader.search is not None:
                    self._own(reader.search.phrases, Owner("value", place, index))
            self._own(item.find.referenced, Owner("referenced", place))
        for kind, phrases in checklist.papers.items():
            self._own(phrases, Owner("paper", paper=kind))
        values = {number for owner, number in self.number_of.items() if owner.part == "value"}
        self.is_value = [not values.isdisjoint(owners) for owners in self.owners]
        """Of these phrases all matches in a sentence count, of the others the first."""
        self._index()
        needy = {number for owner, number in self.number_of.items() if self._needs_company(owner)}
        self.needy = sum(
            1 << number
            for number, owners in enumerate(self.owners)
            if needy.issuperset(owners) and not self.phrases[number].is_clause_wide
        )
        """Phrases that only count close to a fact: they are tried there and nowhere else."""
        self.of_owner = [0] * len(self.number_of)
        for number, owners in enumerate(self.owners):
            for owner in owners:
                self.of_owner[owner] |= 1 << number

    def _needs_company(self, owner: Owner) -> bool:
        find = self.checklist.items[owner.item].find
        if owner.part == "fact":
            return bool(find.facts[owner.place].search.with_facts)
        search = find.values[owner.place].search if owner.part == "value" else None
        return search is not None and bool(search.with_facts)

    def _own(self, phrases: Phrases, owner: Owner) -> None:
        mine = self.number_of[owner] = len(self.number_of)
        self._kinds.append(self._searched(owner))
        for source in phrases.get(self.language, ()):
            number = self._numbers.get(source)
            if number is None:
                number = self._numbers[source] = len(self.phrases)
                self.phrases.append(self._compiler.compile(source, self.language))
                self.owners.append([])
            self.owners[number].append(mine)

    def _index(self) -> None:
        """Build the set of needed texts and, for each of them, a mask of the phrases and needs that it meets.

        The bits of need 0 of all phrases come first, then those of need 1 and 2; needs that a phrase has not are met.
        """
        options = re2.Options()
        options.encoding, options.max_mem, options.log_errors = OPTIONS.encoding, SET_MEMORY, False
        self._set = re2.Set.SearchSet(options)
        numbers: dict[bytes, int] = {}
        self._masks: list[int] = []
        self._met = 0
        self._width = len(self.phrases)
        for number, phrase in enumerate(self.phrases):
            for slot in range(SLOTS):
                bit = 1 << (number + slot * self._width)
                if slot >= len(phrase.needs):
                    self._met |= bit
                    continue
                for atom in sorted(phrase.needs[slot]):
                    if atom not in numbers:
                        numbers[atom] = self._set.Add(b"".join(b"\\x%02x" % byte for byte in atom))
                        self._masks.append(0)
                    self._masks[numbers[atom]] |= bit
        self._is_empty = not numbers
        if numbers:
            self._set.Compile()

    def atoms(self, text: bytes) -> Sequence[int]:
        """Numbers of the needed texts that stand in a text."""
        return () if self._is_empty else self._set.Match(text) or ()

    def met(self, atoms: Sequence[int]) -> int:
        """A mask of the needs that a text with these atoms meets; those of several texts are joined by `|`."""
        met, masks = self._met, self._masks
        for atom in atoms:
            met |= masks[atom]
        return met

    def possible(self, met: int) -> int:
        """A mask of the phrases that can match a text that meets these needs."""
        return met & (met >> self._width) & (met >> 2 * self._width)

    def mask(self, kind: Kind, *, clause_wide: bool) -> int:
        """The phrases that are worth trying on a paper of this kind, over its sentences or over whole clauses."""
        key = (kind, clause_wide)
        if key not in self._by_kind:
            self._by_kind[key] = sum(
                1 << number
                for number, phrase in enumerate(self.phrases)
                if phrase.is_clause_wide is clause_wide and any(kind in self._kinds[one] for one in self.owners[number])
            )
        return self._by_kind[key]

    def _searched(self, owner: Owner) -> frozenset[Kind]:
        """The kinds of paper in which the answer of the owner's item is looked for."""
        return frozenset(KINDS if owner.item < 0 else (*ANYWHERE, *self.checklist.items[owner.item].applies_to))

    def group(self, phrases: Phrases) -> AnyOf:
        """Phrases of which only one has to match: what stands nearby, what cancels, headings."""
        sources = phrases.get(self.language, ())
        if sources not in self._groups:
            self._groups[sources] = AnyOf([self._compiler.compile(source, self.language) for source in sources])
        return self._groups[sources]


def numbers_in(mask: int) -> Iterator[int]:
    """The phrases of a mask, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


@kept
def matcher_for(checklist: Checklist, language: str) -> Matcher:
    return Matcher(checklist, language)
