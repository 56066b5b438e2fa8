"""From placed lines to paragraphs: running headers left out, columns in order, rows kept, lines joined.

The lines come from a PDF's text (`page_lines.py`) or from what was recognised in pictures (`scan.py`); the paragraphs
go to `compose.py`. Places are in points from the page's lower left corner; `y` is the lower edge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.numbering import BULLETS, is_marker, number_of
from contracts.readers.compose import JAPANESE
from contracts.values import Source, Veil

if TYPE_CHECKING:
    from contracts.readers.outline import Entry

MAX_MARKERS = 300
"""A page with more is no page of a contract."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a line that stand together, such as one recognised word, where they lie on the page as it is shown.

    `at` is their left edge as the layout sees the page: a scan that lies askew is straightened for it, and `box`, which
    is left, bottom, right and top, is not. `sureness` is as in `values.Place`.
    """

    words: str
    at: float
    box: tuple[float, float, float, float]
    sureness: int | None = None


class Line:
    """One line of a page. Changed while the layout is worked out, hence no value."""

    __slots__ = (
        "cells",
        "column",
        "heading",
        "is_cut",
        "is_row",
        "left",
        "page",
        "right",
        "runs",
        "size",
        "tail",
        "text",
        "y",
    )

    def __init__(self, page: int, text: str, left: float, right: float, y: float, size: float) -> None:
        self.page = page
        self.text = text
        self.left = left
        self.right = right
        self.y = y
        self.size = size
        self.is_cut = False
        """True where the last word goes on in the next line; its hyphen is not in `text`."""
        self.cells: list[tuple[float, float, str]] = []
        """Left edge, right edge and words of each cell where gaps part the line; empty where none do."""
        self.is_row = False
        self.tail = left
        """Where the last cell begins: what follows below it goes on with it."""
        self.column = 0
        """0 on a page of one column, else 1 for the left and 2 for the right one."""
        self.heading: Entry | None = None
        """The entry of the file's outline that names it; the same object for all lines of one heading."""
        self.runs: tuple[Run, ...] = ()
        """Where its words stand, in order; empty where nobody asked."""


class PlacedPage:
    """A page's size and its lines in the file's order. `source` says whether they were recognised in a picture."""

    __slots__ = ("height", "hidden", "is_complete", "lines", "source", "watermarks", "width")

    def __init__(self, width: float, height: float, lines: list[Line], source: Source = "text") -> None:
        self.width = width
        self.height = height
        self.lines = lines
        self.source = source
        self.watermarks: list[str] = []
        """The words of those that were taken out of the page."""
        self.hidden: list[tuple[str, Veil]] = []
        """Words that the page holds and does not show."""
        self.is_complete = True
        """False where recognising it was given up before its end."""


def order_page(page: PlacedPage) -> None:
    """Put the page's lines into reading order and cells to their rows."""
    page.lines = part_columns(page)
    is_prose = is_two_columns(page)
    if is_prose:
        for line in page.lines:
            line.column = 1 if line.right <= page.width / 2 + 6 else 2 if line.left >= page.width / 2 - 6 else 0
    page.lines = gather_rows(page.lines, is_prose)


def attach_markers(lines: list[Line]) -> list[Line]:
    """Bullets and numbers that the file draws apart go before the line that stands to their right."""
    markers = [line for line in lines if len(line.text) <= 8 and is_marker(line.text)]
    if not 0 < len(markers) <= MAX_MARKERS:
        return lines
    lost = set()
    for marker in markers:
        beside = [
            line
            for line in lines
            if line is not marker
            and abs(line.y - marker.y) < marker.size * 0.5
            and line.left >= marker.right - 1
            and line.left - marker.right < marker.size * 6
        ]
        if not beside:
            continue
        line = min(beside, key=lambda candidate: candidate.left)
        line.runs = marker.runs + line.runs
        sign = marker.text.strip()
        if sign not in BULLETS or number_of(line.text) is None:
            line.text = f"{'•' if sign in BULLETS else sign} {line.text}"
            if line.cells:
                left, right, words = line.cells[0]
                line.cells[0] = (left, right, f"{sign} {words}")
        lost.add(id(marker))
    return [line for line in lines if id(line) not in lost]


def part_columns(page: PlacedPage) -> list[Line]:
    """Where prose stands in two columns and the file goes across both line by line: left column first, then right."""
    lines = page.lines
    across = [line for line in lines if len(line.cells) == 2]
    if len(across) < 8 or len(across) * 2 < len(lines):
        return lines
    edges = Counter(round(line.cells[1][0] / 4) for line in across)
    edge, hits = edges.most_common(1)[0]
    middle = edge * 4 - 2
    # Prose fills its column; the cells of a table do not.
    filled = sum(1 for line in across if line.cells[0][1] > line.left + (middle - line.left) * 0.7)
    if hits * 4 < len(across) * 3 or filled * 3 < len(across) * 2:
        return lines
    left_side: list[Line] = []
    right_side: list[Line] = []
    for line in lines:
        if len(line.cells) == 2 and abs(line.cells[1][0] - edge * 4) < 12:
            for side, (left, right, words) in zip((left_side, right_side), line.cells, strict=True):
                part = Line(line.page, words, left, right, line.y, line.size)
                part.runs = tuple(run for run in line.runs if left - 1 <= run.at < right)
                side.append(part)
        elif line.left >= middle - 4:
            right_side.append(line)
        else:
            left_side.append(line)
    return left_side + right_side


def is_two_columns(page: PlacedPage) -> bool:
    middle = page.width / 2
    left = [line for line in page.lines if line.right <= middle + 6 and line.right - line.left > page.width * 0.28]
    right = [line for line in page.lines if line.left >= middle - 6 and line.right - line.left > page.width * 0.28]
    return len(left) >= 6 and len(right) >= 6 and (len(left) + len(right)) * 2 > len(page.lines)


def gather_rows(lines: list[Line], is_prose: bool) -> list[Line]:
    """Lines that stand beside each other become one row, its cells parted by " | "; columns of prose do not."""
    has_cells = any(line.cells for line in lines)
    beside = [
        at
        for at in range(1, len(lines))
        if lines[at].left > lines[at - 1].right - 2 and lines[at].y > lines[at - 1].y - lines[at].size * 0.5
    ]
    if not beside:
        if has_cells:
            for line in lines:
                write_cells(line)
        return lines
    rows: list[Line] = []
    for line in lines:
        write_cells(line)
        last = rows[-1] if rows else None
        if last is None or not line.y > last.y - line.size * 0.5 or is_prose:
            rows.append(line)
            continue
        # The line stands beside or above the last: find the row that it continues.
        start = next(
            (
                at
                for at in range(len(rows) - 1, max(-1, len(rows) - 13), -1)
                if abs(rows[at].y - line.y) < line.size * 0.5
            ),
            None,
        )
        if start is None or any(line.left < cell.right - 2 for cell in rows[start:]):
            rows.append(line)
            continue
        first = rows[start]
        gap = line.left - max(cell.right for cell in rows[start:])
        words = " ".join(cell.text for cell in rows[start:])
        is_cell = gap > line.size and not is_marker(words)
        first.text = f"{words} | {line.text}" if is_cell else f"{words} {line.text}"
        first.is_row = first.is_row or is_cell
        first.runs = tuple(run for cell in rows[start:] for run in cell.runs) + line.runs
        first.right = line.right
        first.tail = line.left
        del rows[start + 1 :]
    return rows


def write_cells(line: Line) -> None:
    """Write the parted cells into the text; a number before its words is no cell of its own."""
    if not line.cells:
        return
    words = [cell[2] for cell in line.cells]
    line.tail = line.cells[-1][0]
    if words[0].strip() in BULLETS or words[0].strip() == "o":
        # Old word processors set "o" for a bullet.
        words[:2] = [f"• {words[1]}"]
    while len(words) > 1 and (number := number_of(words[0] + " X")) and number.end >= len(words[0].rstrip()):
        words[:2] = [f"{words[0]} {words[1]}"]
    line.text = " | ".join(words)
    line.is_row = len(words) > 1
    line.cells = []


def usual(values: Iterator[float], step: float) -> float:
    """The most frequent value, to the step; 0 where there are none."""
    counted = Counter(round(value / step) for value in values)
    return counted.most_common(1)[0][0] * step if counted else 0.0


def is_japanese(sign: str) -> bool:
    return JAPANESE.match(sign) is not None or "\u3000" <= sign <= "\u303f" or "\uff01" <= sign <= "\uff9f"
