"""Recognises the text of many pages at once and makes placed lines of it, as `page_lines.py` does of a PDF's own text.

Before it: `raster.py` and `pictures.py` make the pictures, `tesseract.py` finds the words; after it: `layout.py`.
"""

from __future__ import annotations

import os
import re
import threading
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from statistics import median

from contracts.readers import pace
from contracts.readers.compose import tidy
from contracts.readers.layout import Line, PlacedPage, Run, is_japanese
from contracts.readers.page_lines import cell_edges
from contracts.readers.refused import Refused
from contracts.readers.tesseract import Engine, Picture, Recognised, Row, Word, straight_to_page
from contracts.values import Language

MOST_WORKERS = 4
"""Pages at a time. More would need more memory than a reader has: each holds a page and the data of a language."""
MOST_PAGES = 400
"""Recognised pages of a file: on two cores they take about eight minutes."""
PAGE_SECONDS = 60
"""A dense page takes three, on a busy machine ten; what was found of one that takes more is kept, and that is said."""
MOST_OVERRUNS = 3
"""Pages given up, after which the whole file is, where no page came out well before."""
SURE = 70
"""Recognised in the wrong language, English is below 50 and Japanese below 35."""
DATA: dict[Language, str] = {"en": "eng", "ja": "jpn"}
STRIPS, STRIP = (0.3, 0.55, 0.1), 0.1
"""Where on a page its language is looked for, and how high such a strip is, as shares of the page's height."""
FEW_LETTERS = 25
SNAP = 0.18
"""Sizes are guessed from the height of letters; those so close to the usual one are it."""
FULL_SPACE = 0.8
"""In average widths of a sign: what stands between Japanese words is a space where it is wider."""
MARKER = re.compile("[(（]?[0-9A-Za-z]{1,3}[.)）]")
DESCENT = 0.22
"""The share of a letter's size that lies below the base line."""


engines = threading.local()


def engine(data: str) -> Engine:
    """This thread's own engine. Raises Missing."""
    kept: dict[str, Engine] = engines.__dict__
    if data not in kept:
        kept[data] = Engine(data)
    return kept[data]


@cache
def workers() -> ThreadPoolExecutor:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ThreadPoolExecutor(max_workers=min(cores, MOST_WORKERS), thread_name_prefix="recognise")


def recognise_pages(
    pictures: Iterable[tuple[int, Picture]], language: Language | None, count: int
) -> Iterator[PlacedPage]:
    """So many pages, in order, each given with its number. `language` is the paper's, None where nothing tells.

    The pictures are taken one by one, only as far ahead as there are workers: a page weighs ten megabytes.
    Raises Refused where there are too many, and where page after page takes too long; Missing without Tesseract.
    """
    if count > MOST_PAGES:
        raise Refused("too_many_scans")
    pace.expect(count)
    pool, waiting = workers(), deque[tuple[int, Picture, "Future[Recognised]"]]()
    overruns = 0
    is_good = False

    def finished() -> PlacedPage:
        nonlocal overruns, is_good
        number, picture, future = waiting.popleft()
        page = future.result()
        overruns += not page.is_complete
        is_good |= page.is_complete and page.sureness >= SURE
        if overruns >= MOST_OVERRUNS and not is_good:
            raise Refused("too_slow")
        return placed_page(page, picture, number)

    try:
        for number, picture in pictures:
            if language is None:
                language = pool.submit(language_of_picture, picture).result()
            waiting.append((number, picture, pool.submit(recognise, picture, language or "en")))
            if len(waiting) > pool._max_workers:
                yield finished()
        while waiting:
            yield finished()
    finally:
        for _, _, future in waiting:
            future.cancel()


def language_of_picture(picture: Picture) -> Language | None:
    """From a strip of the page, which costs a fraction of the page; None where it holds too few words."""
    for top in () if picture.is_blank else STRIPS:
        strip = picture.strip(top, STRIP)
        found: dict[int, Language] = {}
        for language, data in DATA.items():
            page = engine(data).recognise(strip, PAGE_SECONDS)
            if page.letters >= FEW_LETTERS:
                found[page.sureness] = language
            if page.letters >= FEW_LETTERS and page.sureness >= SURE:
                return language
        if found and max(found) >= SURE / 2:
            return found[max(found)]
    return None


def recognise(picture: Picture, language: Language) -> Recognised:
    """The page in this language, or in the other where that fits better."""
    if picture.is_blank:
        return Recognised([], 0.0)
    page = engine(DATA[language]).recognise(picture, PAGE_SECONDS)
    if page.is_complete and page.rows and page.sureness < SURE:
        other = engine(DATA["en" if language == "ja" else "ja"]).recognise(picture, PAGE_SECONDS)
        if other.sureness > page.sureness:
            return other
    return page


def placed_page(page: Recognised, picture: Picture, number: int) -> PlacedPage:
    """The page in points: its lines as they lie when it is straightened, its words as they lie on the page itself."""
    scale = 72 / picture.dpi
    rows = [row for row in page.rows if is_text(row)]
    sizes = [row.size for row in rows for _ in row.words if row.size]
    usual = float(median(sizes)) if sizes else 10.0
    lines = [line_of(row, picture, page.skew, usual, number) for row in rows]
    placed = PlacedPage(picture.width * scale, picture.height * scale, lines, source="ocr")
    placed.is_complete = page.is_complete
    return placed


def notes_on(pages: Iterable[PlacedPage]) -> tuple[str, ...]:
    """What is missing must not look like silence of the contract."""
    return () if all(page.is_complete for page in pages) else ("unfinished_pages",)


def is_surer(page: PlacedPage, before: PlacedPage) -> bool:
    """True where what was recognised shall stand in place of the page's own text, which may only look like soup."""
    runs = [run for line in page.lines for run in line.runs]
    if not before.lines or not runs:
        return bool(runs)
    letters = sum(len(run.words) for run in runs)
    return sum((run.sureness or 0) * len(run.words) for run in runs) >= SURE * letters


def is_text(row: Row) -> bool:
    """False for specks and rules that were taken for signs."""
    return any(sign.isalnum() for word in row.words for sign in word.text) and (
        len(row.words) > 2 or max(word.sureness for word in row.words) >= 30
    )


def line_of(row: Row, picture: Picture, skew: float, usual: float, number: int) -> Line:
    scale = 72 / picture.dpi
    size = row.size or usual
    if abs(size / usual - 1) <= SNAP:
        size = usual
    left, right = min(word.left for word in row.words), max(word.right for word in row.words)
    line = Line(
        number,
        "",
        left * scale,
        right * scale,
        (picture.height - row.baseline) * scale - size * DESCENT,
        size,
    )
    texts = [tidy(word.text) for word in row.words]
    letters = sum(map(len, texts))
    width = sum(word.right - word.left for word in row.words) / max(1, letters)
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    gaps: list[tuple[float, float]] = []
    length = 0
    for at, (word, text) in enumerate(zip(row.words, texts, strict=True)):
        if at:
            before = row.words[at - 1]
            gaps.append((before.right, max(before.right, word.left)))
            if is_parted(before, word, width, at == 1):
                parts.append(" ")
                length += 1
        spans.append((length, length + len(text)))
        parts.append(text)
        length += len(text)
    line.text = "".join(parts)
    line.runs = tuple(run_of(word, text, picture, skew) for word, text in zip(row.words, texts, strict=True))
    edges = cell_edges(gaps, width) if gaps and width else []
    if edges:
        starts, ends = [0, *(at + 1 for at in edges)], [*(at + 1 for at in edges), len(row.words)]
        line.cells = [
            (
                row.words[first].left * scale,
                row.words[last - 1].right * scale,
                line.text[spans[first][0] : spans[last - 1][1]],
            )
            for first, last in zip(starts, ends, strict=True)
        ]
    return line


def is_parted(before: Word, word: Word, width: float, is_first: bool) -> bool:
    """True where a space stands between the words: Japanese has none, but Tesseract parts it where it sees words."""
    left, right = before.text[-1], word.text[0]
    if is_first and MARKER.fullmatch(before.text):
        return True
    if is_japanese(left) or is_japanese(right):
        has_mark = unicodedata.category(left)[0] == "P" or unicodedata.category(right)[0] == "P"
        return not has_mark and word.left - before.right > width * FULL_SPACE
    return True


def run_of(word: Word, text: str, picture: Picture, skew: float) -> Run:
    scale = 72 / picture.dpi
    corners = [straight_to_page(x, y, picture, skew) for x in (word.left, word.right) for y in (word.top, word.bottom)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    box = (
        round(min(across) * scale, 1),
        round((picture.height - max(down)) * scale, 1),
        round(max(across) * scale, 1),
        round((picture.height - min(down)) * scale, 1),
    )
    return Run(text, word.left * scale, box, word.sureness)
