"""What a person sees of `make run`: passwords once, the address, reviewed samples, and nothing left after Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

PATIENCE_SECONDS = 60


class Installation:
    """A data folder and a port of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder = folder
        self.processes: list[subprocess.Popen[str]] = []

    def start(self) -> subprocess.Popen[str]:
        environment = os.environ | {
            "CLAUSEMARK_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(self.port),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "config.serve", "--demo"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes.append(process)
        return process

    def get(self, path: str) -> tuple[dict[str, str], str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode()

    def reviews(self) -> list[tuple[int, str]]:
        with closing(sqlite3.connect(self.folder / "clausemark.sqlite3", timeout=20)) as connection:
            return connection.execute("select id, status from reviews_review order by id").fetchall()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path / "data")
    yield installation
    for process in installation.processes:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], wanted: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if wanted in line:
            return said
    raise AssertionError(f"ended without {wanted!r}:\n{said}")


def wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Ctrl-C. The output ends when the last process that could write to it has ended."""
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, said


def worker_of(process: subprocess.Popen[str]) -> int:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return next(int(pid) for pid in children if b"--queues\0reviews" in Path(f"/proc/{pid}/cmdline").read_bytes())


def test_first_run_shows_the_passwords_and_reviews_the_samples(installation: Installation) -> None:
    process = installation.start()
    said = read_until(process, "Clausemark is at")
    assert re.findall(r"^  (\w+) +(\w+)@demo\.example +\w{4}-\w{4}-\w{4}-\w{4}$", said, flags=re.M) == [
        (role, role) for role in ("member", "reviewer", "manager", "admin")
    ]
    assert f"http://127.0.0.1:{installation.port}/" in said

    wait_for(lambda: {status for _, status in installation.reviews()} == {"done"})
    assert len(installation.reviews()) >= 3

    headers, page = installation.get("/")
    assert "default-src 'none'" in headers["content-security-policy"]
    style = re.search(r'href="(/static/css/base\.[0-9a-f]+\.css)"', page)
    assert style is not None
    assert "immutable" in installation.get(style[1])[0]["cache-control"]

    code, rest = end(process)
    assert (code, "Traceback" in said + rest, "ERROR" in said + rest) == (0, False, False)

    reviewed = installation.reviews()
    again = installation.start()
    said = read_until(again, "Clausemark is at")
    assert "The demo team is there" in said
    assert end(again)[0] == 0
    assert installation.reviews() == reviewed


def test_worker_that_is_killed_is_started_again(installation: Installation) -> None:
    process = installation.start()
    read_until(process, "Clausemark is at")
    killed = worker_of(process)
    os.kill(killed, signal.SIGKILL)
    read_until(process, "The review worker ended (signal SIGKILL); starting it again.")
    wait_for(lambda: any(status == "done" for _, status in installation.reviews()))
    assert worker_of(process) != killed
    assert end(process)[0] == 0


def test_sigterm_ends_everything_like_ctrl_c(installation: Installation) -> None:
    process = installation.start()
    read_until(process, "Clausemark is at")
    process.terminate()
    process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
