"""The same text gives the same findings and score: a hundred times, in other processes, in any order and any dress."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest
import yaml

from contracts.values import Kind
from reviews.checklist import default_checklist
from reviews.management.commands.evaluate import review
from reviews.management.stability import VARIANTS, File, compare, read_files, review_files, strip_marks
from reviews.score import score_findings

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples"
BUNDLES = sorted(path.parent for path in SAMPLES.glob("*/contract.yaml"))


def files_of(folder: Path) -> list[File]:
    documents = yaml.safe_load((folder / "contract.yaml").read_text("utf-8"))["documents"]
    kinds: list[tuple[str, Kind]] = [(paper["file"], paper["kind"]) for paper in documents]
    return [(name, (folder / name).read_bytes(), kind) for name, kind in kinds]


def sources_of(folder: Path) -> list[File]:
    """The Markdown from which the samples were made."""
    paths = sorted((folder / "source").glob("*.md"))
    return [(path.name, path.read_bytes(), "master_terms") for path in paths]


@pytest.mark.parametrize("folder", BUNDLES, ids=lambda path: path.name)
def test_a_hundred_reviews_give_one_result(folder: Path) -> None:
    files = files_of(folder)
    first = review_files(files)
    score = score_findings(first)
    for _ in range(25):
        again = review_files(files)
        assert again == first
        assert score_findings(again) == score


def test_a_hundred_gradings_of_the_same_papers_give_one_result() -> None:
    papers = read_files(files_of(BUNDLES[0]))
    first = review(default_checklist(), papers)
    assert all(review(default_checklist(), papers) == first for _ in range(100))


def test_other_processes_give_the_same_report(tmp_path: Path) -> None:
    folder = SAMPLES / "fennelgate-dunmarrow"
    reports = []
    for seed in ("0", "1", "20261120"):
        out = tmp_path / f"{seed}.json"
        papers = [str(folder / name) for name, _, _ in files_of(folder)]
        subprocess.run(
            [sys.executable, "manage.py", "review", *papers, "--json", str(out)],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        report = json.loads(out.read_text())
        report.pop("timing", None)
        reports.append(report)
    assert reports[0] == reports[1] == reports[2]


@pytest.mark.parametrize("folder", BUNDLES, ids=lambda path: path.name)
def test_order_of_the_papers_changes_nothing(folder: Path) -> None:
    files = files_of(folder)
    first = review_files(files)
    for order in permutations(files):
        again = review_files(order)
        assert [(one.status, one.grade, one.values) for one in again] == [
            (one.status, one.grade, one.values) for one in first
        ]
        assert [sorted(one.quote for one in finding.evidence) for finding in again] == [
            sorted(one.quote for one in finding.evidence) for finding in first
        ]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("folder", BUNDLES, ids=lambda path: path.name)
def test_form_of_a_text_changes_no_finding(folder: Path, variant: str) -> None:
    files = sources_of(folder)
    assert files
    changed = VARIANTS[variant](files)
    count = compare([(review_files(files), review_files(changed))])
    assert (count["status"], count["grade"]) == (0, 0)


def test_marks_that_are_stripped_are_those_of_markdown_alone() -> None:
    text = "## 4. **Fees**\n\n> See [the list](https://x.example), `code` and snake_case_name\\.\n- one_ _two_\n"
    assert strip_marks(text) == "4. Fees\n\nSee the list, code and snake_case_name.\n- one_ two\n"


def test_windows_line_ends_are_really_there() -> None:
    (file,) = VARIANTS["Windows line ends"]([("a.md", b"one\ntwo\r\n", "dpa")])
    assert file[1] == b"one\r\ntwo\r\n"
    assert not re.search(rb"(?<!\r)\n", file[1])
