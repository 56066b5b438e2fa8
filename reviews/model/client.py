"""One call to one endpoint, through the `openai` client: an answer's text and what it used, or why there is none.

The only file here that opens sockets. Nothing of a request or an answer is logged, and nothing of an error that a
server worded reaches a caller: it may quote the contract or the key.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
import openai

from reviews.checklist.values import Item
from reviews.model.schema import SCHEMA, tight_schema
from reviews.model.values import Endpoint, Strictness, Trouble, Usage
from reviews.model.wire import Inner, TooLarge, Wire

for _name in ("openai", "httpx2", "httpcore2"):
    # At a finer level they write down headers and addresses; what runs on a team's key writes down neither.
    logging.getLogger(_name).setLevel(logging.WARNING)

KEEPERS = (".openai.com", ".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")
"""Hosts whose API keeps answers unless told not to, and which know `store` and `max_completion_tokens`."""
SEED = 20261120
NO_KEY = "none"
"""Stands for the key of a server that wants none: the client insists on one."""
FORMS: tuple[tuple[str, Strictness], ...] = (
    ("tight", "strict"),
    ("schema", "strict"),
    ("object", "strict"),
    ("json", "json"),
    ("text", "text"),
)
"""How the form is asked for, each with the strictness that it amounts to: by a schema that names the items; by one
that is the same for all calls; by an object that carries a schema, as servers of llama.cpp know it; by any object."""
COMPLAINTS = frozenset((400, 422, 500, 501))
"""A request that the server cannot read; llama.cpp's in Python says 500 of a form that it does not know."""
OF_FORM = re.compile(r"response_format|schema|prefixItems|grammar", re.IGNORECASE)
ADAPTIONS = 8
UNKEPT = re.compile("[\x00\ud800-\udfff]")
"""What JSON can name, and no text of ours can hold: no database takes it."""
TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum.{0,20}(?:context|tokens)|too (?:long|many tokens)", re.IGNORECASE
)
FILTERED = re.compile(r"content[_ ](?:filter|policy|management)|responsible[_ ]?ai", re.IGNORECASE)
NO_MONEY = re.compile(r"insufficient_quota|billing|credit balance", re.IGNORECASE)


class CallFailed(Exception):
    """A call without an answer. `retry_after` is in seconds, as the server wishes; `usage` where it told any.

    `is_final`: the same call would fail in the same way. `has_left`: the contract's words reached the server.
    """

    def __init__(
        self,
        trouble: Trouble,
        retry_after: float | None = None,
        *,
        usage: Usage | None = None,
        is_final: bool = False,
        has_left: bool = True,
    ) -> None:
        super().__init__(trouble)
        self.trouble, self.retry_after, self.usage = trouble, retry_after, usage
        self.is_final, self.has_left = is_final, has_left


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    usage: Usage


class Client:
    """Calls one endpoint, from several threads. Learns what the server does not know, and then leaves it out."""

    def __init__(self, endpoint: Endpoint, transport: Inner = httpx2.HTTPTransport) -> None:
        self.endpoint, self.transport = endpoint, transport
        host = (urlsplit(endpoint.base_url).hostname or "").lower()
        self.is_keeper = f".{host}".endswith(KEEPERS)
        starts = [form for form, strictness in FORMS if strictness == endpoint.strictness]
        self.form = "schema" if self.is_keeper and "schema" in starts else starts[0]
        self.refused: frozenset[str] = frozenset()

    @property
    def format(self) -> Strictness:
        """What the endpoint can be held to, as far as it was found out."""
        return dict(FORMS)[self.form]

    def ask(self, messages: Sequence[Mapping[str, str]], room: int, items: Sequence[Item] = ()) -> Reply:
        """`room` is for the answer, in tokens; the answer is held to `items` where that can be. Raises CallFailed."""
        for _ in range(ADAPTIONS):
            known = self.form, self.refused
            try:
                return self._call(self._request(messages, room, items))
            except openai.APIStatusError as error:
                if (self.form, self.refused) == known and not self._adapt(error):
                    raise _failed(error) from None
        raise CallFailed("server_error", is_final=True)

    def _call(self, request: Mapping[str, Any]) -> Reply:
        wire = Wire(self.endpoint.patience, self.transport)
        with httpx2.Client(transport=wire, timeout=self.endpoint.patience, trust_env=False) as http:
            client = openai.OpenAI(
                api_key=self.endpoint.key or NO_KEY,
                base_url=self.endpoint.base_url,
                http_client=http,
                timeout=self.endpoint.patience,
                max_retries=0,
            )
            try:
                answer = client.chat.completions.with_raw_response.create(**request)
                body = answer.http_response.content
            except openai.APIStatusError:
                raise
            except TooLarge:
                raise CallFailed("cut_off", is_final=True) from None
            except openai.APITimeoutError:
                raise CallFailed("timeout", has_left=True) from None
            except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError):
                if wire.is_late:
                    raise CallFailed("timeout") from None
                raise CallFailed("cut_off" if wire.has_answered else "unreachable", has_left=wire.has_sent) from None
        return read_reply(body)

    def _request(self, messages: Sequence[Mapping[str, str]], room: int, items: Sequence[Item]) -> dict[str, Any]:
        """Messages first, so that requests with the same prefix begin with the same bytes."""
        request: dict[str, Any] = {"messages": [*messages], "model": self.endpoint.model}
        limit = "max_completion_tokens" if self.is_keeper else "max_tokens"
        other = "max_tokens" if self.is_keeper else "max_completion_tokens"
        if limit in self.refused:
            limit = other
        request |= {limit: room, "temperature": 0, "seed": SEED}
        if self.is_keeper:
            request["store"] = False
        schema = tight_schema(items) if items and self.form != "schema" else SCHEMA
        if self.form in ("tight", "schema"):
            described = {"name": "answers", "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": described}
        elif self.form == "object":
            request["response_format"] = {"type": "json_object", "schema": schema}
        elif self.form == "json":
            request["response_format"] = {"type": "json_object"}
        return {name: told for name, told in request.items() if name not in self.refused}

    def _adapt(self, error: openai.APIStatusError) -> bool:
        """Leaves out, or replaces, what the server says that it does not know; False where that is not its complaint.

        `store` is never left out: where it may be on, it is told to be off, or nothing is sent.
        """
        if error.status_code not in COMPLAINTS:
            return False
        told = _told(error)
        named = told["param"] or told["message"][:400] or told["detail"][:400]
        if OF_FORM.search(named):
            forms = [form for form, _ in FORMS]
            if self.form == forms[-1]:
                return False
            self.form = forms[forms.index(self.form) + 1]
            return True
        for name in ("max_completion_tokens", "max_tokens", "temperature", "seed"):
            if name in named and name not in self.refused:
                self.refused |= {name}
                return True
        return False


def read_reply(body: bytes) -> Reply:
    """The answer in the body of a completion. Raises CallFailed where it holds none, or only the beginning of one."""
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise CallFailed("not_json") from None
    usage = _usage(read)
    choices = _at(read, "choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = _at(choice, "message")
    text, ended = _at(message, "content"), _at(choice, "finish_reason")
    if ended == "content_filter" or _at(message, "refusal"):
        raise CallFailed("refused", usage=usage)
    if ended == "length":
        raise CallFailed("cut_off", usage=usage)
    if not isinstance(text, str) or not text.strip():
        raise CallFailed("empty", usage=usage)
    return Reply(UNKEPT.sub("\ufffd", text), usage or Usage())


def _usage(read: object) -> Usage | None:
    """What the server counted; None where it counted nothing."""
    told = _at(read, "usage")
    sent, received = _count(told, "prompt_tokens"), _count(told, "completion_tokens")
    if not sent and not received:
        return None
    cached = _count(_at(told, "prompt_tokens_details"), "cached_tokens")
    return Usage(sent, min(cached, sent), received)


def _count(told: object, name: str) -> int:
    number = _at(told, name)
    return min(number, 10**9) if type(number) is int and number > 0 else 0


def _at(told: object, name: str) -> object:
    return told.get(name) if isinstance(told, dict) else None


def _told(error: openai.APIStatusError) -> dict[str, str]:
    """What the server says of its error. Compared, never shown."""
    told = _at(error.body, "error") or error.body
    # Servers that are built on FastAPI say what is wrong as "detail".
    return {name: str(_at(told, name) or "")[:2_000] for name in ("code", "type", "param", "message", "detail")}


def _failed(error: openai.APIStatusError) -> CallFailed:
    status, told = error.status_code, _told(error)
    said = " ".join(told.values())
    if 300 <= status < 400 or status in (404, 405, 410):
        return CallFailed("no_such_model", is_final=True)
    if status in (401, 403) or (status in (402, 429) and NO_MONEY.search(said)) or status == 402:
        return CallFailed("no_access", is_final=True)
    if status == 413 or (status < 500 and TOO_LONG.search(said) and status != 429):
        return CallFailed("too_long", is_final=True)
    if status < 500 and FILTERED.search(said):
        return CallFailed("refused", is_final=True)
    if status == 408:
        return CallFailed("timeout")
    wait = _retry_after(error.response.headers)
    if status in (429, 529):
        return CallFailed("rate_limited", wait)
    return CallFailed("server_error", wait, is_final=status < 500 and status not in (409, 425))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds; None where nothing, or nothing that makes sense, is said. A date is not worth a clock here."""
    for name, unit in (("retry-after-ms", 1_000), ("retry-after", 1)):
        try:
            seconds = float(headers.get(name, "")) / unit
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    return None
