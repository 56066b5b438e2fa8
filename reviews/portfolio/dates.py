"""The next day on which something happens to a contract, for the lists that show it."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from contracts.models import Contract, ContractDay
from contracts.term_rows import today


def with_next_date(contracts: QuerySet[Contract]) -> QuerySet[Contract]:
    """With `next_date`, the day on which it renews or ends next, and `act_by`, until when one can act before that.

    None where no date is known, or where all lie behind. Filtered and sorted by in SQL, so these are annotations.
    """
    ahead = ContractDay.objects.filter(contract=OuterRef("pk"), day__gte=today()).order_by("day").values("day")
    return contracts.annotate(
        next_date=Subquery(ahead.filter(kind__in=("renewal", "end"))[:1]),
        act_by=Subquery(ahead.filter(kind="notice")[:1]),
    )
