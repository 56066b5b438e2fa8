"""Two readers on the report: whose answer stands, what the other one says, and what became of asking a model."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import jsonschema
from django.template.loader import render_to_string
from django.utils import translation

from reviews.checklist import default_checklist
from reviews.model.quotes import REASONS
from reviews.model.run import ModelRun, Recipient
from reviews.model.values import Usage
from reviews.report.json import build_json
from reviews.report.page import build_page_from
from reviews.report.parts import FindingLine
from reviews.report.readers import REASON_WORDS
from reviews.report.reviewed import Reviewed
from reviews.report.table import write_table
from reviews.values import Finding, Opinion
from tests.unit.reviews.report.bundle import DPA, PRICE, find_quote, make_finding, make_findings, make_reviewed

SCHEMA = json.loads((Path(__file__).resolve().parents[4] / "docs" / "report.schema.json").read_text())
TIMING = {"reading_ms": 0.0, "finding_ms": 0.0, "total_ms": 0.0}
OPINION = Opinion(
    reader="model",
    status="present",
    grade="acceptable",
    values={"notice_days": 30},
    evidence=(find_quote(PRICE), find_quote(DPA)),
    confidence=0.4,
    rationale={"en": "Thirty days’ notice.", "ja": "30日前の通知。"},
)
RUN = ModelRun(
    mode="thorough",
    recipients=(Recipient("Main", "https://llm.example.com/v1", "norvik-9", 6, 48_000, True),),
    calls=6,
    failed=1,
    usage=Usage(sent=12_000, received=800),
    cost=0.125,
    quotes=40,
    refused={"figure": 2, "elsewhere": 1},
    dropped_claims=1,
    dropped_values=3,
    unanswered={"sla.uptime": "timeout", "sla.credits": "timeout"},
    is_tainted=True,
)


def with_other(other: Opinion = OPINION, **changes: object) -> Reviewed:
    findings = [
        replace(finding, other=other, **changes) if finding.item == "pricing.increase_notice" else finding
        for finding in make_findings()
    ]
    return make_reviewed(findings, run=RUN)


def line_of(reviewed: Reviewed, item: str = "pricing.increase_notice") -> FindingLine:
    return next(line for line in build_page_from(reviewed, "en").findings if line.item == item)


def test_a_disagreement_is_told_with_the_words_that_are_not_shown_already() -> None:
    line = line_of(with_other())
    assert line.flags == ("readers disagree",)
    assert line.place.endswith("weight 5, local reader, readers disagree")
    other = line.other
    assert other is not None
    assert (other.title, other.grade_word, other.status_word, other.reason, other.values_line) == (
        "The model reader says otherwise.",
        "Acceptable",
        "",
        "Thirty days’ notice.",
        "notice 30 days",
    )
    assert [quote.text for quote in other.quotes] == [DPA]
    assert not other.is_quoting_the_same


def test_agreement_is_told_in_a_word() -> None:
    line = line_of(with_other(replace(OPINION, grade="critical", evidence=(find_quote(PRICE),)), reader="both"))
    assert line.flags == ()
    assert line.other is not None
    assert (line.other.title, line.other.is_agreeing, line.other.quotes) == (
        "The model reader says the same.",
        True,
        (),
    )


def test_disagreements_come_first_among_findings_of_one_grade() -> None:
    found = [make_finding(item.id, "absent", "risky") for item in default_checklist().items]
    last = min(found, key=lambda finding: finding.weight)
    found = [replace(finding, other=OPINION) if finding is last else finding for finding in found]
    assert build_page_from(make_reviewed(found), "en").findings[0].item == last.item


def test_the_run_is_told_in_sentences() -> None:
    page = build_page_from(with_other(), "en")
    assert page.reader_words == "Local reader and model reader. Text was sent to norvik-9 at llm.example.com."
    assert page.run is not None
    assert page.run.lines == (
        "The papers hold instructions to their reader. The model could therefore make findings only worse, never "
        "better.",
        "6 requests with 48,000 characters of the papers to norvik-9 at llm.example.com. People’s names and contact "
        "details were masked.",
        "12,000 tokens sent, 800 received, US$0.12.",
        "40 quotes of the model stand in the papers word for word. 3 do not and were refused: a figure changed (2), "
        "not in the papers at all (1).",
        "1 answer was left out because no quote of it stands. 3 values were left out because the quotes do not state "
        "them.",
        "Service levels: 2 items were answered by the local reader only. The model did not answer in time.",
    )


def test_every_reason_for_refusing_a_quote_has_words() -> None:
    assert set(REASON_WORDS) == set(REASONS)


def test_a_run_that_sent_nothing_says_so() -> None:
    def words(run: ModelRun) -> str:
        return build_page_from(make_reviewed(run=run), "en").reader_words

    assert words(ModelRun("economy", from_cache=3)).endswith("No text left the machine.")
    assert words(ModelRun("economy", stopped="off")) == "Local reader; no model was asked. No text left the machine."


def test_json_holds_the_other_answer_and_the_run_as_the_schema_says() -> None:
    report = build_json(with_other(), TIMING, "en")
    jsonschema.validate(report, SCHEMA)
    told = next(one for one in report["findings"] if one["item"] == "pricing.increase_notice")
    assert told["agreement"] == "differ"
    assert [one["quote"] for one in told["other"]["evidence"]] == [PRICE, DPA]
    assert report["model"] == {
        "mode": "thorough",
        "provider": "Main",
        "model": "norvik-9",
        "calls": {"sent": 6, "failed": 1, "from_cache": 0},
        "tokens": {"sent": 12000, "cached": 0, "received": 800},
        "cost": 0.125,
        "quotes": 40,
        "refused_quotes": {"figure": 2, "elsewhere": 1},
        "dropped_claims": 1,
        "dropped_values": 3,
        "unanswered": [{"category": "sla", "reason": "timeout", "items": ["sla.uptime", "sla.credits"]}],
        "sent": [
            {
                "provider": "Main",
                "address": "https://llm.example.com/v1",
                "model": "norvik-9",
                "calls": 6,
                "characters": 48000,
                "masked": True,
            }
        ],
        "stopped": None,
        "tainted": True,
    }


def test_a_local_report_speaks_of_no_model() -> None:
    report = build_json(make_reviewed(), TIMING, "en")
    assert "model" not in report
    assert not [one for one in report["findings"] if "other" in one or "agreement" in one]
    page = build_page_from(make_reviewed(), "en")
    assert (page.run, page.reader_words) == (None, "Local reader. No text left the machine.")


def test_paper_and_terminal_show_both_readers() -> None:
    page = build_page_from(with_other(), "en")
    with translation.override("en"):
        paper = render_to_string("reports/report.html", {"page": page})
    assert "The model reader says otherwise." in paper
    assert "12,000 tokens sent, 800 received, US$0.12." in paper
    assert "readers disagree" in write_table(page, 100)


def test_hostile_words_of_the_papers_are_escaped_beside_the_other_answer() -> None:
    hostile = Opinion("model", "absent", "critical", {}, (), 0.4, {"en": "<b>x</b>", "ja": "<b>x</b>"})
    page = build_page_from(with_other(hostile), "en")
    with translation.override("en"):
        paper = render_to_string("reports/report.html", {"page": page})
    assert "&lt;b&gt;x&lt;/b&gt;" in paper


def test_run_and_answer_survive_their_way_through_the_database() -> None:
    assert ModelRun.read(json.loads(json.dumps(asdict(RUN)))) == RUN
    assert ModelRun.read({}) is None
    assert Opinion.read(json.loads(json.dumps(asdict(OPINION)))) == OPINION
    finding: Finding = make_finding("sla.uptime", "absent", "risky")
    assert Opinion.read(json.loads(json.dumps(asdict(finding.opinion)))) == finding.opinion
