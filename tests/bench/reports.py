"""The PDF of a report of twelve pages against a bare WeasyPrint rendering of as many pages that say the same."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from statistics import median
from time import perf_counter

import pypdfium2
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML

from contracts.read import read_here
from contracts.values import Language
from reviews.checklist import default_checklist
from reviews.pipeline import read_papers, review_papers
from reviews.report.page import build_page_from
from reviews.report.parts import FindingLine
from reviews.report.pdf import render_pdf
from reviews.report.reviewed import Reviewed

ROOT = Path(__file__).resolve().parents[2]
PAGES = 12
CONTRACTS: dict[Language, str] = {
    "en": "fennelgate-dunmarrow/services-agreement.md",
    "ja": "tsuzuriha-ai-ja/terms-of-service.pdf",
}
BARE_STYLE = (
    "<style>@page {{size: A4; margin: 15mm}} html {{font-size: {size}pt}} table {{table-layout: fixed}}</style>"
)
SIZES = [size / 4 for size in range(20, 64)]


def measure(files: Sequence[tuple[str, bytes]], repeat: int) -> dict[str, float]:
    """Medians of interleaved runs, against two bare documents: the report's own markup in WeasyPrint's own style, and
    as many words in plain headings, paragraphs and tables; each in the size of type that makes as many pages.
    """
    figures: dict[str, float] = {}
    for language in CONTRACTS:
        reviewed = cut_to(PAGES, review_sample(language), language)
        pdf = render(reviewed, language)
        markup = sized_to(count_pages(pdf), report_markup(reviewed, language))
        plain = sized_to(count_pages(pdf), plain_markup(reviewed, language, count_letters(pdf)))
        runs: dict[str, Callable[[], bytes]] = {
            "report": partial(render, reviewed, language),
            "its markup, bare": partial(bare, markup),
            "plain text, bare": partial(bare, plain),
        }
        spent: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(repeat):
            for name, run in runs.items():
                started = perf_counter()
                run()
                spent[name].append(perf_counter() - started)
        for name in list(runs)[1:]:
            ratios = [ours / theirs for ours, theirs in zip(spent["report"], spent[name], strict=True)]
            figures[f"{language}, report / {name}"] = median(ratios)
        figures |= {f"{language}, {name}, s": median(seconds) for name, seconds in spent.items()}
        figures |= {f"{language}, {name}, pages": count_pages(run()) for name, run in runs.items()}
    return figures


def review_sample(language: Language) -> Reviewed:
    path = ROOT / "samples" / CONTRACTS[language]
    papers, _ = read_papers([(path.name, path.read_bytes())], ["master_terms"], read_here)
    checklist = default_checklist()
    findings, scores, *_ = review_papers(checklist, papers)
    return Reviewed(papers[0].title, "Bench", checklist, tuple(papers), tuple(findings), scores)


def cut_to(pages: int, reviewed: Reviewed, language: Language) -> Reviewed:
    """The report of as many of the items as fill this many pages."""
    low, high = 1, len(reviewed.checklist.items)
    while low < high:
        middle = (low + high) // 2
        if count_pages(render(first_items(reviewed, middle), language)) < pages:
            low = middle + 1
        else:
            high = middle
    return first_items(reviewed, low)


def first_items(reviewed: Reviewed, count: int) -> Reviewed:
    """Every n-th item, so that all categories stay."""
    items = [
        item for n, item in enumerate(reviewed.checklist.items) if n * count % len(reviewed.checklist.items) < count
    ]
    kept = {item.id for item in items}
    return replace(
        reviewed,
        checklist=replace(reviewed.checklist, items=tuple(items)),
        findings=tuple(finding for finding in reviewed.findings if finding.item in kept),
    )


def render(reviewed: Reviewed, language: Language) -> bytes:
    return render_pdf(build_page_from(reviewed, language))


def bare(markup: str) -> bytes:
    return HTML(string=markup).write_pdf()


def sized_to(pages: int, markup: str) -> str:
    """The document in the largest type that keeps it within this many pages."""
    index = bisect_right(SIZES, pages, key=lambda size: count_pages(bare(BARE_STYLE.format(size=size) + markup))) - 1
    return BARE_STYLE.format(size=SIZES[max(0, index)]) + markup


def report_markup(reviewed: Reviewed, language: Language) -> str:
    with translation.override(language):
        return render_to_string("reports/report.html", {"page": build_page_from(reviewed, language)})


def plain_markup(reviewed: Reviewed, language: Language, letters: int) -> str:
    """The findings in plain HTML, over and over until there are as many letters."""
    page = build_page_from(reviewed, language)
    articles = [plain_article(line) for line in page.findings]
    lengths = [len(re.sub(r"<[^>]*>|\s", "", article)) for article in articles]
    chosen, total = [], 0
    while total < letters:
        number = len(chosen) % len(articles)
        chosen.append(articles[number])
        total += lengths[number]
    return f'<html lang="{language}"><h1>{escape(page.title)}</h1>' + "".join(chosen)


def plain_article(line: FindingLine) -> str:
    rungs = "".join(f"<tr><td>{escape(rung.word)}<td>{escape(rung.text)}" for rung in line.ladder)
    quotes = "".join(f"<p>{escape(quote.source)}<blockquote>{escape(quote.text)}</blockquote>" for quote in line.quotes)
    return (
        f"<article><h2>{escape(line.title)}</h2><p>{escape(line.meta)}<p>{escape(line.reason)}"
        f"<table>{rungs}</table>{quotes}<p>{escape(line.fallback)}</article>"
    )


def count_pages(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def count_letters(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return sum(len("".join(page.get_textpage().get_text_range().split())) for page in document)
