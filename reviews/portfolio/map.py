"""The map: contracts by items. Taller and darker is riskier; solid, ruled, arrow, query or dashed by status.

Drawn as text, not by a template: a page of it has over two thousand cells. Everything that people wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from contracts.values import Language
from reviews.checklist import Checklist
from reviews.portfolio.marks import MARKS, NONE, Mark, count_critical
from reviews.report.words import GRADE_WORDS, STATUS_WORDS, join_words
from reviews.values import POINTS

LEFT, CELL, PITCH, GAP, ROW = 190, 19, 22, 12, 25
"""Where the cells begin, their width, the way from one to the next, that between categories, and the height of rows."""
TALLEST = 19.5
LABEL_UNITS, TITLE_UNITS = 22, 44
"""How much of a name fits beside a row and above a column; a Japanese character counts twice."""
UNIT = 6.2


@dataclass(frozen=True, slots=True)
class Column:
    """One item. `x` is where its cells begin."""

    item: str
    category: str
    title: str
    x: int


@dataclass(frozen=True, slots=True)
class MapRow:
    """One contract. `marks` has a letter for each column; `address` is that of its report."""

    label: str
    name: str
    figure: str
    address: str
    marks: str


@dataclass(frozen=True, slots=True)
class Critical:
    """A critical item of a row, for those who do not see the picture."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A row of the map in words: its critical items, and how many of each other grade; the last counts the ungraded."""

    name: str
    address: str
    critical: tuple[Critical, ...]
    counts: tuple[int, ...]


def columns_of(checklist: Checklist, category: str, language: Language) -> tuple[Column, ...]:
    columns, x, last = [], LEFT, ""
    for item in checklist.items:
        if category not in ("", item.category):
            continue
        x += GAP if last and last != item.category else 0
        last = item.category
        columns.append(Column(item.id, item.category, item.title.get(language) or item.title["en"], x))
        x += PITCH
    return tuple(columns)


def fit_marks(marks: str, items: Sequence[str], columns: Sequence[Column]) -> str:
    """The letters of a review by `items`, put into the columns of another version of its checklist."""
    own = dict(zip(items, marks, strict=False))
    return "".join(own.get(column.item, NONE) for column in columns)


def critical_counts(rows: Iterable[str], columns: Sequence[Column]) -> list[int]:
    return count_critical(rows, len(columns))


def say_rows(rows: Iterable[MapRow], columns: Sequence[Column]) -> list[SaidRow]:
    said = []
    for row in rows:
        grades = [MARKS[letter].grade if letter in MARKS else None for letter in row.marks]
        critical = tuple(
            Critical(column.title, f"{row.address}#{column.item}")
            for column, grade in zip(columns, grades, strict=True)
            if grade == "critical"
        )
        counts = tuple(grades.count(grade) for grade in ("risky", "acceptable", "favourable", None))
        said.append(SaidRow(row.name, row.address, critical, counts))
    return said


def draw_map(
    rows: Sequence[MapRow], columns: Sequence[Column], counts: Sequence[int], names: Mapping[str, str]
) -> SafeString:
    """The picture. `counts`: in how many of all chosen contracts each item is critical; `names` of the categories."""
    head = 12 + round(min(TITLE_UNITS, max((_units(column.title) for column in columns), default=0)) * UNIT)
    bottom = head + ROW * len(rows)
    width = (columns[-1].x if columns else LEFT) + PITCH
    parts = [
        f'<svg class="chart map" viewBox="0 0 {width} {bottom + 66}" width="{width}" height="{bottom + 66}"'
        ' aria-hidden="true">',
        "<defs>",
        *(_symbol(letter, mark) for letter, mark in MARKS.items()),
        "</defs>",
    ]
    parts += [
        f'<text transform="translate({column.x + 14} {head - 6}) rotate(-90)">'
        f"{escape(_shorten(column.title, TITLE_UNITS))}</text>"
        for column in columns
    ]
    titles = {
        (column.item, letter): escape(_("%(item)s: %(said)s") % {"item": column.title, "said": word_mark(mark)})
        for column in columns
        for letter, mark in MARKS.items()
    }
    for number, row in enumerate(rows):
        parts += _draw_row(row, head + ROW * number, columns, titles, width)
    parts += _draw_foot(columns, counts, names, bottom)
    parts.append("</svg>")
    return mark_safe("".join(parts))  # noqa: S308


def _draw_row(
    row: MapRow, y: int, columns: Sequence[Column], titles: Mapping[tuple[str, str], str], width: int
) -> list[str]:
    base, address, name = y + ROW - 0.5, escape(row.address), escape(row.name)
    parts = [
        f'<line x1="0" x2="{width}" y1="{base}" y2="{base}" class="axis"/>',
        f'<a href="{address}" tabindex="-1"><title>{name}</title>',
        f'<text x="0" y="{base - 5.5}" class="ink">{escape(_shorten(row.label, LABEL_UNITS))}</text></a>',
        f'<text x="178" y="{base - 5.5}" text-anchor="end" class="say">{escape(row.figure)}</text>',
    ]
    parts += [
        f'<a href="{address}#{escape(column.item)}" tabindex="-1"><title>{name}: {titles[column.item, letter]}</title>'
        f'<use href="#m-{letter}" x="{column.x}" y="{y}"/></a>'
        for column, letter in zip(columns, row.marks, strict=True)
        if letter != NONE
    ]
    return parts


def _draw_foot(columns: Sequence[Column], counts: Sequence[int], names: Mapping[str, str], bottom: int) -> list[str]:
    most = sorted(counts, reverse=True)[:5]
    heavy = max(2, most[-1]) if most else 2
    parts = [f'<text x="0" y="{bottom + 24}">{escape(_("Critical in how many"))}</text>']
    parts += [
        f'<text x="{column.x + 9.5}" y="{bottom + 24}" text-anchor="middle"'
        f"{_class(count >= heavy)}{_squeeze(count)}>{count}</text>"
        for column, count in zip(columns, counts, strict=True)
        if count
    ]
    for category, name in names.items():
        within = [column.x for column in columns if column.category == category]
        if within:
            parts.append(f'<path d="M{within[0]} {bottom + 36.5}H{within[-1] + PITCH - 2}" class="axis-strong"/>')
            room = (within[-1] + PITCH - within[0]) / 5.4
            parts.append(f'<text x="{within[0]}" y="{bottom + 53}">{escape(_shorten(name, max(8, int(room))))}</text>')
    return parts


def _class(is_heavy: bool) -> str:
    return ' class="say"' if is_heavy else ""


def _squeeze(count: int) -> str:
    """Numbers of four digits are as wide as a column."""
    return ' textLength="20" lengthAdjust="spacingAndGlyphs"' if count > 999 else ""


def _symbol(letter: str, mark: Mark) -> str:
    """A cell in a box of 19 by 25, its foot on the line of the row."""
    # The whole of the cell can be pointed at, however low its bar is.
    ground = '<rect width="20" height="25" fill="none" pointer-events="all"/>'
    if mark.grade is None:
        shape = f"g-{mark.status}"
        return (
            f'<symbol id="m-{letter}">{ground}<path d="M2 22.5h15" class="o-none"/>'
            f'<use href="#{shape}" x="6" y="12" width="7" height="7" class="{mark.status}"/></symbol>'
        )
    height = max(2.5, round(POINTS[mark.grade] * TALLEST / 100, 1))
    top = ROW - 1 - height
    is_solid = mark.status == "present"
    parts = [
        f'<symbol id="m-{letter}">{ground}<rect x=".5" y="{top:g}" width="18" height="{height:g}"'
        f' class="{"f" if is_solid else "o"}-{mark.grade}" stroke-width="{"0.6" if is_solid else "1"}"/>'
    ]
    if mark.status == "absent":
        lines = "".join(f"M.5 {top + 3.5 + 4 * n:g}h18" for n in range(int((height - 2) // 4 + (height > 5))))
        parts.append(f'<path d="{lines}" class="stripes s-{mark.grade}"/>' if lines else "")
    elif not is_solid:
        size = min(9.0, height - 1.5)
        if size > 3:
            x, y = 9.5 - size / 2, top + (height - size) / 2
            parts.append(
                f'<use href="#g-{mark.status}" x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}"'
                f' class="{mark.grade}"/>'
            )
    return "".join(parts) + "</symbol>"


def word_mark(mark: Mark) -> str:
    """ "Critical, silent"."""
    grade = str(GRADE_WORDS[mark.grade]) if mark.grade else ""
    return join_words([grade, str(STATUS_WORDS[mark.status])])


def _units(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _shorten(text: str, units: int) -> str:
    if _units(text) <= units:
        return text
    kept, used = [], 1
    for one in text:
        used += _units(one)
        if used > units:
            break
        kept.append(one)
    return "".join(kept).rstrip() + "…"
