"""Runs the readers in a child process that is watched, bounded, used again and replaced. Called by `read.py`.

Starting an interpreter costs more than reading a contract, so the child stays for the next file. It is ended, and the
next file gets a new one, when a bound breaks, when it dies, and after a number of files or bytes.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, get_args

from contracts.readers import pace
from contracts.readers.child import ANSWER, REQUEST
from contracts.readers.compose import MAX_CHARACTERS
from contracts.readers.refused import Refused
from contracts.readers.unpack import MAX_UNPACKED, Entry
from contracts.values import Asked, Box, Hidden, Mark, Page, Place, Text, Veil, rows_of

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 30
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
GIVEN = {"PYTHONUTF8": "1", "OMP_THREAD_LIMIT": "1", "MALLOC_ARENA_MAX": "2"}
"""Pages are recognised side by side, so that none may take several cores; arenas would use up the address space."""
LONGEST_WORD = 100
"""Characters of a page's label and other words that come with a text."""
FARTHEST = 1_000_000
"""Points from the corner of a page: the greatest page of a PDF measures 14,400."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost, and how long one child lives. Bytes and seconds."""

    memory: int = 900 * 1024 * 1024
    """Address space, libraries included: about 150 MB are in use before the first file."""
    computing: int = 40
    waiting: int = 50
    answer: int = 64 * 1024 * 1024
    unpacked: int = MAX_UNPACKED + 1024
    """What is told of a file, and what may come out of a bundle."""
    files: int = 500
    bytes: int = 1024 * 1024 * 1024


class Overrun(Exception):
    """The child did not answer in time."""


class Child:
    """One running child. Not shared between threads or with forked processes."""

    def __init__(self, bounds: Bounds) -> None:
        # Only the variables without which Python or Tesseract may not start: no settings, no secrets.
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "contracts.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**kept, **GIVEN, "CLAUSEMARK_READER_MEMORY": str(bounds.memory)},
            start_new_session=True,
        )
        self.bounds = bounds
        self.files = self.bytes = 0
        os.set_blocking(self.input, False)
        os.set_blocking(self.output, False)
        self.is_ready = False

    @property
    def input(self) -> int:
        return self.process.stdin.fileno()  # type: ignore[union-attr]

    @property
    def output(self) -> int:
        return self.process.stdout.fileno()  # type: ignore[union-attr]

    @property
    def is_worn(self) -> bool:
        return self.files >= self.bounds.files or self.bytes >= self.bounds.bytes

    def read(self, data: bytes, name: str) -> Text:
        """Raises Refused, Overrun or, where the child is gone, EOFError or OSError."""
        deadline = self.request(data, name, {})
        head, body_size = self.receive_head(deadline)
        if "recognising" in head:
            deadline += pace.waiting(int(head["recognising"]))
            head, body_size = self.receive_head(deadline)
        if "refused" in head:
            raise Refused(str(head["refused"]))
        body = self.receive(body_size, deadline).decode("utf-8")
        return text_of(head, body)

    def look(self, data: bytes, question: dict[str, object], name: str = "") -> tuple[dict[str, Any], bytes]:
        """The answer to a question about a file; raises the same."""
        deadline = self.request(data, name, question)
        head, body_size = self.receive_head(deadline)
        if "refused" in head:
            raise Refused(str(head["refused"]))
        return head, self.receive(body_size, deadline)

    def request(self, data: bytes, name: str, question: dict[str, object]) -> float:
        """Send a file and what is asked of it; gives the time by which the answer must be there."""
        if not self.is_ready:
            self.receive_head(time.monotonic() + START_SECONDS)
            self.is_ready = True
        self.files += 1
        self.bytes += len(data)
        deadline = time.monotonic() + self.bounds.waiting
        named = name.encode("utf-8", "replace")[-300:]
        asked = json.dumps(question).encode() if question else b""
        head = REQUEST.pack(len(named), len(asked), len(data), self.bounds.computing)
        self.send(head + named + asked, deadline)
        self.send(data, deadline)
        return deadline

    def send(self, data: bytes, deadline: float) -> None:
        rest = memoryview(data)
        while rest:
            self.wait(self.input, selectors.EVENT_WRITE, deadline)
            with contextlib.suppress(BlockingIOError):
                rest = rest[os.write(self.input, rest[: 1 << 20]) :]

    def receive_head(self, deadline: float) -> tuple[dict[str, Any], int]:
        head_size, body_size = ANSWER.unpack(self.receive(ANSWER.size, deadline))
        if head_size > self.bounds.answer or body_size > max(self.bounds.answer, self.bounds.unpacked):
            raise Overrun
        return json.loads(self.receive(head_size, deadline)), body_size

    def receive(self, size: int, deadline: float) -> bytes:
        parts, missing = [], size
        while missing:
            self.wait(self.output, selectors.EVENT_READ, deadline)
            part = os.read(self.output, min(missing, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def wait(self, descriptor: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise Overrun

    def end(self) -> int:
        """Kill the child and say how it had ended by itself, as `returncode` does; 0 where it was still running."""
        code = self.process.poll()
        if code is None:
            # It may be about to die of its own: its last words tell memory from time.
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = self.process.wait(0.2)
        self.process.kill()
        self.process.wait()
        self.forget()
        return code or 0

    def forget(self) -> None:
        """Close our ends without a word to the child."""
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()


def text_of(head: dict[str, Any], body: str) -> Text:
    """The child's answer as a Text. Raises ValueError, KeyError or TypeError where no reader of ours would say this."""
    text = Text(
        body=body,
        pages=tuple(Page(*row) for row in head["pages"]),
        language=head["language"],
        source=head["source"],
        media_type=head["media_type"],
        notes=tuple(head["notes"]),
        marks=tuple(Mark(*row) for row in head["marks"]),
        places=tuple(Place(*row) for row in head["places"]),
        hidden=tuple(Hidden(*row) for row in head["hidden"]),
    )
    size = len(body)
    spans: list[Page | Mark | Place | Hidden] = [*text.pages, *text.marks, *text.places, *text.hidden]
    whole = [number for span in spans for number in (span.start, span.end)]
    whole += [page.number for page in text.pages] + [mark.level for mark in text.marks]
    whole += [place.page for place in text.places] + [words.page for words in text.hidden]
    edges = [edge for place in text.places for edge in (place.left, place.bottom, place.right, place.top)]
    sure = [page.sureness for page in text.pages] + [place.sureness for place in text.places]
    words = [text.media_type, *text.notes, *(page.label for page in text.pages), *(mark.role for mark in text.marks)]
    if (
        size > MAX_CHARACTERS
        or "\x00" in body
        or text.language not in ("en", "ja")
        or any(source not in ("text", "ocr") for source in (text.source, *(page.source for page in text.pages)))
        or not all(type(number) is int for number in whole)
        or not all(0 <= span.start <= span.end <= size for span in spans)
        or not all(before.end <= after.start for before, after in pairwise(text.places))
        or not all(before.end <= after.start for before, after in pairwise(text.hidden))
        or not all(words.how in get_args(Veil) for words in text.hidden)
        or not all(type(edge) in (int, float) and abs(edge) <= FARTHEST for edge in edges)
        or not all(number is None or (type(number) is int and 0 <= number <= 100) for number in sure)
        or not all(isinstance(word, str) and len(word) <= LONGEST_WORD and "\x00" not in word for word in words)
    ):
        raise ValueError("the answer is none of a reader's")
    return text


def boxes_in(head: dict[str, Any], count: int) -> list[list[Box]]:
    """The child's answer as boxes. Raises ValueError, KeyError or TypeError where no reader of ours would say this."""
    found: list[list[Box]] = [[(page, *map(float, edges)) for page, *edges in boxes] for boxes in head["boxes"]]  # type: ignore[misc]
    edges = [edge for boxes in found for box in boxes for edge in box[1:]]
    if (
        len(found) != count
        or not all(type(box[0]) is int and len(box) == 5 for boxes in found for box in boxes)
        or not all(abs(edge) <= FARTHEST for edge in edges)
    ):
        raise ValueError("the answer is none of a reader's")
    return found


def png_in(body: bytes) -> bytes:
    if not body.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("the answer is no picture")
    return body


def entries_in(head: dict[str, Any], body: bytes) -> list[Entry]:
    """The child's answer as the files of a bundle. Raises ValueError, KeyError or TypeError as above."""
    entries, at = [], 0
    for name, size, refusal in head["entries"]:
        if type(size) is not int or size < 0 or not isinstance(name, str) or not isinstance(refusal, str):
            raise ValueError("the answer is none of a reader's")
        entries.append(Entry(name, body[at : at + size], refusal))
        at += size
    if at != len(body):
        raise ValueError("the answer is none of a reader's")
    return entries


class Guard:
    """The one child of this process, with a lock: a second thread waits its turn."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self.lock = threading.Lock()
        self.child: Child | None = None
        os.register_at_fork(after_in_child=self.disown)

    def read(self, data: bytes, name: str) -> Text:
        """Read a file in the child. Raises Refused, also for a bound that broke and for a child that died."""
        return self.use(lambda child: child.read(data, name))

    def find_boxes(self, data: bytes, asked: Sequence[Asked]) -> list[list[Box]]:
        """Where words stand on the pages of a PDF; raises the same."""
        return self.use(lambda child: boxes_in(child.look(data, {"boxes": rows_of(asked)})[0], len(asked)))

    def page_picture(self, data: bytes, number: int) -> bytes:
        """A page of a picture or TIFF as PNG; raises the same."""
        return self.use(lambda child: png_in(child.look(data, {"page": number})[1]))

    def unpack(self, data: bytes, name: str, most: int, largest: int) -> list[Entry]:
        """The files of a ZIP or a mail, at most so many and none larger; raises the same."""
        question: dict[str, object] = {"most": most, "largest": largest}
        return self.use(lambda child: entries_in(*child.look(data, question, name)))

    def check_opens(self, data: bytes) -> None:
        """Whether a PDF can be opened without a password; raises the same."""
        self.use(lambda child: child.look(data, {"opens": True}))

    def use(self, work: Callable[[Child], T]) -> T:
        with self.lock:
            child = self.child or Child(self.bounds)
            self.child = child
            try:
                answer = work(child)
            except Refused:
                raise
            except Overrun as error:
                self.child = None
                child.end()
                raise Refused("too_slow") from error
            except (OSError, EOFError, ValueError, KeyError, TypeError, RecursionError) as error:
                self.child = None
                raise Refused(death_code(child.end())) from error
            except BaseException:
                # The caller was interrupted in the middle of an answer; the rest of it must not meet the next file.
                self.child = None
                child.end()
                raise
            finally:
                if self.child is not None and self.child.is_worn:
                    self.child.end()
                    self.child = None
            return answer

    def start(self) -> None:
        """Start a child for the files to come; returns at once."""
        with self.lock:
            self.child = self.child or Child(self.bounds)

    def close(self) -> None:
        with self.lock:
            if self.child is not None:
                self.child.end()
                self.child = None

    def disown(self) -> None:
        """A forked process shares the pipes but not the child: it starts its own."""
        if self.child is not None:
            self.child.forget()
        self.child = None
        self.lock = threading.Lock()


def death_code(code: int) -> str:
    """What a child's end says about its file."""
    if code == -signal.SIGXCPU:
        return "too_slow"
    if code in (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV):
        # Where libraries in C find no memory they abort or crash.
        return "too_much_memory" if code == -signal.SIGKILL else "damaged"
    return "damaged"


GUARD = Guard()
