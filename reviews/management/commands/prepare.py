"""Makes the installation ready to serve: database up to date, broker tidy, and with --demo a team to try it with."""

from __future__ import annotations

import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.broker import remove_stale_messages
from contracts.models import Role


class Command(BaseCommand):
    help = "Bring the database up to date; with --demo, make a demo team with sample contracts. Repeats nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="a demo team, one person per role, sample contracts")

    def handle(self, *, demo: bool, **options: object) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("fill_portfolio", verbosity=0)
        remove_stale_messages(settings.BROKER_DIR, time.time())
        if not demo:
            return
        from reviews.demo import email_of, has_demo, make_demo  # the whole pipeline, which only a demo needs

        if has_demo():
            self.stdout.write(
                "The demo team is there; its passwords were shown when it was made, and only their hashes are kept.\n"
                f"A new one:  .venv/bin/python manage.py changepassword {email_of(Role.REVIEWER)}"
            )
            return
        accounts = make_demo(settings.BASE_DIR / "samples")
        self.stdout.write("A demo team was made. Write the passwords down now: they are shown once and kept nowhere.\n")
        for account in accounts:
            self.stdout.write(f"  {account.role.value:10}{account.user.email:26}{account.password}")
