"""How surely the marks of the evidence stand on the words: every box of every piece of evidence is read back.

Papers without pages have no boxes and are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts.boxes import boxes_of
from contracts.read import Unreadable, read_bytes
from contracts.values import Text
from reviews.checklist import Checklist, default_checklist
from reviews.management.read_back import Pages, is_quote
from reviews.pipeline import paper_of, review_papers

PAGE = Path("docs/reading.md")
BEGIN, END = "<!-- boxes: begin -->", "<!-- boxes: end -->"
LEAST = 0.99


@dataclass
class Tally:
    """Of the evidence in papers of one kind: how much there is, has boxes, and is what stands in them."""

    files: int = 0
    evidence: int = 0
    boxed: int = 0
    right: int = 0
    reading: float = 0.0
    boxing: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.evidence if self.evidence else 1.0


class Command(BaseCommand):
    help = "Review PDFs, scans and pictures, and read every piece of evidence back from its place on the page."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--write", action="store_true", help=f"keep the figures in {PAGE}")
        parser.add_argument("--wrong", action="store_true", help="say where the words in the boxes are others")

    def handle(self, *, files: Sequence[Path], write: bool, wrong: bool, **options: object) -> None:
        checklist = default_checklist()
        tallies = {"text PDFs": Tally(), "scans": Tally()}
        for path in files:
            data = path.read_bytes()
            started = perf_counter()
            try:
                text = read_bytes(data, path.name)
            except Unreadable as error:
                self.stderr.write(f"{path.name}: {error.code}")
                continue
            if not text.places and text.media_type != "application/pdf":
                continue
            tally = tallies["scans" if text.source == "ocr" else "text PDFs"]
            tally.reading += perf_counter() - started
            measure(checklist, path, data, text, tally)
        report = table(tallies)
        self.stdout.write(report)
        if wrong:
            self.stdout.write("\n".join(line for tally in tallies.values() for line in tally.wrong))
        if write:
            keep(settings.BASE_DIR / PAGE, report)
        if any(tally.share < LEAST for tally in tallies.values()):
            raise CommandError(f"Fewer than {LEAST:.0%} of the quotes are the words that stand in their boxes.")


def measure(checklist: Checklist, path: Path, data: bytes, text: Text, tally: Tally) -> None:
    paper = paper_of(path.name, data, None, text)
    findings = review_papers(checklist, [paper]).findings
    spans = sorted({(span.start, span.end) for finding in findings for span in finding.evidence})
    started = perf_counter()
    boxes = boxes_of(text, spans, lambda: data)
    tally.boxing += perf_counter() - started
    tally.files += 1
    tally.evidence += len(spans)
    pages = Pages(data, text)
    for (start, end), own in zip(spans, boxes, strict=True):
        tally.boxed += bool(own)
        words = pages.words_in(own)
        if is_quote(words, text.body[start:end]):
            tally.right += 1
        else:
            tally.wrong.append(f"{path.name} {start}-{end}\n  {text.body[start:end]!r}\n  {words!r}")


def table(tallies: dict[str, Tally]) -> str:
    lines = [
        "| papers | files | quotes | with boxes | whose words are the quote | finding the boxes, of reading |",
        "|---|---|---|---|---|---|",
    ]
    for name, tally in tallies.items():
        cost = tally.boxing / tally.reading if tally.reading else 0.0
        lines.append(
            f"| {name} | {tally.files} | {tally.evidence} | {tally.boxed} | {tally.right} ({tally.share:.1%}) |"
            f" {cost:.0%} |"
        )
    return "\n".join(lines)


def keep(page: Path, report: str) -> None:
    """Put the figures between their marks, which the page must have."""
    text = page.read_text()
    head, found, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    if not found:
        raise CommandError(f"{page} has no place for the figures: {BEGIN}")
    page.write_text(f"{head}{BEGIN}\n{report}\n\nMeasured on {date.today().isoformat()}.\n{END}{tail}")
