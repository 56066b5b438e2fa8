"""Makes the installation ready to serve: database up to date, broker tidy, and with --demo a team to try it with."""

from __future__ import annotations

import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.broker import remove_stale_messages


class Command(BaseCommand):
    help = "Bring the database up to date; with --demo, make a demo team with sample contracts. Repeats nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="a demo team, one person per role, sample contracts")

    def handle(self, *, demo: bool, **options: object) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        remove_stale_messages(settings.BROKER_DIR, time.time())
