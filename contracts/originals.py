"""Uploaded files as they came, whole or in the parts that a reader of long PDFs asks for; never as pages of ours.

Whatever a file holds, a browser may only keep it: its type is that of a PDF or of nothing in particular, it is an
attachment, and the policy that comes with it forbids everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from contracts.models import Version
from contracts.readers.sniff import PDF

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 64 * 1024
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


class Part(NamedTuple):
    """Bytes `start` to `end`, the last one not included."""

    start: int
    end: int


def serve_version(request: HttpRequest, version: Version) -> HttpResponseBase:
    part = None
    if request.headers.get("If-Range", etag_of(version)) == etag_of(version):
        part = part_of(request.headers.get("Range", ""), version.size)
    if part is not None and part.start >= part.end:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{version.size}"
    elif part is not None:
        response = StreamingHttpResponse(stream(version, part), status=206)
        response["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{version.size}"
        response["Content-Length"] = str(part.end - part.start)
    else:
        response = FileResponse(version.file.open("rb"))
        response["Content-Length"] = str(version.size)
    is_pdf = version.reading is not None and version.reading.media_type == PDF
    response["Content-Type"] = PDF if is_pdf else "application/octet-stream"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag_of(version)
    return as_attachment(response, version.name)


def etag_of(version: Version) -> str:
    return f'"{version.sha256}"'


def part_of(asked: str, size: int) -> Part | None:
    """What of a file of this size is asked for: None for all of it, an empty part where there is none such.

    Several parts at once are answered with the whole file, as the protocol allows.
    """
    found = RANGE.fullmatch(asked.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return Part(max(0, size - int(found[2])), size)
    start = int(found[1])
    if found[2] and int(found[2]) < start:
        return None
    return Part(start, min(int(found[2]) + 1, size) if found[2] else size)


def stream(version: Version, part: Part) -> Iterator[bytes]:
    missing = part.end - part.start
    with version.file.open("rb") as stored:
        stored.seek(part.start)
        while missing > 0 and (piece := stored.read(min(missing, CHUNK))):
            missing -= len(piece)
            yield piece


def as_attachment(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """The response, such that nothing in it is ever shown or run in our origin."""
    response["Content-Disposition"] = attachment(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


def attachment(name: str) -> str:
    """A Content-Disposition with the name in every browser's form, free of anything that could break out of it."""
    plain = "".join(
        letter if letter.isascii() and letter.isprintable() and letter not in '"\\/:;%' else "_" for letter in name
    )
    return f"attachment; filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(name.replace('/', '_'), safe='')}"
