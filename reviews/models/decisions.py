"""What people decided, said and asked of each other about findings, and the signing of a review. Only ever added to."""

from __future__ import annotations

from typing import cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models import AppendOnly, AppendOnlyQuerySet, LanguageChoice, User
from reviews.decide import Act, Ruling
from reviews.models.reviews import Review
from reviews.values import GRADES, Grade


class DecisionQuerySet(AppendOnlyQuerySet["Decision"]):
    def settling(self) -> DecisionQuerySet:
        """Those that change how a finding stands."""
        return self.filter(turn__isnull=False)

    def with_people(self) -> DecisionQuerySet:
        return self.select_related("by", "assignee", "carried_from__review", "carried_from__by")


class Decision(AppendOnly):
    """One act of a person on a finding, which is a review and an item: rows of findings may be made anew.

    Confirm, override, dismiss and undo take turns on an item: each row counts one up and points to the one that it
    replaces, so that of two people who decide at once only one can, and the other is told. Comments and assignments
    have no turn and never exclude each other.
    """

    class Act(models.TextChoices):
        CONFIRM = "confirm", _("Confirmed")
        OVERRIDE = "override", _("Overridden")
        DISMISS = "dismiss", _("Dismissed")
        UNDO = "undo", _("Undone")
        COMMENT = "comment", _("Comment")
        ASSIGN = "assign", _("Assigned")
        REVISIT = "revisit", _("To look at again")

    SETTLING = (Act.CONFIRM, Act.OVERRIDE, Act.DISMISS, Act.UNDO)

    review = models.ForeignKey(Review, models.CASCADE, related_name="decisions")
    item = models.CharField(max_length=60)
    act = models.CharField(max_length=8, choices=Act)
    grade = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    """The reason or comment; of a revisit a code of `reviews.carry.Why`."""
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=254)
    at = models.DateTimeField(auto_now_add=True)
    turn = models.PositiveIntegerField(null=True)
    replaces = models.OneToOneField("self", models.CASCADE, null=True, related_name="replaced_by")
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    mentions = models.JSONField(default=list)
    """Names of the members who were told."""
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    """The decision of an earlier review that this one repeats, or (revisit) that no longer holds."""

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "item", "turn"], name="one_decision_per_turn"),
            models.CheckConstraint(condition=~Q(act="override") | Q(grade__in=GRADES), name="override_has_grade"),
            models.CheckConstraint(
                condition=~Q(act__in=["override", "dismiss"]) | ~Q(text=""), name="override_and_dismissal_have_reasons"
            ),
            models.CheckConstraint(
                condition=Q(act__in=["confirm", "override", "dismiss", "undo"], turn__isnull=False)
                | Q(act__in=["comment", "assign", "revisit"], turn__isnull=True),
                name="settling_decisions_take_turns",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.item}: {self.act}"

    @property
    def value(self) -> Ruling:
        """As the pure stages know it. Costs queries unless `with_people` was asked for; only of settling rows."""
        origin = self.carried_from or self
        return Ruling(
            number=self.pk,
            item=self.item,
            act=cast(Act, self.act),
            grade=cast(Grade, self.grade) if self.grade else None,
            reason=self.text,
            by=self.by_name,
            at=origin.at,
            carried_from=origin.review.number if self.carried_from else None,
        )


def signed_path(row: SignOff, filename: str) -> str:
    return f"signed/{row.review.contract.team_id}/{row.pdf_sha256}.pdf"


class SignOff(AppendOnly):
    """A named person closes a review: its report is kept as it was then, as JSON and as PDF, each with its hash."""

    review = models.OneToOneField(Review, models.CASCADE, related_name="sign_off")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=254)
    at = models.DateTimeField()
    statement = models.TextField()
    open_findings = models.PositiveIntegerField()
    language = models.CharField(max_length=2, choices=LanguageChoice)
    score = models.FloatField(null=True)
    report = models.TextField()
    """The JSON, to the last letter."""
    report_sha256 = models.CharField(max_length=64, db_index=True)
    pdf = models.FileField(upload_to=signed_path, max_length=255)
    pdf_sha256 = models.CharField(max_length=64, db_index=True)

    objects = AppendOnlyQuerySet["SignOff"].as_manager()

    def __str__(self) -> str:
        return f"{self.review}: {self.by_name}"


def stamp_of(review: Review) -> str:
    """What a report of the review shows besides its findings: another one after every decision and after sign-off."""
    last = Decision.objects.filter(review=review).settling().order_by("-pk").values_list("pk", flat=True).first() or 0
    is_signed = SignOff.objects.filter(review=review).exists()
    return f"{last}{'-signed' if is_signed else ''}"
