"""Builds the weights by which the local reader knows wording that no phrase foresees."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from contracts.values import Language
from reviews.checklist import DEFAULT, load_folder
from reviews.local.ranker.ranker import FOLDER, build, write_built
from reviews.local.ranker.texts import Judged, read_texts
from reviews.management.paraphrases import read_sentences

LANGUAGES: tuple[Language, ...] = ("en", "ja")
PARAPHRASES = Path("tests/corpora/paraphrases")


class Command(BaseCommand):
    help = "Learn from the default checklist's texts and the paraphrases that may be shown what answers look like."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--paraphrases", type=Path, default=PARAPHRASES, help="folder with en.yaml and ja.yaml")
        parser.add_argument("--out", type=Path, default=FOLDER, help="where to write; the program’s own by default")

    def handle(self, *, paraphrases: Path, out: Path, **options: object) -> None:
        checklist = load_folder(DEFAULT)
        # The others are kept for measuring.
        judged = [
            Judged(one.item, one.language, one.text, one.grade is not None)
            for one in read_sentences(paraphrases)
            if one.is_shown
        ]
        for language in LANGUAGES:
            texts = read_texts(checklist, language, judged)
            built = build(checklist, language, texts)
            path = out / f"weights-{language}.json"
            write_built(built, path)
            self.stdout.write(
                f"{language}: {len(built['items'])} items from {len(texts)} texts, {path.stat().st_size // 1024} KB"
            )
