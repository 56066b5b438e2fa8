"""`manage.py review`, run as a person runs it: a process of its own, files in, report and exit code out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from reviews.checklist import default_checklist, default_source
from reviews.report.json import VERSION
from tests.db.reviews.bundles import GIF
from tests.factories import MASTER_TERMS, SLA
from tests.model_server import ModelServer, fails
from tests.unit.contracts.bundles import zipped

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "terms.md").write_text(MASTER_TERMS)
    (tmp_path / "sla.md").write_text(SLA)
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "photo.pdf").write_bytes(GIF)
    return tmp_path


def review(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the folder, with a database that does not exist and must not be asked."""
    variables = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "CLAUSEMARK_DATA": str(folder / "data"),
        "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        **environment,
    }
    command = [sys.executable, str(ROOT / "manage.py"), "review", *arguments]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=120)


def test_nothing_is_loaded_that_a_local_review_does_not_need(folder: Path):
    """Each of these takes a tenth of a second or more, of about one for a page."""
    done = review(folder, "terms.md", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert "reviews" in loaded
    assert (
        loaded & {"allauth", "cryptography", "httpx", "openai", "openpyxl", "rapidfuzz", "requests", "weasyprint"}
        == set()
    )


def test_json_follows_the_schema_and_quotes_verbatim(folder: Path):
    done = review(
        folder, "terms.md", "sla.md", "--kind", "master_terms", "--kind", "sla", "--json", "out.json", "--text", "texts"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    report = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert [finding["item"] for finding in report["findings"]] == [item.id for item in default_checklist().items]
    assert [document["kind"] for document in report["documents"]] == ["master_terms", "sla"]
    assert [document["language"] for document in report["documents"]] == ["en", "ja"]
    texts = [(folder / "texts" / f"{n}.txt").read_bytes().decode() for n in range(2)]
    spans = [span for finding in report["findings"] for span in finding["evidence"]]
    assert len(spans) > 5
    assert [texts[span["document"]][span["start"] : span["end"]] for span in spans] == [span["quote"] for span in spans]
    assert abs(sum(line["share"] for line in report["sum"]) - report["scores"]["overall"]["score"]) < 0.06
    assert report["tool"] == {"name": "Clausemark", "version": VERSION}
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []


def test_same_papers_give_the_same_report(folder: Path):
    first, second = (json.loads(review(folder, "terms.md", "sla.md", "--json", "-").stdout) for _ in range(2))
    del first["timing"], second["timing"]
    assert first == second


def test_language_is_that_of_the_reasons(folder: Path):
    english = json.loads(review(folder, "terms.md", "--json", "-").stdout)
    japanese = json.loads(review(folder, "terms.md", "--json", "-", "--language", "ja").stdout)
    for one, other in zip(english["findings"], japanese["findings"], strict=True):
        assert one["rationale"] == one["rationales"]["en"] != ""
        assert other["rationale"] == one["rationales"]["ja"] != ""
    assert english["scores"] == japanese["scores"]
    assert japanese["checklist"]["name"] == "AIベンダー契約"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_table_names_every_item_and_fits_its_width(folder: Path, language: str):
    done = review(folder, "terms.md", "--language", language, COLUMNS="80")
    assert (done.returncode, done.stderr) == (0, "")
    for item in default_checklist().items:
        assert item.title[language] in done.stdout


def test_exit_code_tells_whether_the_band_was_reached(folder: Path):
    band = json.loads(review(folder, "terms.md", "--json", "-").stdout)["scores"]["overall"]["band"]
    assert band in ("high", "severe")  # nothing on breaches: critical by silence
    assert review(folder, "terms.md", "--json", "-", "--fail-at", "low").returncode == 1
    assert review(folder, "terms.md", "--json", "-", "--fail-at", band).returncode == 1
    assert review(folder, "terms.md", "--fail-at", band, "--json", "out.json").returncode == 1
    assert (folder / "out.json").exists()


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("empty.pdf", "en", "empty.pdf: The file is empty."),
        ("photo.pdf", "en", "photo.pdf: This is a picture"),
        ("nowhere.pdf", "en", "nowhere.pdf: The file cannot be opened."),
        ("data", "en", "data: The file cannot be opened."),
        ("photo.pdf", "ja", "photo.pdf: "),
    ],
)
def test_refused_file_gets_a_sentence_and_leaves_nothing(folder: Path, name: str, language: str, words: str):
    (folder / "data").mkdir(exist_ok=True)
    done = review(folder, "terms.md", name, "--language", language, "--json", "out.json", "--text", "texts")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(words)
    assert "Traceback" not in done.stderr
    assert not (folder / "out.json").exists()
    assert not (folder / "texts").exists()


def test_file_that_is_too_large_is_refused_unread(folder: Path):
    with open(folder / "huge.pdf", "wb") as file:
        file.truncate(200_000_000)
    done = review(folder, "huge.pdf")
    assert done.returncode == 2
    assert done.stderr.startswith("huge.pdf: The file is too large.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("terms.md", "--reader", "thorough"), "No model is configured"),
        (("terms.md", "--reader", "economy"), "No model is configured"),
        (("terms.md", "sla.md", "--kind", "sla"), "Give --kind once for each file"),
        (("terms.md", "--kind", "contract"), "invalid choice"),
        (("terms.md", "--checklist", "sla.md"), "The checklist cannot be used"),
        (("terms.md", "--checklist", "none.yaml"), "The checklist “none.yaml” cannot be opened."),
        (("terms.md", "--json", "terms.md/out.json"), "cannot be written"),
        ((), "required: FILE"),
    ],
)
def test_everything_else_that_is_wrong_is_a_three(folder: Path, arguments: tuple[str, ...], words: str):
    done = review(folder, *arguments)
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bundle_in_one_file_is_reviewed_as_its_papers(folder: Path):
    papers = zipped(("deal/terms.md", MASTER_TERMS.encode()), ("__MACOSX/x", b"x"), ("deal/sla.md", SLA.encode()))
    (folder / "deal.zip").write_bytes(papers)
    together = json.loads(review(folder, "deal.zip", "--json", "-").stdout)
    apart = json.loads(review(folder, "terms.md", "sla.md", "--json", "-").stdout)
    assert (together["documents"], together["findings"]) == (apart["documents"], apart["findings"])
    done = review(folder, "deal.zip", "--kind", "sla")
    assert (done.returncode, "--kind cannot be given" in done.stderr) == (3, True)


def test_a_bundle_with_a_file_that_cannot_be_taken_is_refused(folder: Path):
    (folder / "deal.zip").write_bytes(zipped(("terms.md", MASTER_TERMS.encode()), ("photo.pdf", GIF)))
    done = review(folder, "deal.zip", "empty.pdf", "--language", "ja")
    assert (done.returncode, done.stdout) == (2, "")
    first, second = done.stderr.splitlines()
    assert first.startswith("deal.zip › photo.pdf: この形式の画像は読み取れません。")
    assert second.startswith("empty.pdf: ファイルが空です。")


def test_checklist_can_be_another_one(folder: Path):
    source = default_source().replace("AI vendor contracts", "Our own list")
    (folder / "own.yaml").write_text(source, encoding="utf-8")
    report = json.loads(review(folder, "terms.md", "--checklist", "own.yaml", "--json", "-").stdout)
    assert report["checklist"]["name"] == "Our own list"
    assert report["checklist"]["sha256"] != default_checklist().sha256


def test_pdf_is_written(folder: Path):
    done = review(folder, "terms.md", "--pdf", "report.pdf", "--json", "out.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_version_is_the_projects():
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text()


def test_a_model_that_the_environment_names_reads_too(folder: Path, model_server: ModelServer):
    variables = {
        "CLAUSEMARK_MODEL_URL": model_server.url,
        "CLAUSEMARK_MODEL_MODEL": "large",
        "CLAUSEMARK_MODEL_KEY": "sk-test",
        "CLAUSEMARK_MODEL_PRICES": "1,0.1,4",
    }
    done = review(folder, "terms.md", "--reader", "thorough", "--json", "out.json", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert {one.headers["authorization"] for one in model_server.received} == {"Bearer sk-test"}
    assert sorted(item for one in model_server.received for item in one.items) == sorted(
        item.id for item in default_checklist().items
    )
    assert "sk-test" not in json.dumps(report)


def test_a_model_that_does_not_answer_costs_no_report(folder: Path, model_server: ModelServer):
    model_server.always(fails(401))
    variables = {"CLAUSEMARK_MODEL_URL": model_server.url, "CLAUSEMARK_MODEL_MODEL": "large"}
    done = review(folder, "terms.md", "--reader", "thorough", "--json", "model.json", **variables)
    assert done.returncode == 0
    review(folder, "terms.md", "--json", "local.json")
    with_model, local = (json.loads((folder / name).read_text()) for name in ("model.json", "local.json"))
    assert with_model["findings"] == local["findings"]
    assert with_model["scores"] == local["scores"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("URL", "ftp://127.0.0.1"), ("CONTEXT", "many"), ("PRICES", "1,2"), ("AT_ONCE", "0"), ("STRICTNESS", "very")],
)
def test_a_setting_that_cannot_be_is_named(folder: Path, name: str, value: str):
    variables = {"CLAUSEMARK_MODEL_URL": "http://127.0.0.1:1", "CLAUSEMARK_MODEL_MODEL": "m"}
    done = review(folder, "terms.md", "--reader", "economy", **(variables | {f"CLAUSEMARK_MODEL_{name}": value}))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"CLAUSEMARK_MODEL_{name} cannot be used as it is set.")
