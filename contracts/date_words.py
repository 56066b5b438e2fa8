"""The terms and days of a contract in words of the language that is switched on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from contracts.calendar import Want
from contracts.models import ContractDay, ContractTerm

MISSING: dict[Want, Promise] = {
    "dates": _("No date is stated. Enter when the contract starts, or when it ends."),
    "start": _("How long it runs is known, but not from when. Enter the day on which it starts."),
    "term": _("When it starts is known, but not for how long. Enter the initial term or the day on which it ends."),
    "renews": _("Whether it renews by itself is not stated. It is taken to end; enter what was agreed."),
    "renewal": _("For how long it renews is not stated, so that only the first renewal is known."),
    "notice": _("How long before a renewal one must say no is not stated. The last day to act is not known."),
}


def word_day(day: date) -> str:
    """ "16 April 2027", 「2027年4月16日」."""
    return date_format(day, pgettext("how a day is written, in the letters of Django’s date format", "j F Y"))


def word_length(number: int, unit: str) -> str:
    words = (
        ngettext("%(number)s day", "%(number)s days", number)
        if unit == "days"
        else ngettext("%(number)s month", "%(number)s months", number)
    )
    return words % {"number": number}


def word_term(row: ContractTerm) -> str:
    """What it says: a day, a length, yes or no."""
    if row.day:
        return word_day(row.day)
    if row.fact == ContractTerm.Fact.RENEWS:
        return pgettext("renews by itself", "yes") if row.number else pgettext("renews by itself", "no")
    return word_length(row.number or 0, row.unit)


def word_kind(day: ContractDay) -> str:
    return day.label or str(ContractDay.Kind(day.kind).label)


def word_sum(day: ContractDay, standing: Mapping[str, ContractTerm]) -> str:
    """From what a day follows: “Start 1 June 2025, initial term 24 months”."""
    parts = []
    for fact in day.facts:
        row = standing.get(fact)
        if row is not None and not (fact == "renews" and row.number):
            parts.append(
                gettext("%(fact)s: %(value)s") % {"fact": ContractTerm.Fact(fact).label, "value": word_term(row)}
            )
    return join(parts)


def join(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(parts)


def word_distance(day: date, today: date) -> str:
    """How far away it is: “in 12 days”."""
    days = (day - today).days
    if days == 0:
        return gettext("today")
    if days > 0:
        return ngettext("in %(number)s day", "in %(number)s days", days) % {"number": days}
    return ngettext("%(number)s day ago", "%(number)s days ago", -days) % {"number": -days}
