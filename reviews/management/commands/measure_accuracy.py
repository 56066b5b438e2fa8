"""`make eval`: how well the local reader does on contracts that people labelled, by the scorer that lies with them.

The contracts in `eval/unseen` were put aside: of those only the totals are ever computed or shown, never single errors.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.management.accuracy_page import breakdown, draw, tally_sets
from reviews.management.stability import measure_stability

SETS = ("gold", "unseen")
LANGUAGES: dict[str, list[str]] = {"en": ["--language", "en"], "ja": ["--language", "ja"], "both": []}
PAGE = Path("docs/accuracy.md")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
Figures = dict[str, float | None]


class Command(BaseCommand):
    help = "Measure the local reader on labelled contracts, in English, Japanese and both."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder with eval/ and corpus/")
        parser.add_argument(
            "--sets", nargs="+", choices=SETS, default=SETS, help="which labels; unseen at milestones only"
        )
        parser.add_argument("--cuad", action="store_true", help="also on the contracts of CUAD, which takes minutes")
        parser.add_argument("--limit", type=int, help="only the first contracts of CUAD")
        parser.add_argument("--write", action="store_true", help=f"keep the figures in {PAGE}")

    def handle(
        self, *, shared: Path, sets: Sequence[str], cuad: bool, limit: int | None, write: bool, **options: object
    ) -> None:
        shared = shared.resolve()
        if not (shared / "eval" / "score.py").is_file():
            self.stdout.write(f"There are no labelled contracts at {shared}, so that there is nothing to measure.")
            return
        parts = [table(measure_sets(shared, sets)), breakdown(tally_sets(shared, sets)), measure_stability(shared)]
        if cuad:
            parts.append(measure_cuad(shared, limit))
        report = "\n\n".join(part for part in parts if part)
        self.stdout.write(report)
        if write:
            keep(settings.BASE_DIR / PAGE, report, "--cuad" if cuad else "")
            self.stdout.write(f"\nWritten to {PAGE}.")


def measure_sets(shared: Path, sets: Sequence[str]) -> dict[str, dict[str, Figures]]:
    """{set: {language: figures}}, of the sets that there are. Each contract is reviewed once."""
    measured: dict[str, dict[str, Figures]] = {}
    for name in sets:
        gold = shared / "eval" / name
        if not gold.is_dir():
            continue
        with tempfile.TemporaryDirectory(prefix="accuracy-") as reports:
            score = [str(shared / "eval" / "score.py"), "--gold", str(gold), "--reports", reports]
            run_script([*score, "--corpus", str(shared / "corpus"), "--run", review_command()], quiet=name == "unseen")
            measured[name] = {
                language: read_figures([*score, *chosen], Path(reports, "figures.json.out"))
                for language, chosen in LANGUAGES.items()
            }
    return measured


def read_figures(command: list[str], out: Path) -> Figures:
    run_script([*command, "--json", str(out)])
    return json.loads(out.read_text())


def measure_cuad(shared: Path, limit: int | None) -> str:
    command = [str(shared / "eval" / "score_cuad.py"), "--cuad", str(shared / "corpus" / "cuad")]
    chosen = ["--limit", str(limit)] if limit else []
    printed = run_script([*command, "--run", review_command(), *chosen])
    return f"### CUAD, contracts of every trade\n\n```\n{printed.strip()}\n```"


def review_command() -> str:
    return shlex.join([sys.executable, str(settings.BASE_DIR / "manage.py"), "review"])


def run_script(command: list[str], quiet: bool = False) -> str:
    """What the script printed. Its complaints are shown as they come, unless they speak of single unseen contracts."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"{Path(command[0]).name} ended with {done.returncode}", returncode=3)
    return done.stdout


def table(measured: dict[str, dict[str, Figures]]) -> str:
    columns = [(name, language) for name, languages in measured.items() for language in languages]
    figures = next(iter(next(iter(measured.values())).values())) if measured else {}
    return draw(
        [
            ["", *(f"{name}, {language}" for name, language in columns)],
            *(
                [figure, *(shown(measured[name][language].get(figure)) for name, language in columns)]
                for figure in figures
            ),
        ]
    )


def shown(figure: float | None) -> str:
    if figure is None:
        return "–"
    return str(figure) if isinstance(figure, int) else f"{figure:.3f}"


def keep(page: Path, report: str, options: str) -> None:
    """Put the figures between the page's marks; the words around them are people's."""
    text = page.read_text(encoding="utf-8") if page.exists() else f"# Accuracy\n\n{BEGIN}\n{END}\n"
    if BEGIN not in text or END not in text:
        text += f"\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    command = f"manage.py measure_accuracy --write {options}".strip()
    page.write_text(f"{before}{BEGIN}\nMeasured on {date.today():%Y-%m-%d} by `{command}`.\n\n{report}\n{END}{after}")
