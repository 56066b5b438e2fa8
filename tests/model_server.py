"""A model server of our own for tests: the real protocol over a real socket, and every way in which one can misbehave.

It answers chat completions, counts tokens, keeps prefixes like the providers do, and writes down what it received.
`server.then(...)` says what it does with the next calls; after them it answers with what `server.answers` says of each
item it is asked, and that the papers are silent where that says nothing.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

import pytest

from reviews.model.values import Endpoint

ITEM = re.compile(r"^([a-z_]+\.[a-z_0-9]+): ", re.MULTILINE)
BYTES_PER_TOKEN = 4
KEPT = 128
"""Tokens in steps of which a prefix is kept."""
PACKED = gzip.compress(b" " * 5_000_000)
SILENT: Mapping[str, object] = {"quotes": [], "values": [], "status": "absent", "grade": None}


@dataclass(frozen=True)
class Received:
    """One call as it came in. `cached` are tokens of a prefix that came before."""

    headers: Mapping[str, str]
    raw: bytes
    body: dict[str, Any]
    cached: int

    @property
    def task(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def prompt(self) -> str:
        return self.body["messages"][-1]["content"]

    @property
    def items(self) -> list[str]:
        """The items of the question, which stands after the last fence."""
        return ITEM.findall(self.prompt[self.prompt.rfind(">>>") :])

    @property
    def usage(self) -> dict[str, object]:
        sent = sum(len(one["content"].encode()) for one in self.body["messages"]) // BYTES_PER_TOKEN
        return {
            "prompt_tokens": sent,
            "completion_tokens": 50,
            "total_tokens": sent + 50,
            "prompt_tokens_details": {"cached_tokens": self.cached},
        }


class Exchange:
    """One call that a behaviour answers, or does not."""

    def __init__(self, handler: Handler, received: Received) -> None:
        self.handler, self.received = handler, received
        self.server: ModelServer = handler.server.owner  # type: ignore[attr-defined]

    def reply(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self.start(status, kind, **({"Content-Length": str(len(body))} | headers))
        self.write(body)

    def start(self, status: int, kind: str = "application/json", **headers: str) -> None:
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        for name, told in headers.items():
            self.handler.send_header(name.replace("_", "-"), told)
        self.handler.end_headers()

    def write(self, body: bytes) -> None:
        self.handler.wfile.write(body)

    def completion(self, content: object, finish: str = "stop", **message: object) -> bytes:
        choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content} | message}
        return self.envelope([choice])

    def envelope(self, choices: object) -> bytes:
        told = {"id": "c", "object": "chat.completion", "created": 1, "model": self.received.body["model"]}
        return json.dumps(told | {"choices": choices, "usage": self.received.usage}, ensure_ascii=False).encode()

    def honest(self) -> str:
        """What a server that does as it is told says."""
        said = self.server.answers
        told = said(self.received) if callable(said) else said
        answers = [{"item": item} | dict(told.get(item, SILENT)) for item in self.received.items]
        return json.dumps({"answers": answers}, ensure_ascii=False)


Behaviour = Callable[[Exchange], None]


def answer(exchange: Exchange) -> None:
    exchange.reply(200, exchange.completion(exchange.honest()))


def says(content: object, finish: str = "stop", **message: object) -> Behaviour:
    """Answers with this content, whatever was asked."""
    return lambda exchange: exchange.reply(200, exchange.completion(content, finish, **message))


def sends(body: bytes, kind: str = "application/json", status: int = 200, **headers: str) -> Behaviour:
    """Answers with these bytes."""
    return lambda exchange: exchange.reply(status, body, kind, **headers)


def fails(
    status: int, message: str = "no", code: str | None = None, param: str | None = None, **headers: str
) -> Behaviour:
    """Answers with an error as the API words them; `Retry_After="7"` as a header."""
    error = {"error": {"message": message, "type": "error", "code": code, "param": param}}
    return sends(json.dumps(error).encode(), status=status, **headers)


def refuses(exchange: Exchange) -> None:
    exchange.reply(200, exchange.completion(None, refusal="I can't help with that."))


def no_choices(exchange: Exchange) -> None:
    exchange.reply(200, exchange.envelope([]))


def hangs(exchange: Exchange) -> None:
    """Takes the request and never says a word."""
    exchange.server.closing.wait()


def slowly(seconds: float) -> Behaviour:
    def behave(exchange: Exchange) -> None:
        exchange.server.closing.wait(seconds)
        answer(exchange)

    return behave


def drips(exchange: Exchange) -> None:
    """A byte now and then, for ever: no single read takes long."""
    exchange.start(200, Content_Length="1000000")
    while not exchange.server.closing.wait(0.02):
        exchange.write(b" ")


def drips_headers(exchange: Exchange) -> None:
    exchange.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not exchange.server.closing.wait(0.02):
        exchange.write(b"x")


def resets(exchange: Exchange) -> None:
    """The connection breaks before a word of the answer."""
    exchange.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(exchange.handler.connection.detach())  # closing the socket alone waits for its files
    exchange.handler.close_connection = True


def cut_body(exchange: Exchange) -> None:
    body = exchange.completion(exchange.honest())
    exchange.start(200, Content_Length=str(len(body)))
    exchange.write(body[: len(body) // 2])
    exchange.handler.close_connection = True


def cut_chunks(exchange: Exchange) -> None:
    body = exchange.completion(exchange.honest())
    half = body[: len(body) // 2]
    exchange.start(200, Transfer_Encoding="chunked")
    exchange.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
    exchange.handler.close_connection = True


def gigantic(exchange: Exchange) -> None:
    """Forty megabytes of an answer that looks well in the beginning."""
    exchange.start(200, Content_Length=str(40_000_000))
    exchange.write(b'{"choices": [{"message": {"content": "')
    for _ in range(400):
        exchange.write(b"a" * 100_000)


def packed(exchange: Exchange) -> None:
    """Little to send, much to unpack, although nobody asked for it packed."""
    exchange.reply(200, PACKED, Content_Encoding="gzip")


class ModelServer:
    """Runs in a thread of its own on a free port. `received` are the calls, in the order in which they came."""

    def __init__(self) -> None:
        self.answers: Mapping[str, Mapping[str, object]] | Callable[[Received], Mapping[str, Mapping[str, object]]] = {}
        self.otherwise: Behaviour = answer
        self.received: list[Received] = []
        self.closing = Event()
        self.most_at_once = 0
        self._at_once = 0
        self._next: deque[Behaviour] = deque()
        self._seen: list[bytes] = []
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.owner = self  # type: ignore[attr-defined]
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def then(self, *behaviours: Behaviour) -> None:
        self._next.extend(behaviours)

    def always(self, behaviour: Behaviour) -> None:
        self.otherwise = behaviour

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def endpoint(self, **settings: Any) -> Endpoint:
        """An endpoint at this server, with little patience."""
        told = {"name": "own", "base_url": self.url, "model": "test-model", "key": "secret-key", "patience": 5.0}
        return Endpoint(**(told | settings))

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @contextmanager
    def _serving(self) -> Iterator[None]:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= 1

    def take(self, headers: Mapping[str, str], raw: bytes) -> tuple[Received, Behaviour]:
        body = json.loads(raw)
        words = json.dumps(body["messages"]).encode()
        with self._lock:
            shared = max((shared_bytes(words, one) for one in self._seen), default=0)
            self._seen.append(words)
            cached = shared // BYTES_PER_TOKEN // KEPT * KEPT
            received = Received(headers, raw, body, cached)
            self.received.append(received)
            return received, self._next.popleft() if self._next else self.otherwise


def shared_bytes(one: bytes, other: bytes) -> int:
    """How long the beginning is that both have."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *told: object) -> None:
        pass

    def do_POST(self) -> None:
        owner: ModelServer = self.server.owner  # type: ignore[attr-defined]
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.path.endswith("/chat/completions"):
            self.send_error(404)
            return
        received, behaviour = owner.take(dict(self.headers.items()), raw)
        with owner._serving(), suppress(OSError):
            behaviour(Exchange(self, received))


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    server = ModelServer()
    yield server
    server.close()


@pytest.fixture
def second_model_server() -> Iterator[ModelServer]:
    """Where the chain leads when the first one fails."""
    server = ModelServer()
    yield server
    server.close()
