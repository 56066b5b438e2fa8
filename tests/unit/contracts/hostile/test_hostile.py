"""Each hostile file ends in texts or in sentences, within a minute; the child that reads it stays under a gigabyte."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from contracts.definitions import find_definitions
from contracts.intake import open_file
from contracts.read import REFUSALS
from contracts.readers.guard import Guard
from contracts.readers.refused import Refused
from contracts.references import find_references
from contracts.segment import segment_text
from tests.unit.contracts.hostile.makers import FILES

MOST_SECONDS = 60
MOST_MEMORY = 1_000_000_000


def peak_of(pid: int) -> int:
    """The most bytes of memory that a process has held; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_costs_little(what: str) -> None:
    name, data = FILES[what]
    started = time.monotonic()
    opened = open_file(name, data)
    guard = Guard()
    outcomes = [refused.code for refused in opened.refused]
    for paper, content in opened.papers:
        guard.start()
        pid = guard.child.process.pid if guard.child else 0
        try:
            text = guard.read(content, paper)
        except Refused as error:
            outcomes.append(error.code)
        else:
            clauses = segment_text(text)
            find_references(text, clauses)
            find_definitions(text, clauses)
        assert peak_of(pid) < MOST_MEMORY
    guard.close()
    assert opened.papers or opened.refused
    assert all(code in REFUSALS for code in outcomes)
    assert time.monotonic() - started < MOST_SECONDS


def test_names_lead_nowhere() -> None:
    names = [name for name, _ in open_file(*FILES["ZIP with names that lead out"]).papers]
    assert names == ["xtxt.sh"]


def test_nothing_of_another_file_is_read() -> None:
    assert [one.name for one in open_file(*FILES["ZIP in a ZIP"]).refused] == ["a.zip › b.zip"]
