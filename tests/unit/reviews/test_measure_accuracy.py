"""`make eval`, with a scorer that only says what it was asked: the labelled contracts do not come with the project."""

from __future__ import annotations

import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reviews.management.commands import measure_accuracy
from reviews.management.commands.measure_accuracy import BEGIN, END, keep

SCORER = """
import json, pathlib, sys
arguments = dict(zip(sys.argv[1::2], sys.argv[2::2]))
assert "--errors" not in sys.argv
log = pathlib.Path(sys.argv[0]).with_name("log.txt")
name, language = pathlib.Path(arguments["--gold"]).name, arguments.get("--language", "both")
with open(log, "a") as file:
    print(name, language if "--json" in arguments else "run " + arguments["--run"].rpartition(" ")[2], file=file)
if "--json" in arguments:
    found = {"en": 0.91, "ja": 0.875, "both": 0.9}[language] - (0.1 if name == "unseen" else 0)
    pathlib.Path(arguments["--json"]).write_text(json.dumps({"found_f1": found, "bundles": 3, "values_exact": None}))
"""


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    (tmp_path / "eval" / "gold").mkdir(parents=True)
    (tmp_path / "eval" / "unseen").mkdir()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "eval" / "score.py").write_text(SCORER)
    return tmp_path


def measure(*arguments: object) -> str:
    out = StringIO()
    call_command("measure_accuracy", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_table_holds_every_set_and_language(shared: Path):
    assert measure("--shared", shared).splitlines() == [
        "|              | gold, en | gold, ja | gold, both | unseen, en | unseen, ja | unseen, both |",
        "| ---          | ---:     | ---:     | ---:       | ---:       | ---:       | ---:         |",
        "| found_f1     | 0.910    | 0.875    | 0.900      | 0.810      | 0.775      | 0.800        |",
        "| bundles      | 3        | 3        | 3          | 3          | 3          | 3            |",
        "| values_exact | –        | –        | –          | –          | –          | –            |",
    ]


def test_each_contract_is_reviewed_once_and_unseen_ones_only_when_asked(shared: Path):
    measure("--shared", shared, "--sets", "gold")
    assert (shared / "eval" / "log.txt").read_text().splitlines() == [
        "gold run review",
        "gold en",
        "gold ja",
        "gold both",
    ]


def test_missing_folder_is_said_and_is_no_failure(tmp_path: Path):
    assert measure("--shared", tmp_path / "nowhere").startswith("There are no labelled contracts at ")


def test_scorer_that_breaks_is_a_failure(shared: Path):
    (shared / "eval" / "score.py").write_text("raise SystemExit(5)")
    with pytest.raises(CommandError, match=r"score\.py ended with 5"):
        measure("--shared", shared)


def test_figures_are_kept_between_the_marks_and_nothing_else_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    class Today(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:
            return cls(2026, 11, 20)

    monkeypatch.setattr(measure_accuracy, "date", Today)
    page = tmp_path / "accuracy.md"
    page.write_text(f"# Accuracy\n\nOur words.\n\n{BEGIN}\nold\n{END}\n\nMore words.\n")
    keep(page, "new", "--cuad")
    assert page.read_text() == (
        f"# Accuracy\n\nOur words.\n\n{BEGIN}\n"
        "Measured on 2026-11-20 by `manage.py measure_accuracy --write --cuad`.\n\nnew\n"
        f"{END}\n\nMore words.\n"
    )
