"""The terms in a quote that its paper defines, and the paper's own words of their definitions. Used by `lines.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from contracts.definitions import Definition, find_definitions
from contracts.references import clause_at
from contracts.values import Language, Paper
from reviews.report.parts import Defined
from reviews.report.where import place_of

MOST_DEFINED, MUCH_DEFINED = 3, 600
"""Definitions that are offered beside a quote, and characters of each."""
MOST_TERMS = 1000
OFTEN = 500
"""Characters of a paper in which a term stands once or more that every reader of it knows, as “Agreement”."""


class Glossary:
    """What one paper defines. Looked up when the first of its quotes asks, and then kept for the others."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper.shown

    @cached_property
    def by_term(self) -> dict[str, Definition]:
        """The definition of each term: its first in so many words, or the first that only gives it its name."""
        body = self.paper.text.body
        found: dict[str, Definition] = {}
        for one in find_definitions(self.paper.text, self.paper.clauses):
            if len(one.term) > 1 and len(found) < MOST_TERMS:
                known = found.setdefault(one.term, one)
                if says_what_it_means(body, one) and not says_what_it_means(body, known):
                    found[one.term] = one
        most = len(body) // OFTEN
        return {term: one for term, one in found.items() if most < 2 or body.count(term) <= most}

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds the terms as they are used, the longest that fits: "Customer Data" is no "Customer"."""
        terms = "|".join(re.escape(term) for term in sorted(self.by_term, key=len, reverse=True))
        if not terms:
            return None
        is_japanese = self.paper.text.language == "ja"
        return re.compile(f"({terms})" if is_japanese else rf"(?<!\w)({terms})(?:e?s)?(?!\w)")

    def definitions_for(self, start: int, end: int, language: Language) -> tuple[Defined, ...]:
        """Those of the terms in `start:end`, in their order; not those that stand there themselves."""
        if self.pattern is None:
            return ()
        used = dict.fromkeys(found[1] for found in self.pattern.finditer(self.paper.text.body, start, end))
        defined = [self.by_term[term] for term in used]
        apart = [one for one in defined if one.end <= start or one.start >= end]
        return tuple(self.word(one, language) for one in apart[:MOST_DEFINED])

    def word(self, one: Definition, language: Language) -> Defined:
        place = place_of(self.paper, one.start, language)
        end = one.end
        body, clauses = self.paper.text.body, self.paper.clauses
        at = clause_at(clauses, one.start)
        if at is not None and body[one.start : end].rstrip().endswith((":", "：")):
            end = max(end, clauses[at].end)  # what it means is the list below
        words = body[one.start : end].strip()
        if len(words) > MUCH_DEFINED:
            words = f"{words[:MUCH_DEFINED].rstrip()} …"
        return Defined(one.term, f"{place.clause} {place.heading}".strip(), words, one.start, end)


def glossaries_of(papers: Sequence[Paper]) -> tuple[Glossary, ...]:
    return tuple(map(Glossary, papers))


def says_what_it_means(body: str, one: Definition) -> bool:
    """True for `“Fees” means …`, which begins with the term, and not for `… (the “Fees”)`."""
    return body[one.start : one.start + 1] in tuple('“"「『')
