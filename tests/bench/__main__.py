"""Runs the chosen benchmarks one after the other and prints a table of each."""

from __future__ import annotations

import argparse
import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CUAD = ROOT.parent / "shared" / "corpus" / "cuad" / "pdf"
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Speed, as ratios in one run.")
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help="reviews, growth, portfolio, previews, reports, model, workers; all where none is named",
    )
    parser.add_argument("--pdfs", type=Path, default=CUAD, help="a folder of PDFs to sample from; samples/ without it")
    parser.add_argument("--sample", type=int, default=60, help="how many of them")
    parser.add_argument("--repeat", type=int, default=5, help="repetitions of each measurement")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    prepare()
    from tests.bench import door, formats, growth, model, portfolio, previews, reports, reviews, workers

    runs = {
        "reviews": reviews.measure,
        "formats": formats.measure,
        "growth": growth.measure,
        "previews": previews.measure,
        "model": model.measure,
        "reports": reports.measure,
        "portfolio": portfolio.measure,
        "workers": workers.measure,
        "door": door.measure,
    }
    if unknown := set(options.parts) - set(runs):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    files = sample_pdfs(options.pdfs, options.sample)
    figures = {name: run(files, options.repeat) for name, run in runs.items() if name in (options.parts or runs)}
    for name, measured in figures.items():
        show(name, measured)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def prepare() -> None:
    """A data folder of this run's own, in the environment, so that workers which it starts find the same."""
    os.environ["CLAUSEMARK_DATA"] = tempfile.mkdtemp(prefix="clausemark-bench-")
    atexit.register(shutil.rmtree, os.environ["CLAUSEMARK_DATA"], ignore_errors=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


def sample_pdfs(folder: Path, size: int) -> list[tuple[str, bytes]]:
    """The same seeded sample on every machine; the samples of this project where the folder is missing."""
    import random

    if not folder.is_dir():
        folder = ROOT / "samples"
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    random.seed(20261120)
    chosen = random.sample(paths, min(size, len(paths)))
    print(f"{len(chosen)} of the {len(paths)} PDFs in {folder}", flush=True)
    return [(path.name, path.read_bytes()) for path in chosen]


def show(name: str, figures: Figures) -> None:
    print(f"\n{name}")
    width = max(map(len, figures))
    for label, figure in figures.items():
        print(f"  {label:{width}}  {figure:10.3f}")


if __name__ == "__main__":
    main()
