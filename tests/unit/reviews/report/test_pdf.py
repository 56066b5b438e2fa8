"""The report on paper, checked by reading it back."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from contracts.values import Language
from reviews.checklist import default_checklist
from reviews.report.page import build_page_from
from reviews.report.pdf import MissingFile, StaticFetcher, render_pdf
from reviews.report.reviewed import Reviewed
from reviews.values import Evidence, Grade, Status
from tests.unit.reviews.report.bundle import PRICE, TERMS, UPTIME, make_finding, make_papers, make_reviewed


def read(reviewed: Reviewed, language: Language = "en") -> PdfReader:
    return PdfReader(BytesIO(render_pdf(build_page_from(reviewed, language))))


def words_of(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture(scope="module")
def english() -> PdfReader:
    return read(make_reviewed())


@pytest.fixture(scope="module")
def japanese() -> PdfReader:
    return read(make_reviewed(), "ja")


def test_cover_holds_score_and_scope(english: PdfReader) -> None:
    cover = " ".join(english.pages[0].extract_text().split())
    for words in (
        "Norvik AI Service Terms",
        "Norvik AI Ltd.",
        "29",
        "14 March 2026, review 3",
        "Aldermoor Procurement",
    ):
        assert words in cover
    assert "AI vendor contracts, version 4, 47 items" in cover
    assert "2 pages, 41 words, English" in cover


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("status", ["absent", "not_assessed", "present"])
def test_managers_have_one_page(language: Language, status: Status) -> None:
    grade: Grade | None = None if status == "not_assessed" else "critical"
    findings = [make_finding(item.id, status, grade) for item in default_checklist().items]
    policy = replace(make_papers()[0], kind="policy")
    page = build_page_from(make_reviewed(findings, papers=(policy,)), language)
    reader = PdfReader(BytesIO(render_pdf(page)))
    with translation.override(language):
        titles = [gettext("On one page"), gettext("Contents"), gettext("Findings")]
    for number, title in enumerate(titles, 1):
        assert title in reader.pages[number].extract_text().replace("\n", "")
    assert page.steps[:1] if status == "absent" else page.gravest or status == "not_assessed"


def test_contents_name_the_page_of_each_finding(english: PdfReader) -> None:
    lines = english.pages[2].extract_text().splitlines()
    for item in default_checklist().items:
        title = item.title["en"]
        numbers = [int(line.split()[0]) for line in lines if line.endswith(title) and line[0].isdigit()]
        assert numbers, title
        assert any(title in " ".join(english.pages[number - 1].extract_text().split()) for number in numbers)


def test_findings_hold_quotes_with_their_places(english: PdfReader) -> None:
    words = words_of(english)
    assert PRICE in words
    assert "Norvik AI Service Terms, § 1.1 Prices, page 1" in words
    assert UPTIME in words.replace(" ", "")
    assert "Read: notice 14 days" in words


def test_annex_holds_the_whole_checklist(english: PdfReader) -> None:
    words = words_of(english)
    for item in default_checklist().items:
        assert item.question["en"] in words
    assert "divided by the weight of all graded items" in words


def test_pages_are_numbered(english: PdfReader) -> None:
    count = len(english.pages)
    for number, page in enumerate(english.pages[1:], 2):
        assert f"{number} / {count}" in page.extract_text()


def test_bookmarks_lead_to_every_finding(english: PdfReader) -> None:
    def titles(outline: list) -> list[str]:
        return [title for entry in outline for title in (titles(entry) if isinstance(entry, list) else [entry.title])]

    found = titles(english.outline)
    assert found[:3] == ["On one page", "Contents", "Findings"]
    assert {item.title["en"] for item in default_checklist().items} <= set(found)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_file_is_tagged_for_reading_aloud(language: Language, request: pytest.FixtureRequest) -> None:
    reader: PdfReader = request.getfixturevalue("english" if language == "en" else "japanese")
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert 'pdfuaid:part="1"' in root["/Metadata"].get_data().decode()
    assert "Norvik AI Service Terms" in reader.metadata.title
    tags, unnamed = Counter(), 0
    for element in elements(root["/StructTreeRoot"]["/K"]):
        tags[element["/S"]] += 1
        unnamed += element["/S"] == "/Figure" and "/Alt" not in element
    assert unnamed == 0
    assert (tags["/H1"], tags["/H4"]) == (1, len(default_checklist().items))
    assert tags["/Figure"] == 1 + 6 + 6


def elements(node: object) -> list[DictionaryObject]:
    if isinstance(node, IndirectObject):
        node = node.get_object()
    if isinstance(node, ArrayObject):
        return [element for child in node for element in elements(child)]
    if not isinstance(node, DictionaryObject) or "/S" not in node:
        return []
    return [node, *elements(node.get("/K"))]


def test_dates_are_those_of_the_review(english: PdfReader) -> None:
    assert english.metadata.creation_date == make_reviewed().made_at
    assert english.metadata.modification_date == make_reviewed().made_at


def test_japanese_is_set_in_japanese_fonts(japanese: PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in japanese.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {"Noto-Sans-CJK-JP", "Noto-Sans-CJK-JP-Bold", "Noto-Serif-CJK-JP", "Clausemark-Signs"} <= fonts
    words = words_of(japanese).replace(" ", "")
    assert default_checklist().items[0].title["ja"] in words
    assert UPTIME in words


def test_same_review_gives_the_same_bytes_in_every_process() -> None:
    here = hashlib.sha256(render_pdf(build_page_from(make_reviewed(), "ja"))).hexdigest()
    script = (
        "import django, hashlib; django.setup()\n"
        "from tests.unit.reviews.report.bundle import make_reviewed\n"
        "from reviews.report.page import build_page_from\n"
        "from reviews.report.pdf import render_pdf\n"
        "print(hashlib.sha256(render_pdf(build_page_from(make_reviewed(), 'ja'))).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    there = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip().splitlines()[-1] == here


def test_words_of_a_contract_are_only_words() -> None:
    evil = '<script>x</script> & <img src="file:///etc/passwd"/> ]]> \x0c\x00\x07 {{ page }} &amp;'
    papers = make_papers(TERMS + evil)
    start = papers[0].text.body.index(evil)
    found = make_finding("liability.cap", evidence=(Evidence(0, start, start + len(evil), evil),))
    found = replace(found, rationale={"en": evil}, values={"cap_amount": 3, "cap_currency": evil})
    reviewed = make_reviewed([found], papers=papers, title=evil, vendor=evil, team=evil, made_by=evil)
    words = words_of(read(reviewed))
    assert words.count("<script>x</script>") >= 4
    assert '<img src="file:///etc/passwd"/>' in words


def test_very_long_words_stay_on_the_page() -> None:
    word = "Rechtsschutzversicherungsgesellschaften" * 12
    papers = make_papers(TERMS + word)
    start = papers[0].text.body.index(word)
    found = make_finding("liability.cap", evidence=(Evidence(0, start, start + len(word), word),))
    found = replace(found, rationale={"en": word})
    pdf = render_pdf(build_page_from(make_reviewed([found], papers=papers, title=word, vendor=word), "en"))
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    rights = [page.get_charbox(number)[2] for page in pages for number in range(page.count_chars())]
    assert max(rights) <= 210 / 25.4 * 72
    assert "".join("".join(page.get_text_range() for page in pages).split()).count(word) >= 3


def test_long_quotes_run_over_pages() -> None:
    long = " ".join(f"Sentence number {number} of a clause without end." for number in range(400))
    papers = make_papers(TERMS + long)
    start = papers[0].text.body.index(long)
    found = make_finding("liability.cap", evidence=(Evidence(0, start, start + len(long), long),))
    words = words_of(read(make_reviewed([found], papers=papers)))
    assert "Sentence number 0 of" in words
    assert "Sentence number 399 of a clause without end." in words


@pytest.mark.parametrize("language", ["en", "ja"])
def test_nothing_run_is_a_report_too(language: Language) -> None:
    findings = [make_finding(item.id, "not_run", None) for item in default_checklist().items]
    reader = read(make_reviewed(findings, vendor="", team="", made_by="", made_at=None, number=None), language)
    assert len(reader.pages) >= 4


def test_fetcher_serves_static_files_and_nothing_else(tmp_path: Path) -> None:
    fetcher = StaticFetcher()
    static = settings.BASE_DIR / "static"
    assert fetcher.fetch((static / "css/print.css").as_uri()).read() == (static / "css/print.css").read_bytes()
    (tmp_path / "secret").write_text("x")
    for url in (
        (static / "css/no-such.css").as_uri(),
        (static / "css").as_uri(),
        (tmp_path / "secret").as_uri(),
        static.as_uri() + "/../manage.py",
        static.as_uri() + "/%2e%2e/manage.py",
        "https://example.com/print.css",
        "file://example.com" + (static / "css/print.css").as_posix(),
        "data:text/plain,x",
    ):
        with pytest.raises(MissingFile):
            fetcher.fetch(url)
