"""Single sign-on with the organisation’s own OpenID Connect provider. allauth talks to it, this decides who comes in.

A person is known by the provider’s own identifier or, the first time, by an address that the provider has verified.
Strangers stay out: only who has an account, an invitation, or an address in a domain that the operator names.
"""

from __future__ import annotations

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contracts.door import enter
from contracts.invitations import accept_all, has_invitation
from contracts.models import User

PROVIDER = "oidc"
FAILED = _("The other side did not confirm who you are. Try again; if it goes on, ask whoever runs this installation.")
UNVERIFIED = _("The other side has not verified your mail address, so nobody can tell whether it is yours.")
UNKNOWN = _("There is no account and no invitation for %(email)s. Ask an admin of your team for an invitation.")
CLOSED = _("This account is closed. Ask an admin of your team.")


class Refused(Exception):
    """With the sentence for the person."""


class OpenIDConnect(OpenIDConnectOAuth2Adapter):
    """Stricter than the standard asks of one who fetches the token itself: signature and issuer are always checked."""

    @property
    def openid_config(self) -> dict[str, Any]:
        config = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("another issuer than the one that is set")
        return config

    def get_provider(self) -> OpenIDConnectProvider:
        provider = super().get_provider()
        provider.oauth2_adapter_class = OpenIDConnect  # else it would go there with the adapter that we tighten
        return provider

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("contracts:sso_back"))


class Door(DefaultSocialAccountAdapter):
    """allauth’s questions about what to do, all answered by our own door: it keeps no accounts of its own."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        try:
            user = person_of(sociallogin)
        except Refused as refused:
            raise ImmediateHttpResponse(back_to_sign_in(request, str(refused))) from None
        raise ImmediateHttpResponse(enter(request, user, sociallogin.get_redirect_url(request) or ""))

    def on_authentication_error(self, request: HttpRequest, provider: object, **rest: object) -> NoReturn:
        raise ImmediateHttpResponse(back_to_sign_in(request, FAILED))


def back_to_sign_in(request: HttpRequest, sentence: str | Promise) -> HttpResponse:
    messages.error(request, str(sentence))
    return redirect("contracts:sign_in")


@transaction.atomic
def person_of(sociallogin: SocialLogin) -> User:
    """Raises Refused."""
    said = claims_of(sociallogin)
    linked = SocialAccount.objects.filter(provider=PROVIDER, uid=sociallogin.account.uid).select_related("user").first()
    email = str(said.get("email") or "").strip().lower()
    if linked:
        user = linked.user
        SocialAccount.objects.filter(pk=linked.pk).update(extra_data={})  # what allauth has just written there
    else:
        if not email or said.get("email_verified") is not True:  # not “true” in quotes, nor anything else
            raise Refused(UNVERIFIED)
        user = User.objects.filter(email=email).first() or new_person(email, str(said.get("name") or ""))
        SocialAccount.objects.create(user=user, provider=PROVIDER, uid=sociallogin.account.uid)
    if not user.is_active:
        raise Refused(CLOSED)
    if email == user.email and said.get("email_verified") is True:
        accept_all(user)
    return user


def claims_of(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the signed token says, completed by what the provider answers about the same person. Raises Refused."""
    told = sociallogin.account.extra_data
    token, answer = told.get("id_token") or {}, told.get("userinfo") or {}
    if not token.get("sub") or answer.get("sub", token["sub"]) != token["sub"]:
        raise Refused(FAILED)
    return {**answer, **token}


def new_person(email: str, name: str) -> User:
    """Raises Refused."""
    if email.rpartition("@")[2] not in settings.OIDC_DOMAINS and not has_invitation(email):
        raise Refused(UNKNOWN % {"email": email})
    return User.objects.create_user(email, None, name=" ".join(name.split())[:120], language=get_language() or "")
