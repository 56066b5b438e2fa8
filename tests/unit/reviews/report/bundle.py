"""A small reviewed bundle as plain values, for the tests of what is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from contracts.segment import segment_text
from contracts.values import Page, Paper, Text
from reviews.checklist import default_checklist
from reviews.report.reviewed import Reviewed
from reviews.score import score_findings
from reviews.values import Evidence, Finding, Grade, Status, Value

TERMS = """1. Fees

1.1 Prices. A price change takes effect fourteen days after it is posted on the Pricing Page.

1.2 Payment. Customer shall pay each invoice within 30 days.

2. Data

2.1 Processing. The parties comply with the Data Processing Addendum.
"""
SLA = """第1条（稼働率）
提供者は、各暦月において99.5%以上の稼働率を維持するものとする。
"""
PRICE = "A price change takes effect fourteen days after it is posted on the Pricing Page."
DPA = "The parties comply with the Data Processing Addendum."
UPTIME = "提供者は、各暦月において99.5%以上の稼働率を維持するものとする。"


def make_papers(terms: str = TERMS) -> tuple[Paper, ...]:
    half = terms.index("2. Data") if "2. Data" in terms else len(terms) // 2
    pages = (Page(1, 0, half), Page(2, half, len(terms)))
    english = Text(terms, pages, "en", media_type="application/pdf")
    japanese = Text(SLA, (Page(1, 0, len(SLA)),), "ja")
    return (
        Paper("terms.pdf", "master_terms", english, segment_text(english), "a" * 64, "Norvik AI Service Terms"),
        Paper("sla.txt", "sla", japanese, segment_text(japanese), "b" * 64, "サービスレベル合意書"),
    )


def make_finding(
    item: str,
    status: Status = "present",
    grade: Grade | None = "risky",
    quotes: Sequence[str] = (),
    values: dict[str, Value] | None = None,
    **changes: object,
) -> Finding:
    asked = next(one for one in default_checklist().items if one.id == item)
    finding = Finding(
        item=item,
        category=asked.category,
        weight=asked.weight,
        status=status,
        grade=grade,
        values=values or {},
        evidence=tuple(find_quote(quote) for quote in quotes),
        confidence=0.9,
        reader="local",
        rationale={"en": f"Why {item}.", "ja": f"{item}の理由。"},
    )
    return replace(finding, **changes)


def find_quote(quote: str) -> Evidence:
    for number, paper in enumerate(make_papers()):
        if (start := paper.text.body.find(quote)) >= 0:
            return Evidence(number, start, start + len(quote), quote)
    raise AssertionError(quote)


def make_findings() -> tuple[Finding, ...]:
    """One finding for each item: a few that say something, the rest silent and acceptable."""
    said = {
        "pricing.increase_notice": make_finding(
            "pricing.increase_notice", "present", "critical", [PRICE], {"notice_days": 14}
        ),
        "data.breach_notice": make_finding("data.breach_notice", "referenced", "critical", [DPA]),
        "sla.uptime": make_finding("sla.uptime", "present", "acceptable", [UPTIME], {"uptime_percent": 99.5}),
        "ai.output_accuracy": make_finding("ai.output_accuracy", "unclear", "risky", [PRICE]),
        "data.transfer_safeguards": make_finding("data.transfer_safeguards", "not_assessed", None),
        "liability.audit": make_finding("liability.audit", "not_run", None),
    }
    return tuple(
        said.get(item.id) or make_finding(item.id, "absent", "acceptable") for item in default_checklist().items
    )


def make_reviewed(findings: Sequence[Finding] = (), **changes: object) -> Reviewed:
    found = tuple(findings) or make_findings()
    reviewed = Reviewed(
        title="Norvik AI Service Terms",
        vendor="Norvik AI Ltd.",
        checklist=default_checklist(),
        papers=make_papers(),
        findings=found,
        scores=score_findings(found),
        checklist_number=4,
        checklist_sha256="c" * 64,
        team="Aldermoor Procurement",
        number=3,
        made_at=datetime(2026, 3, 14, 16, 42, tzinfo=UTC),
        made_by="Ines Halvorsen",
    )
    return replace(reviewed, **changes)
