"""Stops storing an upload at the limit. The rest is only counted, so that a form can still say in words what was wrong.

Listed first in FILE_UPLOAD_HANDLERS: what it takes, the handlers that keep files in memory or on disk never see. A body
is taken apart before any view has looked at who sent it, so strangers are told apart here: nothing of theirs is stored.
"""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from contracts.upload import max_upload_bytes

LEEWAY = 4
"""How many times the limits a request may be long and still be read to its end, to be refused in a form’s words."""


class TooLargeFile(UploadedFile):
    """A file of which nothing was kept but its name and its size."""


class LimitedUploadHandler(FileUploadHandler):
    """One for each request. Keeps no more files than a form takes, and none of somebody who is not signed in."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.files, self.most = 0, settings.MAX_FILES

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse without reading it what is longer than all files that anybody may send at once."""
        user = getattr(self.request, "user", None)
        is_stranger = user is not None and not user.is_authenticated
        self.most = 0 if is_stranger else settings.MAX_FILES
        if content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE + self.most * LEEWAY * max_upload_bytes():
            raise RequestDataTooBig

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        super().new_file(field_name, file_name, content_type, content_length, charset, content_type_extra)
        self.files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.files <= self.most and start + len(raw_data) <= max_upload_bytes():
            return raw_data
        self.let_go()
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.files <= self.most and file_size <= max_upload_bytes():
            return None
        self.let_go()
        return TooLargeFile(BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size)

    def let_go(self) -> None:
        """Free what the other handlers have kept of this file, without waiting for the end of the request."""
        for handler in self.request.upload_handlers if self.request else ():
            if (kept := getattr(handler, "file", None)) is not None:
                kept.close()
