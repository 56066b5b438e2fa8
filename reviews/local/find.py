"""The local reader: what the papers of a bundle say to each item of a checklist. After it: `reviews/verify.py`.

Phrases are swept over each paper (`sweep.py`), their matches weighed by what stands around them (`guards.py`), and what
remains is put together item by item. Nothing here knows what any item is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contracts.values import KINDS, Paper
from reviews.checklist.values import Checklist
from reviews.local.guards import Guards
from reviews.local.item_reader import ItemReader, Passage, Swept
from reviews.local.matcher import matcher_for
from reviews.local.precedence import Precedence
from reviews.local.proposals import Proposer, likeness_for
from reviews.local.sweep import Sweep
from reviews.local.tagged import Tagged, prepare_papers
from reviews.values import Answer

MAX_ALONE = 6
"""Papers or clauses that are also read by themselves."""


def find_answers(
    checklist: Checklist,
    papers: Sequence[Paper],
    prepared: Sequence[Tagged] | None = None,
    *,
    with_ranker: bool = True,
) -> list[Answer]:
    """One answer for each item, in the order of the checklist. The papers' order does not change them.

    Without the ranker, what no phrase finds is not found.
    """
    tagged = prepared if prepared is not None else prepare_papers(papers)
    swept: list[Swept] = []
    for document in sorted(range(len(papers)), key=lambda index: _order(papers[index])):
        one = tagged[document]
        matcher = matcher_for(checklist, one.language)
        sweep = Sweep(one, matcher)
        proposer = Proposer(likeness_for(checklist, one.language), one, sweep) if with_ranker else None
        swept.append(Swept(document, one, sweep, Guards(one, matcher), proposer))
    precedence = Precedence({one.document: one.tagged for one in swept})
    return [_answer(checklist, place, swept, precedence) for place in range(len(checklist.items))]


def _answer(checklist: Checklist, place: int, swept: Sequence[Swept], precedence: Precedence) -> Answer:
    """The answer of all papers together and, where several of them or several clauses answer, of each by itself."""
    item = checklist.items[place]
    reader = ItemReader(checklist, item, place, swept)
    answer = reader.answer()
    if answer.status != "present":
        return answer
    passages = list(dict.fromkeys(Passage(one.document) for one in reader.passages))
    if len(passages) < 2 and reader.has_other_figures:
        passages = list(dict.fromkeys(reader.passages))
    if len(passages) < 2:
        return answer
    alone = [ItemReader(checklist, item, place, swept, one).answer() for one in passages[:MAX_ALONE]]
    alone = [one for one in alone if one.status == "present"]
    if len(alone) < 2:
        return answer
    documents = {one.evidence[0].document for one in alone}
    return replace(answer, alone=tuple(alone), prevailing=precedence.between(documents))


def _order(paper: Paper) -> tuple[int, str, str, str]:
    return KINDS.index(paper.kind), paper.name, paper.sha256, paper.text.body
