"""Who looks after a contract and what it costs a year, as a small form of its own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts.access import Act, TeamRequest, contract_or_404, team_page
from contracts.trail import record
from reviews.about_form import USUAL, AboutForm


@require_http_methods(["GET", "HEAD", "POST"])
@team_page(Act.UPLOAD)
def about(request: TeamRequest, public_id: UUID) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    form = AboutForm(request.POST if request.method == "POST" else None, instance=contract)
    if form.is_valid():
        with transaction.atomic():
            contract.save(update_fields=["owner", "annual_spend", "currency"])
            said = {
                "owner": str(contract.owner or ""),
                "spend": f"{contract.annual_spend or ''} {contract.currency}".strip(),
            }
            record(request.team, request.user, "contract.changed", contract, **said)
        messages.success(request, _("Owner and spend were saved."))
        return redirect("reviews:contract", public_id)
    status = 422 if form.is_bound else 200
    return render(request, "reviews/about.html", {"contract": contract, "form": form, "usual": USUAL}, status=status)
