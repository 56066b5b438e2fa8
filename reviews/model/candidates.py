"""Where the local reader would look: for each item the passages that speak of it, likeliest first. Before `ask.py`.

Used where not all of the papers are sent: for economy, and for papers that do not fit into a model's context.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import isqrt

from contracts.values import Language, Paper
from reviews.checklist.values import Checklist
from reviews.local.matcher import matcher_for, numbers_in
from reviews.local.proposals import MEASURES, SHORTEST, Proposer, likeness_for
from reviews.local.sweep import Sweep
from reviews.local.tagged import Tagged, prepare_papers
from reviews.model.prompt import Passage
from reviews.values import Evidence, Finding

MOST = 4
"""Passages that are looked for beside those that the local reader quotes."""
LONGEST: dict[Language, int] = {"en": 1_400, "ja": 600}
"""Characters up to which a clause is taken as a whole; of a longer one the sentences next to each other."""
WEAK = 0.55
"""A finding that is less sure than this is looked at again: decided by the last rule or by likeness, see
`reviews/confidence.py`."""
NEAR = 0.45
"""Silence that is less sure than this has a passage near that may answer."""


def is_weak(finding: Finding) -> bool:
    """True for what economy asks a model about."""
    if finding.status in ("unclear", "referenced"):
        return True
    if finding.status == "absent":
        return finding.confidence < NEAR
    return finding.status == "present" and finding.confidence < WEAK


def find_candidates(
    checklist: Checklist,
    papers: Sequence[Paper],
    findings: Iterable[Finding],
    items: Collection[str],
    prepared: Sequence[Tagged] | None = None,
) -> dict[str, list[Passage]]:
    """Passages for each of the items. `prepared` are the papers as the local reader prepared them."""
    tagged = prepared if prepared is not None else prepare_papers(papers)
    quoted = {finding.item: finding.evidence for finding in findings}
    readers = [Nearest(checklist, one) for one in tagged]
    found: dict[str, list[Passage]] = {}
    for place, item in enumerate(checklist.items):
        if item.id not in items:
            continue
        passages = [around_quote(tagged[one.document], one) for one in quoted.get(item.id, ())]
        kinds = item.applies_to
        ranked = sorted(
            (
                (-score, document, sentence)
                for document, reader in enumerate(readers)
                if papers[document].kind in (*kinds, "amendment", "other")
                for sentence, score in reader.scores(place)
            ),
        )[:MOST]
        passages += [around(tagged[document], document, sentence) for _, document, sentence in ranked]
        found[item.id] = list(dict.fromkeys(passages))
    return found


class Nearest:
    """Weighs the sentences of one paper for an item, the way proposals do, without asking for a least weight."""

    def __init__(self, checklist: Checklist, tagged: Tagged) -> None:
        self.tagged = tagged
        self.measure, self.shortest = MEASURES[tagged.language], SHORTEST[tagged.language]
        self.likeness = likeness_for(checklist, tagged.language)
        self.sweep = Sweep(tagged, matcher_for(checklist, tagged.language))
        self.proposer = Proposer(self.likeness, tagged, self.sweep)

    def scores(self, place: int) -> list[tuple[int, int]]:
        """(sentence, score) of those in which all words of a phrase stand that answers the item."""
        answering, _ = self.likeness.masks(place)
        found = []
        for sentence, possible in self.sweep.possible.items():
            near = possible & answering
            if not near or len(self.tagged.shadows[sentence]) < self.shortest:
                continue
            hint = self.measure.answering * isqrt(10_000 * near.bit_count()) // 100
            hint += self.measure.telling * max(self.likeness.tells[number] for number in numbers_in(near))
            found.append((sentence, hint + (self.proposer.like(place, sentence) or 0)))
        return found


def around_quote(tagged: Tagged, quote: Evidence) -> Passage:
    inside = [index for index, one in enumerate(tagged.sentences) if one.start < quote.end and quote.start < one.end]
    if not inside:
        return Passage(quote.document, quote.start, quote.end)
    passage = around(tagged, quote.document, inside[0])
    return Passage(quote.document, min(passage.start, quote.start), max(passage.end, quote.end))


def around(tagged: Tagged, document: int, index: int) -> Passage:
    """The sentence's clause, or where that is long what leads into the sentence and its neighbours."""
    sentence = tagged.sentences[index]
    if sentence.clause >= 0:
        clause = tagged.paper.clauses[sentence.clause]
        if clause.end - clause.start <= LONGEST[tagged.language]:
            return Passage(document, clause.start, clause.end)
    close = [index, *(tagged.neighbours(index) if tagged.group_of[index] >= 0 else ())]
    near = [tagged.sentences[one] for one in close if abs(one - index) == 1 or one == index]
    return Passage(document, min(one.start for one in near), max(one.end for one in near))


def merge(passages: Iterable[Passage], papers: Sequence[Paper]) -> list[Passage]:
    """Without overlap, in the order of papers and text; what only white space divides is one."""
    merged: list[Passage] = []
    for one in sorted(passages):
        last = merged[-1] if merged else None
        if last and last.document == one.document:
            between = papers[one.document].text.body[last.end : one.start]
            if one.start <= last.end or not between.strip():
                merged[-1] = Passage(one.document, last.start, max(last.end, one.end))
                continue
        merged.append(one)
    return merged
