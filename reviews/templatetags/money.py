"""Amounts and counts of the ledger as templates write them."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal

from django import template
from django.utils.translation import gettext

register = template.Library()


@register.filter
def usd(amount: Decimal | float | None) -> str:
    """Cents; below a dollar four places, so that a call does not seem to cost nothing. Rounded up."""
    exact = Decimal(str(amount or 0))
    places = Decimal("0.0001") if 0 < exact < 1 else Decimal("0.01")
    return gettext("US$%(amount)s") % {"amount": f"{exact.quantize(places, ROUND_UP):,}"}


@register.filter
def thousands(number: int | None) -> str:
    return f"{number or 0:,}"
