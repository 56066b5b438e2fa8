"""Reviews a minute with one and with two worker processes, and how soon a review begins, on the embedded broker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL
from statistics import median, quantiles
from time import monotonic, sleep

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import F

from contracts.bundle import NewPaper, open_contract
from contracts.models import Team
from reviews.models import ChecklistVersion, Review
from reviews.pipeline import start_review
from tests.factories import make_checklist_version, make_team, people_of

ROOT = Path(__file__).resolve().parents[2]
BATCH = 60
ALONE = 20
LONGEST_SECONDS = 120


def measure(files: Sequence[tuple[str, bytes]], repeat: int) -> dict[str, float]:
    """Every review reads a file of its own, as the same bytes are never read twice for a team."""
    call_command("migrate", verbosity=0)
    team = make_team()
    version = make_checklist_version(team)
    figures: dict[str, float] = {}
    for processes in (1, 2):
        with worker(processes):
            upload_and_wait(team, version, files[:2], f"warm {processes}")
            started = monotonic()
            chosen = [files[number % len(files)] for number in range(BATCH)]
            upload_and_wait(team, version, chosen, f"batch {processes}")
            minutes = (monotonic() - started) / 60
            figures[f"reviews a minute, {processes} {'process' if processes == 1 else 'processes'}"] = BATCH / minutes
            if processes == 1:
                figures |= measure_waiting(team, version, files)
    one, two = (figure for label, figure in figures.items() if label.startswith("reviews a minute"))
    return {"two processes / one": two / one, **figures}


def measure_waiting(team: Team, version: ChecklistVersion, files: Sequence[tuple[str, bytes]]) -> dict[str, float]:
    """From the end of the upload to the first step and to the finished review, one review at a time."""
    begun, done = [], []
    for number in range(ALONE):
        review = upload_and_wait(team, version, [files[number % len(files)]], f"alone {number}")[0]
        begun.append((review.started_at - review.created_at).total_seconds())
        done.append((review.finished_at - review.created_at).total_seconds())
    return {
        "upload to first step, median s": median(begun),
        "upload to first step, 95th percentile s": quantiles(begun, n=20)[-1],
        "upload to finished review, median s": median(done),
        "upload to finished review, 95th percentile s": quantiles(done, n=20)[-1],
    }


def upload_and_wait(
    team: Team, version: ChecklistVersion, files: Sequence[tuple[str, bytes]], mark: str
) -> list[Review]:
    """Upload each file as a contract of its own and wait until all are reviewed."""
    user = people_of(team)["member"]
    reviews = []
    for number, (name, data) in enumerate(files):
        # What follows a PDF's last line is no part of it, but makes other bytes of it.
        paper = NewPaper(SimpleUploadedFile(name, data + f"\n% {mark} {number}\n".encode()), "master_terms")
        contract = open_contract(team, user, vendor="Bench", title=name, origin="standard", papers=[paper])
        reviews.append(start_review(contract, version, user, "en"))
    rows = Review.objects.filter(pk__in=[review.pk for review in reviews])
    deadline = monotonic() + LONGEST_SECONDS
    while rows.exclude(status__in=("done", "failed")).exists():
        if monotonic() > deadline:
            raise TimeoutError(f"{mark}: the reviews did not end")
        sleep(0.02)
    if rows.exclude(status="done").exists():
        raise RuntimeError(f"{mark}: {rows.exclude(status='done').values_list('failure', flat=True)}")
    return list(rows.filter(started_at__gte=F("created_at")).order_by("pk"))


@contextmanager
def worker(processes: int) -> Iterator[None]:
    """A worker as `make run` starts it, with this many processes; it and all of them end with the block."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "--loglevel", "ERROR"]
    command += ["--pool", "prefork", "--queues", "reviews", "--concurrency", str(processes)]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}  # that it runs as root matters to nobody here
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, SIGKILL)
