from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contracts.models import Membership, Team
from reviews.checklist import ChecklistError, default_checklist, default_source
from reviews.models import Checklist, ChecklistVersion
from reviews.publish import publish_checklist

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_default_checklist_is_published_whole():
    version = publish_checklist(Team.objects.create(name="Legal"), default_source(), "default")
    assert (version.number, version.sha256) == (1, default_checklist().sha256)
    assert [item.id for item in version.load().items] == [item.id for item in default_checklist().items]


def test_same_content_is_published_once_and_a_change_as_the_next_version():
    team, source = Team.objects.create(name="Legal"), default_source()
    first = publish_checklist(team, source, "default")
    assert publish_checklist(team, source, "default") == first
    second = publish_checklist(team, source.replace('version: "1"', 'version: "2"', 1), "default")
    assert (second.number, second.checklist) == (2, first.checklist)


def test_each_team_has_its_own():
    versions = [publish_checklist(Team.objects.create(name=name), default_source(), "default") for name in "ab"]
    assert len({version.checklist_id for version in versions}) == 2


def test_mistake_in_the_file_publishes_nothing():
    with pytest.raises(ChecklistError):
        publish_checklist(Team.objects.create(name="Legal"), "name: {en: X}\nitems: []\n", "mine.yaml")
    assert not Checklist.objects.exists()


def test_create_team_makes_what_an_installation_needs():
    out = StringIO()
    call_command("create_team", "Legal", "kim@example.com", stdout=out)
    assert out.getvalue().startswith("kim@example.com  admin  ")
    assert Membership.objects.values_list("team__name", "role").get() == ("Legal", "admin")
    assert ChecklistVersion.objects.get().checklist.team.name == "Legal"


def test_create_team_that_exists_changes_nothing():
    Team.objects.create(name="Legal")
    with pytest.raises(CommandError, match="already"):
        call_command("create_team", "Legal", "kim@example.com", stdout=StringIO())
    assert not Membership.objects.exists()


def test_create_team_with_a_bad_address_leaves_nothing_behind():
    with pytest.raises(CommandError):
        call_command("create_team", "Legal", "kim", stdout=StringIO())
    assert not Team.objects.exists()
