"""What people settle for themselves: name, language, password, second factor, and where they are signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from contracts.access import ClientRequest, memberships_of, to_sign_in
from contracts.account_forms import CODE_WRONG, CodeForm, NewPasswordForm, ProfileForm, refuse_more
from contracts.door import record_in_teams
from contracts.door_views import status_of
from contracts.limits import SECOND_STEP, forget
from contracts.models import RecoveryCode, User
from contracts.seals import SealBroken, seal, unseal
from contracts.second_factor import has_second_factor, new_recovery_codes, turn_off, turn_on, wants_second_factor
from contracts.sessions import end_other_sessions, end_session, note_sign_in, word_device
from contracts.totp import app_address, new_secret

P = ParamSpec("P")
UNCONFIRMED = "second_factor_unconfirmed"


class PersonRequest(ClientRequest):
    """A request of somebody who is signed in, in whatever team or none."""

    user: User


def own_page(
    view: Callable[Concatenate[PersonRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let in who is signed in. Kept by no browser."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return never_cache(guarded)


@require_http_methods(["GET", "POST"])
@own_page
def profile(request: PersonRequest) -> HttpResponse:
    name = str(request.user)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("contracts:profile")
    sessions = [
        (row, word_device(row.device), row.session_id == request.session.session_key)
        for row in request.user.signed_in.filter(session__expire_date__gt=timezone.now())
    ]
    context = {
        "form": form,
        "person": name,
        "has_factor": has_second_factor(request.user),
        "codes_left": RecoveryCode.objects.filter(user=request.user).count(),
        "wanted_by": teams_that_want(request),
        "sessions": sessions,
        "nav": "none",
    }
    return render(request, "contracts/profile.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
@own_page
def password(request: PersonRequest) -> HttpResponse:
    """A new password ends all other sessions: whoever knew the old one is out."""
    if not request.user.has_usable_password():
        return render(request, "contracts/password.html", {"nav": "none"})
    form = NewPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            user = form.save()
            update_session_auth_hash(request, user)
            note_sign_in(request, user)  # the session has a new key
            end_other_sessions(request, user)
            record_in_teams(user, "password.changed")
        messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
        return redirect("contracts:profile")
    return render(request, "contracts/password.html", {"form": form, "nav": "none"}, status=status_of(form))


@sensitive_variables("secret", "codes")
@require_http_methods(["GET", "POST"])
@own_page
def second_factor(request: PersonRequest) -> HttpResponse:
    """Turn it on: the app reads the secret, and a code shows that it has."""
    if has_second_factor(request.user):
        return redirect("contracts:profile")
    secret = secret_of(request)
    form = CodeForm(request.POST if request.method == "POST" else None, user=None)
    if form.is_bound and form.is_valid() and (codes := try_code(request, form, secret)):
        del request.session[UNCONFIRMED]
        record_in_teams(request.user, "second_factor.on")
        return show_codes(request, codes)
    context = {
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": draw(app_address(secret, request.user.email, "Clausemark")),
        "wanted_by": teams_that_want(request),
        "nav": "none",
    }
    return render(request, "contracts/second_factor.html", context, status=status_of(form))


@sensitive_variables("address")
def draw(address: str) -> SafeString:
    """A QR code. Made of squares alone: nothing that anybody typed is among its letters."""
    picture = segno.make(address, error="m").svg_inline(border=4, light="#fff", svgclass="qr", omitsize=True)
    return mark_safe(picture)  # noqa: S308


@sensitive_variables("secret")
def try_code(request: PersonRequest, form: CodeForm, secret: str) -> list[str]:
    try:
        refuse_more(SECOND_STEP, request.user.pk)
        codes = turn_on(request.user, secret, form.cleaned_data["code"])
        if not codes:
            raise ValidationError(CODE_WRONG)
    except ValidationError as error:
        form.add_error("code", error)
        return []
    forget(SECOND_STEP, request.user.pk)
    return codes


@sensitive_variables("secret")
def secret_of(request: PersonRequest) -> str:
    """The secret that waits to be confirmed: the same until then, so that a page that is loaded again still fits."""
    try:
        return unseal(request.session[UNCONFIRMED])
    except (KeyError, SealBroken):
        secret = new_secret()
        request.session[UNCONFIRMED] = seal(secret)
        return secret


@require_http_methods(["GET", "POST"])
@own_page
def second_factor_off(request: PersonRequest) -> HttpResponse:
    return with_code(request, "off")


@require_http_methods(["GET", "POST"])
@own_page
def recovery_codes(request: PersonRequest) -> HttpResponse:
    return with_code(request, "codes")


@sensitive_variables("codes")
def with_code(request: PersonRequest, wish: str) -> HttpResponse:
    """Whoever finds a browser open can neither turn the second factor off nor read codes: it takes a code to do so."""
    if not has_second_factor(request.user):
        return redirect("contracts:profile")
    form = CodeForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        if wish == "codes":
            record_in_teams(request.user, "second_factor.codes")
            return show_codes(request, new_recovery_codes(request.user))
        turn_off(request.user)
        record_in_teams(request.user, "second_factor.off")
        messages.success(request, _("The second factor is off."))
        return redirect("contracts:profile")
    context = {"form": form, "wish": wish, "wanted_by": teams_that_want(request), "nav": "none"}
    return render(request, "contracts/second_factor_code.html", context, status=status_of(form))


def show_codes(request: PersonRequest, codes: list[str]) -> HttpResponse:
    """Once: the page is kept by no browser, and the codes by nobody."""
    return render(request, "contracts/recovery_codes.html", {"codes": codes, "nav": "none"})


@require_POST
@own_page
def session_end(request: PersonRequest, pk: int) -> HttpResponse:
    if not end_session(request.user, pk):
        raise Http404
    messages.success(request, _("Signed out there."))
    return redirect("contracts:profile")


@require_POST
@own_page
def sessions_end(request: PersonRequest) -> HttpResponse:
    end_other_sessions(request, request.user)
    record_in_teams(request.user, "sessions.ended")
    messages.success(request, _("Everywhere else you are signed out."))
    return redirect("contracts:profile")


def teams_that_want(request: PersonRequest) -> list[str]:
    """Teams in which nobody works without a second factor."""
    return [str(place.team) for place in memberships_of(request) if wants_second_factor(place.team)]
