"""Vendors, contracts, their documents, and every version of every document ever uploaded."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from contracts.models.people import Team, User
from contracts.models.readings import Reading


class Vendor(models.Model):
    team = models.ForeignKey(Team, models.CASCADE, related_name="vendors")
    name = models.CharField(_("vendor"), max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "name"], name="one_vendor_per_name")]

    def __str__(self) -> str:
        return self.name


class ContractQuerySet(models.QuerySet["Contract"]):
    def for_team(self, team: Team) -> ContractQuerySet:
        return self.filter(team=team)

    def hold(self, pk: int) -> None:
        """Let nobody else change what stands on this contract until the transaction ends.

        Of all rows a transaction takes hold of the contract first and, by `contracts.trail.record`, of the team's trail
        last: then nobody waits for somebody who waits for him. Rows that name the contract may still be added.
        """
        self.select_for_update(no_key=True).only("pk").get(pk=pk)


class Contract(models.Model):
    """One deal with one vendor: a bundle of documents."""

    class Origin(models.TextChoices):
        STANDARD = "standard", _("Vendor’s standard terms")
        DRAFT = "draft", _("Negotiated draft")
        SIGNED = "signed", _("Signed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="contracts")
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="contracts")
    title = models.CharField(_("title"), max_length=200)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin, default=Origin.STANDARD)
    never_leaves = models.BooleanField(default=False)
    """No text of it goes to any model, whatever the team allows."""
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    annual_spend = models.DecimalField(_("spend a year"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    """ISO 4217, "" where no spend is known."""
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["team", "-created_at"])]

    def __str__(self) -> str:
        return self.title


class KindChoice(models.TextChoices):
    MASTER_TERMS = "master_terms", _("master terms")
    ORDER_FORM = "order_form", _("order form")
    DPA = "dpa", _("data processing agreement")
    SLA = "sla", _("service level agreement")
    POLICY = "policy", _("policy")
    AMENDMENT = "amendment", _("amendment")
    OTHER = "other", _("other")


class Document(models.Model):
    """One paper of the bundle. `kind` is "" until it is guessed from the text or set by a person."""

    class KindSource(models.TextChoices):
        GUESSED = "guessed", _("Guessed from the text")
        SET = "set", _("Set by you")

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=KindChoice, blank=True)
    kind_source = models.CharField(max_length=7, choices=KindSource, default=KindSource.GUESSED)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.contract}: {self.kind or '?'}"


def upload_path(version: Version, filename: str) -> str:
    """Where new bytes lie: by team and hash, so that no name of a user's making reaches the storage.

    The last part is new each time, so that two uploads at once never write into, or remove, each other's file.
    """
    folder = f"uploads/{version.document.contract.team_id}/{version.sha256[:2]}"
    return f"{folder}/{version.sha256}-{uuid.uuid4().hex[:12]}"


class VersionQuerySet(models.QuerySet["Version"]):
    def current(self) -> VersionQuerySet:
        """The newest of each document, in the order of the bundle: texts are long, and old ones stay unread."""
        newer = Version.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer)).order_by("document__position", "document_id")


class Version(models.Model):
    """One uploaded file of a document; never changed, never deleted by a re-upload. The newest is current.

    `refusal` is a code of `contracts.read.REFUSALS` with what was wrong, "" where nothing was; `refused_by` the version
    of the reader that said so.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=upload_path, max_length=255)
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, related_name="versions")
    refusal = models.CharField(max_length=40, blank=True)
    refused_by = models.CharField(max_length=40, blank=True, default="")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return self.name

    def load(self) -> bytes:
        """The uploaded bytes."""
        with self.file.open("rb") as stored:
            return stored.read()
