"""Signing off: by whom, when it may be, what is frozen, and how one sees later that a report is the issued one."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from contracts.models import Role, Team, TrailEntry, Unchangeable
from reviews.decide import must_be_decided
from reviews.models import Review, SignOff
from reviews.settle import findings_of
from tests.factories import make_contract, make_decision, make_finished_review, make_sign_off, make_team, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def review(team: Team) -> Review:
    """Everything that must be decided is; one finding was overridden."""
    review = make_finished_review(make_contract(team))
    must = must_be_decided(findings_of(review), {})
    make_decision(review, must[0].item, "override", grade="acceptable", text="A side letter says thirty days.")
    for finding in must[1:]:
        make_decision(review, finding.item)
    return review


def client_of(team: Team, role: Role = Role.REVIEWER) -> Client:
    client = Client()
    client.force_login(people_of(team)[role])
    return client


def sign(client: Client, review: Review, **fields: str):
    address = reverse("reviews:sign_off", args=[review.public_id])
    page = client.get(address)
    return client.post(address, {"agreed": "yes", "seen": page.context["seen"]} | fields)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.MANAGER, Role.ADMIN])
def test_only_reviewers_sign(team: Team, review: Review, role: Role) -> None:
    assert sign(client_of(team, role), review).status_code == 403
    assert (
        'name="agreed"'
        not in client_of(team, role).get(reverse("reviews:sign_off", args=[review.public_id])).content.decode()
    )
    assert not SignOff.objects.exists()


def test_nobody_signs_over_what_is_critical_or_unclear(team: Team) -> None:
    review = make_finished_review(make_contract(team))
    answer = sign(client_of(team), review)
    assert answer.status_code == 422
    assert "must be decided first" in answer.content.decode()
    assert not SignOff.objects.exists()


def test_nobody_signs_what_changed_under_their_eyes_or_was_not_agreed_to(team: Team, review: Review) -> None:
    assert "Read the statement again" in sign(client_of(team), review, seen="0").content.decode()
    assert "Tick the box" in sign(client_of(team), review, agreed="").content.decode()
    assert not SignOff.objects.exists()


def test_what_is_signed_is_frozen_with_its_hash(team: Team, review: Review) -> None:
    client = client_of(team)
    assert sign(client, review).status_code == 302
    row = SignOff.objects.get()
    pdf = b"".join(client.get(reverse("reviews:signed_pdf", args=[review.public_id])).streaming_content)
    assert hashlib.sha256(pdf).hexdigest() == row.pdf_sha256
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    assert "Overridden to Acceptable: A side letter says thirty days." in words
    assert "Signed off by Reviewer of Aldermoor Procurement" in words
    written = client.get(reverse("reviews:report_json", args=[review.public_id])).content
    assert hashlib.sha256(written).hexdigest() == row.report_sha256
    report = json.loads(written)
    assert report["sign_off"]["by"] == "Reviewer of Aldermoor Procurement"
    assert report["decisions"]["open"] == row.open_findings == 47 - report["decisions"]["decided"]
    assert sum(finding["decision"] is not None for finding in report["findings"]) == report["decisions"]["decided"]
    assert TrailEntry.objects.filter(act="sign_off").get().details["pdf_sha256"] == row.pdf_sha256
    again = sign(client, review)
    assert again.status_code == 422
    assert "already" in again.content.decode()
    assert client.get(reverse("reviews:download_pdf", args=[review.public_id, "en"])).status_code == 200
    with pytest.raises(Unchangeable):
        row.save()
    with pytest.raises(Unchangeable):
        SignOff.objects.all().delete()


def test_a_hash_or_a_file_is_known_again(team: Team, review: Review) -> None:
    pdf = b"%PDF-1.7 signed"
    row = make_sign_off(review, people_of(team)[Role.REVIEWER], pdf)
    client = client_of(team, Role.MANAGER)
    for sent in (
        {"sha256": row.pdf_sha256.upper() + " "},
        {"sha256": row.report_sha256},
        {"file": SimpleUploadedFile("a.pdf", pdf)},
    ):
        page = client.post(reverse("reviews:verify"), sent).content.decode()
        assert "Yes. This is the report as it was signed." in page
        assert "Norvik AI Service Terms" in page
        assert row.by_name in page
    changed = client.post(reverse("reviews:verify"), {"file": SimpleUploadedFile("a.pdf", pdf + b" ")}).content.decode()
    assert "No. This team issued no such report." in changed
    wrong = client.post(reverse("reviews:verify"), {"sha256": "abc"})
    assert (wrong.status_code, "64 characters" in wrong.content.decode()) == (422, True)


def test_other_teams_learn_nothing_from_a_hash(review: Review, team: Team) -> None:
    row = make_sign_off(review, people_of(team)[Role.REVIEWER])
    page = client_of(make_team("Theirs")).post(reverse("reviews:verify"), {"sha256": row.pdf_sha256}).content.decode()
    assert "No. This team issued no such report." in page
    assert "Norvik" not in page
    assert Client().post(reverse("reviews:verify"), {"sha256": row.pdf_sha256}).status_code == 302
