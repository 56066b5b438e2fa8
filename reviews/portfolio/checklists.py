"""The checklists that contracts stand by, as values. Versions never change, so each is loaded once in a process."""

from __future__ import annotations

from functools import lru_cache

from reviews.checklist import Checklist as ChecklistValues
from reviews.models import ChecklistVersion


def checklist_of(version: ChecklistVersion) -> ChecklistValues:
    """The version's values; costs a query and a while the first time, then nothing. Raises ChecklistError."""
    return _load(version.sha256, version.pk)


@lru_cache(maxsize=32)
def _load(sha256: str, pk: int) -> ChecklistValues:
    """The hash is part of the key, since a number may stand for another version once a database is made anew."""
    return ChecklistVersion.objects.select_related("checklist").get(pk=pk, sha256=sha256).load()
