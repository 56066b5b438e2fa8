"""Options of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screens", metavar="FOLDER", help="keep pictures of every page in this folder")
