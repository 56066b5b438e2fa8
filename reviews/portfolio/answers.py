"""What all contracts say on one item: every price-rise clause of the portfolio, the worst first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Substr
from django.urls import reverse

from contracts.models import Reading, Team
from contracts.values import Clause, Language
from reviews.models import FindingRow, ReviewedPaper
from reviews.portfolio.marks import MARKS, Mark
from reviews.report.where import cite_clause
from reviews.values import GRADES


@dataclass(frozen=True, slots=True)
class Answer:
    """What one contract says on the item: the finding as it counts, and the first of its quotes."""

    contract: str
    vendor: str
    mark: Mark | None
    reason: str
    quote: str
    language: str
    where: str
    paper: str
    finding: str
    address: str
    more: int


def answers_of(team: Team, checklist: int, item: str, grade: str) -> QuerySet[FindingRow]:
    """The findings on an item where the team's contracts stand now, the worst first; graded as people left them."""
    rows = FindingRow.objects.filter(
        item=item,
        review__standings__team=team,
        review__standings__checklist=checklist,
        review__standings__category="",
    ).annotate(letter=Substr("review__standings__marks", F("position") + 1, 1))
    ranks = [
        When(letter__in=[letter for letter, mark in MARKS.items() if mark.grade == one], then=Value(rank))
        for rank, one in enumerate(GRADES)
    ]
    rows = rows.annotate(rank=Case(*ranks, default=Value(-1), output_field=IntegerField()))
    if grade in GRADES:
        rows = rows.filter(rank=GRADES.index(grade))  # type: ignore[arg-type]
    return rows.order_by("-rank", "-review_id")


def word_answers(rows: Iterable[FindingRow], language: Language) -> list[Answer]:
    """One page of them in words; `rows` have their evidence, review, contract and vendor. One query."""
    rows = list(rows)
    papers = papers_of(row.review_id for row in rows)
    return [_word_answer(row, papers, language) for row in rows]


def papers_of(reviews: Iterable[int]) -> dict[tuple[int, int], ReviewedPaper]:
    """The papers of reviews by review and place, with their clauses but without their texts; one query."""
    papers = ReviewedPaper.objects.filter(review__in=set(reviews), refusal="").select_related("version__reading")
    heavy = ("body", "pages", "notes")
    return {
        (paper.review_id, paper.position): paper
        for paper in papers.defer(*(f"version__reading__{field}" for field in heavy))
    }


def where_of(paper: ReviewedPaper | None, start: int, language: Language) -> str:
    reading: Reading | None = paper.version.reading if paper else None
    return cite_clause(tuple(Clause(*row) for row in reading.clauses), start, language) if reading else ""


def _word_answer(row: FindingRow, papers: dict[tuple[int, int], ReviewedPaper], language: Language) -> Answer:
    review = row.review
    report = reverse("reviews:review", args=[review.public_id])
    spans = list(row.evidence.all())
    span = spans[0] if spans else None
    paper = papers.get((row.review_id, span.document)) if span else None
    reading = paper.version.reading if paper else None
    address = f"{report}#{row.item}"
    if span and paper:
        at = reverse("reviews:paper", args=[review.public_id, span.document])
        address = f"{at}?words={span.start}-{span.end}#words"
    return Answer(
        contract=review.contract.title or review.contract.vendor.name,
        vendor=review.contract.vendor.name,
        mark=MARKS.get(row.letter),  # type: ignore[attr-defined]
        reason=row.rationale.get(language) or row.rationale.get("en", ""),
        quote=span.quote if span else "",
        language=reading.language if reading else "",
        where=where_of(paper, span.start, language) if span else "",
        paper=(reading.title or paper.version.name) if paper and reading else "",
        finding=f"{report}#{row.item}",
        address=address,
        more=max(0, len(spans) - 1),
    )
