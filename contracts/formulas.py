"""Text in files for spreadsheets: what a program there would compute is marked as the words that it is."""

from __future__ import annotations

import re

FORMULA = re.compile(r"[\s\"'\u00ad\u200b-\u200f\u2060\ufeff\x00-\x1f]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n]")
"""How a text begins that a program could take for a formula: also in full width, and behind blanks, quotation marks
and signs without a width, which programs drop when they read a file."""


def is_formula(text: str) -> bool:
    return FORMULA.match(text) is not None


def as_words(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if is_formula(text) else text
