"""Cuts a paper into sentences and tells which of them are items of a list, and what leads into them.

Before it: `contracts/segment.py`. A newline of the canonical text always ends a block, never stands within a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from contracts.values import Clause, Text

ABBREVIATIONS = (
    "Inc Ltd Corp Co No Nos Sec Art Arts vs etc al Mr Ms Mrs Dr St Jr Sr Bros LLC L.L.C L.P U.S U.K e.g i.e viz cf "
    "approx Cal Del Stat Pub Reg Para para Cl cl Fed Rev Ex"
)
# The stop comes first and the look behind it after, so that only stops are looked at.
ENGLISH_END = re.compile(
    r"\n+|[.!?](?<!\b[A-Z]\.)"
    + "".join(rf"(?<!\b{re.escape(word)}\.)" for word in ABBREVIATIONS.split())
    + r"[\"”’'»)\]]*\s+(?=[“\"‘'(\[]*[A-Z0-9])"
)
JAPANESE_END = re.compile(r"[。！？](?![）)」』\]])\s*|\n+")
MARKER = re.compile(
    r"(?P<bullet>[-*•●○■□▪◦・–—])\s|(?P<row>\|)|(?P<circled>[①-⑳])|(?P<bracketed>[⑴-⒇])"
    r"|(?P<kanji>[一二三四五六七八九十]{1,3})[\s　、.．]"
    r"|[（(](?P<digit>[0-9０-９]{1,2})[)）]|[（(](?P<kana>[アイウエオカキクケコイロハニホヘトｱ-ｵ])[)）]"
    r"|[（(]?(?P<roman>[ivx]{2,5}|[ivx](?=[)）]))[)）.]\s?|[（(]?(?P<letter>[a-z])[)）.]\s?|[（(]?(?P<upper>[A-Z])[)）]\s"
    r"|(?P<number>[0-9０-９]{1,2})[.．)）]\s?(?![0-9０-９])|(?P<kana_bare>[アイウエオカキクケコ])[\s　]"
)
ENGLISH_LEAD = re.compile(r"[:：]\s*$|(?<![.;])[—–]\s*$")
JAPANESE_LEAD = re.compile(
    r"[:：]\s*$|(?:次|以下|下記)の(?:各号|各項|事項|場合|事由|いずれか|行為|とおり|通り|もの|情報)|次に(?:掲げる|定める)"
    r"|各号(?:に|の|を)(?:定め|掲げ|いずれ|一|該当|通り|とおり)"
)
JAPANESE_SIGNS = ("次", "以下", "下記", "各号")
TABLE_LEAD = re.compile(
    r"(?:following|below) (?:table|schedule)|table below|as follows|次の表|下表|以下の表|下記の表|次表"
)
LEAD_LENGTH = 1_200
"""Characters up to which a sentence can lead into a list; a longer one would be repeated too often."""
MAX_CHAIN = 2
MAX_SENTENCE = 5_000
"""Characters of the longest sentence; whatever is longer is cut, for quotes to stay quotes and time linear."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start:end` without surrounding white space; `clause` is the index of the innermost clause, -1 for none.

    `leads` are the indexes of the sentences that lead into this one where it is an item of a list, outermost first.
    """

    start: int
    end: int
    clause: int
    is_heading: bool
    leads: tuple[int, ...] = ()


def cut_sentences(text: Text, clauses: Sequence[Clause], whole: Sequence[tuple[int, int]]) -> list[Sentence]:
    """All sentences in order. No cut is made inside the spans of `whole` (in order): quantities and names."""
    body, is_japanese = text.body, text.language == "ja"
    ends = (JAPANESE_END if is_japanese else ENGLISH_END).finditer(body)
    soft = [match.end() for match in ends]
    starts = {clause.start for clause in clauses} | {clause.body_start for clause in clauses}
    hard = starts | {clause.end for clause in clauses}
    breaks = _shortened(body, sorted({0, len(body)} | hard | _outside(soft, whole)))
    openers = sorted(range(len(clauses)), key=lambda index: (clauses[index].start, clauses[index].level))
    found: list[Sentence] = []
    opened: list[int] = []
    upcoming = 0
    lists = _Lists(is_japanese)
    for start, end in pairwise(breaks):
        while upcoming < len(openers) and clauses[openers[upcoming]].start <= start:
            opened.append(openers[upcoming])
            upcoming += 1
        while opened and clauses[opened[-1]].end <= start:
            opened.pop()
        words = body[start:end]
        if not words.strip():
            continue
        begin = start + len(words) - len(words.lstrip())
        stop = start + len(words.rstrip())
        clause = opened[-1] if opened else -1
        is_heading = clause >= 0 and _is_heading(clauses[clause], words.lstrip(), stop)
        is_block = start == 0 or body[start - 1] == "\n" or start in starts
        number = clauses[clause].number if is_heading else ""
        leads = lists.place(len(found), body[begin:stop], number, is_heading, is_block)
        found.append(Sentence(begin, stop, clause, is_heading, leads))
    return found


def _shortened(body: str, breaks: list[int]) -> list[int]:
    """With further breaks, at a space where there is one, in what is too long to be a sentence."""
    if all(end - start <= MAX_SENTENCE for start, end in pairwise(breaks)):
        return breaks
    found = breaks[:1]
    for start, end in pairwise(breaks):
        while end - start > MAX_SENTENCE:
            space = body.rfind(" ", start + 1, start + MAX_SENTENCE)
            start = space if space > 0 else start + MAX_SENTENCE
            found.append(start)
        found.append(end)
    return found


def _is_heading(clause: Clause, words: str, stop: int) -> bool:
    """True for number and heading of a clause; not for a short item: “(b) the invoice is unpaid.”"""
    if not stop <= clause.body_start < clause.end:
        return False
    return not words.removeprefix(clause.number).lstrip()[:1].islower()


def _outside(cuts: Sequence[int], whole: Sequence[tuple[int, int]]) -> set[int]:
    kept: set[int] = set()
    at = 0
    for cut in cuts:
        while at < len(whole) and whole[at][1] <= cut:
            at += 1
        if at >= len(whole) or cut <= whole[at][0]:
            kept.add(cut)
    return kept


class _Lists:
    """Follows the lists that are open while sentences go by."""

    def __init__(self, is_japanese: bool) -> None:
        self.is_japanese = is_japanese
        self.stack: list[tuple[tuple[int, ...], str]] = []
        """For each open list its leading sentences and the kind of its markers, "" before the first item."""
        self.last_letter = ""
        self.pending = ""
        self.table: list[int] | None = None
        """While a table goes by: the sentence that announces it, if one does, and its first row."""
        self.last: tuple[int, str] = (-1, "")

    def place(self, index: int, words: str, number: str, is_heading: bool, is_block: bool) -> tuple[int, ...]:
        """The leads of sentence `index`."""
        if is_block and " | " in words and not is_heading:
            return self.row(index)
        self.table, self.last = None, (index, words)
        if is_heading:
            # A bare marker such as “(a)” that the clauses hold apart is not a heading: the words follow.
            marker = self.marker(number + " ") if len(words) <= len(number) + 2 else ""
            self.pending = marker
            if not marker:
                self.stack.clear()
            return ()
        leads: tuple[int, ...] = ()
        if is_block or self.pending:
            marker = self.pending or self.marker(words)
            leads = self.item(marker, words)
        self.pending = ""
        if self.is_lead(words):
            self.stack.append(((*leads, index)[-MAX_CHAIN:], ""))
        return leads

    def is_lead(self, words: str) -> bool:
        """True where a list follows. Looked at in nearly every sentence, hence the cheap questions first."""
        if len(words) > LEAD_LENGTH:
            return False
        if not self.is_japanese:
            return words[-1] in ":：—–" and ENGLISH_LEAD.search(words) is not None
        if words[-1] in ":：":
            return True
        return any(sign in words for sign in JAPANESE_SIGNS) and JAPANESE_LEAD.search(words) is not None

    def row(self, index: int) -> tuple[int, ...]:
        """The first row of a table names its columns and so leads into the others."""
        if self.table is None:
            before, words = self.last
            is_announced = words != "" and (self.is_lead(words) or TABLE_LEAD.search(words) is not None)
            self.table = [before, index] if is_announced else [index]
            return tuple(self.table[:-1])
        return tuple(self.table)

    def marker(self, words: str) -> str:
        match = MARKER.match(words)
        if match is None:
            return ""
        kind = match.lastgroup or ""
        if kind == "letter":
            self.last_letter = match["letter"]
        if kind == "roman" and len(match["roman"]) == 1 and self.last_letter in ("h", "u", "w"):
            kind, self.last_letter = "letter", match["roman"]
        return kind

    def item(self, marker: str, words: str) -> tuple[int, ...]:
        if not self.stack:
            return ()
        if not marker:
            # Lines without markers go on with a list only as long as they look like its items.
            leads, kind = self.stack[-1]
            if kind not in ("", "bare"):
                self.stack.clear()
                return ()
            self.stack[-1] = (leads, "bare")
            if words.endswith((".", "。")):
                self.stack.pop()
            return leads
        kinds = [kind for _, kind in self.stack]
        if marker in kinds:
            del self.stack[len(kinds) - kinds[::-1].index(marker) :]
        elif kinds[-1] == "":
            self.stack[-1] = (self.stack[-1][0], marker)
        elif marker == "number" or kinds[-1] == "bare":
            self.stack.clear()
            return ()
        return self.stack[-1][0]
