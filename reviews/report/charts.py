"""Geometry of the report's pictures, in numbers that a template writes down as they are.

The picture is the sum: in the strip width is weight and height is points of risk, so the inked area is the score.
The colours on the shapes are those of paper; style sheets override them where a screen has other themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from reviews.values import BANDS, POINTS, Band, Grade, Score, Status

BAND_EDGES: dict[Band, tuple[float, float]] = {
    "low": (0, 25),
    "moderate": (25, 45),
    "high": (45, 65),
    "severe": (65, 100),
}
BAND_TONES: dict[Band, float] = {"low": 0.1, "moderate": 0.22, "high": 0.42, "severe": 0.72}
INK: dict[Grade, str] = {"favourable": "#0e5f6d", "acceptable": "#3a5d75", "risky": "#8a4700", "critical": "#8b1a2b"}
FILL: dict[Grade, str] = {"favourable": "#b9dfe3", "acceptable": "#8ab0c8", "risky": "#d07f22", "critical": "#8b1a2b"}
TINT: dict[Grade, str] = {"favourable": "#e6f2f4", "acceptable": "#edf2f5", "risky": "#fbf0e2", "critical": "#f8e9e9"}
QUIET_INK = "#534e45"

SCALE_WIDTH = 398.0
BAR_WIDTH = 260.0


@dataclass(frozen=True, slots=True)
class BandStep:
    """One grey step of the band scale; `tone` is its opacity."""

    x: float
    width: float
    tone: float
    text_x: float
    word: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class BandScale:
    """The scale under the score, from 0 to 400, 72 high: range as bracket, score as needle, what is accepted as brace.

    `needle_x` is None where nothing was graded; `bracket` is "" where the score has no range.
    """

    label: str
    steps: tuple[BandStep, ...]
    needle_x: float | None
    needle: str
    bracket: str
    brace: str
    accepted: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A category's bar in a box of 260 by 14. `ticks` is the path of the range, "" where there is none."""

    width: float
    ticks: str


@dataclass(frozen=True, slots=True)
class StripBar:
    """One item of the strip. `kind` picks its look: solid, ruled (silent), outlined with a sign, or a dashed box.

    `shape` names the sign at its foot ("" for none), `marker` the grade's sign above it ("" for none).
    """

    anchor: str
    title: str
    x: float
    y: float
    width: float
    height: float
    css: str
    fill: str
    stroke: str
    dashes: str
    rules: str
    rules_css: str
    shape: str
    shape_css: str
    shape_x: float
    shape_y: float
    marker: str
    marker_x: float
    marker_y: float
    centre: float
    centre_y: float


@dataclass(frozen=True, slots=True)
class StripGroup:
    """One category of the strip, in a box of its own so that groups may wrap. `average_y` is None without a score."""

    code: str
    name: str
    figure: str
    width: float
    height: float
    grid: tuple[float, ...]
    base_y: float
    average_y: float | None
    bars: tuple[StripBar, ...]


class Bearing(Protocol):
    """What the strip needs to know of a finding."""

    @property
    def anchor(self) -> str: ...
    @property
    def weight(self) -> int: ...
    @property
    def status(self) -> Status: ...
    @property
    def grade(self) -> Grade | None: ...


def scale_bands(score: Score, words: dict[Band, str], label: str, accepted: Band, accepted_text: str) -> BandScale:
    """The band scale of one score; `words` names the bands, `accepted` is the worst band that the team signs."""
    at = SCALE_WIDTH / 100
    steps = tuple(
        BandStep(
            x=_r(low * at + 1),
            width=_r((high - low) * at - 1.4),
            tone=BAND_TONES[band],
            text_x=_r(low * at + 1),
            word=words[band],
            is_current=band == score.band,
        )
        for band, (low, high) in ((band, BAND_EDGES[band]) for band in BANDS)
    )
    x = None if score.score is None else _r(score.score * at + 1)
    bracket = ""
    if score.low is not None and score.high is not None and score.low != score.high:
        left, right = _r(score.low * at + 1), _r(score.high * at + 1)
        bracket = f"M{left} 35v6M{right} 35v6M{left} 38H{right}"
    return BandScale(
        label=label,
        steps=steps,
        needle_x=x,
        needle="" if x is None else f"M{_r(x - 5)} 22h10l-5 8z",
        bracket=bracket,
        brace=f"M1 19v-4H{_r(BAND_EDGES[accepted][1] * at + 1)}v4",
        accepted=accepted_text,
    )


def draw_bar(score: Score) -> Bar:
    at = BAR_WIDTH / 100
    ticks = ""
    if score.low is not None and score.high is not None and score.low != score.high:
        ticks = f"M{_r(score.low * at)} 1v12M{_r(score.high * at)} 1v12"
    return Bar(width=_r((score.score or 0) * at), ticks=ticks)


@dataclass(frozen=True, slots=True)
class StripSize:
    """Pixels for each unit of weight, between bars, and for 100 points of risk."""

    unit: float = 5.7
    gap: float = 3.1
    plot: float = 112.0


SCREEN = StripSize()
PAPER = StripSize(unit=5.6, gap=2.4, plot=62.0)
HEAD = 16.0
SIGN = 9.0


def draw_strip_group(
    code: str, name: str, figure: str, average: float | None, findings: Iterable[Bearing], titles: Sequence[str],
    size: StripSize,
) -> StripGroup:  # fmt: skip
    """The bars of one category in the order of its items; `titles` are the words that a pointer over a bar shows."""
    bottom = HEAD + size.plot
    x = 1.5
    bars = []
    for finding, title in zip(findings, titles, strict=True):
        width = size.unit * finding.weight
        bars.append(_draw_bar(finding, title, x, width, bottom, size))
        x += width + size.gap
    return StripGroup(
        code=code,
        name=name,
        figure=figure,
        width=_r(x - size.gap + 1.5),
        height=bottom + 1,
        grid=tuple(_r(bottom - edge * size.plot / 100) for edge in (25, 45, 65)),
        base_y=bottom + 0.5,
        average_y=None if average is None else _r(bottom - average * size.plot / 100),
        bars=tuple(bars),
    )


def _draw_bar(finding: Bearing, title: str, x: float, width: float, bottom: float, size: StripSize) -> StripBar:
    grade, status = finding.grade, finding.status
    top = HEAD if grade is None else min(bottom - POINTS[grade] * size.plot / 100, bottom - 2.5)
    solid = grade is not None and status == "present"
    centre = x + width / 2
    rules = ""
    if grade is not None and status == "absent":
        lines = range(int((bottom - top - 5) // 4) + 1)
        rules = "".join(f"M{_r(x)} {_r(top + 5 + 4 * n)}h{_r(width)}" for n in lines)
    sign = "" if status in ("present", "absent") else status
    return StripBar(
        anchor=finding.anchor,
        title=title,
        x=_r(x),
        y=_r(top + 0.5),
        width=_r(width),
        height=_r(bottom - top - 0.5),
        css="o-none" if grade is None else f"{'f' if solid else 'o'}-{grade}",
        fill="none" if grade is None else (FILL if solid else TINT)[grade],
        stroke=QUIET_INK if grade is None else INK[grade],
        dashes="2 2" if grade is None else "none",
        rules=rules,
        rules_css="" if grade is None else f"stripes s-{grade}",
        shape=sign,
        shape_css=grade or status,
        shape_x=_r(centre - SIGN / 2),
        shape_y=_r(bottom - 14),
        marker=grade or "",
        marker_x=_r(centre - SIGN / 2),
        marker_y=_r(top - 12),
        centre=_r(centre),
        centre_y=_r(top - 7.5),
    )


def _r(value: float) -> float:
    """Rounded to a tenth: what paper and screens can show, and the same digits on every machine."""
    return round(value, 1)
