"""What a report is made of, as plain values, and how it is read back from the rows of a finished review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from contracts.values import Paper
from reviews.checklist.values import Checklist
from reviews.decide import Ruling, decided, scores_after, standing
from reviews.model.run import ModelRun
from reviews.models import Review, SignOff
from reviews.values import Band, Finding, Score, Scores


@dataclass(frozen=True, slots=True)
class Unread:
    """A paper that was supplied and could not be read. `code` is a key of `contracts.read.REFUSALS`."""

    name: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Signed:
    """By whom, when and with what words a review was signed off; `record` is the hash of its JSON, "" in the JSON."""

    by: str
    at: datetime
    statement: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A finished review. What the command line does not know (team, number, people, date) stays empty.

    `accepted` is the worst band that the team signs. `findings` and `scores` are as they were found; what people
    decided (`rulings`, by item) is applied by `after_decisions`.
    """

    title: str
    vendor: str
    checklist: Checklist
    papers: tuple[Paper, ...]
    findings: tuple[Finding, ...]
    scores: Scores
    checklist_number: int | None = None
    checklist_sha256: str = ""
    team: str = ""
    accepted: Band = "moderate"
    number: int | None = None
    made_at: datetime | None = None
    made_by: str = ""
    unread: tuple[Unread, ...] = ()
    rulings: Mapping[str, Ruling] = field(default_factory=dict)
    signed: Signed | None = None
    run: ModelRun | None = None
    """What became of asking a model; None where none was asked."""

    @property
    def scores_after(self) -> Scores:
        return scores_after(self.findings, self.rulings) if self.rulings else self.scores

    @property
    def after_decisions(self) -> Reviewed:
        """The same review with the findings that count, and their scores."""
        if not self.rulings:
            return self
        return replace(self, findings=tuple(decided(self.findings, self.rulings)), scores=self.scores_after)

    @property
    def kinds(self) -> set[str]:
        """The kinds of paper that were supplied, readable or not: nobody need ask for them."""
        return {paper.kind for paper in (*self.papers, *self.unread)}


def load_reviewed(review: Review) -> Reviewed:
    """The values of a stored review, in five queries whatever its size."""
    row = Review.objects.select_related(
        "contract__vendor", "contract__team", "checklist_version__checklist", "created_by", "sign_off"
    ).get(pk=review.pk)
    version = row.checklist_version
    papers = list(row.papers.select_related("version__reading"))
    return Reviewed(
        title=row.contract.title,
        vendor=row.contract.vendor.name,
        checklist=version.load(),
        papers=tuple(paper.paper for paper in papers if not paper.refusal),
        findings=tuple(finding.value for finding in row.findings.prefetch_related("evidence")),
        scores=Scores(
            _score({"score": row.score, "low": row.score_low, "high": row.score_high, "band": row.band}),
            {category: _score(score) for category, score in row.category_scores.items()},
        ),
        checklist_number=version.number,
        checklist_sha256=version.sha256,
        team=row.contract.team.name,
        accepted=row.contract.team.accepted_band,
        number=row.number,
        made_at=row.finished_at or row.created_at,
        made_by=str(row.created_by or ""),
        unread=tuple(Unread(paper.version.name, paper.kind, paper.refusal) for paper in papers if paper.refusal),
        rulings=standing(row.value for row in row.decisions.settling().with_people()),
        signed=signed_of(row),
        run=ModelRun.read(row.model_run),
    )


def signed_of(review: Review) -> Signed | None:
    try:
        sign_off = review.sign_off
    except SignOff.DoesNotExist:
        return None
    return Signed(sign_off.by_name, sign_off.at, sign_off.statement, sign_off.report_sha256)


def _score(row: dict[str, float | str | None]) -> Score:
    return Score(row["score"], row["low"], row["high"], row["band"] or None)


def by_item(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.item: finding for finding in findings}
