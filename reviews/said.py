"""Sentences that stages without Django say to people: a pattern and its words, put into a language by whoever shows it.

raise PhraseError(_("“%(word)s” is not a word", word=text))         where `_` is `said`
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """`words` fill the places of the pattern; they may be sentences themselves."""

    pattern: str
    words: dict[str, object] = field(default_factory=dict)

    def told(self, translate: Callable[[str], str]) -> str:
        """In the language of `translate`, which is Django's `gettext` where there is one."""
        pattern = translate(self.pattern)
        if not self.words:
            return pattern
        return pattern % {
            name: word.told(translate) if isinstance(word, Said) else word for name, word in self.words.items()
        }

    def __str__(self) -> str:
        return self.told(str)


def said(pattern: str, **words: object) -> Said:
    """Imported as `_`, under which the strings to be translated are collected."""
    return Said(pattern, words)


class SaidError(Exception):
    """A mistake whose message can be told in every language."""

    def __init__(self, message: Said) -> None:
        super().__init__(str(message))
        self.said = message
