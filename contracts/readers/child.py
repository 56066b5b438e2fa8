"""The process in which files are read: `python -m contracts.readers.child`, started and watched by `guard.py`.

It takes one file after another from its standard input and answers on its standard output, until the input ends. It has
no settings, no database and no network, may write no file and start no program, and is bounded in memory and time.
What it answers is numbers and text, never pickled objects: a file that took it over could not go further. Before the
answer it may say once that pages are to be recognised, which takes longer. With a file may come a question: where
quotes stand on its pages, how one of its pages looks, which files are in it, or whether it opens at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import struct
import sys
from typing import Any, BinaryIO

from contracts.readers import pace, read_document
from contracts.readers.refused import Refused
from contracts.readers.sandbox import forbid_network
from contracts.values import Asked, Text, rows_of

REQUEST = struct.Struct("!IIQI")
"""Lengths of the name, the question, as JSON, and the data; and the seconds of computing that the file may take."""
ANSWER = struct.Struct("!IQ")
"""Lengths of the head, as JSON, and of the body, as UTF-8."""


KEPT_SHARE = 12
"""The part of the memory that PDFs may take up which stay open: a paper of a hundred dense pages does."""


def main() -> None:
    memory = int(os.environ.get("CLAUSEMARK_READER_MEMORY", "0"))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # A library that prints must not be taken for an answer.
    sys.stdout = sys.stderr
    warm_up()
    confine(memory)
    keep_open(memory // KEPT_SHARE)
    send({}, b"", answers)
    while head := requests.read(REQUEST.size):
        name_size, question_size, data_size, seconds = REQUEST.unpack(head)
        name = requests.read(name_size).decode()
        question = json.loads(requests.read(question_size) or "{}")
        data = requests.read(data_size)
        if question:
            send(*look(data, name, question, seconds), answers)
        else:
            answer(read(data, name, seconds, answers), answers)


def warm_up() -> None:
    """Import what readers need before the bounds are set, once for all files."""
    import contracts.readers.boxes
    import contracts.readers.docx
    import contracts.readers.html
    import contracts.readers.markdown
    import contracts.readers.pdf
    import contracts.readers.plain  # noqa: F401


def keep_open(most: int) -> None:
    from contracts.readers.open_pdf import KEPT

    KEPT.most = most


def close_kept() -> None:
    from contracts.readers.open_pdf import KEPT

    KEPT.close()


def confine(memory: int) -> None:
    """Bounds that hold for the life of the process; those that the system does not offer are left out."""
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, 32)]
    if memory:
        limits.append((resource.RLIMIT_AS, memory))
    for limit, value in limits:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    forbid_network()


def read(data: bytes, name: str, seconds: int, answers: BinaryIO) -> Text | str:
    """The text of a file, or the code with which it is refused."""

    def take_longer(pages: int) -> None:
        close_kept()
        allow(seconds + pace.computing(pages))
        send({"recognising": pages}, b"", answers)

    allow(seconds)
    pace.listener = take_longer
    try:
        return read_document(data, name)
    except Refused as error:
        return error.code
    except MemoryError:
        close_kept()
        return "too_much_memory"
    except RecursionError:
        return "damaged"


def look(data: bytes, name: str, question: dict[str, Any], seconds: int) -> tuple[dict[str, object], bytes]:
    """Head and body of the answer to a question."""
    allow(seconds)
    try:
        if "boxes" in question:
            from contracts.readers.boxes import find_boxes

            return {"boxes": find_boxes(data, [Asked(*row) for row in question["boxes"]])}, b""
        if "most" in question:
            from contracts.readers.unpack import Unpacker

            entries = Unpacker(question["most"], question["largest"]).unpack(data, name)
            body = b"".join(entry.data for entry in entries)
            return {"entries": [(visible(entry.name), len(entry.data), entry.refusal) for entry in entries]}, body
        if "opens" in question:
            from contracts.readers.open_pdf import check_opens

            check_opens(data)
            return {}, b""
        from contracts.readers.pictures import page_picture

        return {}, page_picture(data, question["page"])
    except Refused as error:
        return {"refused": error.code}, b""
    except MemoryError:
        return {"refused": "too_much_memory"}, b""
    except RecursionError:
        return {"refused": "damaged"}, b""


def visible(name: str) -> str:
    """A name without halves of characters, which no text may hold."""
    return name[-1000:].encode("utf-8", "replace").decode("utf-8")


def allow(seconds: int) -> None:
    """From now on, and over all threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.RLIM_INFINITY))


def answer(text: Text | str, stream: BinaryIO) -> None:
    if isinstance(text, str):
        send({"refused": text}, b"", stream)
    else:
        head: dict[str, object] = {
            "pages": rows_of(text.pages),
            "marks": rows_of(text.marks),
            "places": rows_of(text.places),
            "hidden": rows_of(text.hidden),
            "language": text.language,
            "source": text.source,
            "media_type": text.media_type,
            "notes": text.notes,
        }
        send(head, text.body.encode("utf-8"), stream)


def send(head: dict[str, object], body: bytes, stream: BinaryIO) -> None:
    packed = json.dumps(head, separators=(",", ":")).encode()
    stream.write(ANSWER.pack(len(packed), len(body)))
    stream.write(packed)
    stream.write(body)
    stream.flush()


if __name__ == "__main__":
    main()
