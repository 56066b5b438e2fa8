"""Numbers that count the lines of a page, and large words across it, are no words of the paper."""

from __future__ import annotations

from contracts.readers.pdf import read_pdf
from tests.unit.contracts.papers import Placed, column, pdf

LINES = [f"The words of line {at * 7 % 11} of this page go on and on for a while" for at in range(20)]


def numbers(count: int) -> list[Placed]:
    return [(50, 760 - 14 * at, 9, str(at + 1)) for at in range(count)]


def test_numbers_of_lines_are_left_out() -> None:
    with_numbers = pdf([[*numbers(20), *column(LINES)], [*numbers(20), *column(LINES[::-1])]])
    without = pdf([column(LINES), column(LINES[::-1])])
    assert read_pdf(with_numbers).body == read_pdf(without).body


def test_numbers_of_a_table_on_one_page_are_read() -> None:
    body = read_pdf(pdf([[*numbers(20), *column(LINES)], column(LINES[::-1])])).body
    assert all(str(number) in body for number in range(12, 21))


def test_a_watermark_across_the_lines_is_left_out_and_a_large_title_is_read() -> None:
    marked = read_pdf(pdf([[(150, 640, 64, "DRAFT"), *column(LINES)]])).body
    assert marked == read_pdf(pdf([column(LINES)])).body
    titled = read_pdf(pdf([[(72, 760, 48, "TERMS"), *column(LINES, top=700)]])).body
    assert titled.startswith("TERMS")
