"""Words as the search over all papers compares them: folded, cut into tokens, and asked for. Plain functions.

Folding makes one of what people hold for the same: letter case, full and half width, accents. English is found by words
and their beginnings, Japanese by any two neighbouring characters, so that a word of two is found as well as a sentence.
Tokens are ASCII letters and digits only and begin with a letter: every database cuts them in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

LONGEST_TOKEN = 60
MOST_TERMS = 8
LONGEST_QUERY = 200
_JOINING = "\u3099\u309a\uff9e\uff9f"
"""Marks that turn か into が; as characters of their own they follow the one that they change."""
_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_CJK = _KANA + "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>[^\W_{_CJK}]+)")
_ASKED = re.compile(r'"([^"]*)"|“([^”]*)”|「([^」]*)」|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """What must stand in a passage: these tokens one after the other, the last as a beginning where `is_open`.

    `pattern` finds it in folded text.
    """

    tokens: tuple[str, ...]
    is_open: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and for each of its characters (and for its end) where that stands in the text as it was."""

    text: str
    places: tuple[int, ...]


def fold(text: str) -> str:
    return text.lower() if text.isascii() else "".join(_fold_cluster(cluster) for cluster in _clusters(text))


def fold_with_places(text: str) -> Folded:
    parts, places, at = [], [], 0
    for cluster in _clusters(text):
        folded = _fold_cluster(cluster)
        parts.append(folded)
        places.extend([at] * len(folded))
        at += len(cluster)
    return Folded("".join(parts), (*places, at))


def _clusters(text: str) -> Iterator[str]:
    """Characters together with the marks that follow them."""
    start = 0
    for at in range(1, len(text)):
        character = text[at]
        if character < "\u0300" or not (character in _JOINING or unicodedata.combining(character)):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


@lru_cache(maxsize=20_000)
def _fold_cluster(cluster: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", cluster).casefold())
    kept = "".join(one for one in plain if one in _JOINING or not unicodedata.combining(one))
    return unicodedata.normalize("NFC", kept)


def tokens_of(text: str) -> str:
    """The tokens of a text, set apart by spaces, in its order."""
    return " ".join(token for run in _RUN.finditer(fold(text)) for token in _tokens_of_run(run))


def _tokens_of_run(run: re.Match[str]) -> list[str]:
    """Pairs of neighbours and, last, the last character: one character by itself is then the beginning of a token."""
    characters = run["cjk"]
    if characters is None:
        return [_word_token(run["word"])]
    return [_code(left) + _code(right) for left, right in pairwise(characters)] + [_code(characters[-1])]


def _word_token(word: str) -> str:
    if not word.isascii():
        word = "".join(map(_code, word))
    return (f"n{word}" if word[0].isdigit() else word)[:LONGEST_TOKEN]


def _code(character: str) -> str:
    return f"x{ord(character):05x}"


def parse_query(query: str) -> tuple[Term, ...]:
    """What a person asks for: all of the words, in any order; words in quotation marks (“”, 「」) as they stand."""
    terms = []
    for part in _ASKED.finditer(query[:LONGEST_QUERY]):
        term = _term(fold(next(group for group in part.groups() if group is not None)), is_exact=part[4] is None)
        if term is not None and term not in terms:
            terms.append(term)
    return tuple(terms[:MOST_TERMS])


def _term(asked: str, is_exact: bool) -> Term | None:
    runs = list(_RUN.finditer(asked))
    if not runs:
        return None
    tokens = [token for run in runs for token in _tokens_of_run(run)]
    characters = runs[-1]["cjk"]
    is_open = not is_exact
    if characters is not None:
        is_open = len(characters) == 1
        if not is_open:
            tokens.pop()  # what follows the last character is open, so it need not be the last of its run
    between = r"[\W_]*"
    pattern = between.join(re.escape(run[0]) for run in runs)
    if runs[0]["cjk"] is None:
        pattern = rf"(?<![^\W_{_CJK}]){pattern}"
    if characters is None:
        pattern += rf"[^\W_{_CJK}]*" if is_open else rf"(?![^\W_{_CJK}])"
    return Term(tuple(tokens), is_open, re.compile(pattern))


def find_terms(terms: tuple[Term, ...], text: str) -> list[tuple[int, int]]:
    """Where the terms stand in a text, in order and without overlap."""
    folded = fold_with_places(text)
    found = sorted(match.span() for term in terms for match in term.pattern.finditer(folded.text))
    spans: list[tuple[int, int]] = []
    for start, end in found:
        left, right = folded.places[start], folded.places[end]
        if right > left and (not spans or left >= spans[-1][1]):
            spans.append((left, right))
    return spans
