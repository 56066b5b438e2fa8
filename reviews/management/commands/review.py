"""`manage.py review FILE...`: one bundle of papers in, a report out, without a database or a worker.

The local reader needs no network; `--reader economy|thorough` asks the model that CLAUSEMARK_MODEL_URL names.

Exit codes: 0 done; 1 the band of --fail-at was reached; 2 a file was refused or could not be read; 3 anything else.
Sentences about what went wrong go to standard error in the report's language.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NoReturn, TypedDict, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.values import KINDS, Kind, Language, Paper
from reviews.values import BANDS, Band, Timing

if TYPE_CHECKING:  # imported where they are used: the command should start at once, and refuse at once
    from reviews.checklist import Checklist
    from reviews.model.values import Mode
    from reviews.pipeline import Outcome
    from reviews.report.reviewed import Reviewed
    from reviews.second import SecondReader

DONE, BAND_REACHED, REFUSED, FAILED = range(4)
READERS = ("local", "economy", "thorough")


class Options(TypedDict):
    files: list[Path]
    kinds: list[Kind]
    checklist: Path | None
    reader: str
    language: Language
    json: str | None
    pdf: Path | None
    text: Path | None
    fail_at: Band | None


class Stop(Exception):
    """Ends the command with an exit code and a sentence for each thing that was wrong."""

    def __init__(self, code: int, *sentences: object) -> None:
        super().__init__(*sentences)
        self.code = code


class Command(BaseCommand):
    help = "Review the papers of one contract and write a report."
    requires_system_checks = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: object) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse(message: str) -> NoReturn:
            """argparse ends with 2, which here says that a file was refused."""
            parser.print_usage(sys.stderr)
            parser.exit(FAILED, f"{message}\n")

        parser.error = refuse  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = ", ".join(KINDS)
        bands = ", ".join(BANDS)
        add = parser.add_argument
        add("files", metavar="FILE", nargs="+", type=Path,
            help="the papers of one contract; a ZIP or an e-mail (.eml) stands for the papers in it")  # fmt: skip
        add("--kind", dest="kinds", metavar="KIND", action="append", choices=KINDS, default=[],
            help="for each file, in order, or not at all (then the text tells); not with archives or mails that hold"
            f" several papers: {kinds}")  # fmt: skip
        add("--checklist", metavar="PATH", type=Path, help="a checklist file or folder in place of the built-in one")
        add("--reader", choices=READERS, default="local")
        add("--language", choices=("en", "ja"), default="en", help="of the report; the papers may be in either")
        add("--json", metavar="PATH", help="write the report as JSON, to standard output where PATH is -")
        add("--pdf", metavar="PATH", type=Path, help="write the report as PDF")
        add("--text", metavar="DIR", type=Path, help="write the texts as they were read: 0.txt, 1.txt, …")
        add("--fail-at", metavar="BAND", choices=BANDS, help=f"exit with 1 from this band on: {bands}")

    def handle(self, *args: object, **options: object) -> None:
        with translation.override(str(options["language"])):
            try:
                code = self.review({name: options[name] for name in Options.__annotations__})  # type: ignore[arg-type]
            except Stop as stop:
                code = stop.code
                for sentence in stop.args:
                    self.stderr.write(str(sentence))
            except Exception:
                code = FAILED
                self.stderr.write(traceback.format_exc())
        if code != DONE:
            sys.exit(code)

    def review(self, options: Options) -> int:
        from reviews.pipeline import milliseconds_since, review_papers

        second = None if options["reader"] == "local" else second_reader(options["reader"])
        if options["kinds"] and len(options["kinds"]) != len(options["files"]):
            raise Stop(FAILED, _("Give --kind once for each file, in their order, or not at all."))
        checklist = load_checklist(options["checklist"])
        started = perf_counter()
        papers = read_files(options["files"], options["kinds"])
        reading_ms = milliseconds_since(started)
        outcome = review_papers(checklist, papers, second)
        timing = outcome.timing | {"reading_ms": reading_ms, "total_ms": milliseconds_since(started)}
        self.write(bundle_of(checklist, papers, outcome), timing, options)
        band = outcome.scores.overall.band
        threshold = options["fail_at"]
        return BAND_REACHED if band and threshold and BANDS.index(band) >= BANDS.index(threshold) else DONE

    def write(self, reviewed: Reviewed, timing: Timing, options: Options) -> None:
        language = options["language"]
        if options["text"]:
            write_texts(options["text"], reviewed.papers)
        if options["pdf"]:
            from reviews.report.page import build_page_from
            from reviews.report.pdf import render_pdf

            write_file(options["pdf"], render_pdf(build_page_from(reviewed, language)))
        if options["json"]:
            from reviews.report.json import build_json, write_json

            report = write_json(build_json(reviewed, timing, language))
            if options["json"] == "-":
                self.stdout.write(report, ending="")
            else:
                write_file(Path(options["json"]), report.encode())
        else:
            from reviews.report.page import build_page_from
            from reviews.report.table import write_table

            width = shutil.get_terminal_size((100, 24)).columns
            self.stdout.write(write_table(build_page_from(reviewed, language), width), ending="")


def second_reader(mode: str) -> SecondReader:
    """A model at the endpoint that the environment names; places, money and answers are kept in memory."""
    from reviews.model.environment import BadSetting, budget_from, endpoint_from
    from reviews.model.memory import MemoryDoor
    from reviews.pipeline import FAILURES
    from reviews.second import SecondReader

    try:
        endpoint, budget = endpoint_from(os.environ), budget_from(os.environ)
    except BadSetting as error:
        raise Stop(
            FAILED, _("%(name)s cannot be used as it is set. See docs/operation.md.") % {"name": error.name}
        ) from error
    if endpoint is None:
        raise Stop(FAILED, FAILURES["no_model"])
    return SecondReader(cast("Mode", mode), [endpoint], MemoryDoor(budget))


def load_checklist(path: Path | None) -> Checklist:
    from reviews.checklist import ChecklistError, default_checklist, load_checklist, load_folder

    try:
        if path is None:
            return default_checklist()
        return load_folder(path) if path.is_dir() else load_checklist(path.read_text(encoding="utf-8"), path.name)
    except ChecklistError as error:
        told = [mistake.told(_) for mistake in error.mistakes]
        raise Stop(FAILED, _("The checklist cannot be used:"), *told) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(FAILED, _("The checklist “%(path)s” cannot be opened.") % {"path": path}) from error


def read_files(paths: list[Path], kinds: list[Kind]) -> list[Paper]:
    """The papers, all of them: in a bundle with one paper missing, silence would mean nothing."""
    from contracts.intake import open_file
    from contracts.read import REFUSALS
    from reviews.pipeline import read_papers

    opened = [open_file(path.name, read_file(path)) for path in paths]
    refused = [(one.name, one.code) for file in opened for one in file.refused]
    if not refused and kinds and any(len(file.papers) > 1 for file in opened):
        raise Stop(FAILED, _("--kind cannot be given where a file holds several papers: leave it to the text."))
    papers, unread = read_papers([paper for file in opened for paper in file.papers], [] if refused else kinds)
    refused += [(paper.name, paper.code) for paper in unread]
    if refused:
        raise Stop(REFUSED, *(f"{name}: {REFUSALS[code]}" for name, code in refused))
    return papers


def read_file(path: Path) -> bytes:
    from contracts.read import REFUSALS

    try:
        if path.stat().st_size > settings.MAX_UPLOAD_BYTES:
            raise Stop(REFUSED, f"{path.name}: {REFUSALS['too_large']}")
        return path.read_bytes()
    except OSError as error:
        sentence = _("The file cannot be opened. Check its name and that you may read it.")
        raise Stop(REFUSED, f"{path}: {sentence}") from error


def bundle_of(checklist: Checklist, papers: list[Paper], outcome: Outcome) -> Reviewed:
    """The contract is called what its master terms are called, or else its first paper."""
    from contracts.identify import vendor_guess
    from reviews.report.reviewed import Reviewed

    main = min(papers, key=lambda paper: KINDS.index(paper.kind))
    return Reviewed(
        title=main.title or main.name,
        vendor=vendor_guess(papers),
        checklist=checklist,
        papers=tuple(papers),
        findings=tuple(outcome.findings),
        scores=outcome.scores,
        checklist_sha256=checklist.sha256,
        run=outcome.model_run,
    )


def write_texts(folder: Path, papers: tuple[Paper, ...]) -> None:
    for number, paper in enumerate(papers):
        write_file(folder / f"{number}.txt", paper.text.body.encode())


def write_file(path: Path, data: bytes) -> None:
    """The whole file or none: another program may be waiting for it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.chmod(draft, 0o666 & ~umask())
            os.replace(draft, path)
        except BaseException:
            os.unlink(draft)
            raise
    except OSError as error:
        raise Stop(
            FAILED, _("“%(path)s” cannot be written: %(reason)s") % {"path": path, "reason": error.strerror}
        ) from error


def umask() -> int:
    """The process's mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
