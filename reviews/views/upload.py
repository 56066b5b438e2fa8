"""New papers: a new contract, further papers, a new version of one. Each starts a review."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from contracts.access import Act, TeamRequest, contract_or_404, send_to, team_page
from contracts.bundle import add_papers, open_contract, replace_paper
from contracts.forms import PapersForm
from contracts.models import Contract, Document
from contracts.read import REFUSALS
from contracts.upload import kept_together
from reviews.forms import ContractForm
from reviews.pipeline import start_review
from reviews.views.contracts import address_of, contract_context, start_again, upload_context


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@team_page(Act.UPLOAD)
def new_contract(request: TeamRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ContractForm(*sent, team=request.team, initial={"language": get_language()})
    if sent and form.is_valid():
        with kept_together():
            said = form.cleaned_data
            contract = open_contract(
                request.team,
                request.user,
                vendor=said["vendor"],
                title=said["title"],
                origin=said["origin"],
                papers=form.papers,
            )
            reviews = [start_review(contract, one, request.user, said["language"]) for one in said["checklist"]]
        return send_to(request, address_of(reviews))
    context = upload_context(form) | {"vendors": request.team.vendors.all()}
    template = "reviews/_refused.html" if request.htmx else "reviews/new_contract.html"
    return render(request, template, context, status=422 if sent else 200)


@require_POST
@vary_on_headers("HX-Request")
@team_page(Act.UPLOAD)
def add(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """Further papers of a contract that is there already."""
    contract = contract_or_404(request, public_id)
    form = PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return refuse(request, contract, form)
    with kept_together():
        add_papers(contract, request.user, form.papers)
        reviews = start_again(contract, request)
    return send_to(request, address_of(reviews))


@require_POST
@vary_on_headers("HX-Request")
@team_page(Act.UPLOAD)
def replace(request: TeamRequest, public_id: UUID, pk: int) -> HttpResponse:
    """A new version of one paper; earlier reviews keep the version that they read."""
    contract = contract_or_404(request, public_id)
    document = get_object_or_404(Document, pk=pk, contract=contract)
    form = PapersForm(request.POST, request.FILES)
    if form.is_valid() and len(form.papers) != 1:
        form.add_error("files", str(REFUSALS["archive"]))
    if not form.is_valid():
        return refuse(request, contract, form)
    with kept_together():
        replace_paper(document, request.user, form.papers[0].file)
        reviews = start_again(contract, request)
    return send_to(request, address_of(reviews))


def refuse(request: TeamRequest, contract: Contract, form: PapersForm) -> HttpResponse:
    if request.htmx:
        return render(request, "reviews/_refused.html", {"form": form}, status=422)
    return render(request, "reviews/contract.html", contract_context(contract, form), status=422)
