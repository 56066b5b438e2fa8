"""The arithmetic of the score: by hand on small sums, and by its properties on any."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reviews.score import score_findings, score_lines
from reviews.values import BANDS, GRADES, STATUSES, Finding, Grade, Score, Status


def finding(
    item: str, weight: int, grade: Grade | None, status: Status = "present", category: str = "pricing"
) -> Finding:
    return Finding(item, category, weight, status, grade, {}, (), 0.9, "local", {"en": "", "ja": ""})


def test_score_is_the_average_weighted_by_weight():
    scores = score_findings(
        [
            finding("pricing.a", 5, "risky"),
            finding("pricing.b", 3, "acceptable"),
            finding("data.a", 2, "favourable", category="data"),
        ]
    )
    assert scores.overall == Score(40.0, 40.0, 40.0, "moderate")  # (5*65 + 3*25 + 2*0) / 10
    assert scores.categories == {
        "pricing": Score(50.0, 50.0, 50.0, "high"),
        "data": Score(0.0, 0.0, 0.0, "low"),
    }


def test_score_is_rounded_once_and_half_up():
    findings = [finding(f"a.{n}", 1, "risky") for n in range(3)] + [
        finding(f"b.{n}", 1, "acceptable") for n in range(5)
    ]
    assert score_findings(findings).overall.score == 40.0
    assert score_findings([*findings[:1], *findings[3:]]).overall.score == 31.7  # 190 / 6
    assert score_findings([*findings[:1], finding("c", 3, "favourable")]).overall.score == 16.3  # 16.25


def test_band_is_that_of_the_score_as_printed():
    # 25000 / 1001 is a little under 25 and prints as 25.0, where Moderate begins.
    findings = [finding(f"a.{n}", 5, "acceptable") for n in range(200)] + [finding("b", 1, "favourable")]
    assert score_findings(findings).overall == Score(25.0, 25.0, 25.0, "moderate")


def test_critical_of_weight_five_lifts_the_band_but_not_the_score():
    others = [finding(f"a.{n}", 5, "favourable") for n in range(9)]
    assert score_findings([*others, finding("b", 5, "critical")]).overall == Score(10.0, 10.0, 10.0, "high")
    assert score_findings([*others, finding("b", 4, "critical")]).overall.band == "low"
    assert score_findings([finding("b", 5, "critical")]).overall.band == "severe"


def test_unclear_findings_make_the_range():
    scores = score_findings([finding("a", 1, "acceptable"), finding("b", 1, "risky", "unclear")])
    assert scores.overall == Score(45.0, 12.5, 62.5, "high")


def test_unclear_finding_without_a_grade_counts_in_the_range_alone():
    scores = score_findings([finding("a", 1, "acceptable"), finding("b", 1, None, "unclear")])
    assert scores.overall == Score(25.0, 12.5, 62.5, "moderate")


def test_nothing_graded_has_no_score():
    scores = score_findings([finding("a", 5, None, "not_assessed"), finding("b", 4, None, "not_run", "data")])
    assert scores.overall == Score(None, None, None, None)
    assert scores.categories == {"pricing": Score(None, None, None, None), "data": Score(None, None, None, None)}
    assert score_findings([]).overall == Score(None, None, None, None)


def test_lines_add_up_to_the_score():
    findings = [finding("a", 5, "risky"), finding("b", 4, None, "not_assessed"), finding("c", 3, "critical", "absent")]
    lines = score_lines(findings)
    assert [(line.item, line.weight, line.points, line.weighted) for line in lines] == [
        ("a", 5, 65, 325),
        ("c", 3, 100, 300),
    ]
    assert sum(line.share for line in lines) == 625 / 8


graded = st.builds(
    finding,
    st.uuids().map(str),
    st.integers(1, 5),
    st.sampled_from([*GRADES, None]),
    st.sampled_from(STATUSES),
    st.sampled_from(["pricing", "data", "sla"]),
)
bundles = st.lists(graded, max_size=25)


@given(bundles, st.data())
def test_worsening_a_finding_never_lowers_score_or_band(findings: list[Finding], data: st.DataObject):
    candidates = [n for n, one in enumerate(findings) if one.grade and one.grade != "critical"]
    if not candidates:
        return
    place = data.draw(st.sampled_from(candidates))
    worse = data.draw(st.sampled_from(GRADES[GRADES.index(findings[place].grade) + 1 :]))
    before = score_findings(findings)
    after = score_findings([*findings[:place], replace(findings[place], grade=worse), *findings[place + 1 :]])
    category = findings[place].category
    for old, new in (
        (before.overall, after.overall),
        (before.categories[category], after.categories[category]),
    ):
        assert new.score >= old.score
        assert new.low >= old.low
        assert new.high >= old.high
        assert BANDS.index(new.band) >= BANDS.index(old.band)


@given(bundles, st.randoms())
def test_order_of_findings_does_not_matter(findings: list[Finding], random):
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert score_findings(shuffled) == score_findings(findings)


@given(bundles)
def test_range_holds_the_score(findings: list[Finding]):
    scores = score_findings(findings)
    for score in (scores.overall, *scores.categories.values()):
        if score.score is None:
            assert score.band is None
        else:
            assert 0 <= score.low <= score.score <= score.high <= 100
            assert score.score == round(score.score, 1)


@given(bundles)
def test_shares_add_up_to_the_score(findings: list[Finding]):
    score = score_findings(findings).overall.score
    total = sum(line.share for line in score_lines(findings))
    assert abs(total - (score or 0)) <= 0.05 + 1e-9
