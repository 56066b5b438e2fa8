"""The whole review of a PDF, without its report, against the bare extraction of its text by pypdf and by pypdfium2."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import cycle
from statistics import median
from time import perf_counter

import pypdf
import pypdfium2

from contracts.boxes import boxes_of
from contracts.read import Unreadable, read_bytes, read_here
from reviews.checklist import default_checklist
from reviews.pipeline import read_papers, review_papers

File = tuple[str, bytes]
LABELS = {
    "review": "review, in process",
    "guarded": "review, reading in a guarded child",
    "placed": "the same, and the boxes of its evidence",
}

endings = cycle(range(1, 1000))


def measure(files: Sequence[File], repeat: int) -> dict[str, float]:
    """Medians of the ratios of interleaved runs; every candidate reads every file once in each repetition.

    Files with pages that have to be recognised are left out: a bare extraction finds no words there at all.
    """
    files = [file for file in files if has_own_words(file)]
    print(f"{len(files)} of them have words of their own on every page", flush=True)
    candidates: dict[str, Callable[[File], None]] = {
        "review": lambda file: review(file, guarded=False),
        "guarded": lambda file: review(file, guarded=True),
        "placed": lambda file: review(file, guarded=True, placed=True),
        "pypdf": extract_with_pypdf,
        "pypdfium2": extract_with_pypdfium2,
    }
    for run in candidates.values():
        run(files[0])  # imports, and the checklist's phrases
    totals: dict[str, list[float]] = {name: [] for name in candidates}
    slowest = 0.0
    for _ in range(repeat):
        spent = dict.fromkeys(candidates, 0.0)
        for file in files:
            took = {name: timed(candidates[name], file) for name in shuffled(candidates)}
            slowest = max(slowest, took["review"] / took["pypdfium2"])
            for name in candidates:
                spent[name] += took[name]
        for name, seconds in spent.items():
            totals[name].append(seconds)
    figures = {}
    for name, label in LABELS.items():
        for bare in ("pypdf", "pypdfium2"):
            ratios = [ours / theirs for ours, theirs in zip(totals[name], totals[bare], strict=True)]
            figures[f"{label} / bare {bare}"] = median(ratios)
    figures["the slowest file / bare pypdfium2"] = slowest
    figures |= {f"{name}, ms a file": median(seconds) / len(files) * 1000 for name, seconds in totals.items()}
    return figures


def has_own_words(file: File) -> bool:
    try:
        return read_bytes(file[1], file[0]).source == "text"
    except Unreadable:
        return False


def timed(run: Callable[[File], None], file: File) -> float:
    gc.collect()
    started = perf_counter()
    run(file)
    return perf_counter() - started


def shuffled(names: dict[str, Callable[[File], None]]) -> list[str]:
    return random.sample(list(names), len(names))


def review(file: File, guarded: bool, placed: bool = False) -> None:
    """`placed` also finds the boxes of the evidence, as for a review that is stored."""
    if guarded:
        # The child keeps files open: each is to be a new one, as an upload is.
        file = file[0], file[1] + b"\n" * next(endings)
    papers, unread = read_papers([file], read=read_bytes if guarded else read_here)
    if unread:
        raise Unreadable(unread[0].code)
    findings = review_papers(default_checklist(), papers).findings
    if placed:
        spans = sorted({(span.start, span.end) for finding in findings for span in finding.evidence})
        boxes_of(papers[0].text, spans, lambda: file[1])


def extract_with_pypdf(file: File) -> None:
    for page in pypdf.PdfReader(BytesIO(file[1])).pages:
        page.extract_text()


def extract_with_pypdfium2(file: File) -> None:
    document = pypdfium2.PdfDocument(file[1])
    for page in document:
        words = page.get_textpage()
        words.get_text_range()
        words.close()
        page.close()
    document.close()
