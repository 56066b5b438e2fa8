"""The search over all clauses of all contracts: by words, in either language; by item see `answers.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.urls import reverse

from contracts.models import Passage, Team
from contracts.passages import in_versions, passages_with, with_words
from contracts.values import Language
from contracts.words import Term, find_terms
from reviews.models import Review, ReviewedPaper
from reviews.report.where import cite_number

PER_PAGE = 30
MOST = 1_000
"""So many hits are counted and shown; beyond them one asks for more words."""
AROUND = 220
"""Characters shown before the first mark; three times as many after it."""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that holds the words. `address` is the paper at these words, or the contract where none was reviewed."""

    contract: str
    vendor: str
    paper: str
    language: str
    where: str
    pieces: tuple[Piece, ...]
    address: str


def hits_of(team: Team, terms: Sequence[Term], is_current: bool) -> QuerySet[Passage]:
    version = "reading__versions"
    found = with_words(in_versions(passages_with(team, terms), is_current)).annotate(
        contract_title=F(f"{version}__document__contract__title"),
        contract_key=F(f"{version}__document__contract__public_id"),
        vendor=F(f"{version}__document__contract__vendor__name"),
        paper=F(f"{version}__name"),
        paper_title=F("reading__title"),
        language=F("reading__language"),
    )
    return found.defer("tokens").order_by("-pk", "-version_id")


def count_hits(hits: QuerySet[Passage]) -> int:
    """At most one more than MOST."""
    return hits.order_by()[: MOST + 1].count()


def word_hits(hits: Iterable[Passage], terms: tuple[Term, ...], language: Language) -> list[Hit]:
    """These hits in words; two queries."""
    rows = list(hits)
    places = paper_places(row.version_id for row in rows)  # type: ignore[attr-defined]
    return [_word_hit(row, terms, places, language) for row in rows]


def paper_places(versions: Iterable[int]) -> dict[int, tuple[object, int]]:
    """Of each version the newest finished review that has it, and its place among that review's papers."""
    papers = ReviewedPaper.objects.filter(version__in=set(versions), review__status=Review.Status.DONE, refusal="")
    rows = papers.order_by("review__number").values_list("version", "review__public_id", "position")
    return {version: (review, position) for version, review, position in rows}


def _word_hit(row: Passage, terms: tuple[Term, ...], places: dict[int, tuple[object, int]], language: Language) -> Hit:
    spans = find_terms(terms, row.words)
    first = spans[0] if spans else (0, min(1, len(row.words)))
    if row.version_id in places:
        at = reverse("reviews:paper", args=places[row.version_id])
        address = f"{at}?words={row.start + first[0]}-{row.start + first[1]}#words"
    else:
        address = reverse("reviews:contract", args=[row.contract_key])
    where = f"{cite_number(tuple(row.numbers), language)} {row.heading}".strip()
    return Hit(
        contract=row.contract_title or row.vendor,
        vendor=row.vendor,
        paper=row.paper_title or row.paper,
        language=row.language,
        where=where,
        pieces=tuple(cut_around(row.words, spans)),
        address=address,
    )


def cut_around(words: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """The words around the first mark, with all marks that fall within; "…" where something was left out."""
    first = spans[0][0] if spans else 0
    start = max(0, first - AROUND)
    end = min(len(words), first + 3 * AROUND)
    start = start if start == 0 else _next_gap(words, start, first)
    pieces, at = [Piece("… ", False)] if words[:start].strip() else [], start
    for left, right in spans:
        if left >= end:
            break
        pieces += [Piece(words[at:left], False), Piece(words[left:right], True)]
        at = right
    end = max(end, at)
    pieces.append(Piece(words[at:end].rstrip(), False))
    if words[end:].strip():
        pieces.append(Piece(" …", False))
    return [piece for piece in pieces if piece.text]


def _next_gap(words: str, start: int, before: int) -> int:
    gap = words.find(" ", start, min(before, start + 20))
    return gap + 1 if gap >= 0 else start
