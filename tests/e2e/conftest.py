"""A real browser, and the whole product running beside it as people start it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from time import monotonic

import pytest
from django.core.management import CommandError, call_command
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright’s loop runs in this thread, and Django would refuse to ask the database from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def settled_server(request: pytest.FixtureRequest) -> Iterator[None]:
    """The server may still be answering a browser that is gone: its tables are emptied once nothing reads them."""
    yield
    if request.node.get_closest_marker("django_db") is None:
        return
    until = monotonic() + 10
    while True:
        try:
            call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
            return
        except CommandError:  # locked
            if monotonic() > until:
                raise
            threading.Event().wait(0.05)
