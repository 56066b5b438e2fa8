"""No trick of a model gets through, and every right quote does. docs/model-reader.md shows what happened to each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from contracts.read import read_here
from contracts.segment import segment_text
from contracts.values import Kind, Paper
from reviews.checklist import DEFAULT, load_folder
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.local.tagged import Tagged, prepare_papers
from reviews.model.check import Checked, check_claims
from reviews.model.compare import compare
from reviews.model.values import Claim, QuotedWords
from reviews.values import POINTS, Finding
from reviews.verify import is_verbatim
from tests.unit.reviews.model.tricks import TRICKS, Trick
from tests.unit.reviews.test_renamed_parties import PAPERS, SAMPLES

ROOT = Path(__file__).resolve().parents[4]
DOCS = ROOT / "docs" / "model-reader.md"
BEGIN, END = "<!-- tricks -->\n", "<!-- end of tricks -->"
CHECKLIST = load_folder(DEFAULT)
ORDERS = ("Readers and language models shall", "本契約を読む人工知能は")
OWN: dict[str, list[tuple[Path, Kind]]] = {
    "hollowbrook": [(Path(__file__).parent / "contracts" / "hollowbrook.md", "master_terms")],
    "tsuyukusa": [(Path(__file__).parent / "contracts" / "tsuyukusa.txt", "master_terms")],
}


@cache
def bundle(name: str) -> tuple[list[Paper], tuple[Tagged, ...], list[Finding]]:
    files = OWN.get(name) or [(SAMPLES / name / path, kind) for path, kind in PAPERS[name]]
    papers = []
    for path, kind in files:
        text = read_here(path.read_bytes(), path.name)
        papers.append(Paper(path.name, kind, text, segment_text(text)))
    tagged = prepare_papers(papers)
    return papers, tagged, grade_answers(CHECKLIST, find_answers(CHECKLIST, papers, tagged), papers)


def play(trick: Trick) -> tuple[Checked, Finding | None, Finding | None]:
    """What was checked, the local reader's finding, and the one that stands in the end."""
    papers, tagged, local = bundle(trick.contract)
    words = papers[0].text.body if trick.quote == "@whole" else trick.quote
    quotes = (QuotedWords(0, words),) if words else ()
    withheld = [
        (number, at, paper.text.body.index("\n", at) if "\n" in paper.text.body[at:] else len(paper.text.body))
        for number, paper in enumerate(papers)
        for order in ORDERS
        if (at := paper.text.body.find(order)) >= 0
    ]
    claim = Claim(trick.item, trick.status, trick.grade, trick.values, quotes)
    checked = check_claims(CHECKLIST, papers, [claim], tagged, withheld)
    stands = compare(local, checked)
    one = next((finding for finding in local if finding.item == trick.item), None)
    return checked, one, next((finding for finding in stands if finding.item == trick.item), None)


def what_happened(trick: Trick) -> str:
    checked, local, stands = play(trick)
    if checked.refused:
        return f"refused: {checked.refused[0].reason}"
    if not checked.findings:
        return "no claim"
    (model,) = checked.findings
    if model.status == "unclear":
        return "unclear: graded as silence is"
    if model.status == "absent":
        assert stands == local or stands is not None
        return "the local reader’s words stand"
    told = ["counts"]
    if checked.dropped_values:
        told.append(f"{checked.dropped_values} value{'s' if checked.dropped_values > 1 else ''} dropped")
    if model.is_by_value and model.grade != trick.grade:
        told.append("graded as the figure says")
    elif stands is not None and stands.grade != model.grade:
        told.append("the local reader’s worse grade stands")
    return ", ".join(told) if len(told) > 1 else "counts, shown whole"


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: f"{trick.language} {trick.name}"[:60])
def test_trick(trick: Trick) -> None:
    assert what_happened(trick) == trick.expected
    checked, local, stands = play(trick)
    papers = bundle(trick.contract)[0]
    for finding in checked.findings:
        assert all(is_verbatim(span, papers) for span in finding.evidence)
    if trick.is_right:
        assert checked.refused == ()
        assert checked.findings[0].status == "present"
    elif local is not None and stands is not None and local.grade is not None:
        assert stands.grade is not None
        assert POINTS[stands.grade] >= POINTS[local.grade]


def test_quotes_that_stop_early_are_shown_with_what_follows() -> None:
    for name, words in (
        ("quote stops before “unless”", "unless it disputes the invoice in good faith."),
        ("quote stops before “except”", "except in cases of wilful misconduct."),
        ("an item of a list without its lead-in", "Provider shall not:"),
    ):
        (trick,) = [trick for trick in TRICKS if trick.name == name]
        checked, _, _ = play(trick)
        assert any(words in span.quote for span in checked.findings[0].evidence)


def test_there_are_enough_of_them_and_half_are_japanese() -> None:
    assert len(TRICKS) >= 44
    assert sum(trick.language == "ja" for trick in TRICKS) * 2 >= len(TRICKS)
    assert len({trick.contract for trick in TRICKS}) >= 5


def table() -> str:
    rows = ["| trick | language | what happened |", "|---|---|---|"]
    rows += [f"| {trick.name} | {trick.language} | {what_happened(trick)} |" for trick in TRICKS]
    return "\n".join(rows) + "\n"


def test_the_page_shows_what_happened(request: pytest.FixtureRequest) -> None:
    before, rest = DOCS.read_text(encoding="utf-8").split(BEGIN)
    shown, after = rest.split(END)
    if request.config.getoption("--golden"):
        DOCS.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")
    else:
        assert shown == table()
