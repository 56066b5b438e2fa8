"""The mail that tells a team's admins that the month's budget for models is nearly spent."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.access import Act, allows
from contracts.models import Membership
from reviews.model.budget import budget_of
from reviews.models.providers import ModelSettings

log = logging.getLogger(__name__)


def tell_admins(team_id: int) -> None:
    """One mail to each, in the language of their pages."""
    rule = ModelSettings.objects.select_related("team").filter(team=team_id).first()
    if rule is None:
        return
    budget = budget_of(rule)
    people = Membership.objects.filter(team=team_id, user__is_active=True).select_related("user")
    for place in people:
        if not allows(place, Act.MANAGE):
            continue
        with translation.override(place.user.language or settings.LANGUAGE_CODE):
            subject = _("Clausemark: %(percent)s%% of the month’s budget for models is spent") % {
                "percent": budget.percent
            }
            body = _(
                "The team “%(team)s” has spent %(spent)s of %(limit)s US dollars this month. When all of it is spent, "
                "no model is asked until the month ends, and reports rest on the local reader alone."
            ) % {"team": rule.team, "spent": f"{budget.spent:.2f}", "limit": f"{budget.limit:.2f}"}
            address = f"{settings.PUBLIC_URL}{reverse('reviews:calls')}" if settings.PUBLIC_URL else ""
            try:
                send_mail(subject, "\n\n".join(filter(None, (body, address))), None, [place.user.email])
            except (OSError, SMTPException):
                log.warning("the mail about the budget of team %s could not be sent", team_id)
