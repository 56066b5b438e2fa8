"""Rows for measuring the portfolio: thousands of contracts that nobody wrote, each plainly artificial, made in bulk."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from contracts.models import Contract, Document, Passage, Reading, Team, Vendor, Version
from contracts.passages import cut_passages
from contracts.read import READER_VERSION
from contracts.values import Clause
from contracts.words import tokens_of
from reviews.checklist import default_checklist
from reviews.leases import Progress
from reviews.models import EvidenceSpan, FindingRow, Review, ReviewedPaper, Standing
from reviews.score import score_findings
from reviews.standing import rows_of
from reviews.values import Evidence, Finding
from tests.factories import make_checklist_version, make_team, people_of

VENDORS = 400
CLAUSES = 40
BATCH = 250
ENGLISH = (
    "The vendor may change the {thing} on {days} days’ notice",
    "The customer shall pay for the {thing} within {days} days",
    "The {thing} is provided as agreed in the order form",
    "Liability for the {thing} is limited to the fees of {days} months",
    "The vendor deletes the {thing} within {days} days after the end",
    "Either party may end the {thing} for cause after {days} days",
)
ENGLISH_THINGS = (
    "price",
    "availability",
    "service",
    "data",
    "report",
    "model",
    "support",
    "credit",
    "renewal",
    "export",
)
JAPANESE = (
    "提供者は、{days}日前までに通知することにより、{thing}を変更することができる",
    "顧客は、{thing}の対価を{days}日以内に支払うものとする",
    "{thing}に関する責任は、{days}か月分の料金を上限とする",
    "提供者は、契約終了後{days}日以内に{thing}を削除する",
)
JAPANESE_THINGS = ("利用料金", "稼働率", "サービス", "顧客データ", "報告書", "学習モデル", "サポート", "更新", "請求書")
STATUSES = ("present",) * 12 + ("absent",) * 5 + ("referenced",) * 2 + ("unclear",) + ("not_assessed",)
GRADES = ("favourable", "acceptable", "acceptable", "risky", "risky", "critical")


def make_portfolio(contracts: int) -> Team:
    """A team with this many contracts, each with one paper, one review of all 47 items, and where it stands."""
    chance = random.Random(20261120)
    team = make_team("Bench (artificial)")
    version = make_checklist_version(team)
    people = list(people_of(team).values())
    vendors = Vendor.objects.bulk_create(
        Vendor(team=team, name=f"Artificial vendor {number:03}") for number in range(min(VENDORS, contracts))
    )
    for start in range(0, contracts, BATCH):
        numbers = range(start, min(contracts, start + BATCH))
        rows = Contract.objects.bulk_create(
            Contract(
                team=team,
                vendor=vendors[int(len(vendors) * chance.random() ** 2)],
                title=f"Artificial contract {number:05}",
                owner=chance.choice(people),
                annual_spend=Decimal(chance.randrange(1_000, 900_000)) if chance.random() < 0.8 else None,
                currency="",
            )
            for number in numbers
        )
        for row in rows:
            row.currency = chance.choice(("USD", "USD", "EUR", "JPY")) if row.annual_spend else ""
        Contract.objects.bulk_update(rows, ["currency"])
        versions = make_papers(team, rows, chance)
        make_reviews(rows, versions, version, chance)
    return team


def make_papers(team: Team, contracts: Sequence[Contract], chance: random.Random) -> list[Version]:
    readings = Reading.objects.bulk_create(make_reading(team, contract, chance) for contract in contracts)
    documents = Document.objects.bulk_create(Document(contract=one, kind="master_terms") for one in contracts)
    versions = Version.objects.bulk_create(
        Version(document=document, name="terms.txt", sha256=reading.sha256, size=len(reading.body), reading=reading)
        for document, reading in zip(documents, readings, strict=True)
    )
    Passage.objects.bulk_create(passage for reading in readings for passage in passages_of(reading))
    return versions


def make_reading(team: Team, contract: Contract, chance: random.Random) -> Reading:
    is_japanese = chance.random() < 0.25
    texts, things = (JAPANESE, JAPANESE_THINGS) if is_japanese else (ENGLISH, ENGLISH_THINGS)
    end, body, clauses = ("。" if is_japanese else ". "), "", []
    for number in range(1, CLAUSES + 1):
        said = (chance.choice(texts).format(thing=chance.choice(things), days=chance.randrange(5, 120)) for _ in "1234")
        name = f"第{number}条" if is_japanese else f"{number}."
        clause = f"{name} {end.join(said)}{end}walrus{chance.randrange(2_000)}{end}\n"
        clauses.append([len(body), len(body) + len(clause), len(body) + len(name) + 1, 1, None, name, ""])
        body += clause
    digest = hashlib.sha256(f"{contract.pk} {body}".encode()).hexdigest()
    language = "ja" if is_japanese else "en"
    return Reading(
        team=team, sha256=digest, reader_version=READER_VERSION, body=body, language=language,
        media_type="text/plain", title=contract.title, clauses=clauses,
    )  # fmt: skip


def passages_of(reading: Reading) -> Iterator[Passage]:
    pieces = list(cut_passages(reading.body, [Clause(*row) for row in reading.clauses]))
    for piece in reversed(pieces):
        yield Passage(
            team_id=reading.team_id, reading=reading, start=piece.start, end=piece.end, numbers=list(piece.numbers),
            heading=piece.heading, tokens=tokens_of(reading.body[piece.start : piece.end]),
        )  # fmt: skip


def make_reviews(contracts, versions, checklist_version, chance) -> None:
    """A review of each, and for every fifth an older one without findings, from before the month began."""
    now, items = timezone.now(), default_checklist().items
    of_category: dict[str, list[str]] = {"": [item.id for item in items]}
    for item in items:
        of_category.setdefault(item.category, []).append(item.id)
    old, reviews, found = [], [], []
    for number, (contract, version) in enumerate(zip(contracts, versions, strict=True)):
        findings = make_findings(version.reading, chance)
        scores = score_findings(findings)
        shared = {"contract": contract, "checklist_version": checklist_version, "status": Progress.DONE}
        overall = scores.overall
        figures = {"score_low": overall.low, "score_high": overall.high, "band": overall.band or ""}
        if number % 5 == 0:
            moved = max(0.0, (overall.score or 0) - chance.randrange(-9, 10))
            old.append(Review(number=1, score=moved, finished_at=now - timedelta(days=60), **figures, **shared))
        done = now - timedelta(days=chance.randrange(0, 300))
        reviews.append(Review(number=2, score=overall.score, finished_at=done, **figures, **shared))
        found.append(findings)
    Review.objects.bulk_create(old)
    Review.objects.bulk_create(reviews)
    ReviewedPaper.objects.bulk_create(
        ReviewedPaper(review=review, version=version, position=0, kind="master_terms")
        for review, version in zip(reviews, versions, strict=True)
    )
    rows = FindingRow.objects.bulk_create(
        (
            FindingRow.of(review, finding, position)
            for review, findings in zip(reviews, found, strict=True)
            for position, finding in enumerate(findings)
        ),
        batch_size=5_000,
    )
    evidence = [one.evidence for findings in found for one in findings]
    EvidenceSpan.objects.bulk_create(
        (
            EvidenceSpan(finding=row, document=0, start=span.start, end=span.end, quote=span.quote)
            for row, spans in zip(rows, evidence, strict=True)
            for span in spans
        ),
        batch_size=5_000,
    )
    Standing.objects.bulk_create(
        standing
        for review, findings in zip(reviews, found, strict=True)
        for standing in rows_of(review, findings, of_category)
    )


def make_findings(reading: Reading, chance: random.Random) -> list[Finding]:
    findings = []
    for item in default_checklist().items:
        status = chance.choice(STATUSES)
        grade = None if status == "not_assessed" else chance.choice(GRADES)
        evidence: tuple[Evidence, ...] = ()
        if status in ("present", "unclear"):
            start, end = chance.choice(reading.clauses)[:2]
            evidence = (Evidence(0, start, end, reading.body[start:end]),)
        values = {one.name: chance.choice((14, 30, 60)) for one in item.values if one.type == "duration" and evidence}
        reason = {"en": f"Artificial: {item.title['en']}.", "ja": f"測定用の架空の記述。{item.title['ja']}。"}
        findings.append(
            Finding(item.id, item.category, item.weight, status, grade, values, evidence, 0.8, "local", reason)
        )
    return findings
