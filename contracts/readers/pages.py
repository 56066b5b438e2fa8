"""From placed pages to the canonical text, for every format that has pages: PDF, scans and pictures.

Before it: `page_lines.py` and `scan.py`; the work is done by `furniture.py`, `layout.py`,
`outline.py`, `paragraphs.py`, `places.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contracts.readers.compose import Composer
from contracts.readers.furniture import leave_out_furniture
from contracts.readers.hyphens import Hyphens
from contracts.readers.layout import Line, PlacedPage, attach_markers, order_page, usual
from contracts.readers.outline import Entry, find_headings, heading_levels
from contracts.readers.paragraphs import CUTS, is_cutting, join_lines, paragraph_text, whole_lines
from contracts.readers.places import place_words, with_sureness
from contracts.values import Text


def compose_pages(
    pages: list[PlacedPage],
    media_type: str,
    notes: tuple[str, ...] = (),
    labels: Sequence[str] = (),
    keep_furniture: bool = False,
    outline: Sequence[Entry] = (),
) -> Text:
    """`keep_furniture` leaves running headers in, for comparing with bare engines. Raises Refused."""
    labels = labels or [""] * len(pages)
    for page in pages:
        page.lines = attach_markers(page.lines)
    if not keep_furniture:
        leave_out_furniture(pages)
    for page in pages:
        order_page(page)
    find_headings(pages, outline)
    lines = [line for page in pages for line in page.lines]
    body_size = usual((line.size for line in lines if len(line.text) > 30), 0.5)
    hyphens = Hyphens(whole_lines(lines), is_cutting(lines))
    composer = Composer()
    begun: list[tuple[int, list[Line]]] = []
    page = 0
    paragraphs = join_lines(lines)
    levels = heading_levels(paragraphs, body_size)
    for index, paragraph in enumerate(paragraphs):
        while page < paragraph.page:
            composer.start_page(labels[page])
            page += 1
        begun.append((composer.length, paragraph.lines))
        words = paragraph_text(paragraph.lines, hyphens)
        level = levels.get(index, 0)
        role = "row" if paragraph.is_row else "heading" if level else "text"
        done = 0
        for at, line in enumerate(paragraph.lines):
            if line.page > page:
                # The paragraph goes over the end of a page, which lies where its words so far end.
                # Of a word that is cut there, the hyphen may not be in the paragraph.
                before = paragraph_text(paragraph.lines[:at], hyphens).rstrip(CUTS)
                cut = len(before) if words.startswith(before) else done
                add(composer, words[:cut], done, role, level)
                done = cut
            while page < line.page:
                composer.start_page(labels[page])
                page += 1
        add(composer, words, done, role, level)
    while page < len(pages):
        composer.start_page(labels[page])
        page += 1
    for number, placed in enumerate(pages, 1):
        for words, how in placed.hidden:
            composer.hide(words, how, number)
    text = composer.text(media_type, notes)
    text = replace(text, places=place_words(text.body, begun))
    return with_sureness(text, [page.source for page in pages])


def add(composer: Composer, words: str, done: int, role: str, level: int) -> None:
    """Write a paragraph, or what is left of it after `done` characters."""
    if done:
        composer.go_on(words[done:])
    else:
        composer.add(words, role, level)
