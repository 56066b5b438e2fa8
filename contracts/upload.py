"""Takes an uploaded file in: bytes to storage by their hash, a new version of a document, its reading made once.

The first step of all; `read.py` comes after it. The same bytes in the same team are stored once and read once.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from contracts.identify import title_of
from contracts.models import Document, Reading, ReadingPlaces, User, Version, upload_path
from contracts.passages import index_reading
from contracts.read import READER_VERSION, Unreadable, read_bytes
from contracts.segment import segment_text
from contracts.values import rows_of

DEFAULT_MAX_BYTES = 50 * 1024 * 1024
MAX_NAME = 200
PASSING = frozenset(("scan",))
"""Refusals that another day may lift, without a better reader: what recognises text may have been installed."""
_new_files: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("new_files", default=None)


def max_upload_bytes() -> int:
    return getattr(settings, "MAX_UPLOAD_BYTES", DEFAULT_MAX_BYTES)


def safe_name(name: str) -> str:
    """A file's name as it may be shown and offered for download: no path, no invisible or turning characters."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    seen = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    seen = " ".join(seen.split()).strip(". ")
    if len(seen) > MAX_NAME:
        stem, dot, ending = seen.rpartition(".")
        seen = f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) <= 8 else seen[:MAX_NAME]
    return seen or "unnamed"


def check_upload(file: UploadedFile) -> None:
    """Raise Unreadable for what need not be stored to be refused: callers ask before they make any row."""
    if not file.size:
        raise Unreadable("empty")
    if file.size > max_upload_bytes():
        raise Unreadable("too_large")


@contextmanager
def kept_together() -> Iterator[None]:
    """A transaction that files take part in: where it is rolled back, what was stored in it goes away again.

    The outermost one decides. Use it in place of `transaction.atomic` around everything that takes files in.
    """
    if _new_files.get() is not None:
        with transaction.atomic():
            yield
        return
    files: list[tuple[Storage, str]] = []
    token = _new_files.set(files)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for storage, path in files:
            storage.delete(path)
        raise
    finally:
        _new_files.reset(token)


@kept_together()
def accept_upload(file: UploadedFile, *, document: Document, user: User) -> Version:
    """Store a file as the document's next version. Raises Unreadable where it is empty or too large.

    The bytes are stored before the row is written and removed again when the row cannot be: nothing half-made stays.
    """
    check_upload(file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    version = Version(
        document=document, name=safe_name(file.name or ""), sha256=digest.hexdigest(), size=file.size, uploaded_by=user
    )
    version.file.name = stored_path(version) or store(version, file)
    # The row lock orders two uploads to one document; SQLite's transactions do it by themselves.
    Document.objects.select_for_update().get(pk=document.pk)
    newest = document.versions.aggregate(newest=Max("number"))["newest"] or 0
    version.number = newest + 1
    version.save()
    return version


def stored_path(version: Version) -> str:
    """Where the team has these bytes already, "" where it has not.

    A row tells, and not the storage: what lies there may be half written, or about to go away with its transaction.
    The lock keeps the bytes from being discarded before ours is written.
    """
    same = Version.objects.filter(document__contract__team=version.document.contract.team_id, sha256=version.sha256)
    kept = same.select_for_update(of=("self",)).order_by("pk").first()
    return kept.file.name if kept is not None and kept.file.storage.exists(kept.file.name) else ""


def store(version: Version, file: UploadedFile) -> str:
    storage, path = version.file.storage, upload_path(version, "")
    files = _new_files.get()
    if files is not None:
        files.append((storage, path))  # first, since a full disk keeps what it could take
    file.seek(0)
    return storage.save(path, file)


def read_version(version: Version) -> Reading:
    """The version's reading, made now if the team has none of these bytes. Raises Unreadable and remembers its code.

    A reading once given to a version stays, even when the reader gets better: evidence points into it. A refusal stays
    until then: it may have taken a minute to come to. The same bytes uploaded again are tried again.
    """
    if version.reading is not None:
        return version.reading
    if version.refusal and version.refusal not in PASSING and version.refused_by == READER_VERSION:
        raise Unreadable(version.refusal)
    team_id = version.document.contract.team_id
    key = {"team_id": team_id, "sha256": version.sha256, "reader_version": READER_VERSION}
    reading = Reading.objects.filter(**key).first()
    if reading is None:
        data = version.load()
        try:
            text = read_bytes(data, version.name)
        except Unreadable as error:
            version.refusal, version.refused_by = error.code, READER_VERSION
            version.save(update_fields=["refusal", "refused_by"])
            raise
        clauses = segment_text(text)
        with transaction.atomic():
            reading, is_new = Reading.objects.get_or_create(
                **key,
                defaults={
                    "body": text.body,
                    "language": text.language,
                    "source": text.source,
                    "media_type": text.media_type,
                    "title": title_of(text, clauses, version.name)[:300],
                    "pages": rows_of(text.pages),
                    "clauses": rows_of(clauses),
                    "notes": list(text.notes),
                    "hidden": rows_of(text.hidden),
                },
            )
            if is_new and text.places:
                ReadingPlaces.objects.create(reading=reading, rows=rows_of(text.places))
            if is_new:
                index_reading(reading)
    version.reading, version.refusal, version.refused_by = reading, "", ""
    version.save(update_fields=["reading", "refusal", "refused_by"])
    return reading
