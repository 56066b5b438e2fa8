"""What admins are told on every page until the month ends: that the budget for models is nearly spent."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from contracts.access import Act, allows, current_membership
from reviews.model.budget import Budget, budget_of
from reviews.models import ModelSettings


def budget_notice(request: HttpRequest) -> dict[str, object]:
    """`budget_notice` is the short budget, or None; looked up only where a page asks."""

    def look() -> Budget | None:
        membership = current_membership(request) if request.user.is_authenticated else None
        if membership is None or not allows(membership, Act.MANAGE):
            return None
        month = f"{timezone.localtime():%Y-%m}"
        rule = ModelSettings.objects.filter(team=membership.team_id, is_on=True, warned_month=month).first()
        budget = budget_of(rule) if rule else None
        return budget if budget and budget.is_short else None

    return {"budget_notice": SimpleLazyObject(look)}
