"""Of what the term of a contract is made, the days that follow from it, and who is told of them.

`contracts/term_rows.py` writes terms and days, `contracts/remind.py` the reminders; nothing else does.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.contracts import Contract, Version
from contracts.models.people import Membership, Team, User

LEAD_DAYS = (90, 30, 7)
"""How many days before the last day to act people are written to, unless the team wants it otherwise."""


class ContractTerm(models.Model):
    """One day, length or yes-or-no of a contract's term, as a paper states it or as a person entered it.

    What was entered counts before what was read. Of every fact but OTHER there is at most one of each source.
    """

    class Fact(models.TextChoices):
        START = "start", _("Start")
        END = "end", _("End of the term")
        INITIAL = "initial", _("Initial term")
        RENEWS = "renews", _("Renews by itself")
        RENEWAL = "renewal", _("Renewed for")
        NOTICE = "notice", _("Notice against renewal")
        OTHER = "other", _("Another date")

    class Source(models.TextChoices):
        READ = "read", pgettext_lazy("source of a date", "Read in the papers")
        ENTERED = "entered", pgettext_lazy("source of a date", "Entered")

    class Unit(models.TextChoices):
        DAYS = "days", _("days")
        MONTHS = "months", _("months")

    class Standing(models.TextChoices):
        OPEN = "open", _("Not confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Set aside")

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="terms")
    fact = models.CharField(max_length=8, choices=Fact)
    source = models.CharField(max_length=7, choices=Source)
    day = models.DateField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    """Of a length, in `unit`; of RENEWS 1 for yes and 0 for no."""
    unit = models.CharField(max_length=6, choices=Unit, blank=True)
    label = models.CharField(max_length=120, blank=True)
    """What happens on another date, in a person's words."""

    version = models.ForeignKey(Version, models.CASCADE, null=True, related_name="+")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    """The paper's own words, `start:end` of the body of the version's reading."""

    standing = models.CharField(max_length=9, choices=Standing, default=Standing.OPEN)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "fact", "source"], condition=~Q(fact="other"), name="one_term_of_each_source"
            ),
            models.CheckConstraint(
                condition=Q(source="entered") | (Q(version__isnull=False) & ~Q(quote="")), name="read_term_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.fact} ({self.source})"


class ContractDay(models.Model):
    """A day in the calendar of a contract: what follows from its terms. Made anew as time goes by, and kept as it is
    where nothing has changed, so that calendars see the same entry.

    `slot` tells days of one kind apart, for good: which renewal it is, or which other date.
    """

    class Kind(models.TextChoices):
        START = "start", pgettext_lazy("day of a contract", "Starts")
        NOTICE = "notice", pgettext_lazy("day of a contract", "Last day to act")
        RENEWAL = "renewal", pgettext_lazy("day of a contract", "Renews")
        END = "end", pgettext_lazy("day of a contract", "Ends")
        OTHER = "other", pgettext_lazy("day of a contract", "Other date")

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="days")
    kind = models.CharField(max_length=7, choices=Kind)
    slot = models.PositiveIntegerField(default=0)
    day = models.DateField()
    label = models.CharField(max_length=120, blank=True)
    is_deadline = models.BooleanField(default=False)
    """Until this day something can still be done: people are reminded of it."""
    facts = models.JSONField(default=list)
    """The codes of the terms that it follows from, in the order of the sum."""
    sequence = models.PositiveIntegerField(default=0)
    """How often it was moved."""
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["contract", "kind", "slot"], name="one_day_per_slot")]
        indexes = [models.Index(fields=["contract", "day"]), models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.contract}: {self.kind} {self.day}"


class Follower(models.Model):
    """Somebody who wants to be written to about the dates of a contract, although another person owns it."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="followers")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "user"], name="follows_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.contract}"


class ReminderDays(models.Model):
    """How many days ahead a team is reminded, the longest first; a team without a row is as LEAD_DAYS says."""

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="+")
    days = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.team}: {self.days}"


class Reminder(models.Model):
    """A mail to one person about one day of a contract. The row is made before the mail is sent, so that two workers
    send one; where the sending broke off, `claimed_at` grows old, and the next worker takes it over.
    """

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=ContractDay.Kind)
    slot = models.PositiveIntegerField()
    day = models.DateField()
    lead = models.PositiveSmallIntegerField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "user", "kind", "slot", "day", "lead"], name="one_reminder_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.contract}, {self.kind} {self.day}"


class CalendarFeed(models.Model):
    """The private address under which a member's calendar program fetches the dates of a team.

    The address is made of `nonce` and the key of the installation: a copy of the database alone opens no feed. A new
    nonce ends the old address; who leaves the team takes the row along.
    """

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="feed")
    nonce = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.membership)
