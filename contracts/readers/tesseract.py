"""Tesseract, as the system has it installed, through its C interface: a picture of a page in, words with places out.

The library works inside the reader's own process, so that no program is started and all its bounds hold. An engine
belongs to one thread; calls give Python's lock away, so that threads recognise on as many cores. Before it: `raster.py`
and `pictures.py` make the pictures; after it: `scan.py` makes lines of the words.
"""

from __future__ import annotations

import ctypes
import math
from ctypes import POINTER, byref, c_char_p, c_float, c_int, c_void_p
from dataclasses import dataclass
from functools import cache

LIBRARIES = (
    ("libtesseract.so.5", "liblept.so.5"),
    ("libtesseract.so.5", "libleptonica.so.6"),
    ("libtesseract.so.4", "liblept.so.5"),
    ("libtesseract.5.dylib", "libleptonica.6.dylib"),
)
"""Tesseract and the picture library that it works with, by the names that Debian, Fedora and macOS give them."""

PAGE_LAYOUT = 3
BLOCK, LINE, WORD = 0, 2, 3
BLANK = 0.99999
"""The share of white on an empty page: one letter is more than the rest."""
AREA_MAP, BRING_IN_WHITE = 1, 1
LEAST_SKEW, LEAST_SKEW_SURENESS = 0.15, 2.0
"""Degrees below which a page stands straight; how sure Leptonica must be of an angle."""
MOST_SPECKS = 30_000
"""Connected black shapes on a page: dense small print has ten thousand; with more, a page is noise or a photograph."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in shades of grey, one byte a pixel, row after row from the top."""

    pixels: bytes
    width: int
    height: int
    dpi: int

    @property
    def is_blank(self) -> bool:
        return self.pixels.count(255) >= len(self.pixels) * BLANK

    def strip(self, top: float, share: float) -> Picture:
        """The part of the page that begins at this share of its height and has this share of it."""
        first, count = int(self.height * top), max(1, int(self.height * share))
        return Picture(self.pixels[first * self.width : (first + count) * self.width], self.width, count, self.dpi)


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word. Edges in pixels from the upper left corner of the straightened picture."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    sureness: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of words as they stand side by side; `baseline` in pixels from the top, `size` in points."""

    words: list[Word]
    baseline: float
    size: int
    starts_block: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    """What stands on a page. `skew` is by how many radians it was turned clockwise about its middle to stand straight.

    `is_complete` is False where the time ran out or the page holds too many specks to be text.
    """

    rows: list[Row]
    skew: float
    is_complete: bool = True

    @property
    def words(self) -> list[Word]:
        return [word for row in self.rows for word in row.words]

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)

    @property
    def sureness(self) -> int:
        """The mean over the letters, 0 where there are none."""
        return round(sum(word.sureness * len(word.text) for word in self.words) / max(1, self.letters))


class Missing(Exception):
    """Tesseract or the data of a language is not installed."""


@cache
def libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    """Raises Missing."""
    for names in LIBRARIES:
        try:
            tesseract, leptonica = (ctypes.CDLL(name) for name in names)
        except OSError:
            continue
        declare(tesseract, leptonica)
        return tesseract, leptonica
    raise Missing


def declare(tesseract: ctypes.CDLL, leptonica: ctypes.CDLL) -> None:
    """What the functions take and give; those that take only numbers and pointers in plain order give int."""
    edges = [POINTER(c_int)] * 4
    for name, gives, takes in (
        ("TessBaseAPICreate", c_void_p, []),
        ("TessBaseAPIDelete", None, [c_void_p]),
        ("TessBaseAPIInit3", c_int, [c_void_p, c_char_p, c_char_p]),
        ("TessBaseAPISetVariable", c_int, [c_void_p, c_char_p, c_char_p]),
        ("TessBaseAPISetPageSegMode", None, [c_void_p, c_int]),
        ("TessBaseAPISetImage", None, [c_void_p, c_char_p, c_int, c_int, c_int, c_int]),
        ("TessBaseAPISetImage2", None, [c_void_p, c_void_p]),
        ("TessBaseAPISetSourceResolution", None, [c_void_p, c_int]),
        ("TessBaseAPIGetInputImage", c_void_p, [c_void_p]),
        ("TessBaseAPIGetThresholdedImage", c_void_p, [c_void_p]),
        ("TessBaseAPIRecognize", c_int, [c_void_p, c_void_p]),
        ("TessBaseAPIClear", None, [c_void_p]),
        ("TessBaseAPIGetIterator", c_void_p, [c_void_p]),
        ("TessResultIteratorGetPageIterator", c_void_p, [c_void_p]),
        ("TessResultIteratorDelete", None, [c_void_p]),
        ("TessResultIteratorNext", c_int, [c_void_p, c_int]),
        ("TessResultIteratorGetUTF8Text", c_void_p, [c_void_p, c_int]),
        ("TessResultIteratorConfidence", c_float, [c_void_p, c_int]),
        ("TessResultIteratorWordFontAttributes", c_char_p, [c_void_p] + [POINTER(c_int)] * 8),
        ("TessDeleteText", None, [c_void_p]),
        ("TessPageIteratorIsAtBeginningOf", c_int, [c_void_p, c_int]),
        ("TessPageIteratorBoundingBox", c_int, [c_void_p, c_int, *edges]),
        ("TessPageIteratorBaseline", c_int, [c_void_p, c_int, *edges]),
        ("TessMonitorCreate", c_void_p, []),
        ("TessMonitorDelete", None, [c_void_p]),
        ("TessMonitorSetDeadlineMSecs", None, [c_void_p, c_int]),
    ):
        function = getattr(tesseract, name)
        function.restype, function.argtypes = gives, takes
    for name, gives, takes in (
        ("setMsgSeverity", c_int, [c_int]),
        ("pixFindSkew", c_int, [c_void_p, POINTER(c_float), POINTER(c_float)]),
        ("pixCountConnComp", c_int, [c_void_p, c_int, POINTER(c_int)]),
        ("pixRotate", c_void_p, [c_void_p, c_float, c_int, c_int, c_int, c_int]),
        ("pixDestroy", None, [POINTER(c_void_p)]),
    ):
        function = getattr(leptonica, name)
        function.restype, function.argtypes = gives, takes
    leptonica.setMsgSeverity(6)  # none: what it has to say would be about somebody's contract


class Engine:
    """Tesseract with the data of one language, "eng" or "jpn". Not shared between threads."""

    def __init__(self, language: str) -> None:
        """Raises Missing. Takes a tenth of a second and some ten megabytes."""
        self.tesseract, self.leptonica = libraries()
        self.handle = c_void_p(self.tesseract.TessBaseAPICreate())
        if self.tesseract.TessBaseAPIInit3(self.handle, None, language.encode()):
            self.tesseract.TessBaseAPIDelete(self.handle)
            raise Missing
        self.tesseract.TessBaseAPISetVariable(self.handle, b"debug_file", b"/dev/null")
        self.tesseract.TessBaseAPISetPageSegMode(self.handle, PAGE_LAYOUT)

    def recognise(self, picture: Picture, seconds: int) -> Recognised:
        """The words of a page, straightened first. After so many seconds it gives what it has."""
        monitor = c_void_p(self.tesseract.TessMonitorCreate())
        try:
            self.show(picture)
            if self.is_noise():
                return Recognised([], 0.0, is_complete=False)
            skew = self.straighten(picture)
            self.tesseract.TessMonitorSetDeadlineMSecs(monitor, seconds * 1000)
            has_failed = self.tesseract.TessBaseAPIRecognize(self.handle, monitor)
            return Recognised(self.rows(), skew, is_complete=not has_failed)
        finally:
            self.tesseract.TessMonitorDelete(monitor)
            self.tesseract.TessBaseAPIClear(self.handle)

    def show(self, picture: Picture) -> None:
        self.tesseract.TessBaseAPISetImage(self.handle, picture.pixels, picture.width, picture.height, 1, picture.width)
        # Without it, the layout of Japanese pages comes out scrambled at most resolutions.
        self.tesseract.TessBaseAPISetSourceResolution(self.handle, picture.dpi)

    def is_noise(self) -> bool:
        """True where laying the page out would take minutes and give nothing."""
        black = c_void_p(self.tesseract.TessBaseAPIGetThresholdedImage(self.handle))
        if not black:
            return True
        specks = c_int()
        self.leptonica.pixCountConnComp(black, 8, byref(specks))
        self.leptonica.pixDestroy(byref(black))
        return specks.value > MOST_SPECKS

    def straighten(self, picture: Picture) -> float:
        """Turn the page so that its lines lie level; gives the radians, clockwise."""
        black = c_void_p(self.tesseract.TessBaseAPIGetThresholdedImage(self.handle))
        angle, sureness = c_float(), c_float()
        has_failed = self.leptonica.pixFindSkew(black, byref(angle), byref(sureness))
        self.leptonica.pixDestroy(byref(black))
        if has_failed or abs(angle.value) < LEAST_SKEW or sureness.value < LEAST_SKEW_SURENESS:
            return 0.0
        radians = math.radians(angle.value)
        grey = self.tesseract.TessBaseAPIGetInputImage(self.handle)
        level = c_void_p(self.leptonica.pixRotate(grey, radians, AREA_MAP, BRING_IN_WHITE, 0, 0))
        if not level:
            return 0.0
        self.tesseract.TessBaseAPISetImage2(self.handle, level)
        self.tesseract.TessBaseAPISetSourceResolution(self.handle, picture.dpi)
        self.leptonica.pixDestroy(byref(level))
        return radians

    def rows(self) -> list[Row]:
        results = c_void_p(self.tesseract.TessBaseAPIGetIterator(self.handle))
        if not results:
            return []
        at = c_void_p(self.tesseract.TessResultIteratorGetPageIterator(results))  # a view of it, not to be deleted
        left, top, right, bottom = (c_int() for _ in range(4))
        edges = tuple(byref(edge) for edge in (left, top, right, bottom))
        attributes = [c_int() for _ in range(8)]
        rows: list[Row] = []
        starts_block = True
        try:
            while True:
                starts_block |= bool(self.tesseract.TessPageIteratorIsAtBeginningOf(at, BLOCK))
                if not rows or self.tesseract.TessPageIteratorIsAtBeginningOf(at, LINE):
                    self.tesseract.TessPageIteratorBaseline(at, LINE, *edges)
                    self.tesseract.TessResultIteratorWordFontAttributes(results, *map(byref, attributes))
                    rows.append(Row([], (top.value + bottom.value) / 2, attributes[6].value, starts_block))
                    starts_block = False
                text = self.word(results)
                if text and self.tesseract.TessPageIteratorBoundingBox(at, WORD, *edges):
                    sureness = round(self.tesseract.TessResultIteratorConfidence(results, WORD))
                    word = Word(text, left.value, top.value, right.value, bottom.value, min(100, max(0, sureness)))
                    rows[-1].words.append(word)
                if not self.tesseract.TessResultIteratorNext(results, WORD):
                    break
        finally:
            self.tesseract.TessResultIteratorDelete(results)
        return [row for row in rows if row.words]

    def word(self, results: c_void_p) -> str:
        pointer = self.tesseract.TessResultIteratorGetUTF8Text(results, WORD)
        if not pointer:
            return ""
        text = ctypes.string_at(pointer).decode("utf-8", "replace").strip()
        self.tesseract.TessDeleteText(pointer)
        return text


def straight_to_page(x: float, y: float, picture: Picture, skew: float) -> tuple[float, float]:
    """Where a point of the straightened picture lies on the page as it came, both in pixels from the upper left."""
    across, down = x - picture.width / 2, y - picture.height / 2
    cosine, sine = math.cos(skew), math.sin(skew)
    return picture.width / 2 + cosine * across + sine * down, picture.height / 2 - sine * across + cosine * down
