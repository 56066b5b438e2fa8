"""Where in a paper words stand: clause numbers, headings and pages, as a lawyer would cite them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from contracts.values import Clause, Language, Paper

_WIDE = str.maketrans("０１２３４５６７８９．（）", "0123456789.()")
_BRACKETED = re.compile(r"^(\(.+\)|[①-⑳]|第.+[項号])$")
_LETTER = re.compile(r"^([a-z]|[ivxl]+)$")
_ANNEX = re.compile(r"^(schedule|annex|appendix|exhibit|attachment|別紙|別表|附則|付則)", re.IGNORECASE)
_SECTION = re.compile(r"^(\d|[A-Z](\.|\(|$))")


@dataclass(frozen=True, slots=True)
class Place:
    """`clause` is "§ 6.6(a)" or "第3条第2項", "" without numbers; `page` is None where there are no pages."""

    clause: str
    heading: str
    page: int | None


def place_of(paper: Paper, start: int, language: Language) -> Place:
    """The deepest clause and the page that hold the position, cited in the language of the report."""
    chain = _chain(paper.clauses, start)
    number = cite_number(tuple(clause.number for clause in chain), language)
    heading = next((clause.heading for clause in reversed(chain) if clause.heading), "")
    return Place(number, heading, page_of(paper, start))


def cite_clause(clauses: tuple[Clause, ...], start: int, language: Language) -> str:
    """The number of the deepest clause that holds the position, "" where the clauses have none."""
    return cite_number(tuple(clause.number for clause in _chain(clauses, start)), language)


def page_of(paper: Paper, start: int) -> int | None:
    if paper.text.hidden and start >= paper.text.hidden[0].start:
        return next((one.page or None for one in paper.text.hidden if one.start <= start < one.end), None)
    if len(paper.text.pages) < 2 and paper.text.media_type != "application/pdf":
        return None
    index = bisect_right(paper.text.pages, start, key=lambda page: page.start) - 1
    return paper.text.pages[index].number if index >= 0 else None


def cite_number(numbers: tuple[str, ...], language: Language) -> str:
    """The numbers from the outermost clause in, as one: 6.6 then (a) is "§ 6.6(a)", 第3条 then 2 is "第3条第2項"."""
    annex = whole = ""
    for raw in numbers:
        number = raw.translate(_WIDE).strip().rstrip(".、")
        if _ANNEX.match(number):
            annex, whole = number, ""
        elif _BRACKETED.match(number):
            whole += number
        elif whole and _LETTER.match(number):
            whole += f"({number})"
        elif number.isdigit() and whole.endswith("条"):
            whole += f"第{number}項"
        elif number.isdigit() and whole[:1].isdigit():
            whole += f".{number}"
        elif number:
            whole = number
    return " ".join(part for part in (annex, _sign(whole, language)) if part)


def _sign(number: str, language: Language) -> str:
    """A bare number with the word for a clause; a number that says what it is, such as "Article 4", stays."""
    if not _SECTION.match(number):
        return number
    if language == "en":
        return f"§ {number}"
    main, bracket, rest = number.partition("(")
    return f"第{main}条{bracket}{rest}" if number[0].isdigit() else number


def _chain(clauses: tuple[Clause, ...], position: int) -> list[Clause]:
    """The clauses that hold the position, outermost first."""
    index = bisect_right(clauses, position, key=lambda clause: clause.start) - 1
    while index >= 0 and clauses[index].end <= position:
        parent = clauses[index].parent
        index = -1 if parent is None else parent
    chain = []
    at: int | None = index if index >= 0 else None
    while at is not None:
        chain.append(clauses[at])
        at = clauses[at].parent
    return chain[::-1]
