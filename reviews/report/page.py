"""From a finished review to a report in one language: the same page for the web, for paper and for the command line.

`build_page` reads the stored rows; `build_page_from` is a plain function of values and needs no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from contracts.values import Language
from reviews.checklist.values import Item
from reviews.integrity import with_paper_items
from reviews.models import Review
from reviews.remedy import plan_remedy
from reviews.report import charts
from reviews.report.decisions import apply_ruling, word_decided, word_signed
from reviews.report.figures import add_up, draw_scale, draw_strip, rank_categories, word_score
from reviews.report.lines import word_finding
from reviews.report.papers import word_missing, word_papers, word_unread
from reviews.report.parts import Count, FindingGroup, FindingLine, ReportPage, ScoreWords
from reviews.report.readers import word_readers, word_run
from reviews.report.reviewed import Reviewed, by_item, load_reviewed
from reviews.report.steps import word_plan, word_steps
from reviews.report.terms import Glossary, glossaries_of
from reviews.report.words import (
    BAND_WORDS,
    GRADE_WORDS,
    READER_WORDS,
    SIGNS,
    STATUS_WORDS,
    join_sentences,
    join_words,
    word_date,
)
from reviews.values import GRADES, Band, Finding, Grade, Status

WORST_FIRST: tuple[Grade | None, ...] = (*reversed(GRADES), None)
SHOWN_FIRST: tuple[Status, ...] = ("present", "unclear", "referenced", "absent", "not_assessed", "not_run")


def build_page(review: Review, language: Language) -> ReportPage:
    """The report of a stored review, from its rows; asks the database five times."""
    return build_page_from(load_reviewed(review), language)


def build_page_from(reviewed: Reviewed, language: Language) -> ReportPage:
    with translation.override(language):
        return _build(reviewed, language)


def _build(original: Reviewed, language: Language) -> ReportPage:
    """What is counted and drawn is what counts after decisions; each finding still shows what was found."""
    reviewed = original.after_decisions
    checklist = reviewed.checklist
    names = {category.id: category.title[language] for category in checklist.categories}
    whole = with_paper_items(checklist, original.findings)
    items = {item.id: item for item in whole.items}
    every = {category.id: category.title[language] for category in whole.categories}
    found = by_item(original.findings)
    counting = by_item(reviewed.findings)
    glossaries = glossaries_of(original.papers)
    in_order = tuple(
        _word_line(found[item.id], counting.get(item.id), item, original, every[item.category], language, glossaries)
        for item in whole.items
        if item.id in found
    )
    worst_first = tuple(sorted(in_order, key=_urgency))
    lines = {line.item: line for line in in_order}
    plan = plan_remedy(checklist.items, reviewed.findings, reviewed.kinds, reviewed.accepted)
    score = word_score(reviewed.scores.overall)
    return ReportPage(
        language=language,
        title=reviewed.title,
        title_language=reviewed.papers[0].text.language if reviewed.papers else language,
        vendor=reviewed.vendor,
        team=reviewed.team,
        review_number=reviewed.number,
        made_at=reviewed.made_at,
        made_on=word_date(reviewed.made_at, language),
        made_by=reviewed.made_by,
        reader_words=word_readers(reviewed.run) if reviewed.run else _word_readers(reviewed.findings),
        checklist_name=checklist.name[language],
        checklist_words=_word_checklist(reviewed, language),
        checklist_sha256=reviewed.checklist_sha256,
        scope=_word_scope(reviewed),
        papers=word_papers(reviewed, language),
        unread=word_unread(reviewed),
        missing=word_missing(reviewed, items, lines),
        score=score,
        summary=_word_summary(reviewed, score),
        accepted_words=_word_accepted(reviewed.accepted),
        scale=draw_scale(reviewed, score),
        grade_counts=_count_grades(worst_first),
        status_counts=_count_statuses(worst_first),
        category_counts=tuple(
            _count(code, name, [line for line in worst_first if line.category == code]) for code, name in every.items()
        ),
        steps=word_steps(plan, items, lines, language),
        steps_note=word_plan(plan),
        categories=rank_categories(reviewed, names, in_order),
        strip=draw_strip(in_order, reviewed.scores.categories, names, charts.SCREEN),
        paper_strip=draw_strip(in_order, reviewed.scores.categories, names, charts.PAPER),
        findings=worst_first,
        groups=_group(worst_first),
        sum=add_up(reviewed, in_order, names),
        decided=word_decided(original),
        signed=word_signed(original.signed, len(found) - len(original.rulings), language) if original.signed else None,
        run=word_run(reviewed.run, items, names) if reviewed.run else None,
    )


def _word_line(
    found: Finding,
    counting: Finding | None,
    item: Item,
    reviewed: Reviewed,
    category: str,
    language: Language,
    glossaries: Sequence[Glossary],
) -> FindingLine:
    """`counting` is the finding as people left it, None where they dismissed it."""
    line = word_finding(counting or found, item, reviewed, category, language, glossaries)
    ruling = reviewed.rulings.get(item.id)
    return apply_ruling(line, ruling, found, item, language) if ruling else line


def _urgency(line: FindingLine) -> tuple[bool, int, bool, int, int]:
    """What concerns the papers themselves, then worst first; of one grade what the readers disagree on."""
    is_settled = line.other is None or line.other.is_agreeing
    return line.weight > 0, WORST_FIRST.index(line.grade), is_settled, -line.weight, SHOWN_FIRST.index(line.status)


def _word_readers(findings: Iterable[Finding]) -> str:
    readers = {finding.reader for finding in findings}
    if readers <= {"local"}:
        return _("Local reader. No text left the machine.")
    return join_words(str(READER_WORDS[reader]) for reader in sorted(readers))


def _word_checklist(reviewed: Reviewed, language: Language) -> str:
    parts = [reviewed.checklist.name[language]]
    if reviewed.checklist_number is not None:
        parts.append(_("version %(number)s") % {"number": reviewed.checklist_number})
    count = len(reviewed.checklist.items)
    parts.append(ngettext("%(number)s item", "%(number)s items", count) % {"number": count})
    return join_words(parts)


def _word_scope(reviewed: Reviewed) -> str:
    papers, items = len(reviewed.papers), len(reviewed.checklist.items)
    return join_words(
        [
            ngettext("%(number)s paper", "%(number)s papers", papers) % {"number": papers},
            ngettext("%(number)s item", "%(number)s items", items) % {"number": items},
        ]
    )


def _word_summary(reviewed: Reviewed, score: ScoreWords) -> str:
    """The score in sentences: how many of the worst, why there is a range, what the team accepts."""
    grades = [finding.grade for finding in reviewed.findings]
    unclear = sum(finding.status == "unclear" for finding in reviewed.findings)
    sentences = [_word_worst(grades.count("critical"), grades.count("risky"), len(grades))]
    if unclear and score.range_words:
        sentences.append(
            ngettext(
                "%(number)s is unclear, so the score lies between %(low)s and %(high)s.",
                "%(number)s are unclear, so the score lies between %(low)s and %(high)s.",
                unclear,
            )
            % {"number": unclear, "low": score.low, "high": score.high}
        )
    if score.reason:
        sentences.append(score.reason)
    sentences.append(_word_accepted(reviewed.accepted))
    return join_sentences(sentences)


def _word_worst(critical: int, risky: int, findings: int) -> str:
    if critical and risky:
        text = _("%(critical)s critical and %(risky)s risky findings of %(all)s.")
    elif critical:
        text = ngettext(
            "%(critical)s critical finding of %(all)s.", "%(critical)s critical findings of %(all)s.", critical
        )
    elif risky:
        text = ngettext("%(risky)s risky finding of %(all)s.", "%(risky)s risky findings of %(all)s.", risky)
    else:
        text = _("None of %(all)s findings is critical or risky.")
    return text % {"critical": critical, "risky": risky, "all": findings}


def _word_accepted(accepted: Band) -> str:
    return _("The team accepts up to %(band)s.") % {"band": BAND_WORDS[accepted]}


def _count(code: str, word: str, lines: Sequence[FindingLine]) -> Count:
    return Count(
        code, word, len(lines), f"{len(lines)} {word.lower()}", lines[0].anchor if lines else "", SIGNS.get(code, "")
    )


def _count_grades(lines: Sequence[FindingLine]) -> tuple[Count, ...]:
    """Graded findings by grade, worst first, then those without a grade by status; only what there is."""
    counts = [
        _count(grade, str(GRADE_WORDS[grade]), [line for line in lines if line.grade == grade])
        for grade in reversed(GRADES)
    ]
    ungraded = [
        _count(
            status,
            str(STATUS_WORDS[status]),
            [line for line in lines if line.status == status and not line.grade and not line.is_dismissed],
        )
        for status in ("not_assessed", "not_run")
    ]
    dismissed = [line for line in lines if line.is_dismissed]
    ungraded.append(_count("dismissed", pgettext("decision", "Dismissed"), dismissed))
    return tuple(count for count in counts + ungraded if count.number)


def _count_statuses(lines: Sequence[FindingLine]) -> tuple[Count, ...]:
    counts = (
        _count(status, str(STATUS_WORDS[status]), [line for line in lines if line.status == status])
        for status in SHOWN_FIRST
    )
    return tuple(count for count in counts if count.number)


def _group(lines: Sequence[FindingLine]) -> tuple[FindingGroup, ...]:
    groups = []
    for grade in WORST_FIRST:
        within = tuple(line for line in lines if line.grade == grade)
        title = str(GRADE_WORDS[grade]) if grade else _("Without a grade")
        if within:
            groups.append(FindingGroup(grade or "ungraded", title, within))
    return tuple(groups)
