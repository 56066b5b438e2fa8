"""A team to try the product with: one person for each role, the default checklist, and sample contracts under review.

The samples go the way of every upload. All of it is made in one transaction, so there is a whole demo or none.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.bundle import NewPaper, open_contract
from contracts.models import Role, Team, User
from contracts.people import Account, add_person
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
    start_review(contract, version, user, about["language"])
