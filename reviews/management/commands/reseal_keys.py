"""`manage.py reseal_keys`: all that is sealed, under the newest of CLAUSEMARK_KEYS; then older ones can be dropped."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from contracts.models import SecondFactor
from contracts.seals import SealBroken, reseal
from reviews.models import Provider


class Command(BaseCommand):
    help = "Seal keys of model providers and second factors anew, with the first of CLAUSEMARK_KEYS."

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
        self.reseal_factors()

    def reseal_factors(self) -> None:
        done = lost = 0
        for factor in SecondFactor.objects.all():
            old = factor.sealed_secret
            try:
                done += SecondFactor.objects.filter(pk=factor.pk, sealed_secret=old).update(sealed_secret=reseal(old))
            except SealBroken:
                lost += 1
        self.stdout.write(f"{done} second factors are sealed with the newest secret.")
        if lost:
            self.stderr.write(f"{lost} second factors cannot be opened any more; recovery codes still let in.")
