"""Chooses among the papers of a contract what its term is: order forms before master terms, stated words before
guesses. Pure, after `contracts/terms.py` and the local reader; `contracts/term_rows.py` keeps what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.calendar import Fact, Length
from contracts.terms import Stated, effective_on, find_terms, signed_on
from contracts.values import Paper
from reviews.values import Evidence, Finding

ITEM = "continuity.renewal"
"""The finding that answers how a contract is renewed."""
RANKS = {"amendment": 0, "order_form": 1, "master_terms": 2, "other": 3}
"""The papers that say how long a contract runs, the one that prevails first. Other papers have terms of their own."""
MONTHS = re.compile(r"\bmonths?\b|\byears?\b|[かカヵケヶ箇個]月|年", re.I)


@dataclass(frozen=True, slots=True)
class Found:
    """A stated term and the number of the paper that states it."""

    document: int
    stated: Stated


def read_terms(papers: Sequence[Paper], findings: Iterable[Finding], is_signed: bool) -> list[Found]:
    """At most one of each fact. Dates that standard terms bear are those of the terms and start no contract; only
    in a paper that was signed, or in an order form, they do.
    """
    ranked = sorted(
        ((RANKS[paper.kind], number) for number, paper in enumerate(papers) if paper.kind in RANKS),
    )
    by_paper = [(number, find_terms(papers[number].text)) for _, number in ranked]
    chosen: dict[Fact, Found] = {}
    for number, stated in by_paper:
        has_span = bool({"end", "initial"} & chosen.keys())  # an earlier paper said how long, and it prevails
        for one in stated:
            if not (has_span and one.fact in ("end", "initial")):
                chosen.setdefault(one.fact, Found(number, one))
    renewal = next((one for one in findings if one.item == ITEM and one.status == "present"), None)
    if renewal is not None:
        for found in _found_by_reader(renewal):
            _take(chosen, found, renewal.evidence)
    if "start" not in chosen and (start := _start(papers, chosen.get("initial"), ranked, is_signed)):
        chosen["start"] = start
    return list(chosen.values())


def _found_by_reader(finding: Finding) -> list[Found]:
    """The values of the finding, with the first of its words."""
    if not finding.evidence:
        return []
    first = finding.evidence[0]

    def found(fact: Fact, **value: object) -> Found:
        return Found(first.document, Stated(fact, first.start, first.end, **value))  # type: ignore[arg-type]

    facts = []
    values = finding.values
    renews, notice, months = values.get("auto_renew"), values.get("notice_days"), values.get("renewal_months")
    if isinstance(renews, bool):
        facts.append(found("renews", is_so=renews))
    if _is_count(notice):
        facts.append(found("notice", length=_as_written(int(notice), first.quote)))  # type: ignore[arg-type]
    if _is_count(months):
        facts.append(found("renewal", length=Length(int(months), "months")))  # type: ignore[arg-type]
    return facts


def _is_count(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 3650 and value == int(value)


def _as_written(days: int, quote: str) -> Length:
    """Readers give notice in days, a month as 30 of them; where the words count in months, so does the calendar."""
    return Length(days // 30, "months") if days % 30 == 0 and MONTHS.search(quote) else Length(days, "days")


def _take(chosen: dict[Fact, Found], found: Found, evidence: Sequence[Evidence]) -> None:
    """The reader of the checklist knows better which clause it is, the words themselves what they say exactly: so what
    was read in the same words stays, and what was read in others gives way, unless an order form says it.
    """
    before = chosen.get(found.stated.fact)
    if before is not None:
        same = any(
            one.document == before.document and one.start < before.stated.end and before.stated.start < one.end
            for one in evidence
        )
        if same or before.document != found.document:
            return
    chosen[found.stated.fact] = found


def _start(
    papers: Sequence[Paper], initial: Found | None, ranked: Sequence[tuple[int, int]], is_signed: bool
) -> Found | None:
    """The day from which a stated term counts, where it is that of the paper itself."""
    for rank, number in ranked:
        text = papers[number].text
        is_base = initial is not None and initial.document == number and initial.stated.base == "made"
        if not (is_signed or rank == RANKS["order_form"]):
            continue
        day = (effective_on(text) or signed_on(text)) if is_base else effective_on(text)
        if day is not None:
            return Found(number, day)
    return None
