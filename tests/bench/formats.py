"""Reading alone, format by format: our reader against the bare engine on the same files, in milliseconds a page.

A page is 500 words, of Japanese 1,500 characters, where the format knows none. The files are the sample contracts; the
PDFs are those that were chosen by `--pdfs`. Text and Markdown have no engine but the decoding of their bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from statistics import median

import docx
import lxml.html

from contracts.read import read_here
from contracts.values import Text
from tests.bench.reviews import File, extract_with_pypdfium2, has_own_words, timed

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MOST = 30
"""PDFs that are read; more would say the same."""


def measure(files: Sequence[File], repeat: int) -> dict[str, float]:
    sets: dict[str, tuple[list[File], Callable[[File], object]]] = {
        "PDF": ([file for file in files[:MOST] if has_own_words(file)], extract_with_pypdfium2),
        "DOCX": (samples(".docx"), words_of_docx),
        "HTML": (samples(".html"), words_of_html),
        "Markdown": (samples(".md"), decode),
        "text": (samples(".txt"), decode),
    }
    figures = {}
    for name, (chosen, bare) in sets.items():
        pages = sum(pages_of(read_here(data, file)) for file, data in chosen)
        ours = median(sum(timed(read, file) for file in chosen) for _ in range(repeat))
        theirs = median(sum(timed(bare, file) for file in chosen) for _ in range(repeat))
        figures[f"{name}, ours, ms a page"] = ours / pages * 1000
        figures[f"{name}, bare, ms a page"] = theirs / pages * 1000
        figures[f"{name}, ours / bare"] = ours / theirs
    return figures


def samples(ending: str) -> list[File]:
    return [(path.name, path.read_bytes()) for path in sorted(SAMPLES.rglob(f"*{ending}"))]


def pages_of(text: Text) -> float:
    if len(text.pages) > 1:
        return len(text.pages)
    return max(1.0, len(text.body) / 1500 if text.language == "ja" else len(text.body.split()) / 500)


def read(file: File) -> None:
    read_here(file[1], file[0])


def words_of_docx(file: File) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(BytesIO(file[1])).paragraphs]


def words_of_html(file: File) -> str:
    return lxml.html.document_fromstring(file[1]).text_content()


def decode(file: File) -> str:
    return file[1].decode("utf-8", "replace")
