"""Removes uploaded bytes that no row speaks of: a process that is killed while it stores a file cannot tidy up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage

from contracts.models import Version

PATIENCE = timedelta(days=1)
"""Younger files may belong to an upload whose transaction is still open."""
ROOT = "uploads"


def remove_orphans(now: datetime) -> int:
    """How many files were removed. Costs a query for each folder, of which there are 256 for each team."""
    storage = Version._meta.get_field("file").storage
    removed = 0
    for folder in folders(storage):
        names = {f"{folder}/{name}" for name in storage.listdir(folder)[1]}
        known = set(Version.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True))
        for name in sorted(names - known):
            if storage.get_modified_time(name) < now - PATIENCE:
                storage.delete(name)
                removed += 1
    return removed


def folders(storage: Storage) -> Iterator[str]:
    """The folders that hold files: by team, then by the first signs of the hash."""
    try:
        teams = storage.listdir(ROOT)[0]
    except FileNotFoundError:
        return  # nothing was ever uploaded
    for team in teams:
        for part in storage.listdir(f"{ROOT}/{team}")[0]:
            yield f"{ROOT}/{team}/{part}"
