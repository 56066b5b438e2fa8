"""Addresses of the whole product."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "contracts.views.bad_request"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("contracts.urls")),
    path("", include("reviews.urls")),
]
