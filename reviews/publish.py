"""Publishes a checklist file for a team: the same content once, each change as a new version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from contracts.models import Team, User
from contracts.trail import record
from reviews.checklist import load_checklist
from reviews.models import Checklist, ChecklistVersion


@transaction.atomic
def publish_checklist(team: Team, source: str, file: str, user: User | None = None) -> ChecklistVersion:
    """The version of the team's checklist that has this content, new where there is none. Raises ChecklistError.

    `file` is what messages about mistakes call the source. The trail tells of it where a person did it.
    """
    loaded = load_checklist(source, file)
    checklist, _ = Checklist.objects.get_or_create(
        team=team, name=loaded.name["en"], defaults={"name_ja": loaded.name.get("ja", "")}
    )
    Checklist.objects.select_for_update().get(pk=checklist.pk)  # of two at once, the second sees what the first made
    published = checklist.versions.filter(sha256=loaded.sha256).order_by("number").last()
    if published is not None:
        return published
    last = checklist.versions.aggregate(last=Max("number"))["last"] or 0
    version = checklist.versions.create(number=last + 1, source=source, sha256=loaded.sha256, published_by=user)
    if user is not None:
        record(team, user, "checklist.published", checklist=checklist.name, version=version.number)
    return version
