"""A team to try the product with: one person for each role, the default checklist, and sample contracts under review.

The samples go the way of every upload. Where their papers leave the start of the term to an order form that is not
there, it is entered as a person would, counted from today, so that something is always due soon. All of it is made in
one transaction: there is a whole demo or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.bundle import NewPaper, open_contract
from contracts.models import Contract, Role, Team, User
from contracts.people import Account, add_person
from contracts.term_rows import enter_terms, today
from contracts.upload import kept_together
from reviews.checklist import default_source
from reviews.models import ChecklistVersion
from reviews.pipeline import start_review
from reviews.publish import publish_checklist

TEAM = "Demo team"
PEOPLE = {
    Role.MEMBER: "Mei Member",
    Role.REVIEWER: "Robin Reviewer",
    Role.MANAGER: "Mana Manager",
    Role.ADMIN: "Alex Admin",
}


def email_of(role: Role) -> str:
    return f"{role.value}@demo.example"


def has_demo() -> bool:
    return User.objects.filter(email__in=[email_of(role) for role in PEOPLE]).exists()


@kept_together()
def make_demo(samples: Path) -> list[Account]:
    """Make the demo team; the accounts with their passwords. `samples` holds a folder for each contract."""
    team = Team.objects.create(name=TEAM)
    accounts = {role: add_person(team, email_of(role), role, name) for role, name in PEOPLE.items()}
    version = publish_checklist(team, default_source(), "default")
    for folder in sorted(path.parent for path in samples.glob("*/contract.yaml")):
        upload_sample(folder, team, accounts[Role.MEMBER].user, version)
    return list(accounts.values())


def upload_sample(folder: Path, team: Team, user: User, version: ChecklistVersion) -> None:
    about = yaml.safe_load((folder / "contract.yaml").read_text(encoding="utf-8"))
    papers = [
        NewPaper(SimpleUploadedFile(paper["file"], (folder / paper["file"]).read_bytes()), paper["kind"])
        for paper in about["documents"]
    ]
    contract = open_contract(
        team, user, vendor=about["vendor"], title=about["title"], origin=about["origin"], papers=papers
    )
    if "term" in about:
        enter_term(contract, user, about["term"])
    start_review(contract, version, user, about["language"])


def enter_term(contract: Contract, user: User, said: Mapping[str, int]) -> None:
    """What the papers of a sample do not say of its first term; the rest is read when its review ends."""
    start = today() - timedelta(days=said["started_days_ago"])
    length = {"initial": (None, said["months"], "months")} if "months" in said else {}
    enter_terms(contract, user, {"start": (start, None, ""), **length})
