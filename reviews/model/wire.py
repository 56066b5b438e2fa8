"""The socket under a call, bounded in time and size: whatever a server does, a call ends. Used by `client.py` alone.

The time-outs of an HTTP client count each read by itself, so that a server which sends a byte now and then could hold a
call for ever; here a watch closes the connection when the whole call has taken too long.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from threading import Lock, Timer
from typing import Any, cast

import httpx2

MOST_BYTES = 4_000_000
OURS = frozenset(("accept", "accept-encoding", "authorization", "content-length", "content-type", "host", "user-agent"))
"""Headers that are sent; the client's own about this machine and from the environment are not."""
Inner = Callable[..., httpx2.BaseTransport]


class TooLarge(Exception):
    """The server sends more than any answer can hold, or packed, so that nobody knows how much."""


@cache
def trusted() -> ssl.SSLContext:
    """Made once: it reads all certificates of the system."""
    return httpx2.create_ssl_context(trust_env=False)


class Wire(httpx2.BaseTransport):
    """One call's connection. `patience` is in seconds, for all of it."""

    def __init__(self, patience: float, inner: Inner = httpx2.HTTPTransport) -> None:
        self.inner = inner(verify=trusted(), trust_env=False)
        self.patience = patience
        self.is_late = False
        self.has_answered = False
        """Whether a status line came: then what failed is the answer, not the way there."""
        self.has_sent = False
        """Whether the contract's words began to leave."""
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self._watch = Timer(patience, self._give_up)
        self._watch.daemon = True

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        headers = {name: told for name, told in request.headers.items() if name.lower() in OURS}
        sent = httpx2.Request(
            request.method,
            request.url,
            headers=headers | {"accept-encoding": "identity"},
            stream=request.stream,
            extensions={**request.extensions, "trace": self._trace},
        )
        self._watch.start()
        response = self.inner.handle_request(sent)
        self.has_answered = True
        if response.headers.get("content-encoding", "identity") != "identity":
            raise TooLarge
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=Bounded(cast(httpx2.SyncByteStream, response.stream)),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._watch.cancel()
        self.inner.close()

    def _trace(self, event: str, told: Mapping[str, Any]) -> None:
        """Keeps hold of the socket as soon as there is one, and of the one inside TLS after it."""
        if event == "http11.send_request_body.started":
            self.has_sent = True
        stream = told.get("return_value")
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete") and stream is not None:
            with self._lock:
                self._socket = stream.get_extra_info("socket")
            if self.is_late:
                self._cut()

    def _give_up(self) -> None:
        self.is_late = True
        self._cut()

    def _cut(self) -> None:
        with self._lock, suppress(OSError, ValueError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)


class Bounded(httpx2.SyncByteStream):
    """The body of an answer, up to MOST_BYTES."""

    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self.stream = stream

    def __iter__(self) -> Iterator[bytes]:
        total = 0
        for chunk in self.stream:
            total += len(chunk)
            if total > MOST_BYTES:
                raise TooLarge
            yield chunk

    def close(self) -> None:
        self.stream.close()
