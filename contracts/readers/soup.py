"""Whether the characters that a file gives for a page are its words, or numbers of glyphs that only look like text.

A file may draw its letters with a font that does not say which they are. Decided by measure, without a dictionary.
"""

from __future__ import annotations

import re
import unicodedata

SIGNS_FOR_A_VERDICT, LETTERS_FOR_A_VERDICT = 60, 200
"""A page with fewer is too short to be judged, by all that is seen on it and by its Latin letters."""
NOWHERE = frozenset(("Co", "Cn", "Cc", "Cs"))
"""Characters for private use, unassigned, of control: no font that knows its letters gives them."""
MOST_NOWHERE = 0.1
LEAST_LETTERS = 0.4
"""The share of letters and figures among what is seen: in tables of prices and lists of addresses it is above 0.7."""
MANY_SIGNS = 20
COMMON = frozenset("etaoinsrETAOINSR")
LEAST_COMMON = 0.48
"""The share of these eight among Latin letters: 0.64 in English, 0.55 to 0.65 in its neighbours, 0.31 by chance."""
MOST_WITHOUT_VOWEL = 0.35
"""The share of words of three letters and more that have no vowel, nor y: 0.02 in contracts, 0.15 in lists of names."""
MOST_TURNS = 0.2
"""The share of words in which a small letter is followed by a capital one, as in "pROVIder"."""
LEAST_KANA = 0.06
"""The share of kana in Japanese writing. Contracts have 0.4, lists of names little."""
MANY_KANJI = 200
LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
VOWEL = re.compile(r"[aeiouAEIOUÀ-ÆÈ-ÏÒ-ÖÙ-Üà-æè-ïò-öù-ü]")
TURN = re.compile(r"[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
KANA, KANJI = re.compile("[\u3040-\u30ff]"), re.compile("[\u3400-\u9fff]")


def is_soup(text: str) -> bool:
    """True where the text cannot be the words of the page."""
    seen = "".join(text.split())
    if not seen:
        return False
    nowhere = sum(sign == "\ufffd" or unicodedata.category(sign) in NOWHERE for sign in seen)
    if len(seen) >= SIGNS_FOR_A_VERDICT / 2 and nowhere > len(seen) * MOST_NOWHERE:
        return True
    if len(seen) < SIGNS_FOR_A_VERDICT:
        return False
    signs = [sign for sign in seen if not sign.isalnum()]
    if len(signs) > len(seen) * (1 - LEAST_LETTERS):
        return len(set(signs)) >= MANY_SIGNS  # rules, leaders of dots and frames of tables are made of few
    kana, kanji = len(KANA.findall(seen)), len(KANJI.findall(seen))
    if kana + kanji > len(seen) / 4:
        return kanji >= MANY_KANJI and kana < (kana + kanji) * LEAST_KANA
    words = [word for word in LATIN.findall(text) if len(word) >= 3]
    letters = "".join(words)
    if len(letters) < LETTERS_FOR_A_VERDICT or len(letters) * 3 < len(seen):
        return False
    common = sum(letter in COMMON for letter in letters)
    mute = sum(VOWEL.search(word) is None and "y" not in word.lower() for word in words)
    turning = sum(TURN.search(word) is not None for word in words)
    return (
        common < len(letters) * LEAST_COMMON
        or mute > len(words) * MOST_WITHOUT_VOWEL
        or turning > len(words) * MOST_TURNS
    )
