"""The guide: for each role what it does here, in the reader’s language, with pictures that the browser tests make."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.models import Role
from reviews.views.scope import reading_language


@require_safe
@team_page(Act.READ)
def guide(request: TeamRequest) -> HttpResponse:
    """The part for one’s own role; anybody may read those of the others with ?role=."""
    wanted = request.GET.get("role", "")
    role = Role(wanted if wanted in Role.values else request.membership.role)
    context = {
        "nav": "none",
        "role": role,
        "roles": list(Role),
        # A template for each language: sentences of a guide are written anew in Japanese, not translated one by one.
        "part": f"guide/{reading_language()}/{role.value}.html",
    }
    return render(request, "guide/guide.html", context)
