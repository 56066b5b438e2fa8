"""The command for whoever writes phrases."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.unit.reviews.small import small_source

FIND = "facts:\n  raises:\n    en: ['<vendor> may .. raise']\n    ja: []\n"


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "gold").mkdir()
    (tmp_path / "unseen").mkdir()
    (tmp_path / "corpus" / "terms.md").write_text("Provider may raise prices.\n\nCustomer pays.\n")
    (tmp_path / "checklist.yaml").write_text(small_source(FIND), encoding="utf-8")
    label = {"status": "present", "grade": "risky", "values": {}, "quotes": ["Provider may raise prices."]}
    bundle = {
        "bundle": "acme",
        "language": "en",
        "documents": [{"file": "terms.md", "kind": "master_terms"}],
        "items": {"exit.one": label},
    }
    for name in ("gold", "unseen"):
        (tmp_path / name / "acme.json").write_text(json.dumps(bundle))
    return tmp_path


def evaluate(folders: Path, gold: str, *options: str) -> str:
    out = StringIO()
    paths = ["--gold", str(folders / gold), "--corpus", str(folders / "corpus")]
    call_command(
        "evaluate", *paths, "--checklist", str(folders / "checklist.yaml"), *options, stdout=out, no_color=True
    )
    return out.getvalue()


def test_figures_and_errors_are_shown(folders: Path) -> None:
    said = evaluate(folders, "gold", "--errors")
    assert "exit.one  acme  grade risky, ours acceptable" in said
    assert "by <vendor> may .. raise" in said
    assert "found_f1             1.0" in said


def test_errors_on_unseen_contracts_are_refused(folders: Path) -> None:
    assert "found_f1" in evaluate(folders, "unseen")
    with pytest.raises(CommandError, match="no longer unseen"):
        evaluate(folders, "unseen", "--errors")


def test_mistakes_of_the_checklist_are_told(folders: Path) -> None:
    (folders / "checklist.yaml").write_text(small_source(FIND.replace("raise'", "(raise'")), encoding="utf-8")
    with pytest.raises(CommandError, match=r"checklist.yaml:\d+: “\)” is missing"):
        evaluate(folders, "gold")
