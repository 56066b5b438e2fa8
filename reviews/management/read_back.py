"""Reads the words back that stand in the boxes of a quote, to see whether they are the quote. For `measure_boxes`."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from functools import cache

import pypdfium2.raw as pdfium

from contracts.readers.boxes import page_characters, page_frame, turned
from contracts.readers.quotes import fold
from contracts.values import Box, Place, Text

Centred = tuple[str, float, float]
"""A character and the middle of its box, in points from the lower left corner of the page as it is shown."""


class Pages:
    """The characters of a paper's pages, in the order of the file, each page read once."""

    def __init__(self, data: bytes, text: Text) -> None:
        self.data = data
        self.text = text
        self.on = cache(self.characters)

    def characters(self, number: int) -> list[Centred]:
        if self.text.pages[number - 1].source == "ocr":
            return list(recognised(self.text, [place for place in self.text.places if place.page == number]))
        return list(printed(self.data, number))

    def words_in(self, boxes: Sequence[Box]) -> str:
        """What stands in the boxes, one after the other: every character whose middle lies in one."""
        return "".join(
            sign
            for page, left, bottom, right, top in boxes
            for sign, x, y in self.on(page)
            if left <= x <= right and bottom <= y <= top
        )


def recognised(text: Text, places: Sequence[Place]) -> Iterator[Centred]:
    for place in places:
        words = text.body[place.start : place.end]
        each = (place.right - place.left) / len(words)
        for at, sign in enumerate(words):
            yield sign, place.left + each * (at + 0.5), (place.bottom + place.top) / 2


def printed(data: bytes, number: int) -> Iterator[Centred]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = pdfium.FPDF_LoadPage(document, number - 1)
    text_page = pdfium.FPDFText_LoadPage(page)
    shown, turn = page_frame(page)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at, sign in enumerate(page_characters(text_page)):
        if sign.strip() and pdfium.FPDFText_GetCharBox(text_page, at, left, right, bottom, top):
            box = turned((left.value, bottom.value, right.value, top.value), shown, turn)
            yield sign, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    pdfium.FPDFText_ClosePage(text_page)
    pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)


def is_quote(words: str, quote: str) -> bool:
    """True where they are the same but for white space and hyphens."""
    return fold(words) == fold(quote)
