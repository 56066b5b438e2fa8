"""Terms that a paper defines and where: `“Fees” means …`, `(the “Fees”)`, 「料金」とは…, （以下「料金」という。）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.references import clause_at
from contracts.values import Clause, Text

LONGEST = 80
"""Characters of a term; what stands longer between quotation marks is a quotation."""
TERM = rf"[“\"]([^“”\"\n]{{1,{LONGEST}}}?)[,.]?[”\"]"
MEANS = re.compile(
    rf"{TERM}(?:,? (?:or|and) {TERM}){{0,5}}(?: \([^()\n]{{1,120}}\))?,? (?:each )?(?:\w+ ){{0,2}}?"
    r"(?:means?|shall mean|refers? to|includes?|shall include|is defined|are defined|(?:has|have|shall have) the"
    r" (?:same )?meanings?)\b"
)
NAMED = re.compile(
    rf"\((?!see |such as |e\.g|i\.e|for example|including )(?:[^()“”\"\n]{{0,120}}?[, ])?{TERM}"
    rf"(?:,? (?:(?:or|and) )?(?:[^()“”\"\n]{{0,30}} )?{TERM}){{0,8}}[^()“”\"\n]{{0,60}}\)",
    re.I,
)
QUOTED = re.compile(TERM)
KAGI = rf"[「『]([^「」『』\n]{{1,{LONGEST}}})[」』]"
MEANS_JAPANESE = re.compile(rf"{KAGI}(?:（[^（）\n]{{1,120}}）)?(?:とは|は、?次|の意味は)")
NAMED_JAPANESE = re.compile(
    rf"[（(](?:[^（）()「」\n]{{0,80}}?)以下[^（）()「」\n]{{0,30}}?{KAGI}(?:又は{KAGI})?"
    r"(?:と(?:いう|い|総称|略|呼)|といいます|とします|とする)[^（）()\n]{0,20}[）)]"
)
KAGI_ALONE = re.compile(KAGI)
SENTENCE_END = re.compile(r"(?<=[.;。])\s|\n")


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and the words that define it, `start:end`. `clause` is the index of the innermost that holds them."""

    term: str
    start: int
    end: int
    clause: int | None


def find_definitions(text: Text, clauses: Sequence[Clause]) -> tuple[Definition, ...]:
    """In the order of the text. A term may be defined more than once: papers do that, and a reader should see it."""
    body = text.shown.body
    found = sorted(japanese(body) if text.language == "ja" else english(body))
    return tuple(Definition(term, start, end, clause_at(clauses, start)) for start, end, term in found)


def english(body: str) -> Iterator[tuple[int, int, str]]:
    """Where the definition begins and ends, and the term: `means` defines what follows it, brackets what precedes."""
    for match in MEANS.finditer(body):
        line_end = body.find("\n", match.end())
        for term in QUOTED.findall(match[0]):
            yield match.start(), line_end if line_end >= 0 else len(body), term.strip()
    for match in NAMED.finditer(body):
        for term in QUOTED.findall(match[0]):
            yield sentence_start(body, match.start()), match.end(), term.strip()


def japanese(body: str) -> Iterator[tuple[int, int, str]]:
    for match in MEANS_JAPANESE.finditer(body):
        line_end = body.find("\n", match.end())
        yield match.start(), line_end if line_end >= 0 else len(body), match[1].strip()
    for match in NAMED_JAPANESE.finditer(body):
        for term in KAGI_ALONE.findall(match[0]):
            yield sentence_start(body, match.start()), match.end(), term.strip()


def sentence_start(body: str, position: int) -> int:
    start = max(0, position - 600)
    for end in SENTENCE_END.finditer(body, start, position):
        start = end.end()
    return start
