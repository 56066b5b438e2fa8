"""Where words that a model quotes stand in a text, if they do.

A quote counts only where its words follow each other in the text just so. What may differ is what a careful typist
would change: white space, line ends, width and shape of signs, capitals, punctuation, articles, the letter of a list's
item, "thirty (30)" told as "thirty" or "30". Everything else may turn the meaning round and is refused, with a reason:
a dropped *not*, another figure, an exception left out, words left out, two passages joined, words that are not there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal, get_args

from reviews.local.quantities.numerals import ONES, SCALES, TENS, digits, english_words

Reason = Literal[
    "short",
    "long",
    "ellipsis",
    "stitched",
    "figure",
    "negation",
    "exception",
    "reworded",
    "heading",
    "hidden",
    "elsewhere",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
JAPANESE = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uff66-\uff9f々〆"
FILL = "\x1e"
"""Stands where a number took more room in words than in digits, so that its place in the text stays whole."""
LETTERS = rf"[^\W\d_{JAPANESE}]+"
TOKEN = re.compile(rf"(?:\d+(?:[.,]\d+)*(?:\s?%)?|[{JAPANESE}]|{LETTERS}(?:'{LETTERS})*|[%$¥€£<>=±]){FILL}*")
ITEM = re.compile(r"(?<![a-z0-9条項号表])(?<!\d )\(\s*(?:[a-z]|[ivx]{1,4})\s*\)")
"""Not the letter of a reference: "clause 4 (c)"."""
GROUPED = re.compile(r",(?=\d{3}(?!\d))")
ELLIPSIS = re.compile(r"\.{3}|…|‥|\[\s*\.*\s*\]|（(?:中|前|後|以下)?略）|\((?:中|前|後|以下)?略\)|〔中略〕")
SHAPES = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—―−ー", '\'\'\'\'""""""-------ー')
ARTICLES = frozenset(("a", "an", "the"))
NUMBER_WORDS = "|".join([*ONES, *TENS, *SCALES])
PERCENT = re.compile(r"\bper ?cent\b|パーセント")
NUMBER = re.compile(
    rf"\b(?:{NUMBER_WORDS})(?:[ -](?:and )?(?:{NUMBER_WORDS}))*\b(\s*%{FILL}*)?(?:\s*\(\s*(\d[\d,.]*)\s*(%?)\s*\))?"
)
NEGATIONS = re.compile(
    r"\b(?:not|no|never|neither|nor|none|cannot|without|\w+n't)\b|ない|ません|なく|なけ|ず|ぬ|まい|不|非|無|未|禁"
)
EXCEPTIONS = re.compile(
    r"\b(?:except\w*|unless|save|only|provided|subject|other than|excluding|exclud\w+|however|notwithstanding|until|"
    r"if|where|to the extent)\b|除|但|ただし|限|場合|にかかわらず|とき"
)
FIGURES = re.compile(rf"\d|[一二三四五六七八九十百千万億〇]|%|\b(?:{NUMBER_WORDS})\b")
NOT = re.compile(r"(?:not|no|never|neither|nor|cannot|without|\w+n't|[不非無未])")
"""Right before a quote it would be cut off."""
BETWEEN = re.compile(r"\(\s*\w{1,4}\s*\)|[^\w\n.!?]")
"""What may stand between a *not* and what it turns round, on the same line: "shall not: (a) use"."""
NOT_AFTER = re.compile(
    r"[^、。，．,.;:\n」』）)]*?(?:ない|ません|なく|なけれ|なかっ|[らかさたなまわがば]ず|(?<=[わたらかさまなば])ぬ|まい|禁|不可)"
)
"""In Japanese the verb ends the clause, and what turns it round stands behind it."""
CLAUSE_END = re.compile(r"[、。，．,.;:\n」』）)]")
BEFORE_END = 400
"""Characters behind a quote in which its verb is looked for. A clause that goes on beyond them may end in any verb."""
NEXT_ROW = re.compile(r"\s*\n[^\n]* \| ")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs without a width, and those that turn the direction of writing."""
STOPS = '.,;:!?。、！？)）」』]"”’'
MOST = 3_000
"""Characters of the longest quote: whoever quotes pages says nothing."""
FEWEST = 3
"""Words of the shortest quote that says anything; Japanese signs count for a third of a word."""
NEAR = 8
"""Words up to which two runs of a quote stand close: then it is the words between them that were left out."""
MOST_PLACES = 200
"""Places of a quote that are looked at: in a text of one sentence ten thousand times, all others say the same."""
MOST_LIKENED = 5_000_000
"""Characters of a text that all wrong quotes together are likened to; further ones are refused without a closer look.
A text that is like everything, and a model that quotes it wrongly a hundred times, would cost hours."""
BEHIND = 2
"""Words right behind a passage that may belong to it."""
ALIKE = 70
"""Per cent of likeness from which a refused quote was meant for a passage of the text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A half-open span of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    word: str
    start: int
    end: int


class QuoteFinder:
    """Looks for quotes in one text; made once for each text. Words within the spans `withheld` never count."""

    def __init__(self, body: str, withheld: Sequence[tuple[int, int]] = ()) -> None:
        self.body = body
        self.withheld = withheld
        self.tokens = tokenize(body)
        self.joined = join(self.tokens)
        self.likened = 0
        self.starts: list[int] = []
        at = 1
        for token in self.tokens:
            self.starts.append(at)
            at += len(token.word) + 1

    def find(self, quote: str) -> Place | Reason:
        """The first place where the quote stands and counts, or why it does not count."""
        bare = quote.strip()
        if len(bare) > MOST:
            return "long"
        tokens = tokenize(bare)
        if weight(tokens) < FEWEST:
            return "short"
        if ELLIPSIS.search(bare) and bare not in self.body:
            return "ellipsis"
        first: Reason | None = None
        for place in islice(self.places(tokens), MOST_PLACES):
            reason = self.refusal(place)
            if reason is None and UNSEEN.search(bare) and bare not in self.body:
                reason = "reworded"
            if reason is None:
                return self.with_stop(place, bare)
            first = first or reason
        return first or self.reason(tokens)

    def places(self, tokens: list[Token]) -> Iterator[Place]:
        """Wherever these words follow each other."""
        wanted, at = join(tokens), -1
        while (at := self.joined.find(wanted, at + 1)) >= 0:
            first = bisect_right(self.starts, at + 1) - 1
            yield Place(self.tokens[first].start, self.tokens[first + len(tokens) - 1].end)

    def place(self, tokens: list[Token]) -> Place | None:
        return next(self.places(tokens), None)

    def with_stop(self, place: Place, quote: str) -> Place:
        """The place with the full stop or bracket that ends the quote."""
        stop = quote[len(quote.rstrip(STOPS)) :]
        return Place(place.start, place.end + len(stop)) if self.body.startswith(stop, place.end) else place

    def refusal(self, place: Place) -> Reason | None:
        """Why words that do stand there count for nothing."""
        if any(start < place.end and place.start < end for start, end in self.withheld):
            return "hidden"
        if self.cuts_negation(place):
            return "negation"
        return "stitched" if self.runs_across_rows(place) else None

    def cuts_negation(self, place: Place) -> bool:
        """True where the quote begins right behind a *not*, or ends right before one."""
        first = bisect_left(self.tokens, place.start, key=lambda token: token.start)
        if first and NOT.fullmatch(self.tokens[first - 1].word):
            before = self.body[self.tokens[first - 1].end : place.start]
            if not BETWEEN.sub("", before) or not before.strip():
                return True
        if re.match(f"[{JAPANESE}]", self.body[place.end - 1]) is None:
            return False
        begin, end = place.end, place.end + BEFORE_END
        is_endless = end <= len(self.body) and CLAUSE_END.search(self.body, begin, end) is None
        return is_endless or NOT_AFTER.match(self.body, begin, end) is not None

    def runs_across_rows(self, place: Place) -> bool:
        """True where a quote joins the end of one row of a table with the beginning of the next."""
        begin = self.body.rfind("\n", 0, place.start) + 1
        if not self.body[begin : place.start].strip(" |"):
            return False
        cut = self.body.find("\n", place.start, place.end)
        return cut >= 0 and " | " in self.body[begin:cut] and NEXT_ROW.match(self.body, cut) is not None

    def reason(self, tokens: list[Token]) -> Reason:
        if self.is_stitched(tokens):
            return "stitched"
        self.likened += len(self.joined)
        if self.likened > MOST_LIKENED:
            return "elsewhere"
        from rapidfuzz import fuzz  # which no local review should wait for

        alike = fuzz.partial_ratio_alignment(join(tokens), self.joined, score_cutoff=ALIKE)
        if alike is None:
            return "elsewhere"
        quoted = [token.word for token in tokens]
        standing = self.joined[alike.dest_start : alike.dest_end].strip("\x1f").split("\x1f")
        changed = changes(quoted, standing)
        if FIGURES.search(changed):
            return "figure"
        # The likest passage is as long as the quote: what was left out at its end stands right behind it.
        standing += self.joined[alike.dest_end :].strip("\x1f").split("\x1f", BEHIND)[:BEHIND]
        if NEGATIONS.search(changed) or has_other(NEGATIONS, quoted, standing):
            return "negation"
        return "exception" if EXCEPTIONS.search(changed) or has_other(EXCEPTIONS, quoted, standing) else "reworded"

    def is_stitched(self, tokens: list[Token]) -> bool:
        """True where the quote falls into two runs that both stand in the text, far from each other."""
        low, high = 0, len(tokens)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.place(tokens[:middle]) else (low, middle - 1)
        front, rest = tokens[:low], tokens[low:]
        one, other = self.place(front) if front else None, self.place(rest) if rest else None
        if one is None or other is None or min(weight(front), weight(rest)) < FEWEST:
            return False
        between = self.body[one.end : other.start]
        return other.start < one.end or weight(tokenize(between)) > NEAR


def tokenize(text: str) -> list[Token]:
    """The words in their plainest form, with their places in `text`."""
    plain, places = fold(text)
    plain = ITEM.sub(lambda found: " " * len(found[0]), plain)
    plain = PERCENT.sub(lambda found: "%".ljust(len(found[0]), FILL), plain)
    plain = NUMBER.sub(in_digits, plain)
    return [
        Token(re.sub(rf"[\s{FILL}]", "", GROUPED.sub("", found[0])), places[found.start()], places[found.end() - 1] + 1)
        for found in TOKEN.finditer(plain)
        if found[0] not in ARTICLES
    ]


def in_digits(found: re.Match[str]) -> str:
    """ "thirty (30)" and "thirty" as 30, as long as before; as it is where word and digits differ."""
    words, sign, written, written_sign = re.split(r"[%(]", found[0])[0].strip(), found[1], found[2], found[3]
    number = english_words(words)
    is_other = written is not None and (digits(written) != number or bool(sign) != bool(written_sign))
    told = f"{number:g}{'%' if sign else ''}" if number is not None else ""
    return found[0] if is_other or not 0 < len(told) <= len(found[0]) else told.ljust(len(found[0]), FILL)


def fold(text: str) -> tuple[str, list[int]]:
    """Lower case, one width and one shape of signs; for each character its place in `text`."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = unicodedata.normalize("NFKC", sign.translate(SHAPES)).lower()
        signs.append(plain)
        places += [place] * len(plain)
    return "".join(signs), places


def join(tokens: list[Token]) -> str:
    return "\x1f" + "\x1f".join(token.word for token in tokens) + "\x1f"


def weight(tokens: list[Token]) -> float:
    return sum(1 / 3 if re.match(f"[{JAPANESE}]", token.word) else 1 for token in tokens)


def has_other(signs: re.Pattern[str], quoted: list[str], standing: list[str]) -> bool:
    """True where other words of the kind stand in the one than in the other, though only a part of them changed."""
    return sorted(signs.findall(written(quoted))) != sorted(signs.findall(written(standing)))


def changes(quoted: list[str], standing: list[str]) -> str:
    """The words that differ, as they are written, each run for itself."""
    runs = []
    for kind, left, right, begin, end in SequenceMatcher(None, quoted, standing, autojunk=False).get_opcodes():
        if kind != "equal":
            runs += [written(quoted[left:right]), written(standing[begin:end])]
    return " | ".join(runs)


def written(words: list[str]) -> str:
    return re.sub(rf"(?<=[{JAPANESE}]) (?=[{JAPANESE}])", "", " ".join(words))
