"""The mail with which somebody who has forgotten the password sets another."""

from __future__ import annotations

from urllib.parse import urljoin

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from contracts.models import User


def mail_reset_link(user_id: int, language: str, base: str) -> None:
    """To nobody whose account is closed or has no password, as of people who only ever come from a provider."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not user.has_usable_password():
        return
    who = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("contracts:new_password", args=[who, default_token_generator.make_token(user)])
    with translation.override(user.language or language):
        subject = _("A new password for Clausemark")
        body = _(
            "Somebody, probably you, has asked for a new password for %(email)s.\n\n"
            "Open this address within an hour to set it:\n%(address)s\n\n"
            "If it was not you, you need not do anything: the old password still works.\n"
        ) % {"email": user.email, "address": urljoin(base, path)}
    send_mail(subject, body, None, [user.email])
