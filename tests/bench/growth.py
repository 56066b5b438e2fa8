"""Whether a review's time grows with the text alone: the milliseconds a page of 10, 100 and 1,000 pages.

The longer papers are the pages of the shorter one again and again, so that every page costs the same by its words.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pypdf

from tests.bench.reviews import File, review, timed

PAGES = (10, 100, 1000)
ROOT = Path(__file__).resolve().parents[2]


def measure(files: Sequence[File], repeat: int) -> dict[str, float]:
    """Medians: milliseconds a page, each length against the shortest; seconds of the command line on a short file."""
    papers = {pages: long_pdf(pages) for pages in PAGES}
    review(papers[PAGES[0]], guarded=False)
    spent: dict[int, list[float]] = {pages: [] for pages in PAGES}
    for _ in range(repeat):
        for pages, paper in papers.items():
            spent[pages].append(timed(lambda file: review(file, guarded=False), paper) / pages)
    each = {pages: median(seconds) * 1000 for pages, seconds in spent.items()}
    figures = {f"{pages} pages, ms a page": took for pages, took in each.items()}
    figures |= {f"a page of {pages} / a page of {PAGES[0]}": each[pages] / each[PAGES[0]] for pages in PAGES[1:]}
    figures["command line, s for one clause"] = median(
        timed(run_command, ("fees.md", b"# Fees\n\nWe may change our fees at any time.\n")) for _ in range(repeat)
    )
    return figures


def long_pdf(pages: int) -> File:
    """The pages of the sample contracts, over and over."""
    sources = [pypdf.PdfReader(path) for path in sorted((ROOT / "samples").glob("*/*.pdf")) if "-ja" not in str(path)]
    writer = pypdf.PdfWriter()
    for page in islice(cycle([page for source in sources for page in source.pages]), pages):
        writer.add_page(page)
    out = BytesIO()
    writer.write(out)
    return f"{pages}.pdf", out.getvalue()


def run_command(file: File) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, file[0])
        path.write_bytes(file[1])
        subprocess.run([sys.executable, "manage.py", "review", path], cwd=ROOT, check=True, capture_output=True)
