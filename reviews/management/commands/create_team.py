"""Makes a team with its first admin and the default checklist: what an installation needs before anybody signs in."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from contracts.models import Role, Team
from reviews.checklist import default_source
from reviews.publish import publish_checklist


class Command(BaseCommand):
    help = "Make a team with the default checklist and its first admin, whose password is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("team", help="the team's name")
        parser.add_argument("email", help="the first admin's e-mail address")
        parser.add_argument("--name", default="", help="the first admin's name")

    @transaction.atomic
    def handle(self, *, team: str, email: str, name: str, **options: object) -> None:
        if Team.objects.filter(name=team).exists():
            raise CommandError(f"There is a team of the name “{team}” already.")
        publish_checklist(Team.objects.create(name=team), default_source(), "default")
        call_command("add_person", team, email, Role.ADMIN.value, name=name, stdout=self.stdout)
