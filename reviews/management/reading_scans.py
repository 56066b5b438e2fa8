"""Character recognition beside bare Tesseract: how long it takes on the same pages, and what a language costs."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

import pypdfium2
from rapidfuzz import fuzz

from contracts.readers.open_pdf import open_document
from contracts.readers.raster import draw_page
from contracts.readers.scan import recognise_pages, workers
from contracts.readers.tesseract import Engine, Picture
from contracts.values import Language

REPEAT, PAGES = 3, 8
"""Runs, and the least pages of one: single pages would measure how they happen to share the cores."""
DATA: dict[Language, str] = {"en": "eng", "ja": "jpn"}
COMBINED = ("eng", "jpn", "jpn+eng", "eng+jpn")


def compare_scans(scans: Sequence[tuple[Path, Path, Language]]) -> str:
    """Two Markdown tables, "" without scans: PDFs of pictures, each with its right text and its language."""
    if not scans:
        return ""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    speeds = [
        "| scan | pages at a time | ours, s | bare Tesseract, s | ratio |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    choices = ["| scan | language data | letters alike | s a page |", "| --- | --- | ---: | ---: |"]
    for path, right, language in scans:
        pictures = draw(path)
        speeds.append(f"| {path.name}, {len(pictures)} page{'s'[: len(pictures) > 1]} | {speed(pictures, language)} |")
        choices += [f"| {path.name} | {row} |" for row in language_rows(pictures, right)]
    return "\n".join([*speeds, "", *choices])


def draw(path: Path) -> list[Picture]:
    data = path.read_bytes()
    document = open_document(data)
    pictures = []
    for at in range(pypdfium2.raw.FPDF_GetPageCount(document)):
        page = pypdfium2.raw.FPDF_LoadPage(document, at)
        pictures.append(draw_page(page))
        pypdfium2.raw.FPDF_ClosePage(page)
    pypdfium2.raw.FPDF_CloseDocument(document)
    return pictures


def speed(pictures: Sequence[Picture], language: Language) -> str:
    """The same pages, as many at a time, one thread each; interleaved, the median of several runs."""
    pages = [pictures[at % len(pictures)] for at in range(max(PAGES, len(pictures)))]
    at_a_time = workers()._max_workers
    with tempfile.TemporaryDirectory(prefix="scans-") as folder:
        files = [write(page, Path(folder, f"{at}.pgm")) for at, page in enumerate(pages)]
        ours, bare = [], []
        for _ in range(REPEAT):
            started = perf_counter()
            list(recognise_pages(list(enumerate(pages, 1)), None, len(pages)))
            ours.append(perf_counter() - started)
            started = perf_counter()
            with ThreadPoolExecutor(at_a_time) as pool:
                list(pool.map(lambda file: run_tesseract(file, DATA[language]), files))
            bare.append(perf_counter() - started)
    ratio = median(one / two for one, two in zip(ours, bare, strict=True))
    return f"{at_a_time} | {median(ours):.2f} | {median(bare):.2f} | {ratio:.2f}"


def write(picture: Picture, path: Path) -> Path:
    path.write_bytes(b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.pixels)
    return path


def run_tesseract(path: Path, data: str) -> None:
    subprocess.run(
        ["tesseract", str(path), "stdout", "--dpi", "300", "-l", data],  # noqa: S607
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def language_rows(pictures: Sequence[Picture], right: Path) -> list[str]:
    wanted = letters(right.read_text(encoding="utf-8"))
    rows = []
    for data in COMBINED:
        engine = Engine(data)
        started = perf_counter()
        pages = [engine.recognise(picture, 60) for picture in pictures]
        seconds = (perf_counter() - started) / len(pictures)
        got = letters("".join(word.text for page in pages for word in page.words))
        rows.append(f"{data} | {fuzz.ratio(got, wanted):.1f} | {seconds:.2f}")
    return rows


def letters(words: str) -> str:
    return "".join(sign for sign in words if sign.isalnum())
