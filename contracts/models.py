"""People and papers: teams, their vendors and contracts, and every version of every document ever uploaded.

Every row but User belongs to one team; queries start from `for_team` or `for_user`, never from `objects.all()`.
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from contracts.values import Clause, Page, Place, Text


class LanguageChoice(models.TextChoices):
    EN = "en", "English"
    JA = "ja", "日本語"


class EmailUserManager(UserManager):
    def create_user(self, email: str, password: str | None = None, **extra: object) -> User:  # type: ignore[override]
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: object) -> User:  # type: ignore[override]
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractUser):
    """A person, known by e-mail address. `language` is the interface's; "" follows the browser."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LanguageChoice, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = EmailUserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Team(models.Model):
    """The tenant. `accepted_band` is the worst band the team signs without changes."""

    name = models.CharField(_("name"), max_length=120)
    accepted_band = models.CharField(_("accepted band"), max_length=8, default="moderate")
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    MEMBER = "member", _("Member")
    REVIEWER = "reviewer", _("Reviewer")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Admin")


class Membership(models.Model):
    """A person's place in a team. What a role may do stands in `contracts/access.py`."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], name="one_membership_per_team"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


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


class Reading(models.Model):
    """What was read from some bytes, once for each team and reader version: canonical text, pages, clauses."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="readings")
    sha256 = models.CharField(max_length=64)
    reader_version = models.CharField(max_length=40)
    body = models.TextField()
    language = models.CharField(max_length=2, choices=LanguageChoice)
    source = models.CharField(max_length=4, default="text")
    media_type = models.CharField(max_length=100)
    title = models.CharField(max_length=300, blank=True)
    pages = models.JSONField(default=list)
    """[[number, start, end, label, source, sureness], ...] in the order of `values.Page`; old rows end earlier."""
    clauses = models.JSONField(default=list)
    """[[start, end, body_start, level, parent, number, heading], ...] in the order of `values.Clause`."""
    notes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "sha256", "reader_version"], name="one_reading_per_bytes"),
        ]

    def __str__(self) -> str:
        return self.title or self.sha256[:12]

    @property
    def text(self) -> Text:
        """What was read, without the places of its words: few ask for them, and they outweigh the text."""
        return Text(
            body=self.body,
            pages=tuple(Page(*row) for row in self.pages),
            language=self.language,
            source=self.source,
            media_type=self.media_type,
            notes=tuple(self.notes),
        )

    @property
    def placed_text(self) -> Text:
        """The text with the places of its words. Costs a query."""
        rows = ReadingPlaces.objects.filter(reading=self).values_list("rows", flat=True).first() or []
        return replace(self.text, places=tuple(Place(*row) for row in rows))

    @property
    def clause_values(self) -> tuple[Clause, ...]:
        return tuple(Clause(*row) for row in self.clauses)


class ReadingPlaces(models.Model):
    """Where the words of a reading stand on their pages. A row of its own, so that no list of papers ever loads it."""

    reading = models.OneToOneField(Reading, models.CASCADE, primary_key=True, related_name="placed")
    rows = models.JSONField(default=list)
    """[[start, end, page, left, bottom, right, top, sureness], ...] in the order of `values.Place`."""

    def __str__(self) -> str:
        return str(self.reading)


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
