"""The second reader: a model asks to be believed, and what stands in the papers is compared with the local reader.

`SecondReader.read` takes the findings of the local reader and gives back those that stand, with a record of what was
sent to whom. Plain values: rows come in through `second_reader_of` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from contracts.instructions import Instruction, find_instructions, withheld_spans
from contracts.parties import customer_names
from contracts.values import Paper
from reviews.checklist import Checklist
from reviews.leaving import endpoints_of
from reviews.local.tagged import prepare_papers
from reviews.model.ask import ask_model, estimate_calls
from reviews.model.chain import Connect, Patience
from reviews.model.check import Checked, check_claims
from reviews.model.client import Client
from reviews.model.compare import compare
from reviews.model.door import RowDoor
from reviews.model.hosts import GuardedTransport
from reviews.model.mask import mask_texts
from reviews.model.run import ModelRun, Stopped
from reviews.model.values import Asked, Door, Endpoint, Estimate, Mode
from reviews.models import ModelSettings, Review
from reviews.values import Finding


def guarded(endpoint: Endpoint) -> Client:
    """A client for an address that a team named."""
    return Client(endpoint, GuardedTransport)


@dataclass(frozen=True, slots=True)
class SecondReader:
    """Asks `endpoints`, one after the other, through `door`. `stopped` tells why it may not ask at all."""

    mode: Mode
    endpoints: Sequence[Endpoint] = ()
    door: Door | None = None
    connect: Connect = Client
    patience: Patience | None = None
    stopped: Stopped = ""
    team: str = ""
    """The name of the team, which is masked with the customer's where it could be that of a company."""

    def read(
        self,
        checklist: Checklist,
        papers: Sequence[Paper],
        local: Sequence[Finding],
        instructions: Sequence[Instruction],
    ) -> tuple[list[Finding], ModelRun]:
        """The findings that stand. Where nobody was asked, or nobody answers, those of the local reader.

        `instructions` are those in the papers: they are sent to nobody.
        """
        if self.stopped or self.door is None:
            run = ModelRun.of(self.mode, self.endpoints, Asked(), Checked())
            return list(local), replace(run, stopped=self.stopped or "no_provider")
        withheld = flat(withheld_spans(papers, instructions))
        prepared = prepare_papers(papers)
        asked = ask_model(
            checklist,
            papers,
            local,
            self.endpoints,
            self.door,
            self.mode,
            withheld=withheld,
            mask=partial(mask_texts, customer=own_names(papers, self.team)),
            prepared=prepared,
            patience=self.patience,
            connect=self.connect,
        )
        checked = check_claims(checklist, papers, asked.claims, prepared, withheld)
        is_tainted = bool(instructions)
        run = ModelRun.of(self.mode, self.endpoints, asked, checked, is_tainted)
        return compare(local, checked, is_tainted), replace(run, stopped=getattr(self.door, "shut", ""))


def own_names(papers: Sequence[Paper], team: str = "") -> tuple[str, ...]:
    """What the customer is called. A team called by one plain word, as “Legal”, would take that word out of clauses."""
    named = [name for paper in papers for name in customer_names(paper.text)]
    is_name = " " in team.strip() or "会社" in team
    return tuple(dict.fromkeys([*named, *([team.strip()] if is_name else [])]))


def flat(withheld: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int, int]]:
    return [(number, start, end) for number, spans in enumerate(withheld) for start, end in spans]


def second_reader_of(review: Review, check: Callable[[], None]) -> SecondReader:
    """What the review’s reader and its team’s rule come to now.

    `check` raises where the review is no longer ours; it is called before each call.
    """
    mode = cast(Mode, review.reader)
    if review.contract.never_leaves:
        return SecondReader(mode, stopped="never_leaves")
    if not ModelSettings.objects.filter(team=review.contract.team_id, is_on=True).exists():
        return SecondReader(mode, stopped="off")
    endpoints = endpoints_of(review.contract.team)
    if not endpoints:
        return SecondReader(mode, stopped="no_provider")
    return SecondReader(mode, endpoints, RowDoor(review, endpoints, check), guarded, team=review.contract.team.name)


def estimate_review(latest: Review, endpoints: Sequence[Endpoint], mode: Mode) -> Estimate:
    """What a second reader of the papers of a finished review would send at most."""
    rows = latest.papers.select_related("version__reading")
    papers = [row.placed_paper for row in rows if not row.refusal]
    findings = [row.value for row in latest.findings.prefetch_related("evidence")]
    checklist = latest.checklist_version.load()
    withheld = flat(withheld_spans(papers, find_instructions(papers)))
    mask = partial(mask_texts, customer=own_names(papers, latest.contract.team.name))
    return estimate_calls(checklist, papers, findings, endpoints, mode, withheld=withheld, mask=mask)
