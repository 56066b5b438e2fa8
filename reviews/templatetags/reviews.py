"""Scores, bands, days and sizes as templates write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django import template
from django.utils.translation import gettext

from contracts.models import Contract
from contracts.values import Veil
from reviews.bundle import word_bytes
from reviews.checklist import ChecklistError
from reviews.models import ModelCall, Review, Standing
from reviews.portfolio.checklists import checklist_of
from reviews.portfolio.rows import word_spend
from reviews.report.charts import BAND_EDGES
from reviews.report.figures import word_score
from reviews.report.meanings import meanings
from reviews.report.veils import VEIL_WORDS
from reviews.report.words import BAND_WORDS, word_date
from reviews.values import Score
from reviews.views.scope import reading_language

register = template.Library()
LEFT, RIGHT = 4.0, 172.0


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A score on a line of 176 by 18; `edges` are where the bands meet."""

    label: str
    at: str
    low: str
    high: str
    edges: tuple[str, ...]


def _x(points: float) -> str:
    """A dot for the decimals whatever the language: it is an attribute."""
    return f"{LEFT + points * (RIGHT - LEFT) / 100:.1f}"


@register.filter
def figure(score: float | None) -> str:
    """As the report writes it: whole points, as far as they do not belie the band."""
    return word_score(Score(score, score, score, None)).figure


@register.filter
def score_line(review: Review) -> ScoreLine:
    return _line(review.score or 0, review.score_low or 0, review.score_high or 0)


@register.filter
def standing_line(standing: Standing) -> ScoreLine:
    return _line(standing.score or 0, standing.low or 0, standing.high or 0)


def _line(score: float, low: float, high: float) -> ScoreLine:
    said = {"score": figure(score), "low": figure(low), "high": figure(high)}
    label = gettext("%(score)s, range %(low)s to %(high)s") % said
    edges = tuple(_x(top) for _, top in BAND_EDGES.values() if top < 100)
    return ScoreLine(label, _x(score), _x(low), _x(high), edges)


@register.filter
def band_word(band: str) -> str:
    return str(BAND_WORDS.get(band, ""))  # type: ignore[call-overload]


@register.filter
def plain_day(date: date | None) -> str:
    """A day without a time, as reports write it."""
    return word_date(datetime(date.year, date.month, date.day), reading_language()) if date else ""


@register.filter
def day(moment: datetime | None) -> str:
    return word_date(moment, reading_language())


@register.simple_tag
def grade_meanings() -> list[tuple[str, str, str]]:
    return meanings()


@register.filter
def spend(contract: Contract) -> str:
    return word_spend(contract.currency, contract.annual_spend)


register.filter("file_size", word_bytes)


@register.filter
def veil_words(veil: Veil) -> str:
    """How a file hides words: "Hidden in the file: off the page"."""
    return str(VEIL_WORDS[veil])


@register.filter
def category_title(call: ModelCall) -> str:
    """The category that a call was about as its checklist names it; its code where that review is gone."""
    if call.review is None:
        return call.category
    try:
        categories = checklist_of(call.review.checklist_version).categories
    except ChecklistError:
        return call.category
    return next((one.title[reading_language()] for one in categories if one.id == call.category), call.category)
