"""Makes `static/fonts/signs.ttf`, the signs of grades and statuses for paper: `python -m reviews.report.signs`.

The drawings are those of `templates/charts/_sign.svg`. On paper a sign stands in the text some three hundred times, and
a letter costs a tenth of what a picture does, in time and in bytes. Each sign has the code point of the character that
looks like it, so that copied text and a reading voice still make sense.
"""

from __future__ import annotations

import itertools
import math
from io import BytesIO
from pathlib import Path

from django.conf import settings
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from reviews.report.words import SIGNS

UNITS = 1500
BOX = 1200
LIFT = 80
"""How far the box of 12 by 12 hangs below the line of the text."""
PATH = Path("fonts/signs.ttf")

Point = tuple[float, float]


def make_font() -> bytes:
    """The font, the same bytes each time."""
    glyphs = {".notdef": _Drawing().glyph()} | {name: draw().glyph() for name, draw in DRAWINGS.items()}
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({ord(sign): name for name, sign in SIGNS.items()})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (BOX, builder.font["glyf"][name].xMin) for name in glyphs})
    builder.setupHorizontalHeader(ascent=BOX, descent=-300)
    builder.setupNameTable({"familyName": "Clausemark Signs", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=BOX, sTypoDescender=-300, usWinAscent=BOX, usWinDescent=300, fsType=0)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    buffer = BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


class _Drawing:
    """Outlines in the units of the drawings: a box of 12 by 12 with y downwards."""

    def __init__(self) -> None:
        self.pen = TTGlyphPen(None)

    def glyph(self) -> Glyph:
        return self.pen.glyph()

    def polygon(self, *points: Point) -> _Drawing:
        first, *rest = [_to_units(point) for point in points]
        self.pen.moveTo(first)
        for point in rest:
            self.pen.lineTo(point)
        self.pen.closePath()
        return self

    def line(self, start: Point, end: Point, width: float) -> _Drawing:
        length = math.dist(start, end)
        across = ((start[1] - end[1]) / length * width / 2, (end[0] - start[0]) / length * width / 2)
        corners = [(start, -1), (end, -1), (end, 1), (start, 1)]
        return self.polygon(*((x + side * across[0], y + side * across[1]) for (x, y), side in corners))

    def disc(self, centre: Point, radius: float, turn: int = 1) -> _Drawing:
        """A circle of eight quadratic arcs; `turn` -1 makes it a hole in what surrounds it."""
        step = turn * math.pi / 4
        bulge = radius / math.cos(math.pi / 8)
        self.pen.moveTo(_to_units(_around(centre, radius, 0)))
        for n in range(8):
            self.pen.qCurveTo(
                _to_units(_around(centre, bulge, step * (n + 0.5))), _to_units(_around(centre, radius, step * (n + 1)))
            )
        self.pen.closePath()
        return self

    def ring(self, centre: Point, radius: float, width: float) -> _Drawing:
        return self.disc(centre, radius + width / 2).disc(centre, radius - width / 2, turn=-1)

    def dashes(self, centre: Point, radius: float, width: float, count: int) -> _Drawing:
        for n in range(count):
            angle, half = 2 * math.pi * n / count, math.pi / count / 2
            self.line(_around(centre, radius, angle - half), _around(centre, radius, angle + half), width)
        return self

    def chain(self, points: list[Point], width: float) -> _Drawing:
        for start, end in itertools.pairwise(points):
            self.line(start, end, width)
        return self


def _around(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _to_units(point: Point) -> tuple[int, int]:
    return round(point[0] * 100), round(BOX - LIFT - point[1] * 100)


def _question() -> _Drawing:
    """A bow of short lines down to the stem, and a dot."""
    bow = [_around((6, 3.7), 2.5, math.radians(angle)) for angle in range(180, 381, 20)]
    return _Drawing().chain([*bow, (7.3, 5.3), (6.3, 6.2), (6, 7), (6, 8)], 1.5).disc((6, 10.5), 1)


MIDDLE = (6.0, 6.0)
DRAWINGS = {
    "favourable": lambda: _Drawing().ring(MIDDLE, 5.1, 1.5).disc(MIDDLE, 2.2),
    "acceptable": lambda: _Drawing().ring(MIDDLE, 4.9, 1.8),
    "risky": lambda: _Drawing().polygon((6, 0.7), (11.8, 11.2), (0.2, 11.2)),
    "critical": lambda: (
        _Drawing()
        .polygon((0.4, 0.4), (11.6, 0.4), (11.6, 11.6), (0.4, 11.6))
        .polygon((2.6, 3.8), (4.8, 6), (2.6, 8.2), (3.8, 9.4), (6, 7.2), (8.2, 9.4), (9.4, 8.2), (7.2, 6), (9.4, 3.8),
                 (8.2, 2.6), (6, 4.8), (3.8, 2.6))
    ),
    "referenced": lambda: _Drawing().chain([(2, 10), (9.7, 2.3)], 1.5).polygon(
        (4.2, 1.25), (10.75, 1.25), (10.75, 7.8), (9.25, 7.8), (9.25, 2.75), (4.2, 2.75)
    ),
    "absent": lambda: _Drawing().chain([(0.8, 2.5), (11.2, 2.5)], 1.2).chain([(0.8, 6), (11.2, 6)], 1.2).chain(
        [(0.8, 9.5), (11.2, 9.5)], 1.2
    ),
    "unclear": _question,
    "not_assessed": lambda: _Drawing().dashes(MIDDLE, 4.9, 1.4, 9),
    "not_run": lambda: _Drawing().ring(MIDDLE, 4.9, 1.4).line((2.4, 9.6), (9.6, 2.4), 1.4),
}  # fmt: skip


if __name__ == "__main__":
    (settings.BASE_DIR / "static" / PATH).write_bytes(make_font())
