"""The dates of a contract: what the papers say and what people enter, confirm, set aside and follow."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contracts.access import Act, TeamRequest, contract_or_404, team_page
from contracts.date_forms import OtherDateForm, TermsForm
from contracts.date_words import word_day, word_term
from contracts.models import Contract, ContractTerm, Follower
from contracts.term_rows import (
    FACTS,
    Source,
    Standing,
    add_other,
    enter_terms,
    remove_entered,
    settle_read,
    standing_terms,
)


@require_http_methods(["GET", "HEAD", "POST"])
@team_page(Act.UPLOAD)
def dates(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """The form of the terms, and below it that of another date: `act` is "other" where that one was sent."""
    contract = contract_or_404(request, public_id)
    rows = list(contract.terms.all())
    form, other = TermsForm(initial=initial_of(rows)), OtherDateForm()
    if request.method == "POST" and request.POST.get("act") == "other":
        other = OtherDateForm(request.POST)
        if other.is_valid():
            add_other(contract, request.user, other.cleaned_data["label"], other.cleaned_data["day"])
            messages.success(request, _("The date was added."))
            return redirect("contracts:dates", public_id)
    elif request.method == "POST":
        form = TermsForm(request.POST)
        if form.is_valid():
            enter_terms(contract, request.user, form.said())
            messages.success(request, _("The dates were saved."))
            return redirect("reviews:contract", public_id)
    status = 422 if form.is_bound or other.is_bound else 200
    return render(request, "contracts/dates.html", page_of(contract, rows, form, other), status=status)


def page_of(contract: Contract, rows: list[ContractTerm], form: TermsForm, other: OtherDateForm) -> dict[str, object]:
    read = {row.fact: row for row in rows if row.source == Source.READ}
    fields = []
    for fact in FACTS:
        is_length = fact in ("initial", "renewal", "notice")
        row = read.get(fact)
        fields.append(
            {
                "fact": fact,
                "field": form[f"{fact}_number" if is_length else fact],
                "unit": form[f"{fact}_unit"] if is_length else None,
                "read": row,
                "said": word_term(row) if row else "",
            }
        )
    return {
        "contract": contract,
        "form": form,
        "fields": fields,
        "other": other,
        "others": [(row, word_day(row.day)) for row in rows if row.fact == "other" and row.day],
    }


def initial_of(rows: list[ContractTerm]) -> dict[str, object]:
    """What counts now, as the form has it."""
    found: dict[str, object] = {}
    for fact, row in standing_terms(rows).items():
        if row.unit:
            found |= {f"{fact}_number": row.number, f"{fact}_unit": row.unit}
        else:
            found[fact] = row.day or str(row.number)
    return found


ACTS = {"confirm": Standing.CONFIRMED, "refuse": Standing.REFUSED, "open": Standing.OPEN}


@require_POST
@team_page(Act.UPLOAD)
def settle_date(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """Confirm what was read, set it aside, or open it again; remove what was entered."""
    contract = contract_or_404(request, public_id)
    number = request.POST.get("term", "")
    row = get_object_or_404(contract.terms, pk=int(number) if number.isascii() and number.isdigit() else 0)
    act = request.POST.get("act", "")
    if act == "remove" and row.source == Source.ENTERED:
        remove_entered(row, request.user)
    elif act in ACTS and row.source == Source.READ:
        settle_read(row, request.user, ACTS[act])
    else:
        raise Http404
    return redirect("contracts:dates" if request.POST.get("back") == "form" else "reviews:contract", public_id)


@require_POST
@team_page(Act.READ)
def follow(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """Whether one is written to before the days of this contract."""
    contract = contract_or_404(request, public_id)
    if request.POST.get("follow") == "1":
        Follower.objects.get_or_create(contract=contract, user=request.user)
        messages.success(request, _("You will be written to before the dates of this contract."))
    else:
        Follower.objects.filter(contract=contract, user=request.user).delete()
        messages.success(request, _("You will not be written to about this contract."))
    return redirect("reviews:contract", public_id)
