"""One pass of all phrases over one paper: where each of them matches, before anything around a match is weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from reviews.local.matcher import Matcher, Owner, numbers_in
from reviews.local.phrases import Match, Phrase
from reviews.local.tagged import Tagged, Unit

MAX_MATCHES = 20
"""Of one value phrase in one sentence: rows of a table in one line."""
IGNORED_SHARE = 0.5
"""A paper of which more than this share would be ignored is about nothing else, and then nothing is ignored."""


class Hit(NamedTuple):
    """One match. `sentence` is the one that it belongs to, `sentences` all that it covers, leads included.

    `text` and `parts` are what was searched and where in it each sentence begins, for looking up what was captured.
    """

    phrase: Phrase
    sentence: int
    sentences: tuple[int, ...]
    group: int
    text: bytes
    parts: tuple[tuple[int, int], ...]
    captured: tuple[int, int] | None


class Sweep:
    """The matches in one paper, in the order of the text. Phrases that need company are tried only where it stands.

    With `only`, nothing but these sentences is looked at, whether they bind the ordinary customer or not.
    """

    def __init__(self, tagged: Tagged, matcher: Matcher, only: Collection[int] | None = None) -> None:
        self.tagged, self.matcher = tagged, matcher
        self._hits: dict[int, list[Hit]] = defaultdict(list)
        self._later: dict[int, int] = {}
        """For each sentence the phrases that can match there and wait for company."""
        self._tried: dict[tuple[int, int], list[Hit]] = {}
        self.possible: dict[int, int] = {}
        """For each sentence the phrases whose words stand in it, whether they match or not."""
        ignored = ignored_sentences(tagged, matcher) if only is None else set()
        in_group: dict[int, int] = {}
        kind, phrases = tagged.paper.kind, matcher.phrases
        sentences, clauses = matcher.mask(kind, clause_wide=False), matcher.mask(kind, clause_wide=True)
        for unit in tagged.units if only is None else units_of(tagged, only):
            if unit.sentence in ignored:
                continue
            atoms = matcher.atoms(unit.shadow)
            if not atoms:
                continue
            met = matcher.met(atoms)
            if clauses:
                group = tagged.group_of[unit.sentence]
                in_group[group] = in_group.get(group, 0) | met
            possible = matcher.possible(met) & sentences
            if possible:
                self.possible[unit.sentence] = possible
            if later := possible & matcher.needy:
                self._later[unit.sentence] = later
            shadow = unit.shadow
            for number in numbers_in(possible & ~matcher.needy):
                if phrases[number].find(shadow) is not None:  # nine in ten do not match, and cost no more than this
                    self._keep(number, self._try(number, unit))
        for group, met in in_group.items():
            for number in numbers_in(matcher.possible(met) & clauses):
                hits = _across(tagged, matcher.phrases[number], group, ignored)
                self._keep(number, (hit for hit in hits if only is None or set(hit.sentences) <= set(only)))

    def of(self, owner: Owner) -> Sequence[Hit]:
        """The matches of phrases that need no company."""
        return self._hits.get(self.matcher.number_of[owner], ())

    def near(self, owner: Owner, sentences: Collection[int]) -> list[Hit]:
        """All matches of the owner's phrases that can count where its company stands in these sentences."""
        mask = self.matcher.of_owner[self.matcher.number_of[owner]]
        found = list(self.of(owner))
        for sentence in sentences:
            for number in numbers_in(self._later.get(sentence, 0) & mask):
                key = (number, sentence)
                if key not in self._tried:
                    self._tried[key] = list(self._try(number, self.tagged.unit_of[sentence]))
                found += self._tried[key]
        return sorted(found, key=lambda hit: hit.sentence)

    def _keep(self, number: int, hits: Iterable[Hit]) -> None:
        for hit in hits:
            for owner in self.matcher.owners[number]:
                self._hits[owner].append(hit)

    def _try(self, number: int, unit: Unit) -> Iterator[Hit]:
        phrase, tagged = self.matcher.phrases[number], self.tagged
        for match in _matches(tagged, phrase, unit, self.matcher.is_value[number]):
            covered = tagged.sentences_at(unit, match.start, match.end)
            group = tagged.group_of[unit.sentence]
            yield Hit(phrase, unit.sentence, covered, group, unit.shadow, unit.parts, match.group)


def units_of(tagged: Tagged, sentences: Collection[int]) -> list[Unit]:
    return [tagged.unit_of[one] for one in sorted(sentences) if one in tagged.unit_of]


def _matches(tagged: Tagged, phrase: Phrase, unit: Unit, is_value: bool) -> Iterator[Match]:
    """The first match that touches the sentence's own words; for values all of them."""
    start, count = 0, 0
    while count < MAX_MATCHES and (match := phrase.find(unit.shadow, start)):
        start = match.start + 1
        if not tagged.touches_own(unit, match.start, match.end):
            continue
        yield match
        if not is_value:
            return
        count += 1
        start = max(start, match.group[1] if match.group else match.end)


def _across(tagged: Tagged, phrase: Phrase, group: int, ignored: set[int]) -> Iterator[Hit]:
    """Matches over a whole clause."""
    text, parts = tagged.clause_texts[group], tagged.clause_parts(group)
    start = 0
    for _ in range(MAX_MATCHES):
        match = phrase.find(text, start)
        if match is None:
            return
        start = max(match.start + 1, match.group[1] if match.group else match.end)
        first = max(part for part in parts if part[0] <= match.start)[1]
        last = max(part for part in parts if part[0] < match.end)[1]
        if first not in ignored and last not in ignored:
            yield Hit(phrase, last, tuple(sorted({first, last})), group, text, parts, match.group)


def ignored_sentences(tagged: Tagged, matcher: Matcher) -> set[int]:
    """Sentences that do not bind the ordinary paying customer, by the checklist's `ignore`."""
    ignore = matcher.checklist.ignore
    headings = matcher.group(ignore.get("heading", {}))
    sentences = matcher.group(ignore.get("sentence", {}))
    found: set[int] = set()
    for group in tagged.groups:
        if group.headings and headings.matches(group.headings):
            found.update(group.sentences)
    if sentences:
        for unit in tagged.units:
            if sentences.matches(unit.shadow):
                found.add(unit.sentence)
    return set() if len(found) > IGNORED_SHARE * max(1, len(tagged.units)) else found
