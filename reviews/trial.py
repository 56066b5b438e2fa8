"""Tries an item’s phrases on contracts as somebody writes them: only this item’s, on texts that were read before.

What a paper looks like to phrases is kept for the papers tried last: the next key pressed costs only the search.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic, perf_counter
from typing import cast

from django.db.models import QuerySet

from contracts.models import Contract, Team, Version
from contracts.values import Kind, Paper
from reviews.checklist import Checklist, Item
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.local.phrases import Phrase, PhraseCompiler
from reviews.local.tagged import Tagged, prepare_papers
from reviews.report.where import cite_clause
from reviews.report.words import word_values
from reviews.values import Finding
from reviews.verify import verify_evidence

MOST_SECONDS = 1.5
MOST_CONTRACTS = 200
MOST_HITS = 30
LONGEST = 600
"""Characters of a sentence that are shown."""
KEPT_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a phrase matched. `lines` are the phrases’ places in their box, from 1; finding and values are
    of the contract’s whole answer, where it rests on this sentence."""

    contract: Contract
    clause: str
    language: str
    words: str
    lines: tuple[int, ...] = ()
    finding: Finding | None = None
    values: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """`tried` contracts of `contracts`: fewer where the time ran out; `matching` of them hold a match, of `lines`
    phrases `alive` matched somewhere."""

    hits: tuple[Hit, ...]
    count: int
    contracts: int
    tried: int
    matching: int
    lines: int
    alive: int
    milliseconds: int


def try_item(
    checklist: Checklist, item: Item, phrases: Sequence[str], language: str, contracts: Sequence[Contract]
) -> Trial:
    """`checklist` holds the item and those that it needs; `phrases` are those of the box in which somebody writes, if
    any: then their matches are shown, else what the item as a whole answers."""
    started, ends = perf_counter(), monotonic() + MOST_SECONDS
    compiler = PhraseCompiler(checklist.words)
    compiled = [compiler.compile(one, language) for one in phrases]
    hits: list[Hit] = []
    count = tried = matching = 0
    alive: set[int] = set()
    for contract, papers, tagged in prepared(contracts):
        tried += 1
        finding = answer_of(checklist, item, papers, tagged)
        found = list(hits_of(contract, item, tagged, compiled, language, finding))
        if not phrases:
            found = list(quotes_of(contract, item, papers, finding))
        matching += bool(found)
        count += len(found)
        alive.update(line for hit in found for line in hit.lines)
        hits += found[: max(0, MOST_HITS - len(hits))]
        if monotonic() > ends:
            break
    spent = round((perf_counter() - started) * 1000)
    return Trial(tuple(hits), count, len(contracts), tried, matching, len(phrases), len(alive), spent)


def answer_of(checklist: Checklist, item: Item, papers: Sequence[Paper], tagged: Sequence[Tagged]) -> Finding:
    answers = verify_evidence(find_answers(checklist, papers, tagged, with_ranker=False), papers)
    return next(one for one in grade_answers(checklist, answers, papers) if one.item == item.id)


def hits_of(
    contract: Contract, item: Item, tagged: Sequence[Tagged], phrases: Sequence[Phrase], language: str, finding: Finding
) -> Iterator[Hit]:
    for document, paper in enumerate(tagged):
        if paper.language != language:
            continue
        for index, lines in matches(paper, phrases).items():
            sentence = paper.sentences[index]
            resting = any(
                one.document == document and one.start < sentence.end and sentence.start < one.end
                for one in finding.evidence
            )
            yield Hit(
                contract=contract,
                clause=cite_clause(paper.paper.clauses, sentence.start, paper.language),
                language=paper.language,
                words=" ".join(paper.paper.text.body[sentence.start : sentence.end].split())[:LONGEST],
                lines=tuple(lines),
                finding=finding if resting else None,
                values=said_values(item, finding) if resting else "",
            )


def matches(tagged: Tagged, phrases: Sequence[Phrase]) -> dict[int, list[int]]:
    """For each sentence that is matched the phrases that do, by their place from 1."""
    found: dict[int, list[int]] = {}
    for place, phrase in enumerate(phrases, 1):
        texts: Iterable[tuple[int, bytes]] = ((unit.sentence, unit.shadow) for unit in tagged.units)
        if phrase.is_clause_wide:
            texts = ((group.sentences[0], tagged.clause_texts[at]) for at, group in enumerate(tagged.groups))
        for sentence, text in texts:
            if phrase.find(text):
                found.setdefault(sentence, []).append(place)
    return dict(sorted(found.items()))


def quotes_of(contract: Contract, item: Item, papers: Sequence[Paper], finding: Finding) -> Iterator[Hit]:
    for one in finding.evidence:
        paper = papers[one.document]
        language = paper.text.language
        clause = cite_clause(paper.clauses, one.start, language)
        words = " ".join(one.quote.split())[:LONGEST]
        yield Hit(contract, clause, language, words, (), finding, said_values(item, finding))


def said_values(item: Item, finding: Finding) -> str:
    return ", ".join(value.text for value in word_values(finding.values, item.values))


def contracts_of(team: Team) -> QuerySet[Contract]:
    """Those that can be tried on: something of them was read. The newest first."""
    read = Version.objects.filter(reading__isnull=False, document__contract__team=team)
    return Contract.objects.filter(team=team, pk__in=read.values("document__contract")).select_related("vendor")


class Kept:
    """The papers tried last as phrases see them, up to so many characters of text in a process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.made: OrderedDict[tuple[object, ...], tuple[list[Paper], Sequence[Tagged]]] = OrderedDict()
        self.size = 0

    def get(self, key: tuple[object, ...]) -> tuple[list[Paper], Sequence[Tagged]] | None:
        with self.lock:
            if key in self.made:
                self.made.move_to_end(key)
            return self.made.get(key)

    def put(self, key: tuple[object, ...], papers: list[Paper], tagged: Sequence[Tagged]) -> None:
        with self.lock:
            self.made[key] = (papers, tagged)
            self.size += length_of(papers)
            while self.size > KEPT_CHARACTERS and len(self.made) > 1:
                _key, (old, _tagged) = self.made.popitem(last=False)
                self.size -= length_of(old)


def length_of(papers: Sequence[Paper]) -> int:
    return sum(len(paper.text.body) for paper in papers)


KEPT = Kept()


def prepared(contracts: Sequence[Contract]) -> Iterator[tuple[Contract, list[Paper], Sequence[Tagged]]]:
    """Each contract’s papers, made ready. One query for which papers there are, one for each that is not kept."""
    rows = Version.objects.filter(document__contract__in=contracts, reading__isnull=False).current()
    columns = ("document__contract", "pk", "reading", "document__kind", "name")
    by_contract: dict[int, list[tuple[int, int, str, str]]] = {}
    for contract, pk, reading, kind, name in rows.values_list(*columns):
        by_contract.setdefault(contract, []).append((pk, reading, kind or "other", name))
    for contract in contracts:
        own = by_contract.get(contract.pk, [])
        key = tuple(own)
        if not own:
            continue
        kept = KEPT.get(key)
        if kept is None:
            papers = list(papers_of(own))
            kept = (papers, prepare_papers(papers))
            KEPT.put(key, *kept)
        yield contract, *kept


def papers_of(rows: Sequence[tuple[int, int, str, str]]) -> Iterator[Paper]:
    versions = Version.objects.select_related("reading").in_bulk([pk for pk, *_rest in rows])
    for pk, _reading, kind, name in rows:
        reading = versions[pk].reading
        if reading is not None:
            yield Paper(name, cast(Kind, kind), reading.text, reading.clause_values, versions[pk].sha256, reading.title)
