import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import serve

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.write(1, b'u'); time.sleep(60)",
]


@pytest.fixture
def children() -> Iterator[list[serve.Child]]:
    kept: list[serve.Child] = []
    yield kept
    for child in kept:
        child.kill_group()


def test_child_that_ended_is_started_again(children, monkeypatch, capsys):
    clock = iter(range(0, 1000, 30))
    monkeypatch.setattr(serve.time, "monotonic", lambda: next(clock))
    child = serve.Child("worker", SLEEPER)
    children.append(child)
    child.start()
    first = child.process
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    child.look_after()
    assert child.process is None
    child.look_after()
    assert child.process is not None and child.process.pid != first.pid
    assert capsys.readouterr().out == "The worker ended (signal SIGKILL); starting it again.\n"


def test_child_that_keeps_dying_ends_everything(children):
    child = serve.Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    children.append(child)
    child.start()
    with pytest.raises(serve.Stop, match=r"The worker ended 4 times in a row \(exit code 3\)\."):
        while True:
            if child.process is not None:
                child.process.wait()
            child.start_again_at = 0
            child.look_after()


def test_child_that_will_not_end_is_killed(children, monkeypatch):
    monkeypatch.setattr(serve, "GRACE_SECONDS", 0.2)
    child = serve.Child("worker", STUBBORN)
    children.append(child)
    child.process = subprocess.Popen(STUBBORN, stdout=subprocess.PIPE, process_group=0)
    child.process.stdout.read(1)
    serve.end_all(children)
    assert child.process.wait(5) == -signal.SIGKILL
    child.process.stdout.close()


def test_children_of_a_killed_process_end_too(tmp_path):
    code = f"""
import time
from config import serve
child = serve.Child("worker", {SLEEPER!r})
child.start()
time.sleep(60)
"""
    environment = os.environ | {"CLAUSEMARK_DATA": str(tmp_path)}
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=serve.BASE_DIR, env=environment, stdout=subprocess.PIPE)
    assert parent.stdout.readline() == b"up\n"
    parent.kill()
    assert parent.stdout.read() == b""  # the pipe ends when the last process that holds it has ended
    parent.wait()
    parent.stdout.close()


def run_serve(data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.serve"],
        cwd=serve.BASE_DIR,
        env=os.environ | environment | {"CLAUSEMARK_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_busy_port_is_said_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        said = run_serve(tmp_path, PORT=port)
    assert (said.returncode, said.stderr) == (1, f"Port {port} is in use. Choose another one: PORT=8080 make run\n")


def test_port_that_is_none_is_said_in_a_sentence(tmp_path):
    said = run_serve(tmp_path, PORT="http")
    assert (said.returncode, said.stderr) == (1, "PORT must be a number from 1 to 65535, not 'http'.\n")


def test_second_copy_on_the_same_data_is_refused(tmp_path):
    held = subprocess.Popen(
        ["flock", str(tmp_path / "serve.lock"), "sh", "-c", "echo held; exec sleep 60"], stdout=subprocess.PIPE
    )
    assert held.stdout.readline() == b"held\n"
    said = run_serve(tmp_path, PORT="0")
    held.kill()
    held.wait()
    held.stdout.close()
    assert (said.returncode, said.stderr) == (
        1,
        f"Clausemark is already running with the data in {tmp_path}. Stop it there, or open it.\n",
    )
