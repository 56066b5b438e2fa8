"""What a request may leave on the disk before any view has seen it: little, and of a stranger nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse

from contracts.models import Role
from tests.factories import make_team, people_of

pytestmark = pytest.mark.django_db
LARGE = 2_700_000
"""Above what Django keeps in memory."""


@pytest.fixture
def written(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes that the folder of temporary files had when something was written there."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    sizes = []
    receive = TemporaryFileUploadHandler.receive_data_chunk

    def watched(self: TemporaryFileUploadHandler, raw_data: bytes, start: int) -> bytes | None:
        taken = receive(self, raw_data, start)
        self.file.flush()
        sizes.append(sum(path.stat().st_size for path in tmp_path.iterdir()))
        return taken

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", watched)
    return sizes


@pytest.fixture
def signed_in() -> Client:
    client = Client()
    client.force_login(people_of(make_team())[Role.MEMBER])
    return client


def files(number: int, size: int = LARGE) -> dict[str, object]:
    return {"files": [SimpleUploadedFile(f"{at}.txt", b"x" * size) for at in range(number)]}


def test_files_of_a_stranger_are_not_stored(written: list[int]) -> None:
    response = Client().post(reverse("contracts:sign_in"), files(1, 2_400_000))
    assert (response.status_code, written) == (200, [])


def test_a_large_request_of_a_stranger_is_not_read(written: list[int]) -> None:
    response = Client().post(reverse("contracts:sign_in"), files(2))
    assert (response.status_code, written) == (413, [])
    assert "too large to take in" in response.content.decode()


def test_files_beyond_the_limit_are_counted_but_not_stored(signed_in: Client, settings, written: list[int]) -> None:
    settings.MAX_FILES = 2
    response = signed_in.post(reverse("reviews:new_contract"), files(4))
    assert "At most 2 files at a time." in response.content.decode()
    assert LARGE <= max(written) <= 2 * LARGE


def test_a_file_beyond_the_limit_leaves_nothing_behind(
    signed_in: Client, settings, written: list[int], tmp_path: Path
) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    response = signed_in.post(reverse("reviews:new_contract"), files(1))
    assert (response.status_code, max(written) <= 1_000_000, list(tmp_path.iterdir())) == (422, True, [])
    assert "The file is too large." in response.content.decode()


def test_a_request_beyond_all_limits_is_not_read(signed_in: Client, settings, written: list[int]) -> None:
    settings.MAX_UPLOAD_BYTES, settings.MAX_FILES = 100_000, 2
    response = signed_in.post(reverse("reviews:new_contract"), files(2))
    assert (response.status_code, written) == (413, [])
