"""The way of a review, and the only file that knows its order: read, segment, find, verify, grade, ask, score, store.

`review_papers` is plain values in and out, for the command line, the benchmarks and a notebook; `run` does the same for
a stored review, under its lease.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.boxes import boxes_of
from contracts.bundle import give_title
from contracts.identify import guess_kind, kind_of_name, title_of
from contracts.instructions import find_instructions
from contracts.models import Contract, Document, Reading, User
from contracts.read import Unreadable, read_bytes
from contracts.segment import segment_text
from contracts.term_rows import ReadTerm, keep_read
from contracts.trail import record
from contracts.upload import read_version
from contracts.values import Box, Kind, Paper, Text
from reviews.checklist import Checklist, ChecklistError, Item
from reviews.doubt import own_up_to_doubt
from reviews.grade import grade_answers
from reviews.integrity import find_integrity
from reviews.leases import Heartbeat
from reviews.local.find import find_answers
from reviews.models import ChecklistVersion, ReportFile, Review, ReviewedPaper, stamp_of
from reviews.report.where import page_of
from reviews.score import score_findings
from reviews.settle import carry_decisions
from reviews.terms import ITEM as RENEWAL
from reviews.terms import Found, read_terms
from reviews.values import Finding, Scores, Timing
from reviews.verify import verify_evidence

if TYPE_CHECKING:
    from reviews.model.run import ModelRun
    from reviews.second import SecondReader

FAILURES: dict[str, Promise] = {
    "no_papers": _("The contract holds no papers. Upload at least one and start the review again."),
    "unreadable": _("None of the papers could be read. Why stands beside each of them; upload a file in its place."),
    "checklist": _(
        "The checklist of this review cannot be used. Ask an administrator of your team to publish it anew."
    ),
    "no_model": _(
        "No model is configured for this reader. Name one (CLAUSEMARK_MODEL_URL and CLAUSEMARK_MODEL_MODEL, see "
        "docs/operation.md), or use the local reader, which needs none."
    ),
    "stopped": _(
        "The work was begun several times and broke off each time. Start it again; if that does not help, ask the "
        "operator of this installation to look into the log."
    ),
}
COULD_BE_ANYTHING: frozenset[str] = frozenset(("", "amendment", "other"))
UNREAD = {
    "en": "This could not be looked for: {names} could not be read.",
    "ja": "{names}を読み取れなかったため、確認できませんでした。",
}


class ReviewFailed(Exception):
    """The review cannot be done, for a reason that a person can mend. `code` is a key of FAILURES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class UnreadPaper:
    """A refused paper; `kind` is "" where neither person nor name tells it, `code` one of `contracts.read.REFUSALS`."""

    name: str
    kind: str
    code: str


class Outcome(NamedTuple):
    """`model_run` is None where no model was to be asked."""

    findings: list[Finding]
    scores: Scores
    timing: Timing
    model_run: ModelRun | None = None


def read_papers(
    files: Sequence[tuple[str, bytes]], kinds: Sequence[Kind] = (), read: Callable[[bytes, str], Text] = read_bytes
) -> tuple[list[Paper], list[UnreadPaper]]:
    """Papers from names and bytes, and those that were refused. `kinds` are given for each file, or guessed."""
    papers, unread = [], []
    for number, (name, data) in enumerate(files):
        kind = kinds[number] if kinds else None
        try:
            papers.append(paper_of(name, data, kind, read(data, name)))
        except Unreadable as error:
            unread.append(UnreadPaper(name, kind or kind_of_name(name) or "", error.code))
    return papers, unread


def paper_of(name: str, data: bytes, kind: Kind | None, text: Text) -> Paper:
    clauses = segment_text(text)
    return Paper(
        name=name,
        kind=kind or guess_kind(text, clauses, name),
        text=text,
        clauses=clauses,
        sha256=hashlib.sha256(data).hexdigest(),
        title=title_of(text, clauses, name),
    )


def review_papers(
    checklist: Checklist,
    papers: Sequence[Paper],
    second: SecondReader | None = None,
    unread: Collection[UnreadPaper] = (),
    progress: Callable[[Review.Step], None] = lambda step: None,
) -> Outcome:
    """Findings in the order of the checklist, with their scores. The local reader works first, and always.

    `second` is asked about what it found, where one is given. `progress` is told each step as it begins.
    """
    started = perf_counter()
    progress(Review.Step.ITEMS)
    shown = [paper.shown for paper in papers]
    answers = find_answers(checklist, shown)
    progress(Review.Step.QUOTES)
    findings = grade_answers(checklist, verify_evidence(answers, shown), shown)
    instructions, model_run = find_instructions(papers), None
    if second is not None:
        findings, model_run = second.read(checklist, papers, findings, instructions)
    findings = own_up_to_doubt(findings, papers)
    if unread:
        findings = mark_unread(checklist.items, findings, unread)
    findings = find_integrity(papers, instructions) + findings
    progress(Review.Step.SCORED)
    scores = score_findings(findings)
    spent = milliseconds_since(started)
    return Outcome(findings, scores, Timing(reading_ms=0.0, finding_ms=spent, total_ms=spent), model_run)


def mark_unread(items: Iterable[Item], findings: Iterable[Finding], unread: Collection[UnreadPaper]) -> list[Finding]:
    """What was not found, but could stand in a paper that nobody could read, was not looked for: it is not silence."""
    names = {
        item.id: [paper.name for paper in unread if paper.kind in COULD_BE_ANYTHING or paper.kind in item.applies_to]
        for item in items
    }
    return [
        not_run(finding, names[finding.item])
        if names.get(finding.item) and finding.status in ("absent", "referenced", "not_assessed")
        else finding
        for finding in findings
    ]


def not_run(finding: Finding, names: Sequence[str]) -> Finding:
    quoted = {"en": ", ".join(f"“{name}”" for name in names), "ja": "".join(f"「{name}」" for name in names)}
    reason = {language: text.format(names=quoted[language]) for language, text in UNREAD.items()}
    return replace(finding, status="not_run", grade=None, values={}, evidence=(), confidence=0.0, rationale=reason)


def start_review(
    contract: Contract, checklist_version: ChecklistVersion, user: User | None, language: str, reader: str = "local"
) -> Review:
    """A new review in the queue; a worker is woken once the transaction is committed."""
    from reviews.tasks import run_review, wake  # the tasks know the pipeline

    with transaction.atomic():
        Contract.objects.hold(contract.pk)  # two starts at once get two numbers
        last = contract.reviews.aggregate(last=Max("number"))["last"] or 0
        review = Review.objects.create(
            contract=contract,
            checklist_version=checklist_version,
            number=last + 1,
            language=language,
            reader=reader,
            created_by=user,
        )
        record(contract.team, user, "review.started", contract, review=review.number, reader=reader)
        wake(run_review, review)
    return review


def start_report(review: Review, language: str, format: str = "pdf") -> ReportFile:
    """The review's report file in this language: made before, being made, or now in the queue. One that was made before
    the last decision is made anew.
    """
    from reviews.tasks import make_report, wake

    with transaction.atomic():
        file, is_new = ReportFile.objects.get_or_create(review=review, format=format, language=language)
        if file.status == ReportFile.Status.FAILED or (
            file.status == ReportFile.Status.DONE and file.stamp != stamp_of(review)
        ):
            is_new = file.retry()
        if is_new:
            wake(make_report, file)
    return file


def run(review: Review) -> None:
    """Do a claimed review and store it. Raises ReviewFailed, or LeaseLost where another worker has taken over."""
    started = perf_counter()
    with Heartbeat(review) as heartbeat:
        checklist = load_checklist_of(review)
        rows = read_rows(review, heartbeat)
        reading_ms = milliseconds_since(started)
        papers = [row.placed_paper for row in rows if not row.refusal]
        unread = [UnreadPaper(row.version.name, row.kind, row.refusal) for row in rows if row.refusal]
        if not papers:
            raise ReviewFailed("unreadable" if unread else "no_papers")
        give_title(review.contract, [(paper.kind, paper.title) for paper in papers])
        second = load_second_reader(review, heartbeat)
        findings, scores, timing, model_run = review_papers(
            checklist, papers, second, unread, lambda step: review.renew(step=step)
        )
        boxes = place_evidence(rows, papers, findings)
        terms = read_terms(papers, findings, review.contract.origin == Contract.Origin.SIGNED)
        timing |= {"reading_ms": reading_ms, "total_ms": milliseconds_since(started)}
        with transaction.atomic():
            review.finish(
                rows,
                findings,
                scores,
                timing,
                lambda span: page_of(papers[span.document], span.start),
                lambda span: boxes[span.document, span.start, span.end],
                model_run,
            )
            keep_terms(review.contract, rows, papers, terms, findings)
            carried, again = carry_decisions(review)
            said = {"review": review.number, "score": scores.overall.score, "carried": carried, "again": again}
            record(review.contract.team, None, "review.finished", review.contract, **said)


def keep_terms(
    contract: Contract,
    rows: Sequence[ReviewedPaper],
    papers: Sequence[Paper],
    terms: Sequence[Found],
    findings: Iterable[Finding],
) -> None:
    """What the papers say of the contract’s dates, with the words that say it."""
    read = []
    for found in terms:
        one, text = found.stated, papers[found.document].text
        words = text.body[one.start : one.end]
        page, version = page_of(papers[found.document], one.start), rows[found.document].version_id
        read.append(ReadTerm(one.fact, version, one.start, one.end, page, words, one.day, one.length, one.is_so))
    keep_read(contract, read, is_whole=any(finding.item == RENEWAL for finding in findings))


def load_second_reader(review: Review, heartbeat: Heartbeat) -> SecondReader | None:
    if review.reader == "local":
        return None
    from reviews.second import second_reader_of  # loads the client, which no local review should wait for

    return second_reader_of(review, heartbeat.check)


def place_evidence(
    rows: Sequence[ReviewedPaper], papers: Sequence[Paper], findings: Iterable[Finding]
) -> dict[tuple[int, int, int], list[Box]]:
    """Where each quote of either reader stands on the pages of its paper, by document, start and end."""
    spans: dict[int, set[tuple[int, int]]] = {}
    for finding in findings:
        for evidence in (*finding.evidence, *(finding.other.evidence if finding.other else ())):
            spans.setdefault(evidence.document, set()).add((evidence.start, evidence.end))
    placed: dict[tuple[int, int, int], list[Box]] = {}
    for document, wanted in spans.items():
        ordered = sorted(wanted)
        found = boxes_of(papers[document].text, ordered, rows[document].version.load)
        placed |= {(document, *span): boxes for span, boxes in zip(ordered, found, strict=True)}
    return placed


def load_checklist_of(review: Review) -> Checklist:
    try:
        return review.checklist_version.load()
    except ChecklistError as error:
        raise ReviewFailed("checklist") from error


def read_rows(review: Review, heartbeat: Heartbeat) -> list[ReviewedPaper]:
    """The current versions, each read; those that were refused stand last, since evidence counts only the others."""
    rows = []
    for version in review.current_versions():
        heartbeat.check()
        document = version.document
        is_guessed = document.kind_source == Document.KindSource.GUESSED
        row = ReviewedPaper(review=review, version=version, kind=document.kind)
        try:
            reading = read_version(version)
        except Unreadable as error:
            row.refusal = error.code
            row.kind = (kind_of_name(version.name) or "") if is_guessed else row.kind
        else:
            row.kind = guess_document(document, reading, version.name) if is_guessed else row.kind
        rows.append(row)
    review.renew(step=Review.Step.CLAUSES)
    rows.sort(key=lambda row: bool(row.refusal))
    for position, row in enumerate(rows):
        row.position = position
    return rows


def guess_document(document: Document, reading: Reading, name: str) -> Kind:
    """The kind that the text tells, kept with the document unless a person has set it meanwhile."""
    kind = guess_kind(reading.text, reading.clause_values, name)
    if kind != document.kind:
        Document.objects.filter(pk=document.pk, kind_source=Document.KindSource.GUESSED).update(kind=kind)
    return kind


def milliseconds_since(started: float) -> float:
    return round((perf_counter() - started) * 1000, 1)
