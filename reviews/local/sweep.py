"""One pass of all phrases over one paper: where each of them matches, before anything around a match is weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from reviews.local.matcher import Matcher
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


def sweep_paper(tagged: Tagged, matcher: Matcher) -> dict[int, list[Hit]]:
    """The matches of each owner's phrases by `Matcher.number_of`, in the order of the text."""
    hits: dict[int, list[Hit]] = defaultdict(list)
    ignored = ignored_sentences(tagged, matcher)
    in_group: dict[int, set[int]] = defaultdict(set)
    kind = tagged.paper.kind
    sentences, clauses = matcher.mask(kind, clause_wide=False), matcher.mask(kind, clause_wide=True)
    for unit in tagged.units:
        if unit.sentence in ignored:
            continue
        atoms = matcher.atoms(unit.shadow)
        if not atoms:
            continue
        group = tagged.group_of[unit.sentence]
        if clauses:
            in_group[group].update(atoms)
        for number in matcher.candidates(atoms, sentences):
            phrase, owners = matcher.phrases[number], matcher.owners[number]
            for match in _matches(tagged, phrase, unit, matcher.is_value[number]):
                hit = Hit(
                    phrase=phrase,
                    sentence=unit.sentence,
                    sentences=tagged.sentences_at(unit, match.start, match.end),
                    group=group,
                    text=unit.shadow,
                    parts=unit.parts,
                    captured=match.group,
                )
                for owner in owners:
                    hits[owner].append(hit)
    for group, found in in_group.items():
        for number in matcher.candidates(sorted(found), clauses):
            for hit in _across(tagged, matcher.phrases[number], group, ignored):
                for owner in matcher.owners[number]:
                    hits[owner].append(hit)
    return hits


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
