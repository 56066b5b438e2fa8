"""Asks a model about the items of a checklist: what is sent, category by category, and what it claims.

Before it: the local reader, whose findings say where to look and, for economy, what to ask; after it: `check.py`, which
believes nothing of it that does not stand in the papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from contracts.values import Language, Paper
from reviews.checklist.values import Checklist, Item
from reviews.local.tagged import Tagged
from reviews.model.candidates import find_candidates, is_weak, merge
from reviews.model.chain import Chain, Connect, Failed, Patience
from reviews.model.client import Client
from reviews.model.parts import cut_into_parts, whole
from reviews.model.prompt import Mask, Passage, Request, Shown, ask_for, show_passages
from reviews.model.values import Asked, Call, Claim, Door, Endpoint, Estimate, Mode, Trouble, Usage
from reviews.values import Finding

MOST_AT_ONCE = 16
LEAST_ROOM = 400
"""Tokens for contract text below which asking makes no sense."""


@dataclass
class Plan:
    """What will be sent about one bundle. Its requests are made once for each way of sending, and then kept."""

    checklist: Checklist
    papers: Sequence[Paper]
    local: Sequence[Finding]
    mode: Mode
    withheld: Sequence[Passage] = ()
    mask: Mask | None = None
    prepared: Sequence[Tagged] | None = None
    _parts: dict[tuple[object, ...], list[list[Passage]]] = field(default_factory=dict)
    _shown: dict[tuple[object, ...], Shown] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.language = language_of(self.papers)
        weak = {finding.item for finding in self.local if is_weak(finding)}
        asked = [item for item in self.checklist.items if self.mode == "thorough" or item.id in weak]
        self.asked: dict[str, list[Item]] = {
            category.id: items
            for category in self.checklist.categories
            if (items := [item for item in asked if item.category == category.id])
        }
        self._candidates: dict[str, list[Passage]] | None = None
        if self.mode == "economy":
            # What no passage speaks of is not asked: there would be nothing to show.
            self.asked = {
                category: kept
                for category, items in self.asked.items()
                if (kept := [item for item in items if self.candidates[item.id]])
            }

    @property
    def candidates(self) -> dict[str, list[Passage]]:
        if self._candidates is None:
            items = {item.id for items in self.asked.values() for item in items}
            self._candidates = find_candidates(self.checklist, self.papers, self.local, items, self.prepared)
        return self._candidates

    def requests(self, category: str, endpoint: Endpoint) -> list[Request]:
        """One, or one for each part where not everything fits. Raises Failed where even parts do not."""
        items = self.asked[category]
        with self._lock:
            passages = self._passages(items)
            shown = self._show(passages, endpoint)
            request = ask_for(shown, items, self.language)
            if request.tokens + request.room <= endpoint.context:
                return [request]
            # The same room for all categories, so that their parts are the same.
            longest = max(
                (ask_for(shown, one, self.language) for one in self.asked.values()),
                key=lambda one: one.tokens + one.room,
            )
            room = endpoint.context - longest.room - (longest.tokens - shown.tokens) - (shown.tokens - shown.contract)
            if room < LEAST_ROOM:
                raise Failed("too_long")
            parts = self._cut(passages, room)
            return [ask_for(self._show(part, endpoint), items, self.language) for part in parts]

    def _cut(self, passages: Sequence[Passage], room: int) -> list[list[Passage]]:
        key = (room, *passages)
        if key not in self._parts:
            self._parts[key] = cut_into_parts(
                self.papers, passages, room, lambda: sorted({one for item in self.candidates.values() for one in item})
            )
        return self._parts[key]

    def _passages(self, items: Sequence[Item]) -> list[Passage]:
        if self.mode == "thorough":
            return whole(self.papers)
        return merge((one for item in items for one in self.candidates[item.id]), self.papers)

    def _show(self, passages: Sequence[Passage], endpoint: Endpoint) -> Shown:
        mask = self.mask if endpoint.is_masked else None
        key = (mask is not None, tuple(passages))
        if key not in self._shown:
            self._shown[key] = show_passages(self.papers, passages, self.language, self.withheld, mask)
        return self._shown[key]


def ask_model(
    checklist: Checklist,
    papers: Sequence[Paper],
    local: Sequence[Finding],
    endpoints: Sequence[Endpoint],
    door: Door,
    mode: Mode,
    *,
    withheld: Sequence[tuple[int, int, int]] = (),
    mask: Mask | None = None,
    prepared: Sequence[Tagged] | None = None,
    patience: Patience | None = None,
    connect: Connect = Client,
) -> Asked:
    """What the model claims of each item asked, in the order of the checklist, whichever call ended first.

    `withheld` are spans (paper, start, end) that never leave; `mask` hides people where an endpoint wants it so.
    What `door` or a bug raises comes through, once the calls under way have ended.
    """
    plan = Plan(checklist, papers, local, mode, _passages_of(withheld), mask, prepared)
    chain = Chain(endpoints, door, patience, connect)
    categories = [*plan.asked]
    if not categories or not endpoints:
        return Asked()
    calls: dict[str, list[Call]] = {category: [] for category in categories}

    def ask(category: str) -> tuple[Claim, ...] | Trouble:
        try:
            return chain.ask(category, lambda endpoint: plan.requests(category, endpoint), calls[category])
        except Failed as failed:
            return failed.trouble

    at_once = min(MOST_AT_ONCE, max(1, endpoints[0].at_once), len(categories))
    with ThreadPoolExecutor(at_once, thread_name_prefix="ask") as pool:
        answers = dict(zip(categories, pool.map(ask, categories), strict=True))
    claims = [claim for answer in answers.values() if not isinstance(answer, str) for claim in answer]
    unanswered = {
        item.id: answer
        for category, answer in answers.items()
        if isinstance(answer, str)
        for item in plan.asked[category]
    }
    order = {item.id: number for number, item in enumerate(checklist.items)}
    return Asked(
        claims=tuple(sorted(settled(claims), key=lambda claim: order[claim.item])),
        calls=tuple(call for category in categories for call in calls[category]),
        unanswered=unanswered,
    )


def settled(claims: Sequence[Claim]) -> list[Claim]:
    """Without the silence of one part of a contract about what another part answers, and told once where all agree."""
    answered = {claim.item for claim in claims if claim.status != "absent"}
    kept: list[Claim] = []
    for claim in claims:
        is_silent = claim.status == "absent"
        if is_silent and (claim.item in answered or any(one.item == claim.item for one in kept)):
            continue
        kept.append(claim)
    return kept


def estimate_calls(
    checklist: Checklist,
    papers: Sequence[Paper],
    local: Sequence[Finding],
    endpoints: Sequence[Endpoint],
    mode: Mode,
    *,
    withheld: Sequence[tuple[int, int, int]] = (),
    mask: Mask | None = None,
    prepared: Sequence[Tagged] | None = None,
) -> Estimate:
    """What `ask_model` would send to the first endpoint if every call is answered at once, at most; nothing is sent."""
    if not endpoints:
        return Estimate(0, 0, 0.0)
    plan = Plan(checklist, papers, local, mode, _passages_of(withheld), mask, prepared)
    requests: list[Request] = []
    for category in plan.asked:
        try:
            requests += plan.requests(category, endpoints[0])
        except Failed:
            continue
    cost = sum(Usage(request.tokens, 0, request.room).cost(endpoints[0].prices) for request in requests)
    return Estimate(len(requests), sum(request.tokens for request in requests), cost)


def language_of(papers: Sequence[Paper]) -> Language:
    """The language of most of what is to be read."""
    characters = {"en": 0, "ja": 0}
    for paper in papers:
        characters[paper.text.language] += len(paper.text.body)
    return "ja" if characters["ja"] > characters["en"] else "en"


def _passages_of(spans: Sequence[tuple[int, int, int]]) -> list[Passage]:
    return [Passage(*span) for span in spans]
