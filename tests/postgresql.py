"""A PostgreSQL of a run's own, where one is installed: for benchmarks, and for tests of what only it does."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of its database, "" where none is installed. It refuses to run as root."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = next((str(one / "initdb") for one in folders), "") or shutil.which("initdb")
    if not found:
        yield ""
        return
    bin, user, port = Path(found).parent, "postgres" if os.geteuid() == 0 else None, free_port()
    folder = Path(tempfile.mkdtemp(prefix="clausemark-postgresql-"))
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    quiet = {"check": True, "user": user, "stdout": subprocess.DEVNULL, "cwd": folder}
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    try:
        subprocess.run(
            [bin / "initdb", "-D", data, "-U", "clausemark", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"], **quiet
        )
        subprocess.run([bin / "pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{data}.log", "start"], **quiet)
        yield f"postgres://clausemark@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([bin / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet | {"check": False})
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
