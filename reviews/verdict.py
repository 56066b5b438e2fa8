"""One finding as it is put before the person who decides: what the readers say, and what each decision would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.values import Language
from reviews.decide import Act, Ruling, scores_after, scores_if
from reviews.report.decisions import word_difference, word_effect
from reviews.report.parts import FindingLine, Quote, ReportPage
from reviews.report.reviewed import Reviewed, by_item
from reviews.report.words import GRADE_WORDS, READER_WORDS, STATUS_WORDS
from reviews.values import GRADES, Finding, Grade, Opinion


@dataclass(frozen=True, slots=True)
class Choice:
    """What one may decide, and what it would do: "score 57 to 55, still High"."""

    act: Act
    grade: Grade | None
    word: str
    effect: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one reader says, and on which words. `shape` names the sign of its grade or, without one, of its status."""

    reader: str
    shape: str
    word: str
    reason: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`difference` is "57, after decisions 55", "" before the first one."""

    finding: FindingLine
    readers: tuple[Said, ...]
    confirm: Choice
    dismiss: Choice
    grades: tuple[Choice, ...]
    difference: str


def build_verdict(reviewed: Reviewed, page: ReportPage, item: str, language: Language) -> Verdict | None:
    """None where the review did not ask the item."""
    found = by_item(reviewed.findings).get(item)
    if found is None:
        return None
    line = next(line for line in page.findings if line.item == item)
    shown = (*line.quotes, *(line.other.quotes if line.other else ()))
    quotes = {(quote.document, quote.start, quote.end): quote for quote in shown}
    readers = [_said(one, quotes, language) for one in (found, found.other) if one is not None]
    word = str(GRADE_WORDS[found.grade] if found.grade else STATUS_WORDS[found.status])
    others = [grade for grade in reversed(GRADES) if grade != found.grade]
    return Verdict(
        finding=line,
        readers=tuple(readers),
        confirm=_choice(reviewed, item, "confirm", None, _("Confirm: %(grade)s") % {"grade": word}),
        dismiss=_choice(reviewed, item, "dismiss", None, pgettext("decision", "Dismiss")),
        grades=tuple(_choice(reviewed, item, "override", grade, str(GRADE_WORDS[grade])) for grade in others),
        difference=word_difference(reviewed.scores.overall, reviewed.scores_after.overall) if reviewed.rulings else "",
    )


def _said(one: Finding | Opinion, quotes: Mapping[tuple[int, int, int], Quote], language: Language) -> Said:
    word = GRADE_WORDS[one.grade] if one.grade else STATUS_WORDS[one.status]
    reason = one.rationale.get(language) or one.rationale.get("en", "")
    spans = dict.fromkeys((span.document, span.start, span.end) for span in one.evidence)
    own = tuple(quotes[span] for span in spans if span in quotes)
    return Said(str(READER_WORDS[one.reader]), one.grade or one.status, str(word), reason, own)


def _choice(reviewed: Reviewed, item: str, act: Act, grade: Grade | None, word: str) -> Choice:
    now = scores_after(reviewed.findings, reviewed.rulings).overall
    then = scores_if(reviewed.findings, reviewed.rulings, Ruling(0, item, act, grade)).overall
    return Choice(act, grade, word, word_effect(now, then))
