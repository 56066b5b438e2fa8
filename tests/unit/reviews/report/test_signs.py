"""The font of signs."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from fontTools.ttLib import TTFont

from reviews.report.signs import PATH, make_font
from reviews.report.words import GRADE_WORDS, SIGNS, STATUS_WORDS


def test_font_is_the_one_that_the_drawings_make() -> None:
    assert (settings.BASE_DIR / "static" / PATH).read_bytes() == make_font()


def test_every_grade_and_status_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == {*GRADE_WORDS, *STATUS_WORDS} - {"present"}
    drawn = TTFont(BytesIO(make_font()))
    names = drawn.getBestCmap()
    outlines = {tuple(drawn["glyf"][names[ord(sign)]].coordinates) for sign in SIGNS.values()}
    assert len(outlines) == len(SIGNS)
