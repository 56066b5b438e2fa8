"""The score in figures and pictures: the score, its scale, the categories, the strip of all items and the sum."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reviews.report import charts
from reviews.report.parts import CategoryLine, FindingLine, ScoreSum, ScoreWords, SumGroup, SumLine
from reviews.report.reviewed import Reviewed
from reviews.report.words import BAND_PHRASES, BAND_WORDS, STATUS_WORDS, join_words
from reviews.score import FLOOR_OF_GRAVEST, band_of_points, score_lines
from reviews.values import Score


def word_score(score: Score) -> ScoreWords:
    """Whole points, as far as they do not belie the band: 44.7 is Moderate and stays 44.7."""
    figure, low, high = (_figure(points) for points in (score.score, score.low, score.high))
    band_phrase = str(BAND_PHRASES[score.band]) if score.band else _("Nothing could be graded")
    range_words = _("between %(low)s and %(high)s") % {"low": low, "high": high} if low != high else ""
    lifted = score.score is not None and score.band != band_of_points(score.score)
    return ScoreWords(
        figure=figure,
        low=low,
        high=high,
        band=score.band,
        band_word=str(BAND_WORDS[score.band]) if score.band else _("Not graded"),
        band_phrase=band_phrase,
        range_words=range_words,
        sentence=_("%(band)s.") % {"band": band_phrase},
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


def draw_scale(reviewed: Reviewed, score: ScoreWords) -> charts.BandScale:
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


def rank_categories(
    reviewed: Reviewed, names: dict[str, str], lines: Sequence[FindingLine]
) -> tuple[CategoryLine, ...]:
    """Riskiest first; categories in which nothing was graded last."""
    nothing = Score(None, None, None, None)
    scores = {code: reviewed.scores.categories.get(code, nothing) for code in names}
    points = {code: -1.0 if score.score is None else score.score for code, score in scores.items()}
    ranked = sorted(scores, key=points.__getitem__, reverse=True)
    return tuple(
        CategoryLine(
            code=code,
            name=names[code],
            score=word_score(scores[code]),
            bar=charts.draw_bar(scores[code]),
            label=_("%(item)s: %(said)s") % {"item": names[code], "said": _figure(scores[code].score)},
            count=sum(line.category == code for line in lines),
        )
        for code in ranked
    )


def draw_strip(
    lines: Sequence[FindingLine],
    scores: dict[str, Score],
    names: dict[str, str],
    size: charts.StripSize,
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


def add_up(reviewed: Reviewed, lines: Sequence[FindingLine], names: dict[str, str]) -> ScoreSum:
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
