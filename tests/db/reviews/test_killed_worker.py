"""A worker is killed in the middle of a review; after a restart the review finishes by itself, once.

Real processes: the embedded broker, SQLite in a file, a worker and beat as `make run` starts them.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ITEMS = 47
PATIENCE_SECONDS = 90
UPLOAD = """
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from contracts.bundle import NewPaper, open_contract
from reviews.pipeline import start_review
from tests.factories import MASTER_TERMS, make_checklist_version, make_team, people_of
team = make_team()
papers = [
    NewPaper(SimpleUploadedFile(f"{n}.md", (MASTER_TERMS * 400 + str(n)).encode()), "master_terms") for n in range(4)
]
user = people_of(team)["member"]
contract = open_contract(team, user, vendor="Norvik AI", title="Long", origin="standard", papers=papers)
start_review(contract, make_checklist_version(team), user, "en")
"""


class Installation:
    """A data folder with a database and a broker of its own, and the processes that work in it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "clausemark.sqlite3"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CELERY_BROKER_URL")},
            "CLAUSEMARK_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "ignore",
            "LEASE_SECONDS": "2",
            "SWEEP_SECONDS": "1",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def run(self, *command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, env=self.environment, check=True, timeout=PATIENCE_SECONDS)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config", *command, "--loglevel", "ERROR"]
        process = subprocess.Popen(celery, cwd=ROOT, env=self.environment, start_new_session=True)
        self.processes.append(process)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        return self.start("worker", "--pool", "prefork", "--concurrency", "2", "--queues", "reviews", *quiet)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """The process and all its children, as the kernel does it: nobody gets to tidy up."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def review(self) -> tuple[object, ...]:
        return self.rows("select status, step, attempts from reviews_review")[0]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    here = Installation(tmp_path)
    try:
        yield here
    finally:
        for process in here.processes:
            here.kill(process)


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.005)


def test_review_of_a_killed_worker_finishes_by_itself_and_once(installation: Installation):
    installation.run("manage.py", "migrate", "--verbosity", "0")
    installation.run("-c", UPLOAD)
    assert installation.review() == ("queued", "received", 0)

    first = installation.start_worker()
    wait_until(lambda: installation.review()[1] in ("clauses", "items", "quotes"), "the review is in its middle")
    installation.kill(first)
    status, step, attempts = installation.review()
    assert (status, attempts) == ("running", 1)
    assert step != "scored"
    assert installation.rows("select count(*) from reviews_findingrow") == [(0,)]

    installation.start_worker()
    installation.start("beat", "--pidfile=")
    wait_until(lambda: installation.review()[0] in ("done", "failed"), "the review has ended")
    assert installation.review() == ("done", "scored", 2)
    findings = "select count(*), count(distinct item) from reviews_findingrow"
    assert installation.rows(findings) == [(ITEMS, ITEMS)]
    assert installation.rows("select count(*) from reviews_reviewedpaper") == [(4,)]
    assert installation.rows("select count(*) from contracts_reading") == [(4,)]
