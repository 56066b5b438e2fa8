"""The report's pictures: the inked area is the score."""

from __future__ import annotations

import pytest

from reviews.report.charts import PAPER, SCREEN, StripGroup, StripSize, draw_bar, scale_bands
from reviews.report.page import build_page_from
from reviews.score import band_of_points
from reviews.values import BANDS, POINTS, Band, Score
from tests.unit.reviews.report.bundle import make_reviewed

WORDS: dict[Band, str] = {"low": "Low", "moderate": "Moderate", "high": "High", "severe": "Severe"}


def test_bands_of_the_scale_are_those_of_the_score() -> None:
    scale = scale_bands(Score(57.0, 51.0, 60.0, "high"), WORDS, "label", "moderate", "accepted")
    assert [step.word for step in scale.steps] == list(WORDS.values())
    for step, band in zip(scale.steps, BANDS, strict=True):
        inside = (step.x + step.width / 2 - 1) / 3.98
        assert band_of_points(inside) == band
    assert [step.is_current for step in scale.steps] == [False, False, True, False]


def test_scale_shows_score_range_and_what_is_accepted() -> None:
    scale = scale_bands(Score(50.0, 25.0, 100.0, "high"), WORDS, "label", "moderate", "accepted")
    assert scale.needle_x == 200.0
    assert scale.bracket == "M100.5 35v6M399.0 35v6M100.5 38H399.0"
    assert scale.brace == "M1 19v-4H180.1v4"


def test_scale_without_range_or_score_leaves_them_out() -> None:
    exact = scale_bands(Score(50.0, 50.0, 50.0, "high"), WORDS, "label", "moderate", "accepted")
    nothing = scale_bands(Score(None, None, None, None), WORDS, "label", "moderate", "accepted")
    assert (exact.bracket, nothing.bracket, nothing.needle_x, nothing.needle) == ("", "", None, "")


@pytest.mark.parametrize(
    ("score", "width", "ticks"),
    [
        (Score(50.0, 50.0, 50.0, "high"), 130.0, ""),
        (Score(50.0, 40.0, 60.0, "high"), 130.0, "M104.0 1v12M156.0 1v12"),
        (Score(None, None, None, None), 0, ""),
    ],
)
def test_bar_is_as_long_as_the_score(score: Score, width: float, ticks: str) -> None:
    assert (draw_bar(score).width, draw_bar(score).ticks) == (width, ticks)


@pytest.mark.parametrize(("size", "of"), [(SCREEN, "strip"), (PAPER, "paper_strip")])
def test_inked_area_of_the_strip_is_the_score(size: StripSize, of: str) -> None:
    reviewed = make_reviewed()
    page = build_page_from(reviewed, "en")
    groups: tuple[StripGroup, ...] = getattr(page, of)
    bars = {bar.anchor: bar for group in groups for bar in group.bars}
    graded = [finding for finding in reviewed.findings if finding.grade]
    for finding in graded:
        bar = bars[finding.item]
        assert bar.width == pytest.approx(finding.weight * size.unit, abs=0.1)
        assert bar.height == pytest.approx(POINTS[finding.grade] * size.plot / 100, abs=1.0)
    area = sum(bars[finding.item].width * bars[finding.item].height for finding in graded)
    full = sum(finding.weight for finding in graded) * size.unit * size.plot
    assert 100 * area / full == pytest.approx(reviewed.scores.overall.score, abs=1.0)


def test_bars_stand_side_by_side_within_their_group() -> None:
    for group in build_page_from(make_reviewed(), "en").strip:
        for left, right in zip(group.bars, group.bars[1:], strict=False):
            assert left.x + left.width < right.x
        assert group.bars[-1].x + group.bars[-1].width < group.width
        assert all(bar.y >= 0 and bar.y + bar.height <= group.height for bar in group.bars)


def test_silence_looks_like_silence() -> None:
    page = build_page_from(make_reviewed(), "en")
    bars = {bar.anchor: bar for group in page.strip for bar in group.bars}
    look = {item: (bar.css, bar.shape, bool(bar.rules), bar.dashes) for item, bar in bars.items()}
    assert look["pricing.increase_notice"] == ("f-critical", "", False, "none")
    assert look["data.breach_notice"] == ("o-critical", "referenced", False, "none")
    assert look["ai.output_accuracy"] == ("o-risky", "unclear", False, "none")
    assert look["sla.credits"] == ("o-acceptable", "", True, "none")
    assert look["data.transfer_safeguards"] == ("o-none", "not_assessed", False, "2 2")
    assert look["liability.audit"] == ("o-none", "not_run", False, "2 2")
