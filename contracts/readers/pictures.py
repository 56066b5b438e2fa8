"""Pictures as papers: PNG, JPEG, and TIFF with one page or many. Every page is recognised by `scan.py`."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, ImageOps

from contracts.readers import scan
from contracts.readers.pages import compose_pages
from contracts.readers.raster import DPI, MOST_PIXELS
from contracts.readers.refused import Refused
from contracts.readers.tesseract import Missing, Picture
from contracts.values import Text

FORMATS = ("PNG", "JPEG", "TIFF")
MOST_PIXELS_AS_IT_CAME = 120_000_000
PAPER_INCHES = 8.27
"""The shorter side of a page of A4: what a picture is taken for that does not say how fine it is, or lies."""
PLAUSIBLE_DPI = (70, 1300)
BROKEN = (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError)
"""What Pillow raises for broken files, by format."""
SCREEN_DPI = 144
"""Of a page that is shown. Two dots a point: the page in the browser counts on it."""
COARSE_DPI = 150
"""Small print is told apart better when a coarser picture is drawn larger."""


def read_picture(data: bytes, media_type: str) -> Text:
    """Raises Refused."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_AS_IT_CAME
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
            pages = list(scan.recognise_pages(frames(image, count), None, count))
    except Missing as error:
        raise Refused("scan") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_much_memory") from error
    except BROKEN as error:
        raise Refused("damaged") from error
    return compose_pages(pages, media_type, scan.notes_on(pages))


def page_picture(data: bytes, number: int) -> bytes:
    """Page `number` as a person looks at it, as PNG: upright, with SCREEN_DPI dots an inch. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_AS_IT_CAME
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.format == "TIFF":
                image.seek(number - 1)
            if image.width * image.height > MOST_PIXELS_AS_IT_CAME:
                raise Refused("too_much_memory")
            dpi = dpi_of(image)
            seen = image.convert("L") if image.mode == "1" else image if image.mode == "RGB" else on_white(image)
            seen = ImageOps.exif_transpose(seen)
            width, height, read_dpi = fitting(seen.width, seen.height, dpi)
            # As large as the page was when its words were placed, so that pixels tell points.
            size = round(width / read_dpi * SCREEN_DPI), round(height / read_dpi * SCREEN_DPI)
            if size[0] * size[1] > MOST_PIXELS:
                raise Refused("too_much_memory")
            drawn = io.BytesIO()
            seen.resize(size, Image.Resampling.BICUBIC).save(drawn, "PNG")
            return drawn.getvalue()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_much_memory") from error
    except BROKEN as error:
        raise Refused("damaged") from error


def frames(image: Image.Image, count: int) -> Iterator[tuple[int, Picture]]:
    for at in range(count):
        image.seek(at)
        yield at + 1, picture_of(image)


def picture_of(image: Image.Image) -> Picture:
    """The picture upright, in shades of grey on white, as fine as text needs it."""
    if image.width * image.height > MOST_PIXELS_AS_IT_CAME:
        raise Refused("too_much_memory")
    dpi = dpi_of(image)
    grey = ImageOps.exif_transpose(on_white(image))
    width, height, fitting_dpi = fitting(grey.width, grey.height, dpi)
    if (width, height) != grey.size:
        grey = grey.resize((width, height), Image.Resampling.BICUBIC if width > grey.width else Image.Resampling.BOX)
    return Picture(grey.tobytes(), width, height, fitting_dpi)


def fitting(width: int, height: int, dpi: float) -> tuple[int, int, int]:
    """Width, height and dots an inch at which a picture is read that has these."""
    factor = DPI / dpi if dpi > DPI else 2.0 if dpi < COARSE_DPI else 1.0
    factor = min(factor, (MOST_PIXELS / (width * height)) ** 0.5)
    return max(1, round(width * factor)), max(1, round(height * factor)), max(1, round(dpi * factor))


def dpi_of(image: Image.Image) -> float:
    """Dots an inch, by the file's word where that is plausible, else as though the picture showed a page of A4."""
    given = image.info.get("dpi") or (0, 0)
    dpi = float(given[0] or 0)
    shorter = min(image.size)
    is_plausible = PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1] and 3 < shorter / dpi < 30
    return dpi if is_plausible else max(1.0, shorter / PAPER_INCHES)


def on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = image.convert("I").point(lambda value: value / 256)
    if image.has_transparency_data:
        seen = Image.new("RGBA", image.size, "white")
        seen.alpha_composite(image.convert("RGBA"))
        image = seen
    return image.convert("L")
