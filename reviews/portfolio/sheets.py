"""Tables as files: XLSX with typed numbers and days, and CSV that Excel reads. No text ever becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from contracts.formulas import as_words, is_formula

Value = str | int | float | Decimal | date | None
Format = Literal["xlsx", "csv"]
MEDIA_TYPES: dict[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
LONGEST_CELL = 32_000
"""A cell of a spreadsheet holds a little more than that."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one line of headings. `widths` are in characters; the columns beyond them take the last one."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = (24,)
    legend: Sequence[tuple[str, str]] = ()
    """Words and what they mean: a page of its own in a workbook; a CSV file has no room for one."""
    legend_title: str = ""


def write_xlsx(sheet: Sheet) -> bytes:
    """Row by row, so that the rows of thousands of contracts are never all in memory."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_sheet_name(sheet.title))
    page.freeze_panes = "B2"
    for number in range(len(sheet.head)):
        width = sheet.widths[min(number, len(sheet.widths) - 1)]
        page.column_dimensions[get_column_letter(number + 1)].width = width
    bold = Font(bold=True)
    head = []
    for word in sheet.head:
        cell = WriteOnlyCell(page, _plain(word))
        cell.data_type, cell.font = "s", bold
        head.append(cell)
    page.append(head)
    for row in sheet.rows:
        page.append([_xlsx_cell(page, value) for value in row])
    if sheet.legend:
        page = book.create_sheet(_sheet_name(sheet.legend_title))
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 100
        for line in sheet.legend:
            page.append([_xlsx_cell(page, text) for text in line])
    book.save(memory := BytesIO())
    return memory.getvalue()


def _xlsx_cell(page: object, value: Value) -> object:
    """A text that begins like a formula is written as text, whatever the library would make of it."""
    if not isinstance(value, str):
        return value
    text = _plain(value)
    if not is_formula(text):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell


def write_csv(sheet: Sheet) -> Iterator[bytes]:
    """Line by line, with the mark at its beginning by which Excel knows UTF-8."""
    yield b"\xef\xbb\xbf"
    memory = StringIO()
    writer = csv.writer(memory)
    for row in _with_head(sheet):
        writer.writerow([_csv_cell(value) for value in row])
        yield memory.getvalue().encode()
        memory.seek(0)
        memory.truncate()


def _with_head(sheet: Sheet) -> Iterator[Sequence[Value]]:
    yield sheet.head
    yield from sheet.rows


def _csv_cell(value: Value) -> str:
    if isinstance(value, str):
        return as_words(_plain(value))
    return "" if value is None else str(value)


def _plain(text: str) -> str:
    """Without characters that no spreadsheet can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]


def _sheet_name(title: str) -> str:
    return "".join(" " if one in "[]:*?/\\" else one for one in _plain(title))[:31].strip("' ") or "Sheet"
