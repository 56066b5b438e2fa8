"""Rows that are added and never changed: what people did. They go only with what they are about."""

from __future__ import annotations

from typing import NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class Unchangeable(Exception):
    """Code tried to change or remove a row that is kept as it was written."""


class AppendOnlyQuerySet(models.QuerySet[Row]):
    def update(self, **changes: object) -> NoReturn:
        raise Unchangeable(self.model.__name__)

    def delete(self) -> NoReturn:
        raise Unchangeable(self.model.__name__)


class AppendOnly(models.Model):
    """Where the row that it belongs to is removed, it goes too; nothing else removes or changes it."""

    class Meta:
        abstract = True

    def save(self, *args: object, **rest: object) -> None:
        if self.pk is not None:
            raise Unchangeable(type(self).__name__)
        super().save(*args, **rest)  # type: ignore[arg-type]

    def delete(self, *args: object, **rest: object) -> NoReturn:
        raise Unchangeable(type(self).__name__)
