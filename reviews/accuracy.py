"""How near findings come to labels made by hand: the figures of `manage.py evaluate`.

A bundle's labels are {"bundle", "language", "documents": [{"file", "kind"}], "items": {ITEM: {"status", "grade",
"values", "quotes", "doubt", "disputed", "note"}}}.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NotRequired, TypedDict

from reviews.values import GRADES, Finding, Grade, Value

CONFIDENT = 0.8
"""From here on a finding counts as confident: of those, at least this share should be right."""
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Where the bins of confidence begin."""
TOKEN = re.compile(r"[぀-ヿ㐀-鿿ｦ-ﾝ]|[^\W_]+")


class Label(TypedDict):
    status: str
    grade: Grade | None
    values: NotRequired[dict[str, Value | None]]
    quotes: NotRequired[list[str]]
    doubt: NotRequired[bool]
    disputed: NotRequired[bool]
    note: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that a finding has otherwise than its label."""

    bundle: str
    item: str
    what: str
    label: Label
    finding: Finding | None


@dataclass(slots=True)
class Bin:
    """Findings with a confidence from `least` up to the next bin's. They are well calibrated where the share that is
    right is about their mean confidence.
    """

    least: float
    count: int = 0
    right: int = 0
    total: float = 0.0

    @property
    def mean(self) -> float:
        return self.total / self.count if self.count else 0.0


@dataclass(slots=True)
class Tally:
    """Counts while bundles go by; `figures` at the end."""

    count: Counter[str] = field(default_factory=Counter)
    items: dict[str, Counter[str]] = field(default_factory=dict)
    table: list[list[int]] = field(default_factory=lambda: [[0] * 4 for _ in range(4)])
    mistakes: list[Mistake] = field(default_factory=list)
    sure: list[Bin] = field(default_factory=lambda: [Bin(least) for least in BINS])
    """How many findings were how sure, and how many of those were right."""

    def add(self, bundle: str, labels: Mapping[str, Label], findings: Iterable[Finding]) -> None:
        by_item = {finding.item: finding for finding in findings}
        for item, label in labels.items():
            if not label.get("disputed"):
                self._compare(bundle, item, label, by_item.get(item))

    def _compare(self, bundle: str, item: str, label: Label, finding: Finding | None) -> None:
        row: Counter[str] = Counter()
        wanted = label["status"] == "present"
        present = finding is not None and finding.status == "present"
        row.update(labelled=1, tp=wanted and present, fp=present and not wanted, fn=wanted and not present)
        said = finding.status if finding is not None else "missing"
        if finding is not None:
            right = finding.status == label["status"] and finding.grade == label.get("grade")
            one = next(one for one in reversed(self.sure) if finding.confidence >= one.least)
            one.count, one.right, one.total = one.count + 1, one.right + right, one.total + finding.confidence
            if finding.confidence >= CONFIDENT:
                row.update(confident=1, confident_right=right)
        mistakes = [] if wanted == present else [f"status {label['status']}, ours {said}"]
        if label.get("grade") in GRADES:
            mistakes += self._compare_grade(row, label, finding)
        if wanted:
            mistakes += _compare_values(row, label, finding)
        quotes = label.get("quotes")
        if wanted and present and quotes and finding is not None:
            hit = any(overlaps(one.quote, quote) for one in finding.evidence for quote in quotes)
            row.update(evidence=1, evidence_hit=hit)
            if not hit:
                mistakes.append("evidence elsewhere")
        self.count.update(row)
        self.items.setdefault(item, Counter()).update(row)
        self.mistakes += [Mistake(bundle, item, what, label, finding) for what in mistakes]

    def _compare_grade(self, row: Counter[str], label: Label, finding: Finding | None) -> list[str]:
        gold = GRADES.index(label["grade"])  # type: ignore[arg-type]
        got = GRADES.index(finding.grade) if finding is not None and finding.grade in GRADES else None
        self.table[gold][got or 0] += 1
        is_bad, distance = gold >= 2, 9 if got is None else abs(gold - got)
        row.update(
            graded=1,
            exact=distance == 0,
            near=distance <= 1,
            bad=is_bad,
            missed=is_bad and (got is None or got < 2),
            good=not is_bad,
            alarm=not is_bad and got is not None and got >= 2,
        )
        return [] if distance == 0 else [f"grade {label['grade']}, ours {None if got is None else GRADES[got]}"]

    def figures(self) -> dict[str, float | int | None]:
        count = self.count
        precision = count["tp"] / max(1, count["tp"] + count["fp"])
        recall = count["tp"] / max(1, count["tp"] + count["fn"])
        found_precision = count["evidence_hit"] / max(1, count["tp"] + count["fp"])
        found_recall = count["evidence_hit"] / max(1, count["tp"] + count["fn"])
        return {
            "labelled": count["labelled"],
            "found_f1": _mean(found_precision, found_recall),
            "presence_f1": _mean(precision, recall),
            "presence_precision": round(precision, 4),
            "presence_recall": round(recall, 4),
            "kappa": weighted_kappa(self.table),
            "grade_exact": share(count, "exact", "graded"),
            "grade_near": share(count, "near", "graded"),
            "missed_risk": share(count, "missed", "bad"),
            "false_alarm": share(count, "alarm", "good"),
            "values_exact": share(count, "values_hit", "values"),
            "evidence_hit": share(count, "evidence_hit", "evidence"),
            "confident": share(count, "confident", "labelled"),
            "confident_right": share(count, "confident_right", "confident"),
        }


def _compare_values(row: Counter[str], label: Label, finding: Finding | None) -> list[str]:
    mistakes = []
    got = finding.values if finding is not None else {}
    for name, value in (label.get("values") or {}).items():
        if value is None:
            continue
        hit = name in got and same_value(value, got[name])
        row.update(values=1, values_hit=hit)
        if not hit:
            mistakes.append(f"{name} {value}, ours {got.get(name)}")
    return mistakes


def _mean(precision: float, recall: float) -> float:
    return round(2 * precision * recall / max(1e-9, precision + recall), 4)


def share(count: Mapping[str, int], part: str, whole: str) -> float | None:
    return round(count[part] / count[whole], 4) if count[whole] else None


def tokens(text: str) -> list[str]:
    """Words in lower case, of Japanese single characters."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def overlaps(one: str, other: str) -> bool:
    """True where two quotes speak of the same passage: half of their words are shared, or one holds the other."""
    left, right = tokens(one), tokens(other)
    if not left or not right:
        return False
    if len(set(left) & set(right)) / len(set(left) | set(right)) >= 0.5:
        return True
    short, long = sorted((f" {' '.join(left)} ", f" {' '.join(right)} "), key=len)
    return len(short.split()) >= 4 and short in long


def same_value(gold: Value, got: Value) -> bool:
    """Numbers and truth values exactly, names where the words of one hold those of the other."""
    if isinstance(gold, bool) or isinstance(got, bool):
        return gold is got
    try:
        return abs(float(gold) - float(got)) < 1e-6
    except (TypeError, ValueError):
        left, right = set(tokens(str(gold))), set(tokens(str(got)))
        return bool(left and right) and (left <= right or right <= left)


def weighted_kappa(table: Sequence[Sequence[int]]) -> float:
    """Cohen's kappa with quadratic weights of a table of counts, gold by got."""
    size, total = len(table), sum(map(sum, table)) or 1
    gold = [sum(row) for row in table]
    got = [sum(row[column] for row in table) for column in range(size)]
    places = [(i, j) for i in range(size) for j in range(size)]
    seen = sum((i - j) ** 2 * table[i][j] for i, j in places)
    chance = sum((i - j) ** 2 * gold[i] * got[j] / total for i, j in places)
    return round(1 - seen / chance, 4) if chance else 0.0
