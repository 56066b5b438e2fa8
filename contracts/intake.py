"""What an uploaded file holds: one paper, or, as a ZIP or an e-mail, several. Before `bundle.py`, which keeps them.

Only what the bytes tell counts here; no text is read. What is hostile about them is met in the guarded child.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from contracts.read import Unreadable, unpack
from contracts.readers.guard import GUARD
from contracts.readers.refused import Refused
from contracts.readers.sniff import BUNDLES, PDF, media_type
from contracts.readers.unpack import Entry
from contracts.upload import max_upload_bytes, safe_name


@dataclass(frozen=True, slots=True)
class RefusedPaper:
    """A file that cannot be taken, by the name under which a person knows it; `code` is a key of REFUSALS."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The papers of one file, as names and bytes, and what of it was refused. `is_bundle` for a ZIP or an e-mail."""

    papers: tuple[tuple[str, bytes], ...]
    refused: tuple[RefusedPaper, ...] = ()
    is_bundle: bool = False


def open_file(name: str, data: bytes) -> Opened:
    """`name` stays as it is where the file is one paper; those of a bundle get safe ones."""
    try:
        if media_type(data, name) in BUNDLES:
            return open_bundle(safe_name(name), unpack(data, name, settings.MAX_FILES, max_upload_bytes()))
    except (Refused, Unreadable) as error:
        return Opened((), (RefusedPaper(name, Unreadable(error.code).code),))
    code = refusal_of(name, data)
    return Opened((), (RefusedPaper(name, code),)) if code else Opened(((name, data),))


def open_bundle(bundle: str, entries: Sequence[Entry]) -> Opened:
    papers, refused = [], []
    for name, entry in zip(entry_names(entries), entries, strict=True):
        if code := entry.refusal or refusal_of(name, entry.data):
            refused.append(RefusedPaper(f"{bundle} › {name}", code))
        else:
            papers.append((name, entry.data))
    return Opened(tuple(papers), tuple(refused), is_bundle=True)


def refusal_of(name: str, data: bytes) -> str:
    """The code of what the bytes tell against a paper, "" where nothing does.

    A PDF that speaks of encryption is opened: only that tells whether it asks for a password.
    """
    try:
        if media_type(data, name) == PDF and b"/Encrypt" in data:
            GUARD.check_opens(data)
    except Refused as error:
        return Unreadable(error.code).code
    return ""


def entry_names(entries: Sequence[Entry]) -> list[str]:
    """Safe names, each once: papers of one name may lie in several folders of an archive."""
    names: list[str] = []
    for entry in entries:
        name = first = safe_name(entry.name)
        stem, dot, ending = first.rpartition(".")
        number = 2
        while name in names:
            name = f"{stem} ({number}).{ending}" if dot else f"{first} ({number})"
            number += 1
        names.append(name)
    return names
