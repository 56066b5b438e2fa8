"""Stops storing an upload at the limit. The rest is only counted, so that a form can still say in words what was wrong.

Listed first in FILE_UPLOAD_HANDLERS: what it takes, the handlers that keep files in memory or on disk never see.
"""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from contracts.upload import max_upload_bytes


class TooLargeFile(UploadedFile):
    """A file of which nothing was kept but its name and its size."""


class LimitedUploadHandler(FileUploadHandler):
    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= max_upload_bytes() else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if file_size <= max_upload_bytes():
            return None
        return TooLargeFile(BytesIO(), name=self.file_name, content_type=self.content_type, size=file_size)
