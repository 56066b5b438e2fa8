"""`manage.py measure_reading`, on a corpus of invented papers."""

from __future__ import annotations

import datetime
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from contracts.readers.pdf import read_pdf
from reviews.management.commands import measure_reading
from reviews.management.commands.measure_reading import keep
from reviews.management.reading_engines import ENGINES
from tests.unit.contracts.papers import column, pdf
from tests.unit.contracts.scans import TERMS, drawn, scanned

PAPER = pdf([column(TERMS)])


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    for folder in ("cuad/pdf", "cuad/txt", "vendor-terms"):
        (tmp_path / "corpus" / folder).mkdir(parents=True)
    (tmp_path / "corpus/cuad/pdf/terms.pdf").write_bytes(PAPER)
    (tmp_path / "corpus/cuad/txt/terms.txt").write_text(read_pdf(PAPER).body)
    papers = tmp_path / "corpus" / "vendor-terms"
    for name in ("norvik", "aside"):
        (papers / f"{name}.md").write_text(read_pdf(PAPER).body)
        (papers / f"{name}.pdf").write_bytes(PAPER)
    (papers / "norvik-scan.pdf").write_bytes(scanned(drawn(PAPER)))
    return tmp_path


def measure(*arguments: object) -> str:
    out = StringIO()
    call_command("measure_reading", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_engines_are_compared_with_the_right_text(shared: Path):
    rows = re.findall(r"^\| (\S.*?) \| ([\d.]+) \| ([\d.]+)", measure("--shared", shared, "--parts", "engines"), re.M)
    assert [name for name, *_ in rows] == list(ENGINES)
    assert rows[0][1:] == ("100.00", "100.0")


def test_forms_of_a_paper_are_compared_and_those_put_aside_are_not(shared: Path):
    printed = measure("--shared", shared, "--parts", "forms", "--leave-out", "aside")
    rows = re.findall(r"^\| (\S+) \| [\d.]+ \| ([\d.]+) \| ([\d.]+) \| (\w+)", printed, re.M)
    assert rows == [("norvik-scan.pdf", "100.0", "100.0", "yes"), ("norvik.pdf", "100.0", "100.0", "yes")]


def test_recognition_is_compared_with_bare_tesseract(shared: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reviews.management.reading_scans.REPEAT", 1)
    monkeypatch.setattr("reviews.management.reading_scans.PAGES", 2)
    printed = measure("--shared", shared, "--parts", "scans")
    ratio = re.search(r"^\| norvik-scan\.pdf, 1 page.*\| ([\d.]+) \|$", printed, re.M)
    assert ratio is not None and float(ratio[1]) > 0
    assert re.findall(r"\| (eng|jpn|jpn\+eng|eng\+jpn) \| [\d.]+ \|", printed) == ["eng", "jpn", "jpn+eng", "eng+jpn"]


def test_without_a_corpus_there_is_nothing_to_measure(tmp_path: Path):
    assert measure("--shared", tmp_path).count("There is nothing to measure.") == 3


def test_figures_are_kept_between_the_marks_of_their_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    class Today(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:
            return datetime.date(2026, 11, 20)

    monkeypatch.setattr(measure_reading, "date", Today)
    page = tmp_path / "reading.md"
    marks = "<!-- measured: {0}: begin -->\nold\n<!-- measured: {0}: end -->\n"
    page.write_text("Words.\n" + marks.format("forms") + marks.format("scans") + "More.\n")
    keep(page, "forms", "new")
    assert page.read_text() == (
        "Words.\n<!-- measured: forms: begin -->\n"
        "Measured on 2026-11-20 by `manage.py measure_reading --parts forms --write`.\n\nnew\n"
        "<!-- measured: forms: end -->\n" + marks.format("scans") + "More.\n"
    )
