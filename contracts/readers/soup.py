"""Whether the characters that a file gives for a page are its words, or numbers of glyphs that only look like text.

A file may draw its letters with a font that does not say which they are. Decided by measure, without a dictionary.
"""

from __future__ import annotations

import re
import unicodedata

ENGLISH, PLAINLY_ENGLISH = "etaoinsrETAOINSR", 0.4
"""The usual letters, and the share of them among all signs of a page above which it is words: 0.5 in contracts."""
JAPANESE = "のにはをとるいしたてがもす"
SIGNS_FOR_A_VERDICT, LETTERS_FOR_A_VERDICT = 60, 200
"""A page with fewer is too short to be judged, by all that is seen on it and by its Latin letters."""
NOWHERE = frozenset(("Co", "Cn", "Cc", "Cs"))
"""Characters for private use, unassigned, of control: no font that knows its letters gives them."""
MOST_NOWHERE = 0.1
LEAST_LETTERS = 0.4
"""The share of letters and figures among what is seen: in tables of prices and lists of addresses it is above 0.7."""
MANY_SIGNS = 20
LEAST_COMMON = 0.45
"""The share of the usual ones among Latin letters: 0.64 in English, 0.55 to 0.65 in its neighbours, 0.31 by chance."""
OFTEN = 4
"""How often a word stands on a page that is no sample of a language, such as a table of few products."""
LEAST_KANA = 0.06
"""The share of kana in Japanese writing. Contracts have 0.4, lists of names little."""
MANY_KANJI = 200
LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
KANA, KANJI = re.compile("[\u3040-\u30ff]"), re.compile("[\u3400-\u9fff]")


def is_soup(text: str) -> bool:
    """True where the text cannot be the words of the page."""
    # Nearly every page is words, which some counting tells at once; only what is not is looked at sign by sign.
    if sum(map(text.count, ENGLISH)) >= len(text) * PLAINLY_ENGLISH or sum(map(text.count, JAPANESE)) >= len(text) / 8:
        return False
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
    if len(letters) < LETTERS_FOR_A_VERDICT or len(letters) * 3 < len(seen) or len(words) > len(set(words)) * OFTEN:
        return False
    return sum(map(letters.count, ENGLISH)) < len(letters) * LEAST_COMMON
