"""Makes what the portfolio reads where it is missing: after an update from a version that had none, or a restore."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db.models import Exists, OuterRef

from contracts.models import Passage, Reading
from contracts.passages import index_reading
from reviews.models import Review, Standing
from reviews.standing import refresh_standing


class Command(BaseCommand):
    help = "Make the rows behind portfolio and search where they are missing; with --all, make all of them anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that are there")

    def handle(self, *, all: bool, verbosity: int, **options: object) -> None:
        readings, reviews = Reading.objects.all(), Review.objects.filter(status=Review.Status.DONE)
        if not all:
            readings = readings.filter(~Exists(Passage.objects.filter(reading=OuterRef("pk"))))
            same = Standing.objects.filter(
                contract=OuterRef("contract"), checklist=OuterRef("checklist_version__checklist")
            )
            reviews = reviews.filter(~Exists(same))
        indexed = 0
        for reading in readings.defer("pages").iterator(chunk_size=50):
            index_reading(reading)
            indexed += 1
        stood = {
            (review.contract_id, review.checklist_version.checklist_id): review
            for review in reviews.select_related("checklist_version").defer("checklist_version__source")
        }
        for review in stood.values():
            refresh_standing(review)
        if verbosity and (indexed or stood):
            self.stdout.write(f"{indexed} texts indexed, {len(stood)} contracts placed in the portfolio")
