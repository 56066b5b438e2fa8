"""`manage.py reseal_keys`: keys of providers under the newest of CLAUSEMARK_KEYS, so that older ones can be dropped."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from contracts.seals import SealBroken, reseal
from reviews.models import Provider


class Command(BaseCommand):
    help = "Seal the keys of model providers anew, with the first of CLAUSEMARK_KEYS."

    def handle(self, **options: object) -> None:
        done = lost = 0
        for provider in Provider.objects.exclude(sealed_key=""):
            old = provider.sealed_key
            try:
                # Only where nobody entered another key meanwhile.
                done += Provider.objects.filter(pk=provider.pk, sealed_key=old).update(sealed_key=reseal(old))
            except SealBroken:
                lost += 1
        self.stdout.write(f"{done} keys are sealed with the newest secret.")
        if lost:
            self.stderr.write(f"{lost} keys cannot be opened any more; their teams have to enter them again.")
