"""Shows what a phrase finds in papers, for whoever writes phrases."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from contracts.read import Unreadable
from contracts.values import Paper
from reviews.checklist import default_checklist
from reviews.local.phrases import Phrase, PhraseError, compile_phrase
from reviews.local.tagged import Tagged, prepare_papers
from reviews.management.papers import read_paper

SUFFIXES = (".md", ".txt", ".pdf", ".docx", ".html")
QUOTE = 400


class Command(BaseCommand):
    help = "Print every sentence that a phrase matches, with its paper, and how many papers hold one."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language", choices=["en", "ja"])
        parser.add_argument("phrase")
        parser.add_argument("files", nargs="*", type=Path, help="papers, or folders of papers")
        parser.add_argument("--gold", type=Path, help="take the papers that these labels name ...")
        parser.add_argument("--corpus", type=Path, help="... from this folder")
        parser.add_argument("--limit", type=int, default=40, help="sentences to print")
        parser.add_argument("--shadow", action="store_true", help="show the sentences as phrases see them")

    def handle(self, *args: object, **options: object) -> None:
        language = str(options["language"])
        try:
            phrase = compile_phrase(str(options["phrase"]), language, default_checklist().words)
        except PhraseError as error:
            raise CommandError(str(error)) from error
        papers = sentences = holding = 0
        for bundle in self.bundles(options["files"], options["gold"], options["corpus"]):  # type: ignore[arg-type]
            for tagged in prepare_papers(bundle):
                if tagged.language != language:
                    continue
                papers += 1
                found = list(matches(tagged, phrase))
                holding += bool(found)
                for index, shadow in found:
                    sentences += 1
                    if sentences <= int(options["limit"]):  # type: ignore[call-overload]
                        sentence = tagged.sentences[index]
                        words = " ".join(tagged.paper.text.body[sentence.start : sentence.end].split())
                        shown = shadow if options["shadow"] else words[:QUOTE]
                        self.stdout.write(f"{self.style.SUCCESS(tagged.paper.name)}: {shown}")
        self.stdout.write(f"{sentences} sentences in {holding} of {papers} papers")

    def bundles(self, files: list[Path], gold: Path | None, corpus: Path | None) -> Iterator[list[Paper]]:
        if gold is not None and corpus is not None:
            for labels in sorted(gold.glob("*.json")):
                rows = json.loads(labels.read_text(encoding="utf-8"))["documents"]
                yield [read_paper(corpus / row["file"], row["kind"]) for row in rows]
        for given in files:
            for path in sorted(given.rglob("*")) if given.is_dir() else [given]:
                if path.suffix in SUFFIXES:
                    try:
                        yield [read_paper(path)]
                    except Unreadable as error:
                        self.stderr.write(f"{path.name}: {error}")


def matches(tagged: Tagged, phrase: Phrase) -> Iterator[tuple[int, str]]:
    """(index of the sentence, what the phrase saw), once for each sentence."""
    texts = [(unit.sentence, unit.shadow) for unit in tagged.units]
    if phrase.is_clause_wide:
        texts = [(group.sentences[0], tagged.clause_texts[number]) for number, group in enumerate(tagged.groups)]
    for sentence, text in texts:
        if phrase.find(text):
            yield sentence, readable(text)


def readable(shadow: bytes) -> str:
    """A shadow with its marks spelled out."""
    return shadow.decode().translate(SPELLED)


SPELLED = dict(
    zip(
        range(1, 9),
        ["<vendor>", "<customer>", "<party>", "<duration>", "<percent>", "<money>", "<date>", "<number>"],
        strict=True,
    )
)
