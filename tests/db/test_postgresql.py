"""Runs on PostgreSQL what holds by the database: locks, constraints, JSON, dates and the search.

One process knows one database, so it is a run of its own, of the tests with the mark `postgresql`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql import postgresql

ROOT = Path(__file__).resolve().parents[2]


def test_what_holds_by_the_database_holds_on_postgresql() -> None:
    with postgresql() as address:
        if not address:
            pytest.skip("no PostgreSQL on this machine")
        command = [sys.executable, "-m", "pytest", "-m", "postgresql", "-p", "no:cacheprovider"]
        worker = {"CLAUSEMARK_TEST_WORKER": "another", "DATABASE_URL": address}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        ran = subprocess.run(
            [*command, "tests/db"], cwd=ROOT, env=environment | worker, capture_output=True, text=True, timeout=600
        )
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]
