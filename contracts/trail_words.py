"""What entries of the trail say, for people: acts in words, and their details in one line."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from contracts.models import TrailEntry

ACTS: dict[str, Promise] = {
    "upload": pgettext_lazy("trail", "Paper uploaded"),
    "contract.removed": pgettext_lazy("trail", "Contract removed"),
    "contract.changed": pgettext_lazy("trail", "Owner or spend changed"),
    "contract.model": pgettext_lazy("trail", "Use of models changed"),
    "models.rule": pgettext_lazy("trail", "Rule for models changed"),
    "provider.added": pgettext_lazy("trail", "Provider of models added"),
    "provider.changed": pgettext_lazy("trail", "Provider of models changed"),
    "provider.moved": pgettext_lazy("trail", "Order of providers changed"),
    "provider.removed": pgettext_lazy("trail", "Provider of models removed"),
    "checklist.published": pgettext_lazy("trail", "Checklist published"),
    "checklist.imported": pgettext_lazy("trail", "Checklist imported as a draft"),
    "review.started": pgettext_lazy("trail", "Review started"),
    "review.finished": pgettext_lazy("trail", "Review finished"),
    "decision.confirm": pgettext_lazy("trail", "Finding confirmed"),
    "decision.override": pgettext_lazy("trail", "Finding overridden"),
    "decision.dismiss": pgettext_lazy("trail", "Finding dismissed"),
    "decision.undo": pgettext_lazy("trail", "Decision undone"),
    "comment": pgettext_lazy("trail", "Comment"),
    "assign": pgettext_lazy("trail", "Finding assigned"),
    "dates.changed": pgettext_lazy("trail", "Date entered"),
    "dates.removed": pgettext_lazy("trail", "Date removed"),
    "dates.confirmed": pgettext_lazy("trail", "Date confirmed"),
    "dates.refused": pgettext_lazy("trail", "Date set aside"),
    "dates.open": pgettext_lazy("trail", "Date opened again"),
    "feed.made": pgettext_lazy("trail", "Address of a calendar feed made"),
    "feed.ended": pgettext_lazy("trail", "Calendar feed ended"),
    "reminders.changed": pgettext_lazy("trail", "Days of reminders changed"),
    "sign_off": pgettext_lazy("trail", "Review signed off"),
    "export.pdf": pgettext_lazy("trail", "PDF exported"),
    "export.json": pgettext_lazy("trail", "JSON exported"),
    "export.portfolio": pgettext_lazy("trail", "Portfolio exported"),
    "export.calls": pgettext_lazy("trail", "Calls to models exported"),
    "export.trail": pgettext_lazy("trail", "Trail exported"),
    "sign_in": pgettext_lazy("trail", "Signed in"),
    "member.invited": pgettext_lazy("trail", "Person invited"),
    "member.invited_again": pgettext_lazy("trail", "Invitation sent again"),
    "member.uninvited": pgettext_lazy("trail", "Invitation withdrawn"),
    "member.joined": pgettext_lazy("trail", "Team joined"),
    "member.role": pgettext_lazy("trail", "Role changed"),
    "member.removed": pgettext_lazy("trail", "Person removed"),
    "team.second_factor": pgettext_lazy("trail", "Rule for second factors changed"),
    "password.changed": pgettext_lazy("trail", "Password changed"),
    "password.reset": pgettext_lazy("trail", "Password reset by mail"),
    "second_factor.on": pgettext_lazy("trail", "Second factor turned on"),
    "second_factor.off": pgettext_lazy("trail", "Second factor turned off"),
    "second_factor.codes": pgettext_lazy("trail", "New recovery codes made"),
    "sessions.ended": pgettext_lazy("trail", "Other sessions ended"),
}
DETAILS: dict[str, Promise] = {
    "review": pgettext_lazy("trail", "review"),
    "item": pgettext_lazy("trail", "item"),
    "grade": pgettext_lazy("trail", "grade"),
    "name": pgettext_lazy("trail", "file"),
    "checklist": pgettext_lazy("trail", "checklist"),
    "version": pgettext_lazy("trail", "version"),
    "provider": pgettext_lazy("trail", "provider"),
    "model": pgettext_lazy("trail", "model"),
    "budget": pgettext_lazy("trail", "budget"),
    "owner": pgettext_lazy("trail", "owner"),
    "spend": pgettext_lazy("trail", "spend"),
    "score": pgettext_lazy("trail", "score"),
    "carried": pgettext_lazy("trail", "decisions carried over"),
    "again": pgettext_lazy("trail", "to look at again"),
    "language": pgettext_lazy("trail", "language"),
    "reader": pgettext_lazy("trail", "reader"),
    "to": pgettext_lazy("trail", "to"),
    "fact": pgettext_lazy("trail", "date"),
    "day": pgettext_lazy("trail", "day"),
    "number": pgettext_lazy("trail", "number"),
    "days": pgettext_lazy("trail", "days ahead"),
    "format": pgettext_lazy("trail", "format"),
    "person": pgettext_lazy("trail", "person"),
    "role": pgettext_lazy("trail", "role"),
    "was": pgettext_lazy("trail", "was"),
    "state": pgettext_lazy("trail", "state"),
}
NOBODY = _("The product itself")


def word_act(entry: TrailEntry) -> str:
    """A code that has no words (yet) is shown as it is."""
    return str(ACTS.get(entry.act, entry.act))


def word_details(entry: TrailEntry) -> str:
    """ "review 2, item sla.uptime"; hashes and the like are only in the export."""
    shown = (
        f"{word} {entry.details[name]}" for name, word in DETAILS.items() if entry.details.get(name) not in (None, "")
    )
    return pgettext("between the parts of a list", ", ").join(shown)
