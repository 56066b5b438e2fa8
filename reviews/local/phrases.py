"""The phrase language: what a lawyer writes, compiled to RE2. Before it: `tagged.py`, whose shadow text it matches.

    word  word*  (a|b c|d)  [optional]  ..  ...  ....  ^  $  @list  <vendor>  <duration>  <duration!>  {words to take}

`docs/phrases.md` explains it by examples. RE2 runs over bytes (UTF-8 read as Latin-1): its time is linear in the text,
and gaps and literals are cheaper than over characters; a literal of whole UTF-8 characters only matches at their
borders, so no match can begin or end inside one. `...` is compiled without its bound, which would cost thousands of
states; the bound is checked on the length of the match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import re2
from re2 import _re2

from reviews.local import shadow
from reviews.local.needs import SLOTS, Atoms, telling
from reviews.local.phrase_writer import MAX_PATTERN, Known, PhraseError, WordLists, Writer
from reviews.said import said as _

__all__ = ["AnyOf", "Match", "Phrase", "PhraseCompiler", "PhraseError", "compile_phrase"]

MAX_LENGTH = 2_000
UNANCHORED = _re2.RE2.Anchor.UNANCHORED
MAX_STARTS = 50
"""Beginnings that are tried in one sentence before it counts as not matching: keeps the time linear."""


class Match(NamedTuple):
    """Byte offsets into the text that was searched; `group` is what the phrase captures."""

    start: int
    end: int
    group: tuple[int, int] | None


@dataclass(frozen=True, eq=False)
class Phrase:
    """One phrase, ready to match. Two phrases with the same words are the same work, but not the same object."""

    source: str
    language: str
    pattern: bytes
    limit: int
    """How long a match may be, in words, in Japanese in bytes; 0 is without limit."""
    is_clause_wide: bool
    starts_sentence: bool
    needs: tuple[Atoms, ...] = field(repr=False)
    """The most telling of what must stand in a text that the phrase matches: for a search over all phrases at once."""

    @cached_property
    def expression(self) -> re2._Regexp:
        return re2.compile(self.pattern, OPTIONS)

    def find(self, text: bytes, start: int = 0) -> Match | None:
        """The first match at or after `start` that is not longer than the gaps allow."""
        # The method behind `search`, which makes three objects for every place looked at.
        match, size = self.expression._regexp.Match, len(text)
        for _tried in range(MAX_STARTS):
            if start > size:
                return None
            spans = match(UNANCHORED, text, start, size)
            begin, end = spans[0]
            if begin < 0:
                return None
            if not self.limit or self._length(text, begin, end) <= self.limit:
                return Match(begin, end, next((span for span in spans[1:] if span[0] >= 0), None))
            start = begin + 1
        return None

    def _length(self, text: bytes, begin: int, end: int) -> int:
        return text.count(b" ", begin, end) if self.language == "en" else end - begin


class AnyOf:
    """Several phrases of which only one has to match: those without long gaps are one expression."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self.single = [phrase for phrase in phrases if phrase.limit]
        self.joined: list[bytes] = []
        for phrase in phrases:
            if phrase.limit:
                continue
            if self.joined and len(self.joined[-1]) + len(phrase.pattern) < MAX_PATTERN:
                self.joined[-1] += b"|(?:" + phrase.pattern + b")"
            else:
                self.joined.append(b"(?:" + phrase.pattern + b")")

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @cached_property
    def expressions(self) -> list[re2._Regexp]:
        return [re2.compile(pattern, OPTIONS) for pattern in self.joined]

    def matches(self, text: bytes) -> bool:
        return any(expression.search(text) for expression in self.expressions) or any(
            phrase.find(text) for phrase in self.single
        )


def _options() -> re2.Options:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.dot_nl = True
    options.log_errors = False
    return options


OPTIONS = _options()


class PhraseCompiler:
    """Compiles the phrases of one checklist; what a word or a list comes to is worked out once for all of them."""

    def __init__(self, words: WordLists) -> None:
        self.known = Known(words)

    def compile(self, source: str, language: str) -> Phrase:
        """Raises PhraseError."""
        if len(source) > MAX_LENGTH:
            raise PhraseError(_("the phrase is longer than %(number)s characters", number=MAX_LENGTH))
        writer = Writer(language, self.known)
        body = writer.write(source)
        needs = sorted(writer.needs_of(body), key=telling, reverse=True)
        if not needs or body.is_empty:
            raise PhraseError(_("the phrase “%(source)s” holds no word that must be there", source=source))
        end_mark = shadow.SENTENCE_END.encode()
        start = b"(?:^|" + end_mark + b")" if writer.starts_sentence else b""
        end = b"(?:" + end_mark + b"|$)" if writer.ends_sentence else b""
        lead = b" " if language == "en" else b""
        return Phrase(
            source=source,
            language=language,
            pattern=start + lead + body.pattern + end,
            limit=body.length + 1 if writer.has_long_gap and not writer.is_clause_wide else 0,
            is_clause_wide=writer.is_clause_wide,
            starts_sentence=writer.starts_sentence,
            needs=tuple(needs[:SLOTS]),
        )


def compile_phrase(source: str, language: str, words: WordLists) -> Phrase:
    """One phrase on its own. Raises PhraseError."""
    return PhraseCompiler(words).compile(source, language)
