"""The papers of a bundle in words: those read, and those that findings rest on and nobody supplied."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.dates import date_of
from contracts.read import REFUSALS
from contracts.values import Language
from reviews.checklist.values import Item
from reviews.remedy import papers_to_ask
from reviews.report.parts import FindingLine, MissingPaper, PaperLine, UnreadLine
from reviews.report.reviewed import Reviewed
from reviews.report.words import SIGNS, join_words, word_dated, word_kind, word_notes, word_read_as, word_size
from reviews.values import Status


def word_papers(reviewed: Reviewed, language: Language) -> tuple[PaperLine, ...]:
    return tuple(
        PaperLine(
            number=number,
            name=paper.title or paper.name,
            kind=paper.kind,
            kind_word=word_kind(paper.kind),
            size=word_size(paper.text),
            read_as=word_read_as(paper.text),
            is_recognised=paper.text.source == "ocr",
            language=paper.text.language,
            sha256=paper.sha256,
            notes=word_notes(paper.text.notes),
            dated=word_dated(date_of(paper.text), language),
        )
        for number, paper in enumerate(reviewed.papers)
    )


def word_unread(reviewed: Reviewed) -> tuple[UnreadLine, ...]:
    return tuple(UnreadLine(paper.name, str(REFUSALS[paper.code])) for paper in reviewed.unread)


def word_missing(reviewed: Reviewed, items: dict[str, Item], lines: dict[str, FindingLine]) -> tuple[MissingPaper, ...]:
    """Each kind that was not supplied and on which findings rest, gravest first, with the clauses that name it."""
    missing = []
    for kind, findings in papers_to_ask(items, reviewed.findings, reviewed.kinds):
        resting = [lines[finding.item] for finding in findings]
        named = _clauses_naming(resting)
        where = (
            _("named in %(clauses)s, not supplied") % {"clauses": named} if named else _("not mentioned, not supplied")
        )
        shape: Status = "referenced" if named else "absent"
        missing.append(
            MissingPaper(
                kind=kind,
                name=word_kind(kind),
                named_in=named,
                where=where,
                rests=count_resting(resting),
                shape=shape,
                sign=SIGNS[shape],
            )
        )
    return tuple(missing)


def _clauses_naming(resting: Sequence[FindingLine]) -> str:
    """The clauses that point to the paper, as far as the findings that rest on it quote them."""
    pointing = (quote for line in resting if line.status == "referenced" for quote in line.quotes)
    return join_words(dict.fromkeys(quote.clause or quote.where for quote in pointing))


def count_resting(lines: Sequence[FindingLine]) -> str:
    graded = [line for line in lines if line.grade]
    critical = sum(line.grade == "critical" for line in graded)
    blind = len(lines) - len(graded)
    parts = []
    if graded:
        rest = ngettext("%(number)s finding rests on it", "%(number)s findings rest on it", len(graded))
        parts.append(rest % {"number": len(graded)})
    if critical:
        parts.append(_("%(number)s of them critical") % {"number": critical})
    if blind:
        dark = ngettext("%(number)s item cannot be assessed", "%(number)s items cannot be assessed", blind)
        parts.append(dark % {"number": blind})
    return join_words(parts)
