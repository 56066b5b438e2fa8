"""Measures the local reader on labelled bundles, for whoever writes phrases: seconds from an edit to the figures."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections import Counter
from itertools import groupby
from pathlib import Path
from time import perf_counter

from django.core.management.base import BaseCommand, CommandError

from contracts.values import Paper
from reviews.accuracy import Label, Tally, share
from reviews.checklist import DEFAULT, Checklist, ChecklistError, load_checklist, load_folder
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.management.papers import read_paper
from reviews.management.paraphrases import Trial, count_trials, read_sentences, try_sentences
from reviews.values import Finding
from reviews.verify import verify_evidence

QUOTE = 330
SHARES = (
    ("grade", "exact", "graded"),
    ("values", "values_hit", "values"),
    ("evidence", "evidence_hit", "evidence"),
)


class Command(BaseCommand):
    help = "Compare the local reader with labelled bundles. Papers that were read before are not read again."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gold", type=Path, help="folder of labels, one JSON file a bundle")
        parser.add_argument("--corpus", type=Path, help="folder that holds the papers")
        parser.add_argument("--paraphrases", type=Path, help="instead: folder of sentences, en.yaml and ja.yaml")
        parser.add_argument("--items", default="", help="only items whose id matches this regular expression")
        parser.add_argument("--bundles", default="", help="only bundles whose name matches this regular expression")
        parser.add_argument("--language", choices=["en", "ja"])
        parser.add_argument("--checklist", type=Path, help="a checklist file or folder instead of the default one")
        parser.add_argument("--sure", action="store_true", help="leave out labels that their reader doubted")
        parser.add_argument("--without-ranker", action="store_true", help="look for phrases alone")
        parser.add_argument("--errors", action="store_true", help="show every mistake beside its label")

    def handle(self, *args: object, **options: object) -> None:
        if options["paraphrases"]:
            self.try_paraphrases(options)
            return
        if not options["gold"] or not options["corpus"]:
            raise CommandError("Say either --gold and --corpus, or --paraphrases.")
        gold: Path = options["gold"]  # type: ignore[assignment]
        if not gold.is_dir():
            raise CommandError(f"There is no folder {gold}")
        if options["errors"] and any("unseen" in part for part in gold.resolve().parts):
            raise CommandError("Errors on unseen contracts are not shown: what has been looked at is no longer unseen.")
        checklist = self.checklist(options["checklist"])  # type: ignore[arg-type]
        begun = perf_counter()
        tally, bundles, spent = Tally(), 0, 0.0
        for path in sorted(gold.glob("*.json")):
            bundle = json.loads(path.read_text(encoding="utf-8"))
            if options["language"] and bundle["language"] != options["language"]:
                continue
            if not re.search(str(options["bundles"]), bundle["bundle"]):
                continue
            papers = [read_paper(options["corpus"] / row["file"], row["kind"]) for row in bundle["documents"]]  # type: ignore[operator]
            started = perf_counter()
            findings = review(checklist, papers, with_ranker=not options["without_ranker"])
            spent += perf_counter() - started
            bundles += 1
            labels = {
                item: label
                for item, label in bundle["items"].items()
                if re.search(str(options["items"]), item) and not (options["sure"] and label.get("doubt"))
            }
            tally.add(bundle["bundle"], labels, findings)
        if options["errors"]:
            self.show_mistakes(tally)
        self.show_items(tally)
        for name, value in tally.figures().items():
            self.stdout.write(f"{name:20} {value}")
        for one in tally.sure:
            if one.count:
                self.stdout.write(
                    f"confidence from {one.least:.1f}, mean {one.mean:.2f}: {one.right} of {one.count} right "
                    f"({_percent(one.right / one.count).strip()})"
                )
        self.stdout.write(f"{bundles} bundles, {spent * 1000:.0f} ms finding, {perf_counter() - begun:.1f} s in all")

    def try_paraphrases(self, options: dict[str, object]) -> None:
        checklist = self.checklist(options["checklist"])  # type: ignore[arg-type]
        sentences = [
            one
            for one in read_sentences(options["paraphrases"])  # type: ignore[arg-type]
            if re.search(str(options["items"]), one.item) and options["language"] in (None, one.language)
        ]
        trials = list(try_sentences(checklist, sentences, with_ranker=not options["without_ranker"]))
        if options["errors"]:
            for trial in trials:
                if trial.wrong and trial.sentence.is_shown:
                    self.show_trial(trial)
        counts = count_trials(trials)
        totals: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        for item in sorted({item for item, _ in counts}):
            both = [counts.get((item, is_shown), Counter()) for is_shown in (True, False)]
            totals[True].update(both[0])
            totals[False].update(both[1])
            self.stdout.write(f"{item:30} odd {_right(both[0])}   even {_right(both[1])}")
        self.stdout.write(f"{'':30} odd {_right(totals[True])}   even {_right(totals[False])}")

    def show_trial(self, trial: Trial) -> None:
        sentence = trial.sentence
        kind = "miss" if sentence.grade is None else "answer"
        self.stdout.write(
            self.style.MIGRATE_HEADING(
                f"{sentence.item}  {sentence.language} {kind} {sentence.number}  {'; '.join(trial.wrong)}"
            )
        )
        self.stdout.write(f"  {sentence.text}")
        for one in trial.finding.evidence if trial.finding.status == "present" else ():
            self.stdout.write(f"      by {one.found_by}")

    def checklist(self, path: Path | None) -> Checklist:
        try:
            if path is None:
                return load_folder(DEFAULT)
            return load_folder(path) if path.is_dir() else load_checklist(path.read_text(encoding="utf-8"), path.name)
        except ChecklistError as error:
            raise CommandError("\n" + "\n".join(error.messages)) from error

    def show_mistakes(self, tally: Tally) -> None:
        for (item, bundle), group in groupby(
            sorted(tally.mistakes, key=lambda one: (one.item, one.bundle)), key=lambda one: (one.item, one.bundle)
        ):
            mistakes = list(group)
            self.stdout.write(
                self.style.MIGRATE_HEADING(f"{item}  {bundle}  {'; '.join(mistake.what for mistake in mistakes)}")
            )
            self.show_both(mistakes[0].label, mistakes[0].finding)

    def show_both(self, label: Label, finding: Finding | None) -> None:
        doubt = " (doubted)" if label.get("doubt") else ""
        said = f"{label['status']} {label['grade']} {label.get('values') or ''} {label.get('note', '')}"
        self.stdout.write(f"  label{doubt}: {said}")
        for quote in label.get("quotes") or ():
            self.stdout.write(self.style.SUCCESS(f"    “{_short(quote)}”"))
        if finding is None:
            return
        self.stdout.write(f"  ours: {finding.status} {finding.grade} {finding.values or ''}")
        for one in finding.evidence:
            self.stdout.write(self.style.WARNING(f"    “{_short(one.quote)}”"))
            self.stdout.write(f"      by {one.found_by}")

    def show_items(self, tally: Tally) -> None:
        for item, count in sorted(tally.items.items()):
            self.stdout.write(
                f"{item:34} n={count['labelled']:3} tp={count['tp']:3} fp={count['fp']:3} fn={count['fn']:3}  "
                + "  ".join(f"{name} {_percent(share(count, part, whole))}" for name, part, whole in SHARES)
                + f"  missed {count['missed']}/{count['bad']}  alarms {count['alarm']}/{count['good']}"
            )


def review(checklist: Checklist, papers: list[Paper], with_ranker: bool = True) -> list[Finding]:
    answers = find_answers(checklist, papers, with_ranker=with_ranker)
    return grade_answers(checklist, verify_evidence(answers, papers), papers)


def _right(count: Counter[str]) -> str:
    parts = (("present", "answers"), ("graded", "answers"), ("values_hit", "values"), ("quiet", "misses"))
    names = ("present", "grade", "values", "quiet")
    return "  ".join(f"{name} {count[part]:3}/{count[of]:3}" for name, (part, of) in zip(names, parts, strict=True))


def _percent(value: float | None) -> str:
    return "   –" if value is None else f"{value:4.0%}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTE else text[:QUOTE] + "…"
