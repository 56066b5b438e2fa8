"""Addresses of the whole product."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
