"""Gives a person a place in a team, from the command line of the machine."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from contracts.models import Role, Team
from contracts.people import add_person


class Command(BaseCommand):
    help = "Add a person to a team, or give them another role. A new person's password is printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("team", help="the team's name")
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--name", default="", help="the person's name")

    def handle(self, *, team: str, email: str, role: str, name: str, **options: object) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email}: {error.messages[0]}") from None
        teams = list(Team.objects.filter(name=team))
        if len(teams) != 1:
            raise CommandError(f"There are {len(teams)} teams of the name “{team}”.")
        account = add_person(teams[0], email, Role(role), name)
        password = account.password or "(has one already)"
        self.stdout.write(f"{account.user.email}  {account.role.value}  {password}")
