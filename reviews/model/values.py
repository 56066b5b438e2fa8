"""What the model reader works with, as plain values: endpoints, calls, claims. No Django, no sockets, no clock.

Endpoint + papers -> calls (ask) -> claims (schema) -> answers with verified evidence (check) -> findings (compare).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from reviews.model.quotes import Reason
from reviews.values import Grade, Status, Value

Mode = Literal["economy", "thorough"]
"""Economy: only what the local reader left unclear or graded on weak evidence. Thorough: every item."""
Strictness = Literal["strict", "json", "text"]
"""What an endpoint can be held to: a JSON schema; some JSON object; nothing, then the answer is searched for JSON."""
Trouble = Literal[
    "timeout",
    "unreachable",
    "rate_limited",
    "server_error",
    "cut_off",
    "not_json",
    "wrong_schema",
    "refused",
    "empty",
    "no_such_model",
    "no_access",
    "too_long",
    "budget",
]
"""Why a call gave no answer. The last two are found before anything is sent."""


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars for a million tokens."""

    fresh: float = 0.0
    cached: float = 0.0
    output: float = 0.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible endpoint and one model there. `context` is in tokens, `patience` in seconds for one call,
    `at_once` how many calls it may be sent at the same time.
    """

    name: str
    base_url: str
    model: str
    key: str = field(default="", repr=False)
    context: int = 128_000
    prices: Prices = Prices()
    strictness: Strictness = "strict"
    at_once: int = 4
    patience: float = 60.0
    is_masked: bool = True
    """Names, addresses and numbers of people are replaced before anything is sent here."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call; `cached` are those of `sent` that the provider already had."""

    sent: int = 0
    cached: int = 0
    received: int = 0

    def cost(self, prices: Prices) -> float:
        """In US dollars."""
        fresh = (self.sent - self.cached) * prices.fresh
        return (fresh + self.cached * prices.cached + self.received * prices.output) / 1_000_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call as the ledger keeps it; `trouble` is None where it was answered. `from_cache`: nothing was sent."""

    endpoint: str
    model: str
    category: str
    usage: Usage
    cost: float
    milliseconds: float
    trouble: Trouble | None = None
    from_cache: bool = False
    characters: int = 0
    """Of contract text in the request."""


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Words that a model says stand in paper number `document`, counted from 0. Not yet evidence."""

    document: int
    words: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a model says about one item, before anything of it was checked."""

    item: str
    status: Status
    grade: Grade | None = None
    values: dict[str, Value] = field(default_factory=dict)
    quotes: tuple[QuotedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedQuote:
    """A quote that does not count, and why."""

    item: str
    words: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model answered. `claims` may hold several for one item, where a long contract was asked about in parts.

    `unanswered` are the items of calls that failed on every endpoint, with the last trouble.
    """

    claims: tuple[Claim, ...] = ()
    calls: tuple[Call, ...] = ()
    unanswered: dict[str, Trouble] = field(default_factory=dict)


class Door(Protocol):
    """Where calls go through: keeps what was answered, how many run at once, and what may be spent.

    In the web app rows (`reviews/model/door.py`), so that it holds for all workers; in the command line memory.
    """

    def recall(self, digest: str) -> str | None:
        """The answer that was kept for this request, None where there is none."""

    def keep(self, digest: str, answer: str) -> None: ...

    def enter(self, endpoint: Endpoint, category: str, most: float) -> AbstractContextManager[None]:
        """Waits for a place at this endpoint, and sets `most` dollars aside. Raises OverBudget."""

    def book(self, call: Call) -> None:
        """Writes the call into the ledger, within or without `enter`; what was set aside for it is given back."""


class OverBudget(Exception):
    """The month's budget would not suffice for this call."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a review will send at most, before anything is sent. `cost` in US dollars at the first endpoint."""

    calls: int
    tokens: int
    cost: float


def total_cost(calls: Sequence[Call]) -> float:
    return sum(call.cost for call in calls)
