"""The preview of a draft over 500 past reviews: in seconds, and against reviewing the same contracts anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

from django.core.management import call_command

from contracts.models import Contract, Document, Reading, Team, Version
from contracts.read import READER_VERSION, Unreadable, read_here
from contracts.segment import segment_text
from reviews import drafts, preview
from reviews.checklist import default_checklist
from reviews.leases import Progress
from reviews.models import ChecklistDraft, ChecklistVersion, Preview, Review, ReviewedPaper
from reviews.pipeline import review_papers
from reviews.values import Finding, Scores, Timing
from tests.factories import make_checklist_version, make_team, make_vendor

REVIEWS = 500
CHANGES: dict[str, Callable[[str], str]] = {
    "weight": lambda source: source.replace("weight: 5", "weight: 4", 1),
    "rule": lambda source: source.replace("notice_days >= 90", "notice_days >= 120", 1),
    "phrase": lambda source: source.replace(
        'en:\n            - "', 'en:\n            - "price* may rise"\n            - "', 1
    ),
}


def measure(files: Sequence[tuple[str, bytes]], repeat: int) -> dict[str, float]:
    call_command("migrate", verbosity=0)
    team = make_team()
    version = make_checklist_version(team)
    anew = make_reviews(team, version, files)
    draft = drafts.begin_draft(version.checklist, version.source, None, version)
    figures: dict[str, float] = {"500 reviews anew, s": anew}
    item = draft.items.get(key="pricing.increase_notice")
    original = item.source
    for name, change in CHANGES.items():
        set_source(draft, "pricing.increase_notice", change(original))
        figures |= {f"one {name}, {label}": figure for label, figure in previewed(draft).items()}
    for row in draft.items.all()[:10]:
        set_source(draft, row.key, row.source.replace("grade: risky", "grade: critical", 1))
    figures |= {f"ten items, {label}": figure for label, figure in previewed(draft).items()}
    figures["ten items / anew"] = figures["ten items, s"] / anew
    return figures


def set_source(draft: ChecklistDraft, key: str, source: str) -> None:
    draft.items.filter(key=key).update(source=source)


def previewed(draft: ChecklistDraft) -> dict[str, float]:
    """Seconds of work, and of the longest slice, after which other work has its turn."""
    started = preview.start_preview(draft, None)
    slices = []
    while True:
        begun = perf_counter()
        work = Preview.objects.claim(started.pk)
        is_done = preview.run(work)
        slices.append(perf_counter() - begun)
        if is_done:
            break
    changed = started.lines.count()
    return {"s": sum(slices), "longest slice, s": max(slices), "median slice, s": median(slices), "changed": changed}


def make_reviews(team: Team, version: ChecklistVersion, files: Sequence[tuple[str, bytes]]) -> float:
    """500 finished reviews of contracts that share these files, as workers would have stored them; gives the seconds
    that finding and grading all of them takes."""
    bundles, spent = [], 0.0
    for name, data in files:
        try:
            reading = make_reading(team, name, data)
        except Unreadable:
            continue
        probe = ReviewedPaper(version=Version(name=name, reading=reading), kind="master_terms")
        begun = perf_counter()
        found = review_papers(default_checklist(), [probe.paper])
        bundles.append((name, reading, found.findings, found.scores, found.timing, perf_counter() - begun))
    for number in range(REVIEWS):
        name, reading, findings, scores, timing, seconds = bundles[number % len(bundles)]
        spent += seconds
        store(team, version, f"{name} {number}", reading, findings, scores, timing)
    print(f"{sum(len(one[1].body) for one in bundles) // len(bundles)} characters a contract", flush=True)
    return spent


def make_reading(team: Team, name: str, data: bytes) -> Reading:
    text = read_here(data, name)
    clauses = [[c.start, c.end, c.body_start, c.level, c.parent, c.number, c.heading] for c in segment_text(text)]
    return Reading.objects.create(
        team=team,
        sha256=f"{hash(name):064x}"[-64:],
        reader_version=READER_VERSION,
        body=text.body,
        language=text.language,
        media_type=text.media_type,
        clauses=clauses,
    )


def store(
    team: Team,
    version: ChecklistVersion,
    title: str,
    reading: Reading,
    findings: Sequence[Finding],
    scores: Scores,
    timing: Timing,
) -> None:
    contract = Contract.objects.create(team=team, vendor=make_vendor(team, "Bench"), title=title)
    document = Document.objects.create(contract=contract, kind="master_terms")
    paper = Version.objects.create(document=document, name=title, sha256="0" * 64, size=1, reading=reading)
    review = Review.objects.create(contract=contract, checklist_version=version, number=1)
    Review.objects.filter(pk=review.pk).update(status=Progress.RUNNING, lease_token=review.public_id)
    review.refresh_from_db()
    row = ReviewedPaper(review=review, version=paper, position=0, kind="master_terms")
    review.finish([row], findings, scores, timing, lambda span: None)
