"""What the operator sees of reviews: how they went, what was signed, and which models were asked. No words, no keys."""

from __future__ import annotations

from django.contrib import admin

from contracts.operator import SITE, ReadOnly
from reviews.models import ChecklistVersion, Decision, ModelCall, Provider, Review, SignOff


@admin.register(Review, site=SITE)
class Reviews(ReadOnly):
    fields = (
        "public_id",
        "number",
        "reader",
        "status",
        "step",
        "failure",
        "attempts",
        "created_at",
        "started_at",
        "finished_at",
    )
    list_display = ("public_id", "reader", "status", "step", "failure", "attempts", "created_at")
    list_filter = ("status", "reader")
    ordering = ("-created_at",)


@admin.register(ChecklistVersion, site=SITE)
class ChecklistVersions(ReadOnly):
    fields = list_display = ("checklist", "number")
    list_select_related = ("checklist",)


@admin.register(Decision, site=SITE)
class Decisions(ReadOnly):
    fields = list_display = ("review_id", "item", "act", "grade", "by_name", "at", "turn")


@admin.register(SignOff, site=SITE)
class SignOffs(ReadOnly):
    fields = list_display = ("review_id", "by_name", "at", "open_findings", "report_sha256", "pdf_sha256")


@admin.register(Provider, site=SITE)
class Providers(ReadOnly):
    fields = list_display = ("name", "team", "base_url", "model", "is_masked", "is_on")
    list_select_related = ("team",)


@admin.register(ModelCall, site=SITE)
class ModelCalls(ReadOnly):
    fields = ("team", "endpoint", "host", "model", "outcome", "sent", "received", "cost", "milliseconds", "created_at")
    list_display = ("created_at", "team", "endpoint", "host", "outcome", "cost")
    list_filter = ("outcome",)
    list_select_related = ("team",)
    ordering = ("-created_at",)
