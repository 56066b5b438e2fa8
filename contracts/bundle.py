"""Opens a contract from several files, adds papers to it, and lets go of what nobody could read. Around `upload.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from contracts.models import Contract, Document, Reading, Team, User, Vendor, Version
from contracts.trail import record
from contracts.upload import accept_upload, kept_together
from contracts.values import KINDS


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A file and the kind that a person gave it; "" lets the text tell."""

    file: UploadedFile
    kind: str = ""


@kept_together()
def open_contract(
    team: Team, user: User, *, vendor: str, title: str, origin: str, papers: Sequence[NewPaper]
) -> Contract:
    """A contract with its papers, or nothing at all. Raises Unreadable."""
    named = team.vendors.filter(name__iexact=vendor).first()
    if named is None:
        named, _ = Vendor.objects.get_or_create(team=team, name=vendor)  # two uploads at once may both find none
    contract = Contract.objects.create(team=team, vendor=named, title=title, origin=origin, owner=user, created_by=user)
    add_papers(contract, user, papers)
    return contract


@kept_together()
def add_papers(contract: Contract, user: User, papers: Sequence[NewPaper]) -> list[Version]:
    Contract.objects.hold(contract.pk)
    position = (contract.documents.aggregate(last=Max("position"))["last"] or 0) + 1
    versions = []
    for number, paper in enumerate(papers, start=position):
        document = Document.objects.create(contract=contract, position=number)
        set_kind(document, paper.kind)
        versions.append(accept_upload(paper.file, document=document, user=user))
    for version in versions:
        record_upload(version, contract, user)
    return versions


def record_upload(version: Version, contract: Contract, user: User) -> None:
    record(contract.team, user, "upload", contract, name=version.name, sha256=version.sha256, version=version.number)


def set_kind(document: Document, kind: str) -> bool:
    """Keep the kind that a person gave; "" goes back to what the text tells. True where that changes anything."""
    source = Document.KindSource.SET if kind else Document.KindSource.GUESSED
    if kind == document.kind or (not kind and document.kind_source == source):
        return False
    document.kind, document.kind_source = kind, source
    document.save(update_fields=["kind", "kind_source"])
    return True


@kept_together()
def replace_paper(document: Document, user: User, file: UploadedFile) -> Version:
    """A new version of a paper; what was uploaded before stays."""
    Contract.objects.hold(document.contract_id)
    version = accept_upload(file, document=document, user=user)
    record_upload(version, document.contract, user)
    return version


def give_title(contract: Contract, papers: Sequence[tuple[str, str]]) -> None:
    """Call a contract that nobody named after its main paper; `papers` are their kinds and titles."""
    titled = [(kind, title) for kind, title in papers if title]
    if contract.title or not titled:
        return
    _, title = min(titled, key=lambda paper: KINDS.index(paper[0]))
    contract.title = title[:200]
    contract.save(update_fields=["title"])


@transaction.atomic
def discard_contract(contract: Contract) -> None:
    """Remove a contract and what only it had: bytes, texts. Callers make sure that nothing of it was ever reviewed."""
    versions = list(Version.objects.filter(document__contract=contract))
    files = [version.file for version in versions]
    contract.reviews.all().delete()  # first, since they hold on to versions
    contract.delete()
    readings = [version.reading_id for version in versions if version.reading_id]
    Reading.objects.filter(pk__in=readings, versions=None).delete()
    for file in files:
        if not Version.objects.filter(file=file.name).exists():
            transaction.on_commit(partial(file.storage.delete, file.name))
