"""How many altered quotes of true sentences count as evidence, on contracts of one's own: none may."""

from __future__ import annotations

import re
import unicodedata
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contracts.values import Language, Paper
from reviews.checklist import DEFAULT, load_folder
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.local.tagged import Tagged, prepare_papers
from reviews.management.alterations import RIGHT, WRONG
from reviews.management.papers import read_paper
from reviews.model.check import check_claims
from reviews.model.compare import compare
from reviews.model.values import Claim, QuotedWords
from reviews.values import POINTS, Finding, Value

SHORTEST = 30
"""Characters of the shortest sentence that is altered."""
CUT = ("begins behind not", "ends before ない", "zero-width sign in a word")
"""Tricks whose letters do stand in the paper."""
OFF = 17
"""How far a value is off that the quote does not state."""


class Command(BaseCommand):
    help = "Alter true sentences of contracts as an erring model would, and count what counts as evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("papers", nargs="+", metavar="PAPER", help="files, five or so, in both languages")
        parser.add_argument("--corpus", type=Path, default=Path(), metavar="DIR", help="the folder in which they are")

    def handle(self, *args: object, papers: Sequence[str], corpus: Path, **options: Any) -> None:  # noqa: ANN401
        self.checklist = load_folder(DEFAULT)
        self.tried: Counter[tuple[Language, str]] = Counter()
        self.passed: Counter[tuple[Language, str]] = Counter()
        read = [read_paper(corpus / name) for name in papers]
        for paper in read:
            self.try_paper(paper, [one for one in read if one is not paper])
        wrong = sum(count for (language, name), count in self.passed.items() if name not in RIGHT[language])
        lost = sum(count - self.passed[key] for key, count in self.tried.items() if key[1] in RIGHT[key[0]])
        for (language, name), count in sorted(self.tried.items()):
            self.stdout.write(f"{language}  {name:<34} {self.passed[language, name]:>5} of {count} count")
        self.stdout.write(f"{sum(self.tried.values())} quotes; wrong ones that count: {wrong}; right ones lost: {lost}")
        if wrong or lost:
            raise CommandError("the model reader lets through what it must not, or loses what it must not")

    def try_paper(self, paper: Paper, others: Sequence[Paper]) -> None:
        tagged = prepare_papers([paper])
        local = grade_answers(self.checklist, find_answers(self.checklist, [paper], tagged), [paper])
        body = bare(paper.text.body)
        foreign = [one for other in others for one in long_sentences(other)][:40]
        language = paper.text.language
        for finding, sentence in quoted(local, tagged[0]):
            for name, alter in RIGHT[language].items():
                self.count(paper, tagged, local, finding, name, alter(sentence))
            wrong = {name: alter(sentence) for name, alter in WRONG[language].items()}
            wrong["another contract’s"] = foreign[len(sentence) % len(foreign)] if foreign else sentence
            wrong["stitched"] = sentence[: len(sentence) // 2] + wrong["another contract’s"][-40:]
            item = next(one for one in self.checklist.items if one.id == finding.item)
            wrong["the question"] = item.question[language]
            wrong["the fallback wording"] = item.fallback[language]
            for name, words in wrong.items():
                # What stands in the paper after all, elsewhere or because nothing changed, is no trick.
                is_cut = name in CUT and words != sentence
                if (is_cut or bare(words) not in body) and len(bare(words)) >= SHORTEST // 2:
                    self.count(paper, tagged, local, finding, name, words)
            self.count_values(paper, tagged, local, finding, sentence)

    def count(
        self,
        paper: Paper,
        tagged: Sequence[Tagged],
        local: Sequence[Finding],
        finding: Finding,
        name: str,
        words: str,
    ) -> None:
        claim = Claim(finding.item, "present", "favourable", {}, (QuotedWords(0, words),))
        checked = check_claims(self.checklist, [paper], [claim], tagged)
        key = (paper.text.language, name)
        self.tried[key] += 1
        self.passed[key] += checked.quotes
        if bool(checked.quotes) != (name in RIGHT[paper.text.language]):
            reason = f" ({checked.refused[0].reason})" if checked.refused else ""
            self.stderr.write(f"{paper.name} {finding.item} {name}{reason}: {words[:160]}")

    def count_values(
        self, paper: Paper, tagged: Sequence[Tagged], local: Sequence[Finding], finding: Finding, sentence: str
    ) -> None:
        """True words with a grade that is too good and figures that they do not state: neither may make it better."""
        figures: dict[str, Value] = {
            name: value + OFF
            for name, value in finding.values.items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        }
        claim = Claim(finding.item, "present", "favourable", figures, (QuotedWords(0, sentence),))
        checked = check_claims(self.checklist, [paper], [claim], tagged)
        stands = next(one for one in compare(local, checked) if one.item == finding.item)
        name = "true words, grade and figures too good"
        self.tried[paper.text.language, name] += 1
        before, after = POINTS[finding.grade or "favourable"], POINTS[stands.grade or "favourable"]
        if after < before or any(stands.values.get(one) == figure for one, figure in figures.items()):
            self.passed[paper.text.language, name] += 1
            self.stderr.write(f"{paper.name} {finding.item} {name} {figures}: {sentence[:160]}")


def quoted(findings: Sequence[Finding], tagged: Tagged) -> Iterator[tuple[Finding, str]]:
    """The sentences on which the local findings rest, each for itself."""
    body = tagged.paper.text.body
    for finding in findings:
        if finding.status != "present":
            continue
        for span in finding.evidence[:2]:
            for sentence in tagged.sentences:
                if span.start <= sentence.start and sentence.end <= span.end and not sentence.is_heading:
                    words = body[sentence.start : sentence.end]
                    if SHORTEST <= len(words) <= 1_500:
                        yield finding, words


def long_sentences(paper: Paper) -> list[str]:
    return [one.strip() for one in re.split(r"(?<=[.。])\s*", paper.text.body) if 60 <= len(one) <= 400]


def bare(text: str) -> str:
    """Letters and digits only, in one case and width: by another way than that of the quotes' own search."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
