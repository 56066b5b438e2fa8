"""One tiny call that tells what an endpoint can do. It holds no word of any contract."""

from __future__ import annotations

import json
from dataclasses import dataclass
from time import perf_counter

from reviews.model.client import CallFailed, Client, Reply
from reviews.model.hosts import GuardedTransport
from reviews.model.values import Call, Endpoint, Strictness, Trouble, Usage

QUESTION = 'This is a test of the connection. Answer with exactly this JSON object: {"answers": []}'
ROOM = 300
MOST_TOKENS = 800
"""Of question, form and answer, generously: what is set aside for the call."""


@dataclass(frozen=True, slots=True)
class Probe:
    """`format` is what the server took of the strictness that was set; None where it gave no answer at all."""

    trouble: Trouble | None
    format: Strictness | None
    is_in_form: bool
    usage: Usage
    milliseconds: float

    def call(self, endpoint: Endpoint) -> Call:
        cost = self.usage.cost(endpoint.prices)
        return Call(endpoint.name, endpoint.model, "", self.usage, cost, self.milliseconds, self.trouble)


def probe(endpoint: Endpoint) -> Probe:
    client = Client(endpoint, GuardedTransport)
    started = perf_counter()
    trouble: Trouble | None = None
    reply = Reply("", Usage())
    try:
        reply = client.ask([{"role": "user", "content": QUESTION}], ROOM)
    except CallFailed as failed:
        trouble = failed.trouble
        reply = Reply("", failed.usage or Usage())
    spent = (perf_counter() - started) * 1000
    return Probe(trouble, None if trouble else client.format, has_form(reply.text), reply.usage, spent)


def has_form(text: str) -> bool:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and isinstance(read.get("answers"), list)
