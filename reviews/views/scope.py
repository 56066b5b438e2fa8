"""The only way to a review: through the team that the request works in. And the language in which it is read."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from contracts.access import TeamRequest
from contracts.values import Language
from reviews.models import Review


def review_or_404(request: TeamRequest, public_id: UUID) -> Review:
    return get_object_or_404(in_team(request), public_id=public_id)


def finished_or_404(request: TeamRequest, public_id: UUID) -> Review:
    """A review that has a report."""
    return get_object_or_404(in_team(request), public_id=public_id, status=Review.Status.DONE)


def in_team(request: TeamRequest) -> QuerySet[Review]:
    return Review.objects.for_team(request.team).select_related(
        "contract__vendor", "contract__team", "checklist_version__checklist"
    )


def reading_language() -> Language:
    """The language of the interface, as far as reports speak it."""
    return "ja" if get_language() == "ja" else "en"
