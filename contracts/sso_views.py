"""To the provider and back; addresses that exist only where the operator has set one."""

from __future__ import annotations

import logging

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from jwt import PyJWTError
from requests import RequestException

from contracts.sso import FAILED, PROVIDER, OpenIDConnect, back_to_sign_in

log = logging.getLogger(__name__)


@never_cache
@require_safe
def sso(request: HttpRequest) -> HttpResponse:
    """A plain link: a form that leads to another host would need a hole in the content security policy."""
    return talk(request, OAuth2LoginView)


@never_cache
@require_safe
def sso_back(request: HttpRequest) -> HttpResponse:
    return talk(request, OAuth2CallbackView)


def talk(request: HttpRequest, step: type[OAuth2LoginView] | type[OAuth2CallbackView]) -> HttpResponse:
    if not settings.OIDC_ISSUER:
        raise Http404
    if request.user.is_authenticated:
        return redirect("reviews:contracts")
    try:
        return step.adapter_view(OpenIDConnect(request, PROVIDER))(request)
    except (OAuth2Error, RequestException, PyJWTError, LookupError, TypeError, ValueError, AttributeError) as error:
        # What the other side answers may be anything; nothing of it is shown, and only the kind of trouble logged.
        log.warning("single sign-on failed: %s", type(error).__name__)
        return back_to_sign_in(request, FAILED)
