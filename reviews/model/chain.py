"""From one endpoint to the next: bounded retries, waits that grow, and an endpoint that keeps failing left alone.

One chain serves one review; its calls run in several threads. Before it: `ask.py`; after it: `client.py`.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

from reviews.checklist.values import Item
from reviews.model.client import CallFailed, Client, Reply
from reviews.model.prompt import AGAIN, Request
from reviews.model.schema import BadAnswer, parse_claims
from reviews.model.values import Call, Claim, Door, Endpoint, OverBudget, Trouble, Usage

UNWELL: frozenset[Trouble] = frozenset(("timeout", "unreachable", "rate_limited", "server_error", "cut_off"))
"""Troubles of the endpoint, not of the request: they count towards leaving it alone."""
HOPELESS: frozenset[Trouble] = frozenset(("no_access", "no_such_model"))
"""They would come again whatever is asked."""
SPENDING: frozenset[Trouble] = frozenset(("timeout", "cut_off"))
"""The endpoint may have worked, and charge for it, although it told nothing."""
RETRIED: frozenset[Trouble] = UNWELL | {"not_json", "wrong_schema", "empty"}


class Caller(Protocol):
    def ask(self, messages: Sequence[Mapping[str, str]], room: int, items: Sequence[Item]) -> Reply: ...


Connect = Callable[[Endpoint], Caller]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a chain tries. Seconds; the waits of one call are drawn from 0 to a bound that doubles (full jitter)."""

    tries: int = 3
    answers: int = 2
    """How often an answer that cannot be used is asked for."""
    first: float = 0.5
    longest: float = 20.0
    """Also the longest wait that a server may ask for; whoever wants more is passed over."""
    failures: int = 6
    """After so many in a row an endpoint is left alone for the rest of the review."""
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    clock: Callable[[], float] = time.perf_counter

    def wait(self, tried: int, retry_after: float | None) -> float | None:
        """Before the next try; None where it would be too long."""
        drawn = self.jitter() * min(self.longest, self.first * 2**tried)
        if retry_after is None:
            return drawn
        return retry_after + drawn if retry_after <= self.longest else None


class Circuit:
    """What happened to an endpoint in this review, for all of its threads."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self._lock = Lock()
        self._count: Counter[str] = Counter()
        self._open: dict[str, Trouble] = {}

    def trouble(self, endpoint: Endpoint) -> Trouble | None:
        """Why the endpoint is left alone; None where it is not."""
        with self._lock:
            return self._open.get(endpoint.name)

    def note(self, endpoint: Endpoint, trouble: Trouble | None) -> None:
        with self._lock:
            if trouble is None:
                self._count[endpoint.name] = 0
            elif trouble in HOPELESS:
                self._open[endpoint.name] = trouble
            elif trouble in UNWELL:
                self._count[endpoint.name] += 1
                if self._count[endpoint.name] >= self.failures:
                    self._open[endpoint.name] = trouble


class Failed(Exception):
    """No endpoint answered; `trouble` is the last one’s."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class Chain:
    """The endpoints of a review, in the order in which they are tried."""

    def __init__(
        self, endpoints: Sequence[Endpoint], door: Door, patience: Patience | None = None, connect: Connect = Client
    ) -> None:
        self.endpoints, self.door = endpoints, door
        self.patience = patience or Patience()
        self.circuit = Circuit(self.patience.failures)
        self.callers = {endpoint.name: connect(endpoint) for endpoint in endpoints}

    def ask(
        self, category: str, requests_for: Callable[[Endpoint], Sequence[Request]], calls: list[Call]
    ) -> tuple[Claim, ...]:
        """The claims of all requests about a category, from the first endpoint that answers them all. Raises Failed.

        `requests_for` raises Failed where the papers cannot be made to fit. Every call is added to `calls`.
        """
        last: Trouble = "unreachable"
        for endpoint in self.endpoints:
            claims: list[Claim] = []
            try:
                for request in requests_for(endpoint):
                    claims += Asking(self, endpoint, category, request, calls).answer()
            except Failed as failed:
                last = failed.trouble
                continue
            return tuple(claims)
        raise Failed(last)


class Asking:
    """One request at one endpoint, until it is answered or there is no more sense in it."""

    def __init__(self, chain: Chain, endpoint: Endpoint, category: str, request: Request, calls: list[Call]) -> None:
        self.chain, self.endpoint, self.category, self.request, self.calls = chain, endpoint, category, request, calls
        self.digest = request.digest(endpoint.model)
        self.room = min(request.room, endpoint.context - request.tokens)
        self.messages = request.messages

    def answer(self) -> tuple[Claim, ...]:
        """Raises Failed."""
        if kept := self.recalled():
            return kept
        patience = self.chain.patience
        bad = 0
        for tried in range(patience.tries):
            if trouble := self.chain.circuit.trouble(self.endpoint):
                raise Failed(trouble)
            try:
                return self.call()
            except CallFailed as failed:
                if failed.is_final or failed.trouble not in RETRIED or tried == patience.tries - 1:
                    raise Failed(failed.trouble) from None
                if failed.trouble not in UNWELL:
                    bad += 1
                    if bad >= patience.answers:
                        raise Failed(failed.trouble) from None
                    self.say_again(failed.trouble)
                    continue
                if failed.trouble == "cut_off":
                    self.room = min(2 * self.room, self.endpoint.context - self.request.tokens)
                wait = patience.wait(tried, failed.retry_after)
                if wait is None or self.chain.circuit.trouble(self.endpoint):
                    raise Failed(failed.trouble) from None
                patience.sleep(wait)
        raise AssertionError("unreachable")

    def recalled(self) -> tuple[Claim, ...]:
        kept = self.chain.door.recall(self.digest)
        if kept is None:
            return ()
        try:
            claims = parse_claims(kept, self.request.items)
        except BadAnswer:
            return ()
        self.book(Call(self.endpoint.name, self.endpoint.model, self.category, Usage(), 0.0, 0.0, from_cache=True))
        return restored(claims, self.request)

    def call(self) -> tuple[Claim, ...]:
        """One call, booked whatever becomes of it. Raises CallFailed."""
        door, endpoint = self.chain.door, self.endpoint
        most = Usage(self.request.tokens, 0, self.room).cost(endpoint.prices)
        try:
            with door.enter(endpoint, self.category, most):
                return self.send()
        except OverBudget:
            self.book(Call(endpoint.name, endpoint.model, self.category, Usage(), 0.0, 0.0, "budget"))
            raise CallFailed("budget", is_final=True, has_left=False) from None

    def send(self) -> tuple[Claim, ...]:
        clock = self.chain.patience.clock
        began = clock()
        trouble: Trouble | None = None
        has_left, usage = True, Usage()
        try:
            reply = self.chain.callers[self.endpoint.name].ask(self.messages, self.room, self.request.items)
            usage = reply.usage
            claims = parse_claims(reply.text, self.request.items)
        except CallFailed as failed:
            trouble, has_left = failed.trouble, failed.has_left
            # Whoever may have worked without saying how much is taken to have read all that was sent.
            guess = Usage(self.request.tokens) if trouble in SPENDING and has_left else Usage()
            usage = failed.usage or guess
            raise
        except BadAnswer as bad:
            trouble = bad.trouble
            raise CallFailed(trouble) from None
        finally:
            self.chain.circuit.note(self.endpoint, trouble)
            self.book(
                Call(
                    endpoint=self.endpoint.name,
                    model=self.endpoint.model,
                    category=self.category,
                    usage=usage,
                    cost=usage.cost(self.endpoint.prices),
                    milliseconds=round((clock() - began) * 1_000, 1),
                    trouble=trouble,
                    characters=self.request.shown.characters if has_left else 0,
                )
            )
        self.chain.door.keep(self.digest, reply.text)
        return restored(claims, self.request)

    def say_again(self, trouble: Trouble) -> None:
        """Asks once more, with a word on what was wrong, at the end, where it costs the prefix nothing."""
        if note := AGAIN[self.request.language].get(trouble):
            system, user = self.request.messages
            self.messages = [system, {**user, "content": user["content"] + note}]

    def book(self, call: Call) -> None:
        self.calls.append(call)
        self.chain.door.book(call)


def restored(claims: Sequence[Claim], request: Request) -> tuple[Claim, ...]:
    """The claims with the contract's own names and numbers where masks were sent for them."""
    restore = request.shown.restore
    return tuple(
        replace(
            claim,
            values={name: restore(one) if isinstance(one, str) else one for name, one in claim.values.items()},
            quotes=tuple(replace(quote, words=restore(quote.words)) for quote in claim.quotes),
        )
        for claim in claims
    )
