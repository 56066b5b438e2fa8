"""Numbers as contracts write them: in digits, in English words, in kanji, and in several of these at once."""

from __future__ import annotations

import re
import unicodedata

ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split()
    )
}
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
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}

KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "壹": 1, "弐": 2, "参": 3, "伍": 5}
KANJI_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1_000}
KANJI_SCALES = {"万": 10_000, "萬": 10_000, "億": 100_000_000, "兆": 1_000_000_000_000}
KANJI_DIGITS = "".join(KANJI) + "".join(KANJI_TENS) + "".join(KANJI_SCALES)


def english_words(words: str) -> float | None:
    """ "one hundred and twenty-five" -> 125; None where a word is no number. Expects lower case."""
    total, current, known = 0.0, 0.0, False
    for word in re.split(r"[\s-]+", words.strip()):
        if word in ("and", "a", "an", ""):
            continue
        if word in ONES or word in TENS:
            current += ONES.get(word) or TENS.get(word) or 0
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in SCALES:
            total, current = total + (current or 1) * SCALES[word], 0.0
        elif word in HALVES:
            # "one-half" is a half; "one and one-half" is one and a half.
            current = current - 1 + HALVES[word] if current else HALVES[word]
        else:
            return None
        known = True
    return total + current if known else None


def digits(written: str) -> float:
    """ "1,000.50" -> 1000.5, "1½" -> 1.5; expects digits of any width, commas as thousands."""
    written = "".join(str(FRACTIONS[c])[1:] if c in FRACTIONS else c for c in written)
    return float(unicodedata.normalize("NFKC", written).replace(",", "").replace("、", ""))


def japanese(written: str) -> float | None:
    """ "二十四" -> 24, "1億2,000万" -> 120000000, "三〇" -> 30, "１２" -> 12; None where it is no number."""
    total, current, tens = 0.0, "", 0.0
    for char in unicodedata.normalize("NFKC", written).replace(",", "").replace("・", "."):
        if char in KANJI_SCALES:
            total += (tens + (float(current) if current else 0.0) or 1.0) * KANJI_SCALES[char]
            current, tens = "", 0.0
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
