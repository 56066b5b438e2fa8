"""Choosing the team and the language; a paper as it was uploaded and read; and what Django refuses by itself."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.access import SESSION_TEAM, Act, TeamRequest, contract_or_404, memberships_of, team_page
from contracts.forms import LanguageForm
from contracts.models import Version
from contracts.originals import as_attachment, serve_version
from contracts.readers.guard import GUARD
from contracts.readers.refused import Refused
from contracts.readers.sniff import PICTURES


@require_http_methods(["GET", "POST"])
def choose_team(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("contracts:sign_in")
    memberships = memberships_of(request)
    if request.method == "POST":
        chosen = next((place for place in memberships if str(place.team_id) == request.POST.get("team")), None)
        if chosen is not None:
            request.session[SESSION_TEAM] = chosen.team_id
            return redirect("reviews:contracts")
    if not memberships:
        return render(request, "contracts/no_team.html", status=403)
    return render(request, "contracts/choose_team.html", {"memberships": memberships})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice with the person, and in a cookie for the pages before sign-in."""
    form = LanguageForm(request.POST)
    if not form.is_valid() or not check_for_language(form.cleaned_data["language"]):
        return redirect("reviews:contracts")
    language, back = form.cleaned_data["language"], form.cleaned_data["next"]
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    # An address, and never the name of a view, which is what `redirect` would first take it for.
    response = HttpResponseRedirect(back if safe else reverse("reviews:contracts"))
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response


@require_safe
@team_page(Act.READ)
def version_file(request: TeamRequest, public_id: UUID, pk: int) -> HttpResponseBase:
    """The uploaded bytes."""
    return serve_version(request, version_or_404(request, public_id, pk))


@require_safe
@team_page(Act.READ)
def version_text(request: TeamRequest, public_id: UUID, pk: int) -> HttpResponseBase:
    """What was read of it, unchanged: the text in which the report counts its positions."""
    version = version_or_404(request, public_id, pk)
    if version.reading is None:
        raise Http404
    response = HttpResponse(version.reading.body, content_type="text/plain; charset=utf-8")
    return as_attachment(response, f"{PurePath(version.name).stem}.txt")


@require_safe
@team_page(Act.READ)
def version_picture(request: TeamRequest, public_id: UUID, pk: int, number: int) -> HttpResponseBase:
    """A page of an uploaded picture, drawn anew: not one byte of the file goes to the browser."""
    version = version_or_404(request, public_id, pk)
    if version.reading is None or version.reading.media_type not in PICTURES.values() or number < 1:
        raise Http404
    try:
        return HttpResponse(GUARD.page_picture(version.load(), number), content_type="image/png")
    except Refused as error:
        raise Http404 from error


def version_or_404(request: TeamRequest, public_id: UUID, pk: int) -> Version:
    contract = contract_or_404(request, public_id)
    return get_object_or_404(Version.objects.select_related("reading"), pk=pk, document__contract=contract)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django refuses before any view sees it: too much of something, or nonsense."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return render(request, "413.html" if too_much else "400.html", status=413 if too_much else 400)
