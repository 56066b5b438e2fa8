"""Taking files in: stored once, read once, numbered, safely named; nothing half-made stays."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import Contract, Document, Reading, Team, User, Vendor, Version
from contracts.orphans import remove_orphans
from contracts.read import READER_VERSION, Unreadable, read_here
from contracts.segment import segment_text
from contracts.upload import accept_upload, check_upload, kept_together, read_version, safe_name
from tests.unit.contracts.papers import column, pdf
from tests.unit.contracts.scans import TERMS as TERMS_OF_SERVICE
from tests.unit.contracts.scans import drawn, scanned

TERMS = "# Quillon Terms\n\n1. Fees. The customer pays within thirty days.\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    return tmp_path


@pytest.fixture
def user(db) -> User:
    return User.objects.create_user(email="ada@example.com")


def document_of(user: User, team_name: str = "Legal") -> Document:
    team = Team.objects.get_or_create(name=team_name)[0]
    vendor = Vendor.objects.get_or_create(team=team, name="Quillon")[0]
    contract = Contract.objects.create(team=team, vendor=vendor, title="Hosting", created_by=user)
    return Document.objects.create(contract=contract)


def upload(words: str | bytes = TERMS, name: str = "terms.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode() if isinstance(words, str) else words)


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_version_keeps_name_hash_size_and_bytes(user: User, media: Path):
    document = document_of(user)
    version = accept_upload(upload(), document=document, user=user)
    digest = hashlib.sha256(TERMS.encode()).hexdigest()
    assert (version.name, version.sha256, version.size, version.number, version.uploaded_by) == (
        "terms.md",
        digest,
        len(TERMS.encode()),
        1,
        user,
    )
    assert [path.name.partition("-")[0] for path in stored(media)] == [digest]
    assert version.file.read() == TERMS.encode()


def test_versions_of_a_document_are_numbered(user: User):
    document = document_of(user)
    numbers = [accept_upload(upload(f"{n} words"), document=document, user=user).number for n in range(3)]
    assert numbers == [1, 2, 3]
    assert accept_upload(upload(), document=document_of(user), user=user).number == 1


def test_current_are_the_newest_versions_in_the_order_of_the_bundle(user: User):
    last = document_of(user)
    first = Document.objects.create(contract=last.contract, position=0)
    Document.objects.create(contract=last.contract, position=2)
    Document.objects.filter(pk=last.pk).update(position=1)
    versions = [accept_upload(upload(f"{n}"), document=d, user=user) for n, d in enumerate((last, last, first, last))]
    assert list(Version.objects.filter(document__contract=last.contract).current()) == [versions[2], versions[3]]


def test_same_bytes_in_a_team_are_stored_and_read_once(user: User, media: Path):
    first = accept_upload(upload(), document=document_of(user), user=user)
    second = accept_upload(upload(name="copy.md"), document=document_of(user), user=user)
    assert read_version(first) == read_version(second)
    assert (len(stored(media)), Reading.objects.count()) == (1, 1)


def test_same_bytes_in_two_teams_are_kept_apart(user: User, media: Path):
    first = accept_upload(upload(), document=document_of(user, "Legal"), user=user)
    second = accept_upload(upload(), document=document_of(user, "Procurement"), user=user)
    assert read_version(first) != read_version(second)
    assert len(stored(media)) == 2


def test_reading_holds_text_pages_clauses_and_title(user: User):
    reading = read_version(accept_upload(upload(), document=document_of(user), user=user))
    assert (reading.body, reading.language, reading.media_type, reading.reader_version, reading.title) == (
        "Quillon Terms\n\n1. Fees. The customer pays within thirty days.",
        "en",
        "text/markdown",
        READER_VERSION,
        "Quillon Terms",
    )
    assert [(c.number, c.heading) for c in reading.clause_values] == [("", "Quillon Terms"), ("1.", "Fees")]
    assert segment_text(reading.text)[1] == reading.clause_values[1]
    assert [(page.number, page.start, page.end) for page in reading.text.pages] == [(1, 0, len(reading.body))]


def test_places_of_a_scan_are_kept_apart_from_what_lists_load(user: User):
    scan = scanned(drawn(pdf([column(TERMS_OF_SERVICE)])))
    version = accept_upload(upload(scan, "scan.pdf"), document=document_of(user), user=user)
    reading = Reading.objects.get(pk=read_version(version).pk)
    with CaptureQueriesContext(connection) as queries:
        assert (reading.text.places, reading.text.source, reading.text.pages[0].source) == ((), "ocr", "ocr")
    assert len(queries) == 0
    assert reading.placed_text == replace(read_here(scan, "scan.pdf"), marks=())
    assert reading.placed_text.places != ()


def test_reading_once_given_stays_when_the_reader_gets_better(user: User, monkeypatch: pytest.MonkeyPatch):
    document = document_of(user)
    version = accept_upload(upload(), document=document, user=user)
    reading = read_version(version)
    monkeypatch.setattr("contracts.upload.READER_VERSION", "next")
    version.refresh_from_db()
    assert read_version(version) == reading
    assert read_version(accept_upload(upload(), document=document, user=user)) != reading


@pytest.mark.parametrize(("words", "code"), [(b"", "empty"), (b"x" * 101, "too_large")])
def test_empty_and_too_large_are_refused_before_anything_is_made(
    user: User, media: Path, settings, words: bytes, code: str
):
    settings.MAX_UPLOAD_BYTES = 100
    document = document_of(user)
    with pytest.raises(Unreadable) as error:
        accept_upload(upload(words), document=document, user=user)
    with pytest.raises(Unreadable):
        check_upload(upload(words))
    assert error.value.code == code
    assert (Version.objects.count(), stored(media)) == (0, [])


def test_unreadable_file_is_kept_with_its_refusal(user: User):
    version = accept_upload(upload(b"GIF89a picture", "terms.pdf"), document=document_of(user), user=user)
    with pytest.raises(Unreadable):
        read_version(version)
    version.refresh_from_db()
    assert (version.refusal, version.reading, Reading.objects.count()) == ("image", None, 0)


def test_a_refused_file_is_not_read_again_until_the_reader_is_a_better_one(user: User, monkeypatch: pytest.MonkeyPatch):
    document = document_of(user)
    version = accept_upload(upload(b"GIF89a picture"), document=document, user=user)
    with pytest.raises(Unreadable):
        read_version(version)
    # What lies in the storage now could be read: only who reads again would notice.
    with version.file.storage.open(version.file.name, "wb") as stored_file:
        stored_file.write(TERMS.encode())
    version = Version.objects.get()
    with pytest.raises(Unreadable) as error:
        read_version(version)
    assert error.value.code == "image"
    monkeypatch.setattr("contracts.upload.READER_VERSION", "next")
    assert read_version(version).title == "Quillon Terms"
    assert (version.refusal, version.refused_by) == ("", "")


def test_a_scan_is_tried_again_since_what_recognises_it_may_have_come(user: User):
    version = accept_upload(upload(), document=document_of(user), user=user)
    version.refusal, version.refused_by = "scan", READER_VERSION
    assert read_version(version).title == "Quillon Terms"


def test_bytes_are_taken_away_again_when_the_row_cannot_be_written(user: User, media: Path):
    document = document_of(user)
    document.pk = None
    with pytest.raises((IntegrityError, Document.DoesNotExist, ValueError)):
        accept_upload(upload(), document=document, user=user)
    assert stored(media) == []


def test_bytes_of_others_stay_when_the_row_cannot_be_written(user: User, media: Path):
    kept = accept_upload(upload(), document=document_of(user), user=user)
    document = document_of(user)
    document.pk = 10_000
    with pytest.raises(Document.DoesNotExist):
        accept_upload(upload(), document=document, user=user)
    assert kept.file.storage.exists(kept.file.name)


class FullDisk(FileSystemStorage):
    """Takes the first file whole and half of the second."""

    taken = 0

    def _save(self, name: str, content: File) -> str:
        FullDisk.taken += 1
        if FullDisk.taken == 1:
            return super()._save(name, content)
        super()._save(name, ContentFile(content.read()[: content.size // 2]))
        raise OSError(28, "No space left on device")


def test_full_disk_leaves_nothing_behind(user: User, media: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(FullDisk, "taken", 0)
    monkeypatch.setattr(Version._meta.get_field("file"), "storage", FullDisk(location=str(media)))
    document = document_of(user)
    with pytest.raises(OSError, match="No space"), kept_together():
        accept_upload(upload("One."), document=document, user=user)
        accept_upload(upload("Two, which is longer."), document=document, user=user)
    assert (Version.objects.count(), stored(media)) == (0, [])


def test_bytes_that_no_row_speaks_of_are_not_taken_for_the_file(user: User, media: Path):
    """A process that was killed while it wrote leaves half a file under a name of the same hash."""
    first = accept_upload(upload(), document=document_of(user), user=user)
    (media / first.file.name).write_bytes(TERMS.encode()[:20])
    first.delete()
    assert accept_upload(upload(), document=document_of(user), user=user).file.read() == TERMS.encode()


def test_what_interrupted_uploads_left_is_removed_after_a_day(user: User, media: Path):
    assert remove_orphans(timezone.now()) == 0
    kept = accept_upload(upload(), document=document_of(user), user=user)
    half = (media / kept.file.name).with_name("0" * 64 + "-half")
    half.write_bytes(b"half a fi")
    assert remove_orphans(timezone.now()) == 0
    assert remove_orphans(timezone.now() + timedelta(days=2)) == 1
    assert stored(media) == [media / kept.file.name]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\terms.docx", "terms.docx"),
        ("fdp.\u202etxe.pdf", "fdp.txe.pdf"),
        ("a\x00b\n c\u200b.pdf", "ab c.pdf"),
        ("規約.pdf", "規約.pdf"),
        ("  .hidden  ", "hidden"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_are_made_safe_to_show(name: str, shown: str):
    assert safe_name(name) == shown
