"""Hostile and broken files end in a sentence, quickly; the guarded child is bounded, replaced and used again."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.utils import translation
from pypdf import PdfReader, PdfWriter

from contracts.read import REFUSALS, Unreadable, read_bytes, read_here, start_reader
from contracts.readers.guard import Bounds, Guard, text_of
from contracts.readers.refused import Refused
from contracts.readers.sniff import media_type
from contracts.values import Place
from tests.unit.contracts.papers import WORDS, assemble, column, docx, paragraph, pdf

CONTRACT = pdf([column(["1. Fees", "", "The customer pays the fees within thirty days."])])


def refusal(data: bytes, name: str = "contract.pdf") -> str:
    start = time.perf_counter()
    with pytest.raises(Unreadable) as error:
        read_bytes(data, name)
    assert time.perf_counter() - start < 20
    assert str(error.value) == str(REFUSALS[error.value.code])
    return error.value.code


def encrypted() -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(CONTRACT)))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(memory := io.BytesIO())
    return memory.getvalue()


def looped_pages() -> bytes:
    return assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 9 /Kids [3 0 R 2 0 R] >>",
            "<< /Type /Pages /Parent 2 0 R /Count 9 /Kids [2 0 R 3 0 R] >>",
        ]
    )


def bombed_docx(xml: str) -> bytes:
    with zipfile.ZipFile(memory := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
    return memory.getvalue()


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(encrypted(), "encrypted", id="encrypted PDF"),
        pytest.param(CONTRACT[: len(CONTRACT) // 2], "damaged", id="truncated PDF"),
        pytest.param(b"%PDF-1.7\n" + b"junk " * 1000 + b"%%EOF", "damaged", id="junk called PDF"),
        pytest.param(looped_pages(), "damaged", id="page tree in a loop"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + os.urandom(4000), "damaged", id="broken JPEG"),
        pytest.param(bombed_docx("<a>" + " " * 300_000_000 + "</a>"), "too_long", id="zip bomb"),
        pytest.param(
            bombed_docx(f'<!DOCTYPE a [<!ENTITY e0 "boom">{ENTITIES}]><w:document {WORDS}>&e9;</w:document>'),
            "damaged",
            id="entity bomb",
        ),
        pytest.param(
            bombed_docx(f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {WORDS}>&x;</w:document>'),
            "damaged",
            id="external entity",
        ),
        pytest.param(bombed_docx("<a>" * 100_000), "damaged", id="deep XML"),
        pytest.param(b"The provider may do as it likes. " * 330_000, "too_long", id="10 MB on one line"),
        pytest.param(bombed_docx("not xml"), "damaged", id="broken DOCX"),
        pytest.param(pdf([[(72, 700, 11, "1234 ---")]]), "no_words", id="no words"),
    ],
)
def test_hostile_file_ends_in_a_sentence(data: bytes, code: str):
    assert refusal(data) == code


def test_zip_of_papers_is_no_paper_itself():
    with zipfile.ZipFile(memory := io.BytesIO(), "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    assert refusal(memory.getvalue(), "bundle.zip") == "archive"


def test_html_a_million_levels_deep_is_read_or_refused():
    data = b"<html><body>" + b"<div>" * 200_000 + b"words</body></html>"
    try:
        assert "words" in read_bytes(data, "x.html").body
    except Unreadable as error:
        assert error.code in ("damaged", "no_words", "too_slow")


def test_next_file_is_read_after_every_refusal():
    with pytest.raises(Unreadable):
        read_bytes(encrypted(), "x.pdf")
    assert read_bytes(CONTRACT, "x.pdf") == read_here(CONTRACT, "x.pdf")


def test_every_refusal_has_a_sentence_that_says_what_to_do():
    with translation.override("en"):
        for code, sentence in REFUSALS.items():
            assert str(sentence).endswith("."), code
            assert len(str(sentence).split(". ")) >= 2, code


def test_unknown_code_of_a_child_becomes_a_known_one():
    assert Unreadable("<script>").code == "damaged"


def test_an_archive_of_a_million_parts_is_not_opened():
    """Its type is told outside the guarded child, where each part would cost memory."""
    entry = b"PK\x01\x02" + bytes(24) + b"\x01" + bytes(17) + b"a"
    start = time.perf_counter()
    with pytest.raises(Refused) as error:
        media_type(b"PK\x03\x04" + entry * 300_000, "x.docx")
    assert (error.value.code, time.perf_counter() - start < 0.5) == ("too_many_papers", True)


HONEST = {"pages": [[1, 0, 5, "i", "ocr", 90]], "marks": [[0, 5, 1, "heading"]], "language": "en", "source": "text",
          "places": [[0, 2, 1, 70.5, 700, 90, 712, 88], [3, 5, 1, 92, 700, 99, 712, None]],
          "media_type": "text/plain", "notes": [], "hidden": [[3, 5, "tiny", 1]]}  # fmt: skip


@pytest.mark.parametrize(
    "lie",
    [
        {"pages": [[1, 0, 6, ""]]},
        {"pages": [[1, -1, 5, ""]]},
        {"pages": [[1, 3, 2, ""]]},
        {"pages": [["1", 0, 5, ""]]},
        {"pages": [[True, 0, 5, ""]]},
        {"pages": [[1, 0, 5, "x" * 101]]},
        {"pages": [[1, 0, 5, {}]]},
        {"pages": 7},
        {"marks": [[0, 9, 1, "heading"]]},
        {"marks": [[0, 5, 1.5, "heading"]]},
        {"language": "<b>"},
        {"source": "elsewhere"},
        {"media_type": None},
        {"notes": [["x"]]},
        {"pages": [[1, 0, 5, "", "<b>"]]},
        {"pages": [[1, 0, 5, "", "ocr", 101]]},
        {"places": [[0, 6, 1, 0, 0, 1, 1, 90]]},
        {"places": [[0, 2, 1, 0, 0, 1, 1, 90], [1, 3, 1, 0, 0, 1, 1, 90]]},
        {"places": [[0, 2, 1, 0, 0, float("nan"), 1, 90]]},
        {"places": [[0, 2, 1, 0, 0, 10**9, 1, 90]]},
        {"places": [[0, 2, 1, 0, 0, "1", 1, 90]]},
        {"places": [[0, 2, 1, 0, 0, 1, 1, -1]]},
        {"places": [[0, 2, "1", 0, 0, 1, 1, 90]]},
        {"hidden": [[0, 9, "tiny", 1]]},
        {"hidden": [[0, 2, "<b>", 1]]},
        {"hidden": [[0, 2, "tiny", "1"]]},
    ],
)
def test_child_that_answers_what_no_reader_says_is_not_believed(lie: dict[str, object]):
    assert text_of(HONEST, "Words").places[0] == Place(0, 2, 1, 70.5, 700, 90, 712, 88)
    with pytest.raises((ValueError, TypeError)):
        text_of(HONEST | lie, "Words")


def test_child_that_answers_with_an_endless_text_is_not_believed():
    for body in ("Words" * 1_000_000, "Words\x00"):
        with pytest.raises(ValueError):
            text_of(HONEST, body)


def slow_pdf() -> bytes:
    """Each page is the same long stream of drawing: few bytes, many seconds."""
    content = "0 0 m 9 9 l S " * 60_000
    kids = " ".join("3 0 R" for _ in range(1500))
    return assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count 1500 /Kids [{kids}] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    )


def test_child_that_takes_too_long_is_replaced():
    guard = Guard(Bounds(waiting=0.2))
    with pytest.raises(Refused) as error:
        guard.read(slow_pdf(), "x.pdf")
    assert error.value.code == "too_slow"
    assert guard.child is None


def test_child_that_computes_too_long_is_ended():
    guard = Guard(Bounds(computing=1))
    slow = slow_pdf()
    start = time.perf_counter()
    with pytest.raises(Refused) as error:
        guard.read(slow, "x.pdf")
    assert error.value.code == "too_slow"
    assert time.perf_counter() - start < 15
    assert guard.read(CONTRACT, "x.pdf").body.startswith("1. Fees")
    guard.close()


def test_child_that_needs_too_much_memory_is_ended_with_a_sentence():
    guard = Guard(Bounds(memory=160 * 1024 * 1024))
    data = docx(paragraph("words " * 200) * 60_000)
    with pytest.raises(Refused) as error:
        guard.read(data, "x.docx")
    assert error.value.code in ("too_much_memory", "too_long")
    assert guard.read(CONTRACT, "x.pdf").body.startswith("1. Fees")
    guard.close()


def test_killed_child_is_replaced():
    guard = Guard()
    guard.read(CONTRACT, "x.pdf")
    os.kill(guard.child.process.pid, signal.SIGKILL)
    guard.child.process.wait()
    with pytest.raises(Refused):
        guard.read(CONTRACT, "x.pdf")
    assert guard.read(CONTRACT, "x.pdf").body.startswith("1. Fees")
    guard.close()


def test_child_serves_many_files_and_is_renewed_after_its_share():
    guard = Guard(Bounds(files=2))
    pids = []
    for _ in range(2):
        guard.start()
        pids.append(guard.child.process.pid)
        guard.read(CONTRACT, "x.pdf")
    guard.start()
    pids.append(guard.child.process.pid)
    assert pids[0] == pids[1] != pids[2]
    guard.close()


def test_start_reader_does_not_wait():
    start = time.perf_counter()
    start_reader()
    assert time.perf_counter() - start < 0.5


def test_forked_process_gets_a_child_of_its_own():
    code = (
        "import os, sys\n"
        "from contracts.readers.guard import GUARD\n"
        "data = sys.stdin.buffer.read()\n"
        "first = GUARD.read(data, 'x').body\n"
        "pid = GUARD.child.process.pid\n"
        "if os.fork() == 0:\n"
        "    same = GUARD.read(data, 'x').body == first and GUARD.child.process.pid != pid\n"
        "    GUARD.close()\n"
        "    os._exit(0 if same else 1)\n"
        "_, status = os.wait()\n"
        "assert os.waitstatus_to_exitcode(status) == 0\n"
        "assert GUARD.read(data, 'x').body == first and GUARD.child.process.pid == pid\n"
    )
    subprocess.run([sys.executable, "-c", code], input=CONTRACT, check=True, timeout=60, cwd=Path.cwd())


def test_child_knows_no_settings_and_has_no_sockets_programs_or_files(tmp_path: Path):
    code = (
        "import os, socket, subprocess, sys\n"
        "from contracts.readers import child, sandbox\n"
        "child.warm_up()\n"
        "child.confine(0)\n"
        "assert 'django' not in sys.modules\n"
        "def fails(call):\n"
        "    try: call()\n"
        "    except OSError: return True\n"
        f"assert fails(lambda: open({str(tmp_path / 'x')!r}, 'w').write('x' * 100_000))\n"
        "if not sandbox.forbid_network(): sys.exit(7)\n"
        "assert fails(socket.socket)\n"
        "assert fails(lambda: os.execv('/bin/true', ['true']))\n"
        "assert fails(lambda: subprocess.run(['/bin/true']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, cwd=Path.cwd())
    if done.returncode == 7:
        pytest.skip("this system has no filter of system calls")
    assert (done.returncode, done.stderr) == (0, b"")
    assert socket.socket().fileno() > 0
