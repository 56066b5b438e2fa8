"""All phrases of a checklist in one language: which of them can match a text at all, found in one pass over it.

Every phrase names a few texts of which one each must be there (`Phrase.needs`). An RE2 set finds which of these texts
stand in a sentence; a phrase is tried only where each of its needs is met. Sets of phrases are bit masks, so that a
sentence costs a few operations on integers, however many phrases there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import re2

from reviews.checklist.values import Checklist, Phrases
from reviews.local.phrases import OPTIONS, SLOTS, AnyOf, Phrase, PhraseCompiler

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
        self.owners: list[list[Owner]] = []
        self._numbers: dict[str, int] = {}
        self._groups: dict[tuple[str, ...], AnyOf] = {}
        for place, item in enumerate(checklist.items):
            for index, fact in enumerate(item.find.facts):
                self._own(fact.search.phrases, Owner("fact", place, index))
            for index, reader in enumerate(item.find.values):
                if reader.search is not None:
                    self._own(reader.search.phrases, Owner("value", place, index))
            self._own(item.find.referenced, Owner("referenced", place))
        for kind, phrases in checklist.papers.items():
            self._own(phrases, Owner("paper", paper=kind))
        self._index()

    def _own(self, phrases: Phrases, owner: Owner) -> None:
        for source in phrases.get(self.language, ()):
            number = self._numbers.get(source)
            if number is None:
                number = self._numbers[source] = len(self.phrases)
                self.phrases.append(self._compiler.compile(source, self.language))
                self.owners.append([])
            self.owners[number].append(owner)

    def _index(self) -> None:
        """Build the set of needed texts and, for each of them, the masks of the phrases that it helps."""
        options = re2.Options()
        options.encoding, options.max_mem, options.log_errors = OPTIONS.encoding, SET_MEMORY, False
        self._set = re2.Set.SearchSet(options)
        numbers: dict[bytes, int] = {}
        self._masks: list[list[int]] = []
        self._free = [0] * SLOTS
        for number, phrase in enumerate(self.phrases):
            bit = 1 << number
            for slot in range(SLOTS):
                if slot >= len(phrase.needs):
                    self._free[slot] |= bit
                    continue
                for atom in sorted(phrase.needs[slot]):
                    if atom not in numbers:
                        numbers[atom] = self._set.Add(b"".join(b"\\x%02x" % byte for byte in atom))
                        self._masks.append([0] * SLOTS)
                    self._masks[numbers[atom]][slot] |= bit
        self._is_empty = not numbers
        if numbers:
            self._set.Compile()
        self.clause_wide = sum(1 << number for number, phrase in enumerate(self.phrases) if phrase.is_clause_wide)

    def atoms(self, text: bytes) -> Sequence[int]:
        """Numbers of the needed texts that stand in a text."""
        return () if self._is_empty else self._set.Match(text) or ()

    def candidates(self, atoms: Sequence[int], *, clause_wide: bool) -> Iterator[int]:
        """Numbers of the phrases that can match a text with these atoms, in order."""
        first, second, third = self._free
        for atom in atoms:
            masks = self._masks[atom]
            first |= masks[0]
            second |= masks[1]
            third |= masks[2]
        possible = first & second & third & (self.clause_wide if clause_wide else ~self.clause_wide)
        while possible:
            lowest = possible & -possible
            yield lowest.bit_length() - 1
            possible ^= lowest

    def group(self, phrases: Phrases) -> AnyOf:
        """Phrases of which only one has to match: what stands nearby, what cancels, headings."""
        sources = phrases.get(self.language, ())
        if sources not in self._groups:
            self._groups[sources] = AnyOf([self._compiler.compile(source, self.language) for source in sources])
        return self._groups[sources]


_made: dict[tuple[str, str], Matcher] = {}
KEPT = 16


def matcher_for(checklist: Checklist, language: str) -> Matcher:
    """The matcher of a checklist, made once in a process; the last few are kept."""
    key = (checklist.sha256, language)
    if key not in _made:
        while len(_made) >= KEPT:
            _made.pop(next(iter(_made)))
        _made[key] = Matcher(checklist, language)
    return _made[key]
