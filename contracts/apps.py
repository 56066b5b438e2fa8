from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from contracts.models import User


class ContractsConfig(AppConfig):
    name = "contracts"
    verbose_name = _("Contracts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from contracts import checks  # noqa: F401  (registers itself)

        # Django’s own signal, so that no way of signing in can be forgotten in the list of a person’s sessions.
        user_logged_in.connect(note, dispatch_uid="contracts.note_sign_in")


def note(request: HttpRequest, user: User, **rest: object) -> None:
    from contracts.sessions import note_sign_in

    note_sign_in(request, user)
