"""Django’s own admin, for whoever runs the installation: accounts, teams, what is kept; no word of a contract.

Its door is ours, with its limits and its second factor. For everybody but staff there is no such page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _

from contracts.access import to_sign_in
from contracts.door_views import sign_out
from contracts.models import Contract, Invitation, Membership, SignedIn, Team, TrailEntry, User
from contracts.second_factor import has_second_factor, turn_off
from contracts.sessions import end_all_sessions

View = Callable[..., HttpResponse]


class OperatorSite(admin.AdminSite):
    site_header = site_title = "Clausemark"
    index_title = _("Operation")
    site_url = "/"
    enable_nav_sidebar = False
    final_catch_all_view = False

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not self.has_permission(request):
                raise Http404
            if settings.REQUIRE_SECOND_FACTOR and not has_second_factor(request.user):  # type: ignore[arg-type]
                return redirect("contracts:second_factor")
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without pages for what our own do: signing in and out, and passwords."""
        own = ("login", "logout", "password_change", "password_change_done")
        kept = [url for url in super().get_urls() if getattr(url, "name", None) not in own]
        return [
            path("logout/", sign_out, name="logout"),
            path("password/", self.admin_view(lambda request: redirect("contracts:password")), name="password_change"),
            *kept,
        ]


SITE = OperatorSite(name="admin")


class ReadOnly(admin.ModelAdmin):
    """Rows to look at. Only the fields that are named are shown."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        return tuple(self.fields or ())

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User, site=SITE)
class Users(admin.ModelAdmin):
    """Accounts are closed, never deleted: what a person did keeps its name. No hash of a password is shown."""

    fields = ("email", "name", "language", "is_active", "is_staff", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("last_login", "date_joined")
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    actions = ("end_sessions", "turn_off_second_factor")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        more = () if request.user.is_superuser else ("is_staff", "is_superuser")
        return (*self.readonly_fields, *more)

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        obj.email = obj.email.lower()  # as people are looked for when they sign in
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            end_all_sessions(person)
            self.log_change(request, person, "sessions ended")

    @admin.action(description=_("Turn off the second factor"), permissions=["change"])
    def turn_off_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            turn_off(person)
            self.log_change(request, person, "second factor turned off")


class Places(admin.TabularInline):
    model = Membership
    fields = readonly_fields = ("user", "role", "created_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Team, site=SITE)
class Teams(ReadOnly):
    fields = ("name", "accepted_band", "wants_second_factor", "created_at")
    list_display = ("name", "wants_second_factor", "created_at")
    search_fields = ("name",)
    inlines = (Places,)


@admin.register(Invitation, site=SITE)
class Invitations(ReadOnly):
    fields = list_display = ("email", "team", "role", "invited_by", "created_at", "expires_at")


@admin.register(SignedIn, site=SITE)
class Sessions(ReadOnly):
    fields = list_display = ("user", "device", "address", "created_at", "seen_at")
    list_select_related = ("user",)


@admin.register(Contract, site=SITE)
class Contracts(ReadOnly):
    fields = list_display = ("public_id", "team", "created_at")
    list_select_related = ("team",)


@admin.register(TrailEntry, site=SITE)
class Trail(ReadOnly):
    fields = list_display = ("team", "number", "at", "actor_name", "act", "subject", "hash")
    list_filter = ("act",)
    list_select_related = ("team",)
    ordering = ("-at",)
