"""Imports point one way: what the documents say knows nothing of what we think of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("score.py", "decide.py", "carry.py", "remedy.py", "verify.py", "grade.py", "conditions.py", "values.py")
VALUES = ("contracts/values.py", "contracts/segment.py", *(f"reviews/{stage}" for stage in STAGES))


def imported(path: Path) -> Iterator[str]:
    """The modules that a file names, wherever in it they are imported."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_of(folder: str) -> list[Path]:
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    return files


@pytest.mark.parametrize("path", files_of("contracts"), ids=lambda path: str(path.relative_to(ROOT)))
def test_contracts_never_import_reviews(path: Path):
    assert [name for name in imported(path) if name.partition(".")[0] == "reviews"] == []


def test_reviews_do_import_contracts():
    """So that the test above could fail."""
    names = {name.partition(".")[0] for path in files_of("reviews") for name in imported(path)}
    assert "contracts" in names


@pytest.mark.parametrize("path", VALUES)
def test_stages_know_neither_django_nor_celery(path: str):
    assert [name for name in imported(ROOT / path) if name.partition(".")[0] in ("django", "celery", "config")] == []


@pytest.mark.parametrize("path", [ROOT / path for path in VALUES] + files_of("reviews/local"), ids=str)
def test_stages_read_neither_clock_nor_environment(path: Path):
    forbidden = ("time", "datetime.datetime", "os", "random", "logging", "socket", "subprocess")
    assert [name for name in imported(path) if name in forbidden or name.startswith(("os.", "time."))] == []
