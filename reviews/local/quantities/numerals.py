"""Numbers as contracts write them: in digits, in English words, in kanji, and in several of these at once."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# fmt: off
UNDER_TWENTY = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]
# fmt: on
ONES = {word: number for number, word in enumerate(UNDER_TWENTY)}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
HALVES = {"half": 0.5, "quarter": 0.25}
PARTS = re.compile(r"(?P<whole>.+?)[\s-]+and[\s-]+(?P<part>\S+)[\s-]+(?:(?P<tenth>tenth)|hundredth)s?")
"""Ninety-nine and nine tenths, ninety-nine and ninety-five hundredths."""
FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4"}

KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "壹": 1, "弐": 2, "参": 3, "伍": 5}
KANJI_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1_000}
KANJI_SCALES = {"万": 10_000, "萬": 10_000, "億": 100_000_000, "兆": 1_000_000_000_000}
KANJI_DIGITS = "".join(KANJI) + "".join(KANJI_TENS) + "".join(KANJI_SCALES)


def english_words(words: str) -> float | None:
    """ "one hundred and twenty-five" is 125, "two and a half" 2.5; None where a word is no number. Lower case only."""
    if parts := PARTS.fullmatch(words.strip()):
        whole, part = english_words(parts["whole"]), english_words(parts["part"])
        return None if whole is None or part is None else round(whole + part / (10 if parts["tenth"] else 100), 6)
    if " point " in words:
        start, _, rest = words.partition(" point ")
        whole, figures = english_words(start), [ONES.get(word, 10) for word in rest.split()]
        return None if whole is None or max(figures) > 9 else float(f"{whole:.0f}.{''.join(map(str, figures))}")
    total, current, known, before = 0.0, 0.0, False, ""
    for word in re.split(r"[\s-]+", words.strip()):
        if word in ONES or word in TENS:
            current += ONES.get(word) or TENS.get(word) or 0
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total, current = total + (current or 1) * SCALES[word], 0.0
        elif word in HALVES:
            # The "one" of "one-half" was counted as one.
            current += HALVES[word] - (1 if before == "one" else 0)
        elif word not in ("and", "a", "an", ""):
            return None
        known = known or word not in ("and", "a", "an", "")
        before = word
    return total + current if known else None


def digits(written: str) -> float:
    """ "1,000.50" is 1000.5, "1½" and "1 1/2" are 1.5; digits of any width, commas for thousands."""
    plain = unicodedata.normalize("NFKC", "".join(FRACTIONS.get(c, c) for c in written))
    plain = plain.replace(",", "." if re.fullmatch(r"\d{1,3},\d{1,2}", plain) else "")
    whole, _, part = plain.replace("-", " ").partition(" ")
    return float(whole or 0) + (0.5 if part == "1/2" else 0.25 if part == "1/4" else 0.75 if part == "3/4" else 0.0)


def japanese(written: str) -> float | None:
    """ "二十四" -> 24, "1億2,000万" -> 120000000, "三〇" -> 30, "１２" -> 12; None where it is no number."""
    total, current, tens = 0.0, "", 0.0
    for char in unicodedata.normalize("NFKC", written).replace(",", "").replace("・", "."):
        if char in KANJI_SCALES:
            total += (tens + (float(current) if current else 0.0) or 1.0) * KANJI_SCALES[char]
            current, tens = "", 0.0
        elif char == "千" and not current and 0 < tens < 1_000:
            tens *= 1_000  # 五百千円, as balance sheets count
        elif char in KANJI_TENS:
            tens += (float(current) if current else 1.0) * KANJI_TENS[char]
            current = ""
        elif char in KANJI:
            current += str(KANJI[char])
        elif char.isdecimal() or char == ".":
            current += char
        else:
            return None
    try:
        return total + tens + (float(current) if current else 0.0)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def number_value(written: bytes) -> float | None:
    """ "thirty (30)" and "30 (thirty)" are what their digits say, "thirty" what the word says."""
    text = written.decode("latin-1")
    for mark, fraction in (("\x05", "½"), ("\x06", "¼"), ("\x07", "¾")):
        text = text.replace(mark, fraction)
    found = re.search(r"\d[\d,]*(?:\.\d+)?(?:[½¼¾]|[\s-]1/[24])?", text)
    return digits(found[0]) if found else english_words(text)
