"""Grades, shares and differences as the pages of the portfolio write them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.formats import number_format

from reviews.models import Checklist
from reviews.report.words import GRADE_WORDS, STATUS_WORDS
from reviews.views.scope import reading_language

register = template.Library()
FULL = 104
"""Width of the bar of a share, for all of it."""


@register.filter
def grade_word(grade: str | None) -> str:
    return str(GRADE_WORDS.get(grade or "", ""))  # type: ignore[call-overload]


@register.filter
def status_word(status: str | None) -> str:
    return str(STATUS_WORDS.get(status or "not_run", ""))  # type: ignore[call-overload]


@register.filter
def named(checklist: Checklist) -> str:
    """The name of a checklist in the language of the page."""
    return (checklist.name_ja if reading_language() == "ja" else "") or checklist.name


@register.filter
def percent(share: float) -> str:
    """Whole percents, as far as they are not nothing."""
    return f"{number_format(share, 1 if 0 < share < 10 else 0)}%"


@register.filter
def share_width(share: float) -> str:
    """A dot for the decimals whatever the language: it is an attribute."""
    return f"{max(0.5, share * FULL / 100):.1f}"


@register.filter
def whole(amount: Decimal) -> str:
    return number_format(amount.quantize(Decimal(1)), force_grouping=True)


@register.filter
def signed(moved: float | None) -> str:
    """A difference with its sign; "" where there is none to tell."""
    if moved is None:
        return ""
    return "0" if not moved else f"{'+' if moved > 0 else '−'}{number_format(abs(moved), 1)}"
