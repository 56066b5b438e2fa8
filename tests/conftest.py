"""What every test of the run has: options, and the language of the installation at its start."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

# How long an example takes says how busy the machine is; speed is measured by `make bench`.
hypothesis.settings.register_profile("clausemark", deadline=None)
hypothesis.settings.load_profile("clausemark")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screens", metavar="FOLDER", help="keep pictures of every page in this folder")
    parser.addoption("--guide", action="store_true", help="take the pictures of the guide anew")
    parser.addoption("--golden", action="store_true", help="rewrite what is expected instead of comparing with it")


@pytest.fixture(autouse=True)
def language_of_the_installation() -> Iterator[None]:
    """A request in another language leaves it switched on in its thread, where the next test would find it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
