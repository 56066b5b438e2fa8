"""Our text of PDFs beside that of bare engines: how near each comes to a text that others extracted, and how fast."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from statistics import mean
from time import process_time

import pypdf
import pypdfium2
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from contracts.read import Unreadable
from contracts.readers.pdf import read_pdf

CUT = re.compile(r"(?<=[^\W\d_]-)\s+(?=[^\W\d_])")
"""Where a line ends within "third-party": the text that is compared with has a space there, as bare engines do."""


@dataclass
class Measured:
    """What one engine did: likenesses in hundredths, by file, and the computing time of all of them."""

    token_ratios: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    in_order: list[float] = field(default_factory=list)
    seconds: float = 0.0


def with_ours(data: bytes) -> str:
    return read_pdf(data).body


def as_bare_engines(data: bytes) -> str:
    """All words of the pages that the file has as text, without the bars that part the cells of a row."""
    text = read_pdf(data, keep_furniture=True)
    own = "\n".join(text.body[page.start : page.end] for page in text.pages if page.source == "text")
    return " ".join(word for word in own.split() if word != "|")


def with_pypdfium2(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        # What it writes for a hyphen at the end of a line; a bare caller has to know that much.
        return "\n".join(page.get_textpage().get_text_range().replace("\x02", "-") for page in document)
    finally:
        document.close()


def with_pypdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)


ENGINES: dict[str, Callable[[bytes], str]] = {
    "ours": with_ours,
    "ours, as a bare engine would": as_bare_engines,
    "bare pypdfium2": with_pypdfium2,
    "bare pypdf": with_pypdf,
}


def compare_engines(cuad: Path, limit: int | None) -> str:
    """A Markdown table over the PDFs in `cuad/pdf` that have a text in `cuad/txt`; "" where there are none."""
    pairs = [(pdf, cuad / "txt" / f"{pdf.stem}.txt") for pdf in sorted((cuad / "pdf").glob("*.pdf"))]
    pairs = [pair for pair in pairs if pair[1].is_file()][:limit]
    if not pairs:
        return ""
    measured = {name: Measured() for name in ENGINES}
    pages = 0
    for pdf, txt in pairs:
        data, right = pdf.read_bytes(), txt.read_text(encoding="utf-8", errors="replace")
        with pypdfium2.PdfDocument(data) as document:
            pages += len(document)
        for name, read in ENGINES.items():
            measure(measured[name], read, data, right)
    rows = [
        f"| {name} | {mean(one.token_ratios):.2f} | {min(one.token_ratios):.1f} | {mean(one.whole):.2f}"
        f" | {mean(one.in_order):.2f}"
        f" | {min(one.in_order):.1f} | {one.seconds / pages * 1000:.2f} |"
        for name, one in measured.items()
    ]
    head = [
        f"{len(pairs)} files, {pages} pages.",
        "",
        "| engine | token ratio | least | cut words whole | words in order | least | ms of computing a page |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    return "\n".join(head + rows)


def measure(kept: Measured, read: Callable[[bytes], str], data: bytes, right: str) -> None:
    gc.collect()
    started = process_time()
    try:
        text = read(data)
    except Unreadable:
        text = ""
    kept.seconds += process_time() - started
    kept.token_ratios.append(token_ratio(text, right))
    kept.whole.append(token_ratio(CUT.sub("", text), CUT.sub("", right)))
    kept.in_order.append(Indel.normalized_similarity(text.split(), right.split()) * 100)


def token_ratio(one: str, other: str) -> float:
    return fuzz.token_ratio(" ".join(one.split()), " ".join(other.split()))
