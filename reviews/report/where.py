"""Where in a paper words stand: clause numbers, headings and pages, as a lawyer would cite them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from contracts.values import Clause, Language, Paper

_ENUMERATOR = re.compile(r"^(\(.+\)|（.+）|[①-⑳]|[a-z][.)]|[ivxlc]+[.)])$", re.IGNORECASE)
_PLAIN = re.compile(r"^\d+(\.\d+)*$")


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


def page_of(paper: Paper, start: int) -> int | None:
    if len(paper.text.pages) < 2 and paper.text.media_type != "application/pdf":
        return None
    index = bisect_right(paper.text.pages, start, key=lambda page: page.start) - 1
    return paper.text.pages[index].number if index >= 0 else None


def cite_number(numbers: tuple[str, ...], language: Language) -> str:
    """The numbers from the outermost clause in, as one: 6.6 then (a) is "§ 6.6(a)", 第3条 then 2 is "第3条第2項"."""
    whole = ""
    for raw in numbers:
        number = raw.strip().rstrip(".．、")
        if not number:
            continue
        if _ENUMERATOR.match(raw.strip()) or (number.startswith("第") and number.endswith(("項", "号"))):
            whole += number
        elif whole.startswith("第") and whole.endswith("条") and _PLAIN.match(number):
            whole += f"第{number}項"
        else:
            whole = number
    if _PLAIN.match(whole.partition("(")[0]):
        return f"第{whole}条" if language == "ja" else f"§ {whole}"
    return whole


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
