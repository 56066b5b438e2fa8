"""Settings of models, for admins: on or off, the budget, the chain of providers, and a test of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from contracts.access import Act, TeamRequest, team_page
from contracts.models import Team
from contracts.seals import SealBroken
from contracts.trail import record
from reviews.leaving import receivers_of
from reviews.model.budget import budget_of
from reviews.model.door import dollars
from reviews.model.values import Call, Endpoint, Usage
from reviews.models import ModelCall, ModelSettings, Provider
from reviews.provider_forms import ProviderForm, RuleForm

if TYPE_CHECKING:
    from reviews.model.probe import Probe

PROBED = "probed"
LONGEST_PROBE = 20.0
"""Seconds: a page waits for it."""


def rule_of(team: Team) -> ModelSettings:
    return ModelSettings.objects.select_related("turned_on_by").get_or_create(team=team)[0]


@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def models_page(request: TeamRequest) -> HttpResponse:
    rule = rule_of(request.team)
    was_on = rule.is_on
    form = RuleForm(request.POST if request.method == "POST" else None, instance=rule)
    if form.is_bound and form.is_valid():
        rule.is_on = was_on
        with transaction.atomic():
            rule.save(update_fields=["budget", "usual"])
            rule.turn(form.cleaned_data["is_on"], request.user)
            state = "on" if rule.is_on else "off"
            record(request.team, request.user, "models.rule", state=state, budget=str(rule.budget), reader=rule.usual)
        messages.success(request, _("Models may be asked now.") if rule.is_on and not was_on else _("Saved."))
        return redirect("reviews:models")
    probed = request.session.get(PROBED, {})
    context = {
        "rule": rule,
        "was_on": was_on,
        "form": form,
        "budget": budget_of(rule),
        "providers": [(provider, probed.get(str(provider.pk))) for provider in Provider.objects.for_team(request.team)],
        "receivers": receivers_of(request.team),
        "here": "models",
        "nav": "none",
    }
    return render(request, "settings/models.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters("key")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def provider_new(request: TeamRequest) -> HttpResponse:
    return edit(request, Provider(team=request.team))


@sensitive_post_parameters("key")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def provider_edit(request: TeamRequest, pk: int) -> HttpResponse:
    return edit(request, provider_or_404(request, pk))


@sensitive_variables("form")
def edit(request: TeamRequest, provider: Provider) -> HttpResponse:
    name = provider.name
    form = ProviderForm(request.POST if request.method == "POST" else None, instance=provider, team=request.team)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            act = "provider.changed" if provider.pk else "provider.added"
            saved = form.save()
            record(request.team, request.user, act, provider=saved.name, host=saved.host, model=saved.model)
        forget_probe(request, saved.pk)
        messages.success(request, _("“%(name)s” is saved. Test it before the first review.") % {"name": saved})
        return redirect("reviews:models")
    context = {"form": form, "provider": provider, "name": name, "here": "models", "nav": "none"}
    return render(request, "settings/provider.html", context, status=422 if form.is_bound else 200)


@require_POST
@team_page(Act.MANAGE)
def provider_move(request: TeamRequest, pk: int) -> HttpResponse:
    provider = provider_or_404(request, pk)
    with transaction.atomic():
        provider.move(-1 if request.POST.get("to") == "up" else 1)
        record(request.team, request.user, "provider.moved", provider=provider.name)
    return redirect("reviews:models")


@require_POST
@team_page(Act.MANAGE)
def provider_remove(request: TeamRequest, pk: int) -> HttpResponse:
    """With its key; the ledger keeps what it was sent."""
    provider = provider_or_404(request, pk)
    with transaction.atomic():
        provider.delete()
        record(request.team, request.user, "provider.removed", provider=provider.name, host=provider.host)
        if not Provider.objects.chain(request.team).exists():
            rule_of(request.team).turn(False, request.user)
            record(request.team, request.user, "models.rule", state="off")
    forget_probe(request, pk)
    messages.success(request, _("“%(name)s” is removed, and its key with it.") % {"name": provider})
    return redirect("reviews:models")


@sensitive_variables("endpoint")
@require_POST
@team_page(Act.MANAGE)
def provider_test(request: TeamRequest, pk: int) -> HttpResponse:
    """One tiny call without a word of any contract. It is paid for and written down like any other."""
    from reviews.model.probe import MOST_TOKENS, probe  # loads the client, which nothing else in the web server needs

    provider = provider_or_404(request, pk)
    try:
        endpoint = provider.endpoint
    except SealBroken:
        messages.error(request, _("The key cannot be opened any more. Enter it again."))
        return redirect("reviews:models")
    most = dollars(Usage(MOST_TOKENS, 0, MOST_TOKENS).cost(endpoint.prices))
    if not budget_of(rule_of(request.team)).allows(most):
        sentence = _("The month’s budget does not allow a test, which costs a cent or two. Set a budget first.")
        messages.error(request, sentence)
        return redirect("reviews:models")
    found = probe(replace(endpoint, patience=min(endpoint.patience, LONGEST_PROBE)))
    book_probe(request.team, provider, found.call(endpoint))
    probed = request.session.get(PROBED, {})
    request.session[PROBED] = {**probed, str(pk): shown(found, endpoint)}
    return redirect("reviews:models")


def shown(found: Probe, endpoint: Endpoint) -> dict[str, object]:
    """What the page says of a test, as plain values, since it is kept with the session."""
    trouble = found.trouble
    reached = trouble not in ("unreachable", "timeout")
    has_access = reached and trouble != "no_access"
    return {
        "trouble": str(ModelCall.Outcome(trouble).label) if trouble else "",
        "reached": reached,
        "has_access": has_access,
        "has_model": has_access and trouble != "no_such_model",
        "is_as_set": found.format == endpoint.strictness and (found.is_in_form or found.format == "text"),
        "strictness": str(Provider.Strictness(found.format).label) if found.format else "",
        "milliseconds": round(found.milliseconds),
    }


def book_probe(team: Team, provider: Provider, call: Call) -> None:
    ModelCall.objects.create(
        team=team,
        endpoint=provider.name,
        host=provider.host,
        model=call.model,
        outcome=call.trouble or ModelCall.Outcome.ANSWERED,
        sent=call.usage.sent,
        cached=call.usage.cached,
        received=call.usage.received,
        cost=dollars(call.cost),
        milliseconds=round(call.milliseconds),
        created_at=timezone.now(),
    )


def forget_probe(request: TeamRequest, pk: int) -> None:
    probed = request.session.get(PROBED, {})
    if probed.pop(str(pk), None):
        request.session[PROBED] = probed


def provider_or_404(request: TeamRequest, pk: int) -> Provider:
    return get_object_or_404(Provider.objects.for_team(request.team), pk=pk)
