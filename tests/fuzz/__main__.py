"""Breaks samples of every format and reads them in the guarded child until the time is up; says what was found.

A file must end in a text or in a refusal, within its bounds; the child may give up on it, but not crash. The same seed
breaks the same files in the same way. What broke a rule is kept in a folder and named at the end.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from contracts.definitions import find_definitions
from contracts.readers.guard import Guard
from contracts.readers.refused import Refused
from contracts.readers.sniff import BUNDLES, media_type
from contracts.references import find_references
from contracts.segment import segment_text
from tests.fuzz.changes import changed
from tests.fuzz.samples import samples

SLOW = 60.0
MOST_MEMORY = 1_000_000_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Broken files, read under guard.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the files that break a rule; else a new one")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="clausemark-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    outcomes, broken = run(options.minutes * 60, options.seed, folder)
    for outcome, count in outcomes.most_common():
        print(f"{count:8} {outcome}")
    print(f"{len(broken)} broke a rule" + (f"; kept in {folder}:" if broken else "."))
    for name, what in broken:
        print(f"  {name}: {what}")
    return 1 if broken else 0


def run(seconds: float, seed: int, folder: Path) -> tuple[Counter[str], list[tuple[str, str]]]:
    """How the files ended, and those that broke a rule, by name and what they did."""
    chance = random.Random(seed)
    files = samples()
    guard = Guard()
    outcomes: Counter[str] = Counter()
    broken: list[tuple[str, str]] = []
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        name, data = chance.choice(files)
        data = changed(data, chance)
        started = time.monotonic()
        outcome, fault = attempt(guard, name, data)
        spent = time.monotonic() - started
        outcomes[f"{name.rpartition('.')[2]}: {outcome}"] += 1
        if spent > SLOW and not fault:
            fault = f"took {spent:.0f} s"
        if fault:
            kept = f"{seed}-{number}-{name}"
            (folder / kept).write_bytes(data)
            broken.append((kept, fault))
    print(f"{number} files, seed {seed}")
    guard.close()
    return outcomes, broken


def attempt(guard: Guard, name: str, data: bytes) -> tuple[str, str]:
    """How a file ended, and what was wrong with that, "" where nothing was."""
    guard.start()
    child = guard.child
    try:
        if media_type(data, name) in BUNDLES:
            entries = guard.unpack(data, name, 20, 50_000_000)
            return f"{len(entries)} entries" if len(entries) < 3 else "entries", memory_fault(guard)
        text = guard.read(data, name)
    except Refused as error:
        is_replaced = guard.child is not child and not (child and child.is_worn)
        if not is_replaced or error.code in ("too_slow", "too_much_memory"):
            return error.code, memory_fault(guard)
        code = child.process.returncode if child else None
        return error.code, f"the child ended with {code}"
    except Exception as error:  # whatever it is, it is what is looked for
        return "error", f"{type(error).__name__}: {error}"
    try:
        clauses = segment_text(text)
        find_definitions(text, clauses)
        find_references(text, clauses)
    except Exception as error:  # as above
        return "error", f"after reading, {type(error).__name__}: {error}"
    return "read", memory_fault(guard)


def peak_of(pid: int) -> int:
    """The most bytes that a process has held so far; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def memory_fault(guard: Guard) -> str:
    peak = peak_of(guard.child.process.pid) if guard.child else 0
    return f"took {peak / 1e6:.0f} MB" if peak > MOST_MEMORY else ""


if __name__ == "__main__":
    raise SystemExit(main())
