"""Whether a paper is reviewed alike whatever form it comes in: Markdown, PDF, Word, a scan."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import fuzz

from contracts.read import Unreadable, read_here
from contracts.values import Paper
from reviews.checklist import default_checklist
from reviews.pipeline import paper_of, review_papers

PLAIN = (".md", ".txt")
SCAN = "-scan"
WANTED = {True: (90, 85), False: (95, 90)}
"""Per cent of the items with the same status and with the same grade: of scans, and of the other forms."""


def compare_forms(papers: Path, left_out: Iterable[str]) -> str:
    """A Markdown table of each PDF, DOCX and scan beside the plain text of the same name; "" where there are none."""
    rows = []
    for plain, form in pairs_in(papers, tuple(left_out)):
        first = read(plain)
        second = read(form, first)
        same_status, same_grade, others = agreement(first, second)
        likeness = fuzz.ratio(letters(first), letters(second))
        wanted = WANTED[form.stem.endswith(SCAN)]
        verdict = "yes" if same_status >= wanted[0] and same_grade >= wanted[1] else "no"
        rows.append(
            f"| {form.name} | {likeness:.1f} | {same_status:.1f} | {same_grade:.1f} | {verdict} | {', '.join(others)} |"
        )
    if not rows:
        return ""
    head = [
        "| form | letters alike | same status, % | same grade, % | as wanted | items that differ |",
        "| --- | ---: | ---: | ---: | --- | --- |",
    ]
    return "\n".join(head + rows)


def pairs_in(papers: Path, left_out: tuple[str, ...]) -> list[tuple[Path, Path]]:
    pairs = []
    for form in sorted(papers.glob("*")):
        plain = [papers / f"{form.stem.removesuffix(SCAN)}{ending}" for ending in PLAIN]
        if form.suffix in (".pdf", ".docx") and not any(name in form.name for name in left_out):
            pairs += [(path, form) for path in plain if path.is_file()]
    return pairs


def read(path: Path, like: Paper | None = None) -> Paper:
    """The paper, of the same kind as another form of it."""
    data = path.read_bytes()
    try:
        return paper_of(path.name, data, like.kind if like else None, read_here(data, path.name))
    except Unreadable as error:
        raise SystemExit(f"{path.name}: {error}") from error


def agreement(first: Paper, second: Paper) -> tuple[float, float, list[str]]:
    """Per cent of the items with the same status and the same grade, and the items that differ in either."""
    checklist = default_checklist()
    pairs = list(
        zip(review_papers(checklist, [first]).findings, review_papers(checklist, [second]).findings, strict=True)
    )
    status = [one.item for one, two in pairs if one.status == two.status]
    grade = [one.item for one, two in pairs if one.grade == two.grade]
    alike = {*status} & {*grade}
    others = [one.item for one, _ in pairs if one.item not in alike]
    return len(status) / len(pairs) * 100, len(grade) / len(pairs) * 100, others


def letters(paper: Paper) -> str:
    """Letters and figures alone: marks of Markdown and white space are the form's."""
    return "".join(sign for sign in paper.text.body if sign.isalnum())
