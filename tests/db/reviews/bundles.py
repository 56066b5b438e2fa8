"""Contracts as they are right after an upload: stored, not read, with a review in the queue."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.bundle import NewPaper, open_contract
from contracts.models import Contract, Team
from reviews.models import Review
from tests.factories import MASTER_TERMS, make_checklist_version, make_review, make_team, people_of

GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00" + bytes(range(256)) * 40
TERMS = ("terms.md", MASTER_TERMS.encode(), "master_terms")


def uploaded(files: Sequence[tuple[str, bytes, str]] = (TERMS,), team: Team | None = None) -> Contract:
    """A contract with these files (name, bytes, kind or ""), fresh from the upload."""
    team = team or make_team()
    papers = [NewPaper(SimpleUploadedFile(name, data), kind) for name, data, kind in files]
    user = people_of(team)["member"]
    return open_contract(team, user, vendor="Norvik AI", title="Norvik AI", origin="standard", papers=papers)


def queued_review(files: Sequence[tuple[str, bytes, str]] = (TERMS,)) -> Review:
    contract = uploaded(files)
    return make_review(contract, checklist_version=make_checklist_version(contract.team))
