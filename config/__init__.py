"""Wiring only: settings, addresses, Celery, processes. No business words."""

from config.celery import app as celery_app  # so that tasks find their settings, whoever sends them

__all__ = ["celery_app"]
