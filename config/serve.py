"""Runs the whole product on one machine: the web server, the workers and beat, under one roof.

`python -m config.serve [--demo]`. Ctrl-C or SIGTERM ends all of it. A process that dies is started again; one that
keeps dying ends everything, with a message. On several machines, a service manager does this (docs/operation.md).
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
if (BASE_DIR / ".env").is_file():
    environ.Env.read_env(BASE_DIR / ".env")
HOST = os.environ.get("BIND_HOST", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")
GRACE_SECONDS = 10.0
QUICK_DEATH_SECONDS = 20.0
QUICK_DEATHS_ALLOWED = 3


def commands() -> dict[str, list[str]]:
    """What runs, by the name that messages use. Reports have a worker of their own: no review waits for a PDF."""
    cores = os.cpu_count() or 1
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
    worker = [*celery, "worker", "--loglevel", "WARNING", "--pool", "prefork"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    web = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{PORT}", "--preload"]
    web += ["--worker-class", "gthread", "--workers", os.environ.get("WEB_PROCESSES", str(min(cores, 2)))]
    web += ["--threads", "8", "--timeout", "120", "--log-level", "warning", "--no-control-socket"]
    return {
        "web server": web,
        "review worker": [*worker, "--queues", "reviews", "--hostname", "reviews@%h"],
        "report worker": [*worker, "--queues", "reports", "--hostname", "reports@%h", "--concurrency", "1"],
        "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile="],
    }


class Stop(Exception):
    """Ends everything; its text is what the person at the terminal reads."""


@dataclass
class Child:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    quick_deaths: int = field(default=0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        # As root, on a machine of one's own, Celery's advice to use --uid only hides what matters.
        environment = os.environ | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
        # A group of its own: Ctrl-C reaches this process only, which then ends the children in good order.
        self.process = subprocess.Popen(
            self.command, cwd=BASE_DIR, env=environment, process_group=0, preexec_fn=die_with_parent
        )

    def look_after(self) -> None:
        """Start the process again if it died, a second later; give up on one that keeps dying young."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.kill_group()  # what a killed worker leaves running would hold on to its work
        self.process = None
        self.quick_deaths = self.quick_deaths + 1 if now - self.started_at < QUICK_DEATH_SECONDS else 1
        if self.quick_deaths > QUICK_DEATHS_ALLOWED:
            raise Stop(f"The {self.name} ended {self.quick_deaths} times in a row ({describe(code)}).")
        say(f"The {self.name} ended ({describe(code)}); starting it again.")
        self.start_again_at = now + 1

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill_group(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def die_with_parent() -> None:
    """In the child, before it becomes the program: end when this process is killed, however (Linux only)."""
    if sys.platform == "linux":
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGTERM)


def describe(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def say(text: str) -> None:
    print(text, flush=True)


def hold_folder() -> int:
    """A lock on the data folder, so that two copies do not run one beat each. Held until this process ends."""
    folder = Path(os.environ.get("CLAUSEMARK_DATA", BASE_DIR / "var"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "serve.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Stop(f"Clausemark is already running with the data in {folder}. Stop it there, or open it.") from None
    return descriptor


def check_port() -> None:
    try:
        with socket.create_server((HOST, int(PORT))):
            pass
    except (ValueError, OverflowError):
        raise Stop(f"PORT must be a number from 1 to 65535, not {PORT!r}.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Stop(f"Port {PORT} is in use. Choose another one: PORT=8080 make run") from None
        raise Stop(f"Cannot listen on {HOST}, port {PORT}: {error.strerror}.") from None


def is_answering() -> bool:
    try:
        with socket.create_connection((HOST, int(PORT)), timeout=1):
            return True
    except OSError:
        return False


def prepare(is_demo: bool) -> None:
    """Migrations and, where asked for, the demo team; a failure has said why by itself."""
    command = [sys.executable, "manage.py", "prepare", *(["--demo"] if is_demo else [])]
    child = Child("preparation", command)
    child.start()
    try:
        if child.process is not None and child.process.wait():
            raise Stop("Clausemark was not started.")
    finally:
        child.kill_group()


def run(children: list[Child]) -> None:
    """Start all, then look after them until somebody ends this process or a child cannot be kept alive."""
    has_answered = False
    for child in children:
        child.start()
    while True:
        for child in children:
            child.look_after()
        if not has_answered and is_answering():
            has_answered = True
            say(f"\nClausemark is at http://{HOST}:{PORT}/  (Ctrl-C ends it)\n")
        time.sleep(0.1)


def end_all(children: list[Child]) -> None:
    for child in children:
        child.end()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        if child.process is not None:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
            child.kill_group()


def on_signal(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the second Ctrl-C does not wait
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.serve", description=__doc__.partition("\n")[0])
    parser.add_argument("--demo", action="store_true", help="make a demo team with reviewed sample contracts")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    os.umask(0o077)  # whatever the folder allows, the database in it holds contracts and is for its owner only
    children = [Child(name, command) for name, command in commands().items()]
    try:
        check_port()
        hold_folder()
        prepare(arguments.demo)
        run(children)
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nEnding Clausemark …")
        return 0
    finally:
        end_all(children)
    return 0


if __name__ == "__main__":
    sys.exit(main())
