"""Settings of single sign-on that cannot work, or not safely: said by `manage.py check` and at every start."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

HERE = ("localhost", "127.0.0.1", "::1")


@register()
def check_single_sign_on(**rest: object) -> list[CheckMessage]:
    if not settings.OIDC_ISSUER:
        return []
    found: list[CheckMessage] = []
    issuer = urlsplit(settings.OIDC_ISSUER)
    if issuer.scheme != "https" and issuer.hostname not in HERE:
        hint = "Over http anybody on the way could say who signs in."
        found.append(Error("CLAUSEMARK_OIDC_ISSUER has to be an https address.", hint=hint, id="clausemark.E001"))
    app: dict[str, str] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]  # type: ignore[index]
    if not (app["client_id"] and app["secret"]):
        sentence = "CLAUSEMARK_OIDC_ISSUER needs CLAUSEMARK_OIDC_CLIENT_ID and CLAUSEMARK_OIDC_SECRET."
        found.append(Error(sentence, id="clausemark.E002"))
    return found
