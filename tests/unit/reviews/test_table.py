"""The report for a terminal: no line is wider than it, in either language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.checklist import default_checklist
from reviews.pipeline import read_papers, review_papers
from reviews.report.page import build_page_from
from reviews.report.reviewed import Reviewed
from reviews.report.table import columns, cut, wrap, write_table
from tests.factories import MASTER_TERMS, SLA


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("width", [60, 100])
def test_table_says_everything_within_its_width(language: str, width: int):
    papers, _ = read_papers([("terms.md", MASTER_TERMS.encode()), ("sla.md", SLA.encode())], ["master_terms", "sla"])
    checklist = default_checklist()
    findings, scores, *_ = review_papers(checklist, papers)
    reviewed = Reviewed("Norvik AI Service Terms", "Norvik AI", checklist, tuple(papers), tuple(findings), scores)
    page = build_page_from(reviewed, language)
    lines = write_table(page, width).splitlines()
    assert max(map(columns, lines)) <= width
    assert lines[0] == "Norvik AI: Norvik AI Service Terms"
    unbroken = "".join("".join(lines).split())
    for line in page.findings:
        assert "".join(line.title.split()) in unbroken
        assert "".join(line.reason.split()) in unbroken
    for paper in page.missing:
        assert "".join(paper.rests.split()) in unbroken


def test_stops_hang_rather_than_begin_a_line():
    assert wrap("契約期間中の料金は、固定とする。", 20) == ["契約期間中の料金は、", "固定とする。"]


@given(st.text(alphabet="aあ、。」 漢x", max_size=80), st.integers(8, 30))
def test_cut_loses_nothing_and_stays_within_the_width(text: str, width: int):
    lines = list(cut(text, width))
    assert "".join(lines) == text
    assert all(columns(line) <= width for line in lines)
