"""Finds the words of a quote among the characters of a page, whatever became of white space, hyphens and order.

A text is made of a page by joining lines, mending hyphens and ligatures, parting columns and attaching numbers to what
they count. So letters are compared, without all that, and a quote that does not stand in one piece is found in several.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

ADDED = frozenset("|•・-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212")
"""Written into texts, or taken out of them, when lines are joined."""
CONTEXT = 40
"""Letters on either side by which one of several equal passages is told."""
SHORT = 4
"""Letters of a piece that is only believed where it goes on with the piece before, or stands close by."""
CLOSE = 400


class Folds(dict[str, str]):
    """What is left of a character when two texts are compared: "" for white space, hyphens and what is not seen."""

    def __missing__(self, sign: str) -> str:
        folded = "".join(one for one in unicodedata.normalize("NFKC", sign) if is_letter(one))
        self[sign] = folded
        return folded


def is_letter(sign: str) -> bool:
    return not sign.isspace() and sign not in ADDED and unicodedata.category(sign) not in ("Cc", "Cf", "Cn", "Co", "Cs")


FOLDS = Folds()


def fold(text: str) -> str:
    return "".join(map(FOLDS.__getitem__, text))


def fold_with_positions(text: str) -> tuple[str, list[int]]:
    """The letters, and for each the position in `text` of the character from which it comes."""
    letters = list(map(FOLDS.__getitem__, text))
    folded = "".join(letters)
    positions = [at for at, letter in enumerate(letters) if letter]
    if len(positions) < len(folded):
        positions = [at for at, letter in enumerate(letters) for _ in letter]
    return folded, positions


def find_pieces(page: str, quote: str, before: str, after: str) -> list[tuple[int, int]]:
    """Spans of `page` that together are `quote`, in its order; all are letters. Empty where it is not there.

    `before` and `after` are the letters around the quote, which tell it from the same words elsewhere on the page.
    """
    if not quote:
        return []
    found = list(occurrences(page, quote))
    if found:
        best = found[0] if len(found) == 1 else max(found, key=lambda at: likeness(page, at, len(quote), before, after))
        return [(best, best + len(quote))]
    return join_pieces(page, quote, before)


def occurrences(page: str, words: str) -> Iterator[int]:
    at = page.find(words)
    while at >= 0:
        yield at
        at = page.find(words, at + 1)


def likeness(page: str, at: int, size: int, before: str, after: str) -> int:
    """How many letters around the passage are those around the quote."""
    end = at + size
    return shared(page[max(0, at - CONTEXT) : at][::-1], before[::-1]) + shared(page[end : end + CONTEXT], after)


def shared(one: str, other: str) -> int:
    size = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        size += 1
    return size


def join_pieces(page: str, quote: str, before: str) -> list[tuple[int, int]]:
    """The longest runs of the quote that the page has, one after the other; what it has not is passed over."""
    pieces: list[tuple[int, int]] = []
    last = page.find(before[-CONTEXT // 2 :]) + min(len(before), CONTEXT // 2) if before else 0
    at = 0
    while at < len(quote):
        size = longest_prefix(page, quote, at)
        if not size:
            at += 1
            continue
        start = min(occurrences(page, quote[at : at + size]), key=lambda start: (abs(start - last), start))
        if size < SHORT and abs(start - last) > CLOSE:
            at += 1
            continue
        if pieces and pieces[-1][1] == start:
            pieces[-1] = (pieces[-1][0], start + size)
        else:
            pieces.append((start, start + size))
        last = start + size
        at += size
    return pieces


def longest_prefix(page: str, quote: str, at: int) -> int:
    """How many letters of the quote from `at` on stand together somewhere on the page."""
    low, high = 0, len(quote) - at
    while low < high:
        middle = (low + high + 1) // 2
        if quote[at : at + middle] in page:
            low = middle
        else:
            high = middle - 1
    return low
