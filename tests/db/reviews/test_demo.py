from datetime import timedelta
from io import StringIO

import pytest
import yaml
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command

from contracts.calendar_views import SOON
from contracts.models import Contract, ContractDay, ContractTerm, Document, Membership, Team, User, Version
from contracts.term_rows import today
from reviews.models import ChecklistVersion, Review
from reviews.tasks import run_review

SAMPLES = settings.BASE_DIR / "samples"


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


def counts() -> list[int]:
    return [model.objects.count() for model in (Team, User, Membership, Contract, Document, Version, Review)]


@pytest.mark.django_db
def test_demo_has_a_person_for_each_role_and_every_sample_under_review(media):
    out = StringIO()
    call_command("prepare", "--demo", stdout=out)
    accounts = [line.split() for line in out.getvalue().splitlines() if "@" in line]
    assert [role for role, _, _ in accounts] == ["member", "reviewer", "manager", "admin"]
    assert all(authenticate(username=email, password=password) for _, email, password in accounts)

    samples = [yaml.safe_load(path.read_text()) for path in SAMPLES.glob("*/contract.yaml")]
    assert len(samples) >= 3
    assert {contract.title: contract.documents.count() for contract in Contract.objects.all()} == {
        sample["title"]: len(sample["documents"]) for sample in samples
    }
    assert {(review.contract.title, review.status) for review in Review.objects.all()} == {
        (sample["title"], "queued") for sample in samples
    }
    assert ChecklistVersion.objects.count() == 1


@pytest.mark.django_db
def test_calendar_of_a_fresh_demo_has_last_days_to_act_soon(media):
    call_command("prepare", "--demo", stdout=StringIO())
    entered = ContractTerm.objects.filter(source=ContractTerm.Source.ENTERED)
    assert {row.settled_by.email for row in entered} == {"member@demo.example"}
    dated = Contract.objects.filter(terms__in=entered).distinct()
    assert {contract.title for contract in dated} == {
        "Quillfern platform, standard terms",
        "つづりはAIアシスト利用規約",
    }

    for review in Review.objects.filter(contract__in=dated):
        run_review(review.pk)
    soon = ContractDay.objects.filter(is_deadline=True, day__gte=today(), day__lte=today() + SOON)
    assert {(day.contract.title, day.kind) for day in soon} == {(contract.title, "notice") for contract in dated}
    assert min(day.day for day in soon) >= today() + timedelta(days=21)


@pytest.mark.django_db
def test_demo_is_made_once(media):
    first, again = StringIO(), StringIO()
    call_command("prepare", "--demo", stdout=first)
    before = counts()
    call_command("prepare", "--demo", stdout=again)
    assert counts() == before
    assert "changepassword reviewer@demo.example" in again.getvalue()


@pytest.mark.django_db
def test_prepare_alone_makes_no_demo():
    call_command("prepare", stdout=StringIO())
    assert counts() == [0] * 7
