"""Opening a contract from several files, all of it or nothing; naming it; letting go of what nobody could read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.bundle import NewPaper, add_papers, discard_contract, give_title, open_contract, set_kind
from contracts.models import Contract, Document, Role, Team, User, Vendor, Version
from contracts.read import Unreadable
from tests.factories import make_contract, make_review, make_team, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def user(team: Team) -> User:
    return people_of(team)[Role.MEMBER]


def file(data: bytes, name: str = "terms.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_contract_opens_with_all_its_papers_or_not_at_all(team: Team, user: User) -> None:
    papers = [NewPaper(file(b"Terms.\n")), NewPaper(file(b""), "sla")]
    with pytest.raises(Unreadable):
        open_contract(team, user, vendor="Norvik AI", title="", origin="draft", papers=papers)
    counts = [model.objects.count() for model in (Contract, Document, Version, Vendor)]
    assert counts == [0, 0, 0, 0]


def test_papers_added_later_come_last(team: Team, user: User) -> None:
    contract = open_contract(
        team, user, vendor="Norvik AI", title="T", origin="draft", papers=[NewPaper(file(b"One.\n"), "dpa")]
    )
    add_papers(contract, user, [NewPaper(file(b"Two.\n")), NewPaper(file(b"Three.\n"), "sla")])
    assert [(document.kind, document.kind_source) for document in contract.documents.all()] == [
        ("dpa", "set"),
        ("", "guessed"),
        ("sla", "set"),
    ]


def test_a_kind_is_set_and_given_back_to_the_text(team: Team) -> None:
    document = make_contract(team).documents.first()
    assert set_kind(document, "master_terms") is False
    assert set_kind(document, "policy") is True
    assert set_kind(document, "policy") is False
    assert set_kind(document, "") is True
    document.refresh_from_db()
    assert (document.kind, document.kind_source) == ("", "guessed")


def test_a_contract_without_a_title_takes_that_of_its_main_paper(team: Team) -> None:
    contract = make_contract(team, title="")
    give_title(contract, [("sla", "Service Levels"), ("master_terms", "Terms of Service"), ("dpa", "")])
    give_title(contract, [("master_terms", "Another")])
    contract.refresh_from_db()
    assert contract.title == "Terms of Service"


def test_a_discarded_contract_leaves_no_bytes_but_those_of_others(
    team: Team, user: User, django_capture_on_commit_callbacks: object
) -> None:
    def opened(*bodies: bytes) -> Contract:
        papers = [NewPaper(file(body)) for body in bodies]
        return open_contract(team, user, vendor="Norvik AI", title="T", origin="draft", papers=papers)

    kept, gone = opened(b"Shared.\n"), opened(b"Shared.\n", b"Its own.\n")
    make_review(gone, status="failed")
    shared, own = Version.objects.filter(document__contract=gone).order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        discard_contract(gone)
    assert list(Contract.objects.all()) == [kept]
    assert (shared.file.storage.exists(shared.file.name), own.file.storage.exists(own.file.name)) == (True, False)
