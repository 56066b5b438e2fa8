"""`manage.py reseal_keys`: all that is sealed, under the newest of CLAUSEMARK_KEYS; then older ones can be dropped."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.db.models import Model, QuerySet

from contracts.models import SecondFactor
from contracts.seals import SealBroken, reseal
from reviews.models import Provider


class Command(BaseCommand):
    help = "Seal keys of model providers and second factors anew, with the first of CLAUSEMARK_KEYS."

    def handle(self, **options: object) -> None:
        self.reseal(
            Provider.objects.exclude(sealed_key=""), "sealed_key", "keys", "their teams have to enter them again"
        )
        self.reseal(SecondFactor.objects.all(), "sealed_secret", "second factors", "recovery codes still let in")

    def reseal(self, rows: QuerySet[Model], field: str, what: str, then: str) -> None:
        done = lost = 0
        for pk, old in rows.values_list("pk", field):
            try:
                # Only where nobody entered another one meanwhile.
                done += rows.filter(**{"pk": pk, field: old}).update(**{field: reseal(old)})
            except SealBroken:
                lost += 1
        self.stdout.write(f"{done} {what} are sealed with the newest secret.")
        if lost:
            self.stderr.write(f"{lost} {what} cannot be opened any more; {then}.")
