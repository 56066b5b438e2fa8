"""Scans for tests: pages of words, drawn, turned, speckled, and put into a PDF that holds pictures only."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Sequence

import pypdfium2
from PIL import Image
from pypdf import PdfReader, PdfWriter

TERMS = [
    "SERVICE TERMS",
    "",
    "1. Fees",
    "",
    "1.1 The Customer pays the fees of the order form within thirty days",
    "of the date of each invoice. Late amounts bear interest at 1.5% a month.",
    "",
    "1.2 Provider may raise the fees once a year, by not more than 5%, with",
    "sixty days' notice in writing before the new fees take effect.",
    "",
    "2. Term",
    "",
    "2.1 These terms run for twelve months and renew for further periods of",
    "twelve months unless a party gives notice ninety days before the end.",
]


def drawn(data: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages of a PDF as pictures in shades of grey."""
    return [page.render(scale=dpi / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(data)]


def worn(page: Image.Image, turn: float = 0, specks: int = 0) -> Image.Image:
    """The page turned by so many degrees, with so many specks on it; the same each time."""
    page = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    chance = random.Random(7)
    for _ in range(specks):
        page.putpixel((chance.randrange(page.width), chance.randrange(page.height)), chance.choice((0, 90, 150)))
    return page


def scanned(pages: Sequence[Image.Image], dpi: int = 200) -> bytes:
    """A PDF of these pictures."""
    pages[0].save(memory := io.BytesIO(), "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return memory.getvalue()


def picture(page: Image.Image, form: str, **options: object) -> bytes:
    page.save(memory := io.BytesIO(), form, **options)
    return memory.getvalue()


def joined(files: Iterable[bytes]) -> bytes:
    """One PDF of the pages of several."""
    writer = PdfWriter()
    for data in files:
        writer.append(PdfReader(io.BytesIO(data)))
    writer.write(memory := io.BytesIO())
    return memory.getvalue()
