"""The sample contracts: whole, small, invented, and in the formats that they are there to show."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
import yaml

from contracts.values import KINDS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CONTRACTS = sorted(path.parent for path in SAMPLES.glob("*/contract.yaml"))
PAPERS = [
    folder / paper["file"]
    for folder in CONTRACTS
    for paper in yaml.safe_load((folder / "contract.yaml").read_text("utf-8"))["documents"]
]
ENCODINGS = {"aikago-cloud-ja/master.txt": "shift_jis", "aikago-cloud-ja/personal-data-memorandum.txt": "euc_jp"}


def name(path: Path) -> str:
    return path.relative_to(SAMPLES).as_posix()


def words_of(path: Path) -> str:
    """What a paper says, read without the product's own readers."""
    if path.suffix == ".pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    if path.suffix == ".docx":
        word = docx.Document(io.BytesIO(path.read_bytes()))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    return path.read_bytes().decode(ENCODINGS.get(name(path), "utf-8"))


@pytest.mark.parametrize("folder", CONTRACTS, ids=lambda path: path.name)
def test_contract_says_what_it_holds(folder):
    contract = yaml.safe_load((folder / "contract.yaml").read_text("utf-8"))

    assert set(contract) - {"term"} == {"vendor", "title", "origin", "language", "documents"}
    assert set(contract.get("term", {})) <= {"started_days_ago", "months"}
    assert contract["origin"] in {"standard", "draft", "signed"}
    assert contract["language"] in {"en", "ja"}
    assert {paper["kind"] for paper in contract["documents"]} <= set(KINDS)
    on_disk = {path.name for path in folder.iterdir() if path.is_file()} - {"contract.yaml"}
    assert {paper["file"] for paper in contract["documents"]} == on_disk


@pytest.mark.parametrize("path", PAPERS, ids=name)
def test_paper_is_small_and_has_words(path):
    assert path.stat().st_size < 300_000
    assert len(words_of(path)) > 1_000


@pytest.mark.parametrize("path", PAPERS, ids=name)
def test_addresses_are_invented(path):
    for host in re.findall(r"[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|ai|jp|uk|example)\b", words_of(path)):
        assert host.endswith(".example")


@pytest.mark.parametrize("path", [path for path in PAPERS if path.suffix == ".docx"], ids=name)
def test_word_file_numbers_its_clauses_itself(path):
    word = docx.Document(io.BytesIO(path.read_bytes()))
    numbered = word.element.body.xpath("count(.//w:numPr)")

    assert numbered or any(style.element.xpath(".//w:numPr") for style in word.styles)
    assert not [p.text for p in word.paragraphs if re.match(r"\d+\.\d* |\([a-z]\) |第.+条（", p.text)]


@pytest.mark.parametrize("path", ENCODINGS)
def test_legacy_text_is_not_unicode(path):
    with pytest.raises(UnicodeDecodeError):
        (SAMPLES / path).read_bytes().decode("utf-8")


def test_footnote_is_in_the_word_file():
    with zipfile.ZipFile(SAMPLES / "quillfern-ai/platform-terms.docx") as word:
        assert b"Amounts are left out of these Platform Terms on purpose" in word.read("word/footnotes.xml")


def test_source_and_word_file_say_the_same():
    source = (SAMPLES / "quillfern-ai/source/platform-terms.md").read_text("utf-8")

    said = words_of(SAMPLES / "quillfern-ai/platform-terms.docx")

    assert (
        "Quillfern may terminate an Order Form for its convenience by giving Customer 60 days’ written notice." in said
    )
    assert "4.4 Quillfern stores Input and Output for 30 days after the request" in source
    for line in source.splitlines():
        sentence = re.sub(r"^(#+ )?((\d+\.)+\d*|\([a-z]\)) |^# |\[\^1\](: .*)?", "", line)
        assert "|" in line or sentence in said
