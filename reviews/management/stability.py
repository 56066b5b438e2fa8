"""Whether a review stays the same where only the form of its papers changes: line ends, order, Markdown's marks."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from contracts.read import read_here
from contracts.segment import segment_text
from contracts.values import Kind, Paper
from reviews.checklist import default_checklist
from reviews.management.commands.evaluate import review
from reviews.values import Finding

File = tuple[str, bytes, Kind]
MARKS = (
    (re.compile(r"^ {0,3}#{1,6}[ \t]+", re.M), ""),
    (re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*\)"), r"\1"),
    (re.compile(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"</?(?:span|a|b|i|u|em|strong|br)\b[^<>\n]*>"), ""),
    (re.compile(r"`+([^`\n]+)`+"), r"\1"),
    (re.compile(r"^ {0,3}>[ \t]?", re.M), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])"), r"\1"),
)


def strip_marks(text: str) -> str:
    """Markdown as somebody pastes it who copied the rendered words: no marks of headings, emphasis and links."""
    for pattern, rest in MARKS:
        text = pattern.sub(rest, text)
    return text


def with_windows_ends(file: File) -> File:
    name, data, kind = file
    return name, re.sub(rb"\r?\n", b"\r\n", data), kind


def without_marks(file: File) -> File:
    """As plain text; a file of another format as it is."""
    name, data, kind = file
    if not name.endswith(".md"):
        return file
    return name.removesuffix(".md") + ".txt", strip_marks(data.decode()).encode(), kind


VARIANTS: dict[str, Callable[[list[File]], list[File]]] = {
    "read again": list,
    "papers the other way round": lambda files: files[::-1],
    "Windows line ends": lambda files: [with_windows_ends(file) for file in files],
    "without Markdown marks": lambda files: [without_marks(file) for file in files],
}


def measure_stability(shared: Path) -> str:
    """A Markdown table over the labelled bundles whose papers are all text; nothing where there are none."""
    bundles = [
        files for path in sorted((shared / "eval" / "gold").glob("*.json")) if (files := text_files(shared, path))
    ]
    if not bundles:
        return ""
    rows = ["| what changed | findings | other status | other grade |", "| --- | ---: | ---: | ---: |"]
    first = [review_files(files) for files in bundles]
    for words, change in VARIANTS.items():
        count = compare(zip(first, (review_files(change(files)) for files in bundles), strict=True))
        rows.append(f"| {words} | {count['findings']} | {count['status']} | {count['grade']} |")
    return "### Stability, on gold\n\n" + "\n".join(rows)


def text_files(shared: Path, labels: Path) -> list[File]:
    documents = json.loads(labels.read_text(encoding="utf-8"))["documents"]
    if not all(row["file"].endswith((".md", ".txt")) for row in documents):
        return []
    paths = [(shared / "corpus" / row["file"], row["kind"]) for row in documents]
    return [(path.name, path.read_bytes(), kind) for path, kind in paths]


def review_files(files: Iterable[File]) -> list[Finding]:
    return review(default_checklist(), read_files(files))


def read_files(files: Iterable[File]) -> list[Paper]:
    papers = []
    for name, data, kind in files:
        text = read_here(data, name)
        papers.append(Paper(name, kind, text, tuple(segment_text(text))))
    return papers


def compare(pairs: Iterable[tuple[list[Finding], list[Finding]]]) -> Counter[str]:
    count: Counter[str] = Counter(status=0, grade=0)
    for one, other in pairs:
        for left, right in zip(one, other, strict=True):
            count.update(findings=1, status=int(left.status != right.status), grade=int(left.grade != right.grade))
    return count
