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


SENTENCES = """
exit.one:
  answers:
    - {text: "Vendor may raise all prices.", grade: risky, values: {days: 30}}
    - {text: "Prices go up.", grade: risky, values: {}}
    - {text: "Client pays.", grade: risky, values: {}}
  misses: ["Licensor may then raise.", "We may raise.", "You may raise."]
"""


def try_out(folders: Path, *options: str) -> str:
    (folders / "en.yaml").write_text(SENTENCES)
    paths = ["--paraphrases", str(folders), "--checklist", str(folders / "checklist.yaml")]
    out = StringIO()
    call_command("evaluate", *paths, *options, stdout=out, no_color=True)
    return out.getvalue()


def test_sentences_are_counted_odd_and_even(folders: Path) -> None:
    said = " ".join(try_out(folders).split())
    assert "odd present 1/ 2 grade 0/ 2 values 0/ 1 quiet 1/ 2" in said
    assert "even present 0/ 1 grade 0/ 1 values 0/ 0 quiet 0/ 1" in said


def test_even_sentences_are_not_shown(folders: Path) -> None:
    said = try_out(folders, "--errors")
    assert "exit.one  en answer 1  grade risky, ours acceptable; days 30, ours None" in said
    assert "exit.one  en miss 1  answered" in said
    assert "Client pays." in said
    assert "Prices go up." not in said
    assert "We may raise." not in said
