"""Words that were cut at the end of a line: whether the hyphen was the printer's or the word's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
TAIL = re.compile(r"[^\W\d_]+$")
HEAD = re.compile(r"[^\W\d_]+")
PREFIX = re.compile(
    "all|anti|co|cross|de|ex|full|half|high|inter|long|low|multi|non|off|on|out|over|post|pre|pro|quasi|re|self|semi"
    "|short|single|sub|then|third|two|un|up|well"
)


class Hyphens:
    """Judges cut words by the paper's own vocabulary, which is only gathered when the first cut word is met.

    `lines` are its lines without the words that were cut, `is_cutting` says that it cuts words often, as programs do;
    otherwise a hyphen at the end of a line most likely is the word's own.
    """

    def __init__(self, lines: Iterable[str], is_cutting: bool) -> None:
        self.lines = lines
        self.is_cutting = is_cutting
        self.known: set[str] | None = None

    def join(self, before: str, after: str, is_soft: bool) -> str:
        """The two lines as one, the cut word mended. `before` comes without its hyphen.

        `is_soft` says that the hyphen was of the kind that programs set when they break lines.
        """
        tail, head = TAIL.search(before), HEAD.match(after)
        if tail is None or head is None or (before[: tail.start()].endswith("-") and not is_soft):
            return f"{before}-{after}"
        if head[0][0].isupper() and not (tail[0].isupper() and head[0].isupper()):
            return f"{before}-{after}"
        first, second = tail[0].lower(), head[0].lower()
        known = self.vocabulary()
        if first + second in known:
            return before + after
        if f"{first}-{second}" in known:
            return f"{before}-{after}"
        if is_soft:
            return before + after
        is_compound = second in known and (first in known or PREFIX.fullmatch(first))
        return f"{before}-{after}" if is_compound or not self.is_cutting else before + after

    def vocabulary(self) -> set[str]:
        if self.known is None:
            self.known = {word for line in self.lines for word in WORD.findall(line.lower())}
        return self.known
