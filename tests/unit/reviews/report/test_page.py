"""A finished review in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.values import Language
from reviews.checklist import default_checklist
from reviews.report.page import build_page_from
from reviews.report.parts import FindingLine, Quote, Referred, ReportPage, ValueWords
from reviews.report.reviewed import Reviewed, Unread
from reviews.score import score_findings
from reviews.values import Evidence, Grade, Score
from tests.unit.reviews.report.bundle import (
    DPA,
    PRICE,
    UPTIME,
    make_finding,
    make_findings,
    make_papers,
    make_reviewed,
)


def line_of(page: ReportPage, item: str) -> FindingLine:
    return next(line for line in page.findings if line.item == item)


def test_every_item_is_shown_worst_first() -> None:
    page = build_page_from(make_reviewed(), "en")
    assert sorted(line.item for line in page.findings) == sorted(item.id for item in default_checklist().items)
    assert [line.item for line in page.findings[:3]] == [
        "pricing.increase_notice",
        "data.breach_notice",
        "ai.output_accuracy",
    ]
    assert [line.item for line in page.findings[-2:]] == ["data.transfer_safeguards", "liability.audit"]
    assert [(group.code, len(group.findings)) for group in page.groups] == [
        ("critical", 2),
        ("risky", 1),
        ("acceptable", 42),
        ("ungraded", 2),
    ]


def test_quote_says_where_it_stands() -> None:
    line = line_of(build_page_from(make_reviewed(), "en"), "pricing.increase_notice")
    start = make_papers()[0].text.body.index(PRICE)
    assert line.quotes == (
        Quote(
            text=PRICE,
            language="en",
            document=0,
            start=start,
            end=start + len(PRICE),
            paper="Norvik AI Service Terms",
            clause="§ 1.1",
            where="§ 1.1 Prices",
            page=1,
            source="Norvik AI Service Terms, § 1.1 Prices, page 1",
            heading="Norvik AI Service Terms, § 1.1 Prices, page 1",
        ),
    )
    assert line.clause == "§ 1.1"
    assert line.values == (ValueWords("notice_days", "notice", "14 days"),)
    assert line.place == "Price and price change, weight 5"
    assert line.meta == "Price and price change, weight 5, confidence high"


def test_quote_brings_the_clauses_to_which_it_points() -> None:
    terms = "1. Fees\n\n1.1 Changes. Fees may change as set out in Section 2.\n\n2. Notice\n\nNotice is sixty days.\n"
    words = "Fees may change as set out in Section 2."
    start = terms.index(words)
    found = replace(make_finding("liability.cap"), evidence=(Evidence(0, start, start + len(words), words),))
    reviewed = replace(make_reviewed([found]), papers=make_papers(terms))
    (quote,) = line_of(build_page_from(reviewed, "en"), "liability.cap").quotes
    at = terms.index("2. Notice")
    assert quote.refers == (Referred("§ 2 Notice", "2. Notice\n\nNotice is sixty days.", at, len(terms) - 1),)


def test_quotes_of_one_paper_name_it_once() -> None:
    found = make_finding("liability.cap", quotes=[PRICE, PRICE, DPA, UPTIME])
    quotes = line_of(build_page_from(make_reviewed([found]), "en"), "liability.cap").quotes
    assert [quote.heading for quote in quotes] == [
        "Norvik AI Service Terms, § 1.1 Prices, page 1",
        "",
        "§ 2.1 Processing, page 2",
        "サービスレベル合意書, 第1条 稼働率",
    ]


def test_quote_keeps_the_language_of_its_paper() -> None:
    quotes = line_of(build_page_from(make_reviewed(), "en"), "sla.uptime").quotes
    assert [(quote.text, quote.language, quote.document, quote.page) for quote in quotes] == [(UPTIME, "ja", 1, None)]


def test_ladder_marks_the_rung_of_the_grade() -> None:
    page = build_page_from(make_reviewed(), "en")
    item = next(item for item in default_checklist().items if item.id == "pricing.increase_notice")
    ladder = line_of(page, item.id).ladder
    assert [(rung.grade, rung.text, rung.applies) for rung in ladder] == [
        ("favourable", item.grades["favourable"]["en"], False),
        ("acceptable", item.grades["acceptable"]["en"], False),
        ("risky", item.grades["risky"]["en"], False),
        ("critical", item.grades["critical"]["en"], True),
    ]


def test_silence_is_counted_on_its_rung_and_says_why_and_where_we_looked() -> None:
    findings = [make_finding("sla.credits", "absent", "critical")]
    line = line_of(build_page_from(make_reviewed(findings), "en"), "sla.credits")
    item = next(item for item in default_checklist().items if item.id == "sla.credits")
    assert [rung.text for rung in line.ladder if rung.applies] == ["Silence is counted here."]
    assert line.because == item.silence.because["en"]
    assert line.quotes == ()
    assert line.looked == "Read: all 2 pages of Norvik AI Service Terms, all of サービスレベル合意書."
    assert line.status_word == "Silent"


def test_reason_that_says_why_silence_counts_is_not_repeated() -> None:
    item = next(item for item in default_checklist().items if item.id == "sla.credits")
    found = make_finding(item.id, "absent", "critical", rationale=dict(item.silence.because))
    line = line_of(build_page_from(make_reviewed([found]), "ja"), item.id)
    assert (line.reason, line.because) == (item.silence.because["ja"], "")


def test_silence_of_a_paper_in_which_one_would_not_look_is_not_claimed() -> None:
    line = line_of(build_page_from(make_reviewed([make_finding("liability.cap", "absent")]), "en"), "liability.cap")
    assert line.looked == "Read: all 2 pages of Norvik AI Service Terms."


def test_words_that_say_so_have_no_status_and_no_silence() -> None:
    line = line_of(build_page_from(make_reviewed(), "en"), "pricing.increase_notice")
    assert (line.status_word, line.because, line.looked, line.points_to) == ("", "", "", "")


def test_missing_paper_is_named_with_what_rests_on_it() -> None:
    page = build_page_from(make_reviewed(), "en")
    dpa = next(paper for paper in page.missing if paper.kind == "dpa")
    assert page.missing[0] == dpa
    assert dpa.rests == "3 findings rest on it, 1 of them critical, 1 item cannot be assessed"
    assert (dpa.named_in, dpa.shape, dpa.where) == ("§ 2.1", "referenced", "named in § 2.1, not supplied")
    assert "sla" not in [paper.kind for paper in page.missing]


def test_reference_names_the_paper_that_it_points_to() -> None:
    checklist = default_checklist()
    pointing = tuple(
        replace(item, find=replace(item.find, points_to=("dpa",))) if item.id == "data.breach_notice" else item
        for item in checklist.items
    )
    page = build_page_from(make_reviewed(checklist=replace(checklist, items=pointing)), "en")
    assert line_of(page, "data.breach_notice").points_to == (
        "§ 2.1 points to another paper (data processing agreement) that was not supplied. Ask for it."
    )


def test_paper_that_could_not_be_read_is_named_and_not_asked_for() -> None:
    asked = build_page_from(make_reviewed(), "en")
    page = build_page_from(make_reviewed(unread=(Unread("dpa.pdf", "dpa", "scan"),)), "en")
    assert "dpa" in [paper.kind for paper in asked.missing]
    assert "dpa" not in [paper.kind for paper in page.missing]
    assert [paper.name for paper in page.unread] == ["dpa.pdf"]
    assert "scan" in page.unread[0].reason


def test_papers_say_their_kind_and_size() -> None:
    papers = build_page_from(make_reviewed(), "en").papers
    assert [(paper.number, paper.name, paper.size) for paper in papers] == [
        (0, "Norvik AI Service Terms", "2 pages, 41 words, English"),
        (1, "サービスレベル合意書", "42 characters, Japanese"),
    ]


@pytest.mark.parametrize(
    ("score", "figure", "range_words", "reason"),
    [
        (Score(56.5, 51.2, 58.8, "high"), "57", "between 51 and 59", ""),
        (Score(44.7, 44.7, 44.7, "moderate"), "44.7", "", ""),
        (Score(24.9, 20.0, 25.0, "low"), "24.9", "between 20 and 25", ""),
        (Score(30.0, 30.0, 30.0, "high"), "30", "", "A critical finding of weight 5 keeps the band at High or above."),
        (Score(None, None, None, None), "–", "", ""),
    ],
)
def test_score_is_rounded_only_as_far_as_its_band_allows(
    score: Score, figure: str, range_words: str, reason: str
) -> None:
    reviewed = make_reviewed()
    words = build_page_from(replace(reviewed, scores=replace(reviewed.scores, overall=score)), "en").score
    assert (words.figure, words.range_words, words.reason) == (figure, range_words, reason)


def test_sum_adds_up_to_the_score() -> None:
    reviewed = make_reviewed()
    page = build_page_from(reviewed, "en")
    lines = [line for group in page.sum.groups for line in group.lines]
    shares = sum(float(line.share) for line in lines if line.share != "–")
    assert len(lines) == len(default_checklist().items)
    assert shares == pytest.approx(reviewed.scores.overall.score, abs=0.3)
    assert float(page.sum.total) == pytest.approx(reviewed.scores.overall.score, abs=0.051)
    assert page.sum.weight == sum(finding.weight for finding in reviewed.findings if finding.grade)
    assert [(line.points, line.share) for line in lines if line.finding.grade is None] == [("–", "–")] * 2


@pytest.mark.parametrize(
    ("critical", "risky", "sentence"),
    [
        (2, 3, "2 critical and 3 risky findings of 6."),
        (1, 0, "1 critical finding of 6."),
        (0, 2, "2 risky findings of 6."),
        (0, 0, "None of 6 findings is critical or risky."),
    ],
)
def test_summary_counts_what_is_bad(critical: int, risky: int, sentence: str) -> None:
    grades: list[Grade] = ["critical"] * critical + ["risky"] * risky
    grades += ["favourable"] * (6 - len(grades))
    items = default_checklist().items[:6]
    findings = [make_finding(item.id, grade=grade) for item, grade in zip(items, grades, strict=True)]
    assert build_page_from(make_reviewed(findings), "en").summary.startswith(sentence)


def test_categories_are_riskiest_first() -> None:
    reviewed = make_reviewed()
    categories = build_page_from(reviewed, "en").categories
    scores = [reviewed.scores.categories[category.code].score for category in categories]
    assert scores == sorted(scores, reverse=True)
    assert sum(category.count for category in categories) == len(reviewed.findings)


def test_counts_hold_each_finding_once() -> None:
    page = build_page_from(make_reviewed(), "en")
    for counts in (page.grade_counts, page.status_counts, page.category_counts):
        assert sum(count.number for count in counts) == len(page.findings)
    assert [count.label for count in page.grade_counts] == [
        "2 critical",
        "1 risky",
        "42 acceptable",
        "1 not assessed",
        "1 not run",
    ]
    assert page.grade_counts[0].anchor == "pricing.increase_notice"


def test_steps_lead_to_the_band_that_the_team_accepts() -> None:
    page = build_page_from(make_reviewed(), "en")
    assert [step.number for step in page.steps] == list(range(1, len(page.steps) + 1))
    assert page.steps[0].title == "Ask for the data processing agreement"
    assert {step.anchor for step in page.steps} <= {line.anchor for line in page.findings}
    assert page.steps[-1].band_word in ("Low", "Moderate")
    assert "Moderate" in page.steps_note


def test_contract_that_stands_well_needs_no_steps() -> None:
    papers = tuple(replace(make_papers()[0], kind=kind) for kind in ("master_terms", "dpa", "sla", "order_form"))
    findings = [make_finding(item.id, "present", "favourable", [PRICE]) for item in default_checklist().items]
    page = build_page_from(make_reviewed(findings, papers=papers), "en")
    assert (page.score.figure, page.score.band_word, page.steps, page.missing) == ("0", "Low", (), ())
    assert page.steps_note == "The contract already stands at Moderate or better, which this team accepts."


def test_nothing_run_is_no_score_and_no_silence() -> None:
    findings = [make_finding(item.id, "not_run", None) for item in default_checklist().items]
    page = build_page_from(make_reviewed(findings), "en")
    assert (page.score.figure, page.score.band_phrase) == ("–", "Nothing could be graded")
    assert [group.code for group in page.groups] == ["ungraded"]
    assert page.scale.needle_x is None
    assert (page.sum.weight, page.sum.total) == (0, "–")


def test_japanese_page_takes_the_checklist_in_japanese() -> None:
    page = build_page_from(make_reviewed(), "ja")
    item = next(item for item in default_checklist().items if item.id == "pricing.increase_notice")
    line = line_of(page, item.id)
    assert (line.title, line.fallback, line.reason) == (
        item.title["ja"],
        item.fallback["ja"],
        "pricing.increase_noticeの理由。",
    )
    assert page.made_on == "2026年3月14日"
    assert line.quotes[0].clause == "第1.1条"


def test_english_page_is_dated_in_english() -> None:
    assert build_page_from(make_reviewed(), "en").made_on == "14 March 2026"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_same_review_gives_the_same_page(language: Language) -> None:
    assert build_page_from(make_reviewed(), language) == build_page_from(make_reviewed(), language)


def test_review_without_papers_or_people_is_still_a_page() -> None:
    findings = [replace(finding, evidence=()) for finding in make_findings()]
    bare = Reviewed("T", "", default_checklist(), (), tuple(findings), score_findings(findings))
    page = build_page_from(bare, "en")
    assert (page.vendor, page.team, page.made_on, page.papers) == ("", "", "", ())
    assert line_of(page, "data.breach_notice").points_to == (
        "The papers point to a document that was not supplied. Ask for it."
    )
    assert DPA not in str(page)
