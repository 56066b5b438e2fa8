"""The index behind the search over all papers: filled when a paper is read, asked in each database's own way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, F, Lookup, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Substr
from django.db.models.sql.compiler import SQLCompiler

from contracts.models import Passage, Reading, Team, Version
from contracts.values import Clause
from contracts.words import Term, tokens_of

LONGEST = 2_000
"""Characters of a passage; words that run on into the next one are not found together."""
BATCH = 500


class Piece(NamedTuple):
    start: int
    end: int
    numbers: tuple[str, ...]
    heading: str


def cut_passages(body: str, clauses: Sequence[Clause]) -> Iterator[Piece]:
    """All of a body, cut where clauses begin and, where one is long, at its lines or sentences."""
    edges = sorted({0, len(body), *(clause.start for clause in clauses)})
    owners: list[int] = []  # the clauses that are open, outermost first
    at = 0
    for start, end in pairwise(edges):
        while at < len(clauses) and clauses[at].start <= start:
            owners = [open_ for open_ in owners if clauses[open_].end > clauses[at].start]
            owners.append(at)
            at += 1
        owners = [open_ for open_ in owners if clauses[open_].end > start]
        numbers = tuple(clauses[one].number for one in owners)
        heading = next((clauses[one].heading for one in reversed(owners) if clauses[one].heading), "")
        for left, right in _cut_long(body, start, end):
            if body[left:right].strip():
                yield Piece(left, right, numbers, heading)


def _cut_long(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        stop = start + LONGEST
        cuts = (body.rfind(mark, start + LONGEST // 2, stop) + len(mark) for mark in ("\n", "。", ". ", " "))
        stop = next((cut for cut in cuts if cut > start + LONGEST // 2), stop)
        yield start, stop
        start = stop
    yield start, end


def index_reading(reading: Reading) -> None:
    """Make the passages of a reading anew.

    The last one is written first: the newest rows first is then the newest paper first, each in its own order.
    """
    Passage.objects.filter(reading=reading).delete()
    rows = [
        Passage(
            team_id=reading.team_id,
            reading=reading,
            start=piece.start,
            end=piece.end,
            numbers=list(piece.numbers),
            heading=piece.heading[:200],
            tokens=tokens_of(reading.body[piece.start : piece.end]),
        )
        for piece in cut_passages(reading.body, reading.clause_values)
    ]
    Passage.objects.bulk_create(reversed(rows), batch_size=BATCH)


def passages_with(team: Team, terms: Sequence[Term]) -> QuerySet[Passage]:
    """The team's passages that hold all the terms, newest paper first."""
    return Passage.objects.filter(team=team, tokens__holds=tuple(terms))


class Holds(Lookup):
    """`tokens__holds=terms`: the row is in the full-text index under all the terms.

    Tokens are letters and digits only, so that nothing in them means anything to an index; they are parameters all the
    same.
    """

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        asked = " AND ".join(f'"{" ".join(term.tokens)}"{" *" if term.is_open else ""}' for term in self.rhs)
        found = "SELECT rowid FROM contracts_passage_index WHERE contracts_passage_index MATCH %s"
        return f"{self._row(compiler)}.id IN ({found})", [asked]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        asked = " & ".join(f"({' <-> '.join(term.tokens)}{':*' if term.is_open else ''})" for term in self.rhs)
        return f"{self._row(compiler)}.vector @@ %s::tsquery", [asked]

    def _row(self, compiler: SQLCompiler) -> str:
        return compiler.quote_name_unless_alias(self.lhs.alias)


TextField.register_lookup(Holds)


def in_versions(passages: QuerySet[Passage], is_current: bool = True) -> QuerySet[Passage]:
    """Each passage once for every version that has its text, with `version_id`, `contract_id` and its `words`.

    `is_current` leaves out what a newer version of the same paper has replaced.
    """
    version = "reading__versions"
    found = passages.annotate(
        version_id=F(f"{version}__id"),
        document_id=F(f"{version}__document_id"),
        number=F(f"{version}__number"),
        contract_id=F(f"{version}__document__contract_id"),
    ).filter(version_id__isnull=False)
    if is_current:
        newer = Version.objects.filter(document=OuterRef("document_id"), number__gt=OuterRef("number"))
        found = found.filter(~Exists(newer))
    return found


def with_words(passages: QuerySet[Passage]) -> QuerySet[Passage]:
    """With the `words` of each passage, cut out by the database: bodies are long, and few of their words are shown."""
    return passages.annotate(words=Substr("reading__body", F("start") + Value(1), F("end") - F("start")))
