"""Addresses of the whole product."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

handler400 = "contracts.views.bad_request"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("contracts.urls")),
    path("", include("reviews.urls")),
]
if settings.OPERATOR_PATH:
    from contracts.operator import SITE
    from reviews import operator  # noqa: F401  (what it registers)

    urlpatterns.append(path(f"{settings.OPERATOR_PATH}/", SITE.urls))
