"""What changed since a day: contracts reviewed for the first time, scores that moved, bands that changed, new papers.

From the history of reviews, as they were found: decisions of people belong to the review in which they were made.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, OrderBy, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from contracts.models import Team, Version
from reviews.models import Review, Standing

DAYS = 30
KINDS = ("new", "worse", "better", "band")


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def usual_day() -> date:
    return timezone.localdate() - timedelta(days=DAYS)


def changed_standings(team: Team, checklist: int, since: datetime) -> QuerySet[Standing]:
    """The contracts reviewed since then, each with the review that stood before (`old_...`, None where none did), the
    score now (`new_score`), by how much it moved (`moved`), and how many of its papers got a newer version (`papers`).
    """
    before = Review.objects.filter(
        contract=OuterRef("contract"),
        checklist_version__checklist=OuterRef("checklist"),
        status=Review.Status.DONE,
        finished_at__lt=since,
    ).order_by("-number")
    newer = (
        Version.objects.filter(document__contract=OuterRef("contract"), number__gt=1, uploaded_at__gte=since)
        .order_by()
        .values("document__contract")
        .annotate(number=Count("document", distinct=True))
        .values("number")
    )
    return Standing.objects.filter(team=team, checklist=checklist, category="", reviewed_at__gte=since).annotate(
        old_id=Subquery(before.values("public_id")[:1]),
        old_score=Subquery(before.values("score")[:1]),
        old_band=Subquery(before.values("band")[:1]),
        new_score=F("review__score"),
        new_band=F("review__band"),
        moved=F("review__score") - Subquery(before.values("score")[:1]),
        papers=Coalesce(Subquery(newer), 0),
    )


def of_kind(standings: QuerySet[Standing], kind: str) -> QuerySet[Standing]:
    condition = CONDITIONS.get(kind)
    return standings.filter(condition) if condition is not None else standings


CONDITIONS = {
    "new": Q(old_id=None),
    "worse": Q(moved__gt=0),
    "better": Q(moved__lt=0),
    "band": Q(old_id__isnull=False) & ~Q(old_band=F("new_band")),
}


def count_kinds(standings: QuerySet[Standing]) -> dict[str, int]:
    """How many there are of each kind, and under "all" of all; one query."""
    counts = {kind: Count("pk", filter=condition) for kind, condition in CONDITIONS.items()}
    return standings.aggregate(all=Count("pk"), **counts)


def in_order(standings: QuerySet[Standing]) -> QuerySet[Standing]:
    """What got worse comes first, what is new last."""
    return standings.select_related("contract__vendor", "review").order_by(
        OrderBy(F("moved"), descending=True, nulls_last=True), F("new_score").desc(nulls_last=True), "-pk"
    )
