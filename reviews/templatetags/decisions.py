"""Decisions as templates write them: what was done, by whom and when, and why something is to be looked at again."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.decide import Ruling
from reviews.decision_forms import DecisionForm
from reviews.models import Decision
from reviews.report.decisions import word_act
from reviews.report.words import join_words, word_date
from reviews.values import Grade
from reviews.views.scope import reading_language

register = template.Library()


@register.filter
def act_words(said: Decision | DecisionForm) -> str:
    """ "Overridden to Risky", of a row or of what somebody wanted."""
    if isinstance(said, DecisionForm):
        return _word(said.cleaned_data["act"], said.cleaned_data["grade"])
    if said.act == Decision.Act.ASSIGN:
        return _("Asked %(name)s to look") % {"name": said.assignee} if said.assignee else _("Asked nobody any more")
    return _word(said.act, said.grade)


def _word(act: str, grade: Grade | str) -> str:
    if act in ("confirm", "override", "dismiss"):
        return word_act(Ruling(0, "", act, grade or None), grade or None)  # type: ignore[arg-type]
    return {
        "undo": pgettext("decision", "Undone"),
        "comment": pgettext("decision", "Comment"),
        "revisit": _("To look at again"),
    }.get(act, act)


@register.filter
def made_by(row: Decision) -> str:
    """ "Ines Halvorsen, 20 November 2026, 14:05, carried over from review 2"."""
    moment = (row.carried_from or row).at
    carried = ""
    if row.carried_from:
        number = {"number": row.carried_from.review.number}
        carried = _("carried over from review %(number)s") % number
        if row.act == Decision.Act.REVISIT:
            carried = _("decided in review %(number)s") % number
    return join_words([row.by_name, word_moment(moment), carried])


@register.filter
def word_moment(moment: datetime) -> str:
    """A day as everywhere else, and the time in the same zone."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return f"{word_date(moment, reading_language())} {formats.time_format(local, 'H:i')}"


@register.filter
def why_again(row: Decision) -> str:
    """Why a decision of an earlier review does not hold here."""
    said = {"decision": _decision_of(row.carried_from), "name": row.by_name}
    text = {
        "words": _("%(decision)s by %(name)s before; the words of the contract are no longer the same."),
        "status": _("%(decision)s by %(name)s before; the papers now say it where they did not, or no longer do."),
        "grade": _("%(decision)s by %(name)s before; the same words are now graded otherwise."),
    }.get(row.text, "")
    return text % said


def _decision_of(row: Decision | None) -> str:
    return _word(row.act, row.grade) if row else _("Decided")
