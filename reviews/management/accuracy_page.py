"""The tables of `docs/accuracy.md` that the scorer does not give: by category, by item, and the errors by kind.

Of the contracts put aside as unseen only sums over whole categories are made, never of single items or contracts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from reviews.accuracy import Mistake, Tally, share
from reviews.checklist import default_checklist
from reviews.management.commands.evaluate import review
from reviews.management.papers import read_paper
from reviews.values import GRADES

LANGUAGES = ("en", "ja")
KINDS = {
    "unnoticed": "stated, and we say silent",
    "not ours to see": "stated, and we point to another paper or assess nothing",
    "made up": "silent, and we say stated",
    "elsewhere": "another passage quoted",
    "better by one": "graded one step too good",
    "better by more": "graded two or three steps too good",
    "worse by one": "graded one step too bad",
    "worse by more": "graded two or three steps too bad",
    "value unread": "a value not read",
    "value wrong": "a value read wrongly",
}
"""Kinds of mistakes, and how the page names them."""
Tallies = Mapping[str, Mapping[str, Tally]]
"""{set: {language: tally}}."""


def tally_sets(shared: Path, sets: Iterable[str]) -> dict[str, dict[str, Tally]]:
    """Of the sets that there are and the languages in which they hold labels."""
    tallies = {name: {language: tally_bundles(shared, name, language) for language in LANGUAGES} for name in sets}
    return {
        name: kept
        for name, languages in tallies.items()
        if (kept := {language: tally for language, tally in languages.items() if tally.count["labelled"]})
    }


def tally_bundles(shared: Path, name: str, language: str) -> Tally:
    tally = Tally()
    for path in sorted((shared / "eval" / name).glob("*.json")):
        bundle = json.loads(path.read_text(encoding="utf-8"))
        if bundle["language"] == language:
            papers = [read_paper(shared / "corpus" / row["file"], row["kind"]) for row in bundle["documents"]]
            tally.add(bundle["bundle"], bundle["items"], review(default_checklist(), papers))
    return tally


def breakdown(tallies: Tallies) -> str:
    """The three tables, with a heading each; nothing where nothing is labelled."""
    if not tallies:
        return ""
    parts = [f"### By category\n\n{category_table(tallies)}", f"### Errors by kind\n\n{kind_table(tallies)}"]
    parts.append(f"### How far confidence can be trusted\n\n{confidence_table(tallies)}")
    if "gold" in tallies:
        parts.append(f"### By item, on gold\n\n{item_table(tallies['gold'])}")
    return "\n\n".join(parts)


def category_table(tallies: Tallies) -> str:
    rows = [["", "", *HEADS]]
    for name, languages in tallies.items():
        for language, tally in languages.items():
            sums: dict[str, Counter[str]] = {}
            for item, count in tally.items.items():
                sums.setdefault(item.partition(".")[0], Counter()).update(count)
            rows += [[category, f"{name}, {language}", *cells(count)] for category, count in sorted(sums.items())]
    return draw(rows, texts=2)


def confidence_table(tallies: Tallies) -> str:
    """Of the findings that were so sure, how many had status and grade as labelled."""
    columns = [(name, language, tally) for name, languages in tallies.items() for language, tally in languages.items()]
    rows = [["confidence", *(f"{name}, {language}" for name, language, _ in columns)]]
    for place, one in enumerate(columns[0][2].sure):
        bins = [tally.sure[place] for _, _, tally in columns]
        if any(each.count for each in bins):
            cells = [f"{each.right} of {each.count}, mean {each.mean:.2f}" if each.count else "–" for each in bins]
            rows.append([f"from {one.least:.1f}", *cells])
    return draw(rows)


def item_table(languages: Mapping[str, Tally]) -> str:
    items = sorted({item for tally in languages.values() for item in tally.items})
    rows = [["", *(f"{head}, {language}" for language in languages for head in HEADS)]]
    rows += [
        [item, *(cell for tally in languages.values() for cell in cells(tally.items.get(item, Counter())))]
        for item in items
    ]
    return draw(rows)


def kind_table(tallies: Tallies) -> str:
    counts = {
        f"{name}, {language}": Counter(map(kind_of, tally.mistakes))
        for name, languages in tallies.items()
        for language, tally in languages.items()
    }
    labelled = [tally.count["labelled"] for languages in tallies.values() for tally in languages.values()]
    rows = [["", *counts], ["labels looked at", *map(str, labelled)]]
    rows += [[words, *(str(count[kind]) for count in counts.values())] for kind, words in KINDS.items()]
    return draw(rows)


HEADS = ("labels", "stated", "noticed", "made up", "grade right", "values right")


def cells(count: Counter[str]) -> list[str]:
    """In the order of HEADS. An item is noticed where a labelled passage is quoted."""
    stated = count["tp"] + count["fn"]
    return [
        str(int(count["labelled"])),
        str(stated),
        percent(count["evidence_hit"] / stated) if stated else "–",
        str(int(count["fp"])),
        percent(share(count, "exact", "graded")),
        percent(share(count, "values_hit", "values")),
    ]


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def kind_of(mistake: Mistake) -> str:
    label, finding = mistake.label, mistake.finding
    if mistake.what.startswith("status"):
        if label["status"] != "present":
            return "made up"
        return "unnoticed" if finding is not None and finding.status == "absent" else "not ours to see"
    if mistake.what.startswith("evidence"):
        return "elsewhere"
    if mistake.what.startswith("grade"):
        if finding is None or finding.grade is None or label["grade"] is None:
            return "not ours to see"
        steps = GRADES.index(finding.grade) - GRADES.index(label["grade"])
        return f"{'worse' if steps > 0 else 'better'} by {'one' if abs(steps) == 1 else 'more'}"
    value = mistake.what.rpartition(", ours ")[2]
    return "value unread" if value == "None" else "value wrong"


def draw(rows: Sequence[Sequence[str]], texts: int = 1) -> str:
    """A Markdown table; the first `texts` columns stand left, figures right."""
    rule = ["---"] * texts + ["---:"] * (len(rows[0]) - texts)
    full = [rows[0], rule, *rows[1:]]
    widths = [max(len(row[place]) for row in full) for place in range(len(rows[0]))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in full
    )
