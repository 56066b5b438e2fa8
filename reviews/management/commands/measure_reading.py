"""How well papers are read: beside bare engines, from form to form, and from scans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from contracts.values import Language
from reviews.management.reading_engines import compare_engines
from reviews.management.reading_forms import PLAIN, SCAN, compare_forms
from reviews.management.reading_scans import compare_scans

PAGE = Path("docs/reading.md")
BEGIN, END = "<!-- measured: {part}: begin -->", "<!-- measured: {part}: end -->"
PARTS = ("engines", "forms", "scans")


class Command(BaseCommand):
    help = "Measure how papers are read, on the contracts that lie beside the project."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with corpus/")
        parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
        parser.add_argument("--limit", type=int, help="only the first files for the comparison of engines")
        parser.add_argument("--leave-out", nargs="+", default=[], help="names of papers that are put aside")
        parser.add_argument("--write", action="store_true", help=f"keep the figures in {PAGE}")

    def handle(
        self,
        *,
        shared: Path,
        parts: Sequence[str],
        limit: int | None,
        leave_out: Sequence[str],
        write: bool,
        **options: object,
    ) -> None:
        corpus = shared.resolve() / "corpus"
        papers = corpus / "vendor-terms"
        for part in parts:
            if part == "engines":
                report = compare_engines(corpus / "cuad", limit)
            elif part == "forms":
                report = compare_forms(papers, leave_out)
            else:
                report = compare_scans(scans_in(papers, leave_out))
            self.stdout.write(f"\n{part}\n\n{report or 'There is nothing to measure.'}")
            if write and report:
                keep(settings.BASE_DIR / PAGE, part, report)


def scans_in(papers: Path, left_out: Sequence[str]) -> list[tuple[Path, Path, Language]]:
    """The scans that have their right text beside them; the language is in the name."""
    found: list[tuple[Path, Path, Language]] = []
    for scan in sorted(papers.glob(f"*{SCAN}.pdf")):
        stem = scan.stem.removesuffix(SCAN)
        right = next((papers / f"{stem}{ending}" for ending in PLAIN if (papers / f"{stem}{ending}").is_file()), None)
        if right is not None and not any(name in scan.name for name in left_out):
            found.append((scan, right, "ja" if stem.endswith("-ja") else "en"))
    return found


def keep(page: Path, part: str, report: str) -> None:
    """Put the figures between the part's marks; the words around them are people's."""
    begin, end = BEGIN.format(part=part), END.format(part=part)
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(begin)
    after = rest.partition(end)[2]
    command = f"manage.py measure_reading --parts {part} --write"
    page.write_text(f"{before}{begin}\nMeasured on {date.today():%Y-%m-%d} by `{command}`.\n\n{report}\n{end}{after}")
