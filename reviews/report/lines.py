"""One finding in words: reason, values, ladder, quotes with their places, and where we looked when there are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from contracts.references import referred_clauses
from contracts.values import Clause, Kind, Language, Paper
from reviews.checklist.values import Item
from reviews.report.parts import FindingLine, Quote, Referred, Rung
from reviews.report.readers import word_other
from reviews.report.reviewed import Reviewed
from reviews.report.terms import Glossary
from reviews.report.where import place_of
from reviews.report.words import (
    GRADE_WORDS,
    READER_WORDS,
    SIGNS,
    STATUS_WORDS,
    join_words,
    word_confidence,
    word_kind,
    word_values,
)
from reviews.values import GRADES, Evidence, Finding

ANYWHERE: tuple[Kind, ...] = ("amendment", "other")
"""Kinds of paper in which every item is looked for."""
SILENT = ("absent", "referenced")
MOST_REFERRED, MUCH_REFERRED = 4, 800
"""Clauses to which a quote points that are shown, and characters of each."""


def word_finding(
    finding: Finding,
    item: Item,
    reviewed: Reviewed,
    category_name: str,
    language: Language,
    glossaries: Sequence[Glossary],
) -> FindingLine:
    quotes = _quotes(finding.evidence, reviewed.papers, language, glossaries)
    clauses = tuple(dict.fromkeys(quote.clause or quote.where for quote in quotes if quote.clause or quote.where))
    values = word_values(finding.values, item.values)
    confidence = word_confidence(finding.confidence)
    flags = _flags(finding)
    reader = str(READER_WORDS[finding.reader]) if finding.other else ""
    weight = _("weight %(weight)s") % {"weight": finding.weight} if finding.weight else _("not part of the score")
    place = join_words([category_name, weight, reader, *flags])
    sure = _("confidence %(confidence)s") % {"confidence": confidence} if finding.grade else ""
    reason = finding.rationale.get(language) or finding.rationale.get("en", "")
    because = item.silence.because[language]
    return FindingLine(
        item=finding.item,
        anchor=finding.item,
        category=finding.category,
        category_name=category_name,
        weight=finding.weight,
        title=item.title[language],
        question=item.question[language],
        why=item.why[language],
        status=finding.status,
        status_word="" if finding.status == "present" else str(STATUS_WORDS[finding.status]),
        grade=finding.grade,
        grade_word=str(GRADE_WORDS[finding.grade]) if finding.grade else "",
        shape=finding.grade or finding.status,
        sign=SIGNS[finding.grade or finding.status],
        status_sign=SIGNS.get(finding.status, ""),
        place=place,
        meta=join_words([place, sure]),
        confidence=finding.confidence,
        confidence_word=confidence,
        reader_word=str(READER_WORDS[finding.reader]),
        reason=reason,
        because=because if finding.status in SILENT and finding.grade and because != reason else "",
        values=values,
        values_line=pgettext("between values", "; ").join(f"{value.label} {value.text}" for value in values),
        ladder=_ladder(finding, item, language),
        quotes=quotes,
        clause=clauses[0] if clauses else "",
        looked=_looked(item, reviewed.papers) if finding.status == "absent" else "",
        points_to=_points_to(finding, item, reviewed.kinds, clauses),
        fallback=item.fallback[language],
        flags=flags,
        other=word_other(finding, item, language, lambda spans: _quotes(spans, reviewed.papers, language, glossaries)),
    )


def _flags(finding: Finding) -> tuple[str, ...]:
    flags = []
    if finding.agreement == "differ":
        flags.append(_("readers disagree"))
    if finding.conflict is not None:
        papers = {side.document for side in finding.conflict.sides}
        flags.append(_("papers disagree") if len(papers) > 1 else _("clauses disagree"))
    if any(span.is_by_likeness for span in finding.evidence):
        flags.append(_("found by likeness, uncertain"))
    return tuple(flags)


def _ladder(finding: Finding, item: Item, language: Language) -> tuple[Rung, ...]:
    """The item's grades, best first. Where silence is graded, its rung says so instead of words that nobody wrote."""
    rungs = []
    for grade in GRADES:
        applies = grade == finding.grade
        silence = applies and finding.status in SILENT
        text = _("Silence is counted here.") if silence else item.grades[grade][language]
        rungs.append(Rung(grade, str(GRADE_WORDS[grade]), text, applies, SIGNS[grade]))
    return tuple(rungs)


def _quotes(
    evidence: Iterable[Evidence], papers: tuple[Paper, ...], language: Language, glossaries: Sequence[Glossary]
) -> tuple[Quote, ...]:
    quotes: list[Quote] = []
    for span in evidence:
        quote = _quote(span, papers, language, glossaries[span.document])
        before = quotes[-1] if quotes else None
        if before and before.document == quote.document and quote.where:
            same = (before.where, before.page) == (quote.where, quote.page)
            quote = replace(quote, heading="" if same else join_words([quote.where, _word_page(quote.page)]))
        quotes.append(quote)
    return tuple(quotes)


def _word_page(page: int | None) -> str:
    return "" if page is None else _("page %(number)s") % {"number": page}


def _quote(evidence: Evidence, papers: tuple[Paper, ...], language: Language, glossary: Glossary) -> Quote:
    paper = papers[evidence.document]
    place = place_of(paper, evidence.start, language)
    name = paper.title or paper.name
    where = f"{place.clause} {place.heading}".strip()
    source = join_words([name, where, _word_page(place.page)])
    return Quote(
        text=evidence.quote,
        language=paper.text.language,
        document=evidence.document,
        start=evidence.start,
        end=evidence.end,
        paper=name,
        clause=place.clause,
        where=where,
        page=place.page,
        source=source,
        heading=source,
        refers=_refers(evidence, paper, language),
        defines=glossary.definitions_for(evidence.start, evidence.end, language),
    )


def _refers(evidence: Evidence, paper: Paper, language: Language) -> tuple[Referred, ...]:
    """The clauses of the same paper to which the quote points, a few of them."""
    found = referred_clauses(paper.text, paper.clauses, evidence.start, evidence.end)[:MOST_REFERRED]
    return tuple(_referred(paper, paper.clauses[at], language) for at in found)


def _referred(paper: Paper, clause: Clause, language: Language) -> Referred:
    place = place_of(paper, clause.start, language)
    words = paper.text.body[clause.start : clause.end]
    if len(words) > MUCH_REFERRED:
        words = f"{words[:MUCH_REFERRED].rstrip()} …"
    return Referred(f"{place.clause} {place.heading}".strip(), words, clause.start, clause.end)


def _looked(item: Item, papers: tuple[Paper, ...]) -> str:
    read = [paper for paper in papers if paper.kind in (*item.applies_to, *ANYWHERE)] or list(papers)
    return _("Read: %(papers)s.") % {"papers": join_words(_with_pages(paper) for paper in read)}


def _with_pages(paper: Paper) -> str:
    name = paper.title or paper.name
    count = len(paper.text.pages)
    if count < 2:
        return _("all of %(paper)s") % {"paper": name}
    return ngettext("all %(number)s page of %(paper)s", "all %(number)s pages of %(paper)s", count) % {
        "number": count,
        "paper": name,
    }


def _points_to(finding: Finding, item: Item, supplied: set[str], clauses: tuple[str, ...]) -> str:
    """ "§ 5.3 points to the data processing agreement, which was not supplied. Ask for it." """
    if finding.status != "referenced":
        return ""
    kinds = [word_kind(kind) for kind in item.find.points_to if kind not in supplied]
    if not kinds or not clauses:
        return _("The papers point to a document that was not supplied. Ask for it.")
    return _("%(clause)s points to another paper (%(kind)s) that was not supplied. Ask for it.") % {
        "clause": clauses[0],
        "kind": join_words(kinds),
    }
