"""Names of checklists, and grades and statuses as words, for the pages of checklists."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.editing.words import LANGUAGE_NAMES, in_language
from reviews.models import Checklist
from reviews.report.words import GRADE_WORDS, STATUS_WORDS, word_kind

register = template.Library()
register.filter("kind_word", word_kind)


@register.filter
def named(checklist: Checklist) -> str:
    return in_language({"en": checklist.name, "ja": checklist.name_ja})


@register.filter
def localised(texts: Mapping[str, str]) -> str:
    return in_language(texts)


@register.filter
def outcome_word(code: str) -> str:
    """A grade or a status."""
    return str(GRADE_WORDS.get(code) or STATUS_WORDS.get(code) or code)  # type: ignore[call-overload]


@register.filter
def comparison(operator: str) -> str:
    """How the menu calls a comparison."""
    words = {
        "found": pgettext("a fact", "is found"),
        "not found": pgettext("a fact", "is not found"),
        "read": pgettext("a value", "was read"),
        "not read": pgettext("a value", "was not read"),
        "==": _("is"),
        "!=": _("is not"),
        ">=": _("is at least"),
        ">": _("is more than"),
        "<=": _("is at most"),
        "<": _("is less than"),
    }
    return words.get(operator, operator)


@register.filter
def value_type(name: str) -> str:
    words = {
        "duration": _("duration"),
        "percent": _("percentage"),
        "money": _("amount of money"),
        "enum": _("one of several options"),
        "boolean": _("yes or no"),
        "text": _("words of the paper"),
        "number": _("number"),
    }
    return words.get(name, name)


@register.filter
def language_word(code: str) -> str:
    return str(LANGUAGE_NAMES.get(code, code))


@register.filter
def example_label(field: str) -> str:
    """Of the box of examples whose field is "example:en:match"."""
    _box, language, key = field.split(":")
    said = {"language": language_word(language)}
    if key == "match":
        return _("Must be answered, %(language)s") % said
    return _("Must not be answered, %(language)s") % said


@register.filter
def field_of(texts: Mapping[str, str], name: str) -> str:
    """Of texts by the names of their fields."""
    return texts.get(name, "")
