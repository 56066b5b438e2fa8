"""From a finished review to a report in one language: the same page for the web, for paper and for the command line.

`build_page` reads the stored rows; `build_page_from` is a plain function of values and needs no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.values import Language
from reviews.checklist import Item
from reviews.models import Review
from reviews.remedy import Remedy, plan_remedy
from reviews.report import charts
from reviews.report.lines import word_finding
from reviews.report.papers import count_resting, word_missing, word_papers
from reviews.report.parts import (
    CategoryLine,
    Count,
    FindingGroup,
    FindingLine,
    ReportPage,
    ScoreSum,
    ScoreWords,
    Step,
    SumGroup,
    SumLine,
)
from reviews.report.reviewed import Reviewed, by_item, load_reviewed
from reviews.report.words import (
    BAND_PHRASES,
    BAND_WORDS,
    GRADE_WORDS,
    READER_WORDS,
    STATUS_WORDS,
    join_words,
    word_date,
    word_kind,
)
from reviews.score import FLOOR_OF_GRAVEST, band_of_points, score_lines
from reviews.values import BANDS, GRADES, Band, Finding, Grade, Score, Status

WORST_FIRST: tuple[Grade | None, ...] = (*reversed(GRADES), None)
FIRST_STEPS = 5
SHOWN_FIRST: tuple[Status, ...] = ("present", "unclear", "referenced", "absent", "not_assessed", "not_run")


def build_page(review: Review, language: Language) -> ReportPage:
    """The report of a stored review, from its rows; asks the database five times."""
    return build_page_from(load_reviewed(review), language)


def build_page_from(reviewed: Reviewed, language: Language) -> ReportPage:
    with translation.override(language):
        return _build(reviewed, language)


def _build(reviewed: Reviewed, language: Language) -> ReportPage:
    checklist = reviewed.checklist
    items = {item.id: item for item in checklist.items}
    names = {category.id: category.title[language] for category in checklist.categories}
    found = by_item(reviewed.findings)
    in_order = tuple(
        word_finding(found[item.id], item, reviewed, names[item.category], language)
        for item in checklist.items
        if item.id in found
    )
    worst_first = tuple(sorted(in_order, key=_urgency))
    lines = {line.item: line for line in in_order}
    plan = plan_remedy(checklist.items, reviewed.findings, {paper.kind for paper in reviewed.papers}, reviewed.accepted)
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
        reader_words=_word_readers(reviewed.findings),
        checklist_name=checklist.name[language],
        checklist_words=_word_checklist(reviewed, language),
        checklist_sha256=reviewed.checklist_sha256,
        scope=_word_scope(reviewed),
        papers=word_papers(reviewed),
        missing=word_missing(reviewed, items, lines),
        score=score,
        summary=_word_summary(reviewed, score),
        accepted_words=_word_accepted(reviewed.accepted),
        scale=_draw_scale(reviewed, score),
        grade_counts=_count_grades(worst_first),
        status_counts=_count_statuses(worst_first),
        category_counts=tuple(
            _count(code, name, [line for line in worst_first if line.category == code]) for code, name in names.items()
        ),
        steps=_word_steps(plan, items, lines, language),
        steps_note=_word_plan(plan),
        categories=_rank_categories(reviewed, names, in_order),
        strip=draw_strip(in_order, reviewed.scores.categories, names),
        findings=worst_first,
        groups=_group(worst_first),
        sum=_add_up(reviewed, in_order, names),
    )


def _urgency(line: FindingLine) -> tuple[int, int, int]:
    return WORST_FIRST.index(line.grade), -line.weight, SHOWN_FIRST.index(line.status)


def word_score(score: Score) -> ScoreWords:
    """Whole points, as far as they do not belie the band: 44.7 is Moderate and stays 44.7."""
    figure, low, high = (_figure(points) for points in (score.score, score.low, score.high))
    lifted = score.score is not None and score.band != band_of_points(score.score)
    return ScoreWords(
        figure=figure,
        low=low,
        high=high,
        band=score.band,
        band_word=str(BAND_WORDS[score.band]) if score.band else _("Not graded"),
        band_phrase=str(BAND_PHRASES[score.band]) if score.band else _("Nothing could be graded"),
        range_words=_("between %(low)s and %(high)s") % {"low": low, "high": high} if low != high else "",
        reason=_("A critical finding of weight 5 keeps the band at %(band)s or above.")
        % {"band": BAND_WORDS[FLOOR_OF_GRAVEST]}
        if lifted
        else "",
    )


def _figure(points: float | None) -> str:
    if points is None:
        return "–"
    whole = int(points + 0.5)
    return str(whole) if band_of_points(whole) == band_of_points(points) else f"{points:.1f}"


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
    sentences = [
        _("%(critical)s critical and %(risky)s risky findings of %(all)s.")
        % {"critical": grades.count("critical"), "risky": grades.count("risky"), "all": len(grades)}
    ]
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
    return " ".join(sentences)


def _word_accepted(accepted: Band) -> str:
    return _("The team accepts up to %(band)s.") % {"band": BAND_WORDS[accepted]}


def _draw_scale(reviewed: Reviewed, score: ScoreWords) -> charts.BandScale:
    label = _("Score %(score)s on a scale of 0 to 100, band %(band)s") % {
        "score": score.figure,
        "band": score.band_word,
    }
    edge = charts.BAND_EDGES[reviewed.accepted][1]
    return charts.scale_bands(
        reviewed.scores.overall,
        {band: str(word) for band, word in BAND_WORDS.items()},
        label if not score.range_words else join_words([label, score.range_words]),
        reviewed.accepted,
        _("accepted up to %(points)s") % {"points": edge},
    )


def _count(code: str, word: str, lines: Sequence[FindingLine]) -> Count:
    return Count(code, word, len(lines), f"{len(lines)} {word.lower()}", lines[0].anchor if lines else "")


def _count_grades(lines: Sequence[FindingLine]) -> tuple[Count, ...]:
    """Graded findings by grade, worst first, then those without a grade by status; only what there is."""
    counts = [
        _count(grade, str(GRADE_WORDS[grade]), [line for line in lines if line.grade == grade])
        for grade in reversed(GRADES)
    ]
    ungraded = [
        _count(status, str(STATUS_WORDS[status]), [line for line in lines if line.status == status and not line.grade])
        for status in ("not_assessed", "not_run")
    ]
    return tuple(count for count in counts + ungraded if count.number)


def _count_statuses(lines: Sequence[FindingLine]) -> tuple[Count, ...]:
    counts = (
        _count(status, str(STATUS_WORDS[status]), [line for line in lines if line.status == status])
        for status in SHOWN_FIRST
    )
    return tuple(count for count in counts if count.number)


def _word_steps(
    plan: Remedy, items: dict[str, Item], lines: dict[str, FindingLine], language: Language
) -> tuple[Step, ...]:
    """The first steps of the plan: papers to ask for, then clauses to amend, each with the score that it leads to."""
    steps = []
    for number, step in enumerate(plan.steps[:FIRST_STEPS], 1):
        resting = [lines[item] for item in step.items]
        score = word_score(step.after)
        if step.action == "ask":
            title = _("Ask for the %(paper)s") % {"paper": word_kind(step.paper)}
            text = _("%(resting)s. The step assumes that it meets the checklist.") % {"resting": count_resting(resting)}
        else:
            title = resting[0].title
            text = _("Agree on: %(rung)s") % {"rung": items[step.items[0]].grades[step.target][language]}
        steps.append(Step(number, title, text, score.figure, score.band_word, resting[0].anchor))
    return tuple(steps)


def _word_plan(plan: Remedy) -> str:
    """What the steps achieve, in one sentence."""
    band = BAND_WORDS[plan.accepted]
    if not plan.needed:
        return _("The contract already stands at %(band)s or better, which this team accepts.") % {"band": band}
    reached = plan.steps[plan.needed - 1].after.band
    if reached is None or BANDS.index(reached) > BANDS.index(plan.accepted):
        return _("No list of amendments brings the contract to %(band)s, the band that this team accepts.") % {
            "band": band
        }
    if plan.needed <= FIRST_STEPS:
        text = ngettext(
            "The first step brings the contract to %(band)s, the band that this team accepts.",
            "The first %(number)s steps bring the contract to %(band)s, the band that this team accepts.",
            plan.needed,
        )
    else:
        text = _("It takes %(number)s steps in all to bring the contract to %(band)s, the band that this team accepts.")
    return text % {"number": plan.needed, "band": band}


def _rank_categories(
    reviewed: Reviewed, names: dict[str, str], lines: Sequence[FindingLine]
) -> tuple[CategoryLine, ...]:
    """Riskiest first; categories in which nothing was graded last."""
    nothing = Score(None, None, None, None)
    scores = {code: reviewed.scores.categories.get(code, nothing) for code in names}
    ranked = sorted(scores, key=lambda code: -1 if scores[code].score is None else scores[code].score, reverse=True)
    return tuple(
        CategoryLine(
            code=code,
            name=names[code],
            score=word_score(scores[code]),
            bar=charts.draw_bar(scores[code]),
            count=sum(line.category == code for line in lines),
        )
        for code in ranked
    )


def draw_strip(
    lines: Sequence[FindingLine],
    scores: dict[str, Score],
    names: dict[str, str],
    size: charts.StripSize = charts.SCREEN,
) -> tuple[charts.StripGroup, ...]:
    """All items in the order of the checklist, a picture for each category."""
    groups = []
    for code, name in names.items():
        within = [line for line in lines if line.category == code]
        score = scores.get(code)
        groups.append(
            charts.draw_strip_group(
                code=code,
                name=name,
                figure=_figure(score.score) if score else "–",
                average=score.score if score else None,
                findings=within,
                titles=[_title_of(line) for line in within],
                size=size,
            )
        )
    return tuple(groups)


def _title_of(line: FindingLine) -> str:
    said = join_words(
        [line.grade_word, str(STATUS_WORDS[line.status]), _("weight %(weight)s") % {"weight": line.weight}]
    )
    return _("%(item)s: %(said)s") % {"item": line.title, "said": said}


def _group(lines: Sequence[FindingLine]) -> tuple[FindingGroup, ...]:
    groups = []
    for grade in WORST_FIRST:
        within = tuple(line for line in lines if line.grade == grade)
        title = str(GRADE_WORDS[grade]) if grade else _("Without a grade")
        if within:
            groups.append(FindingGroup(grade or "ungraded", title, within))
    return tuple(groups)


def _add_up(reviewed: Reviewed, lines: Sequence[FindingLine], names: dict[str, str]) -> ScoreSum:
    sums = {line.item: line for line in score_lines(reviewed.findings)}
    weight = sum(line.weight for line in sums.values())
    groups = []
    for code, name in names.items():
        score = reviewed.scores.categories.get(code)
        rows = tuple(
            SumLine(line, str(sums[line.item].points), f"{sums[line.item].share:.2f}")
            if line.item in sums
            else SumLine(line, "–", "–")
            for line in lines
            if line.category == code
        )
        groups.append(SumGroup(code, name, _figure(score.score) if score else "–", rows))
    total = sum(line.weighted for line in sums.values())
    return ScoreSum(
        groups=tuple(groups),
        weight=weight,
        total=f"{total / weight:.2f}" if weight else "–",
        note=_("Score: the sum of weight × points, divided by the weight of all graded items, %(weight)s")
        % {"weight": weight},
    )
