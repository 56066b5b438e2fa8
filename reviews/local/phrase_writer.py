"""From a phrase as written to its expression. Before it: the checklist; after it: `phrases.py`.

Parses and compiles in one go: the language is small enough that a tree would only be carried around.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from reviews.local import shadow
from reviews.local.needs import Atoms, either_of
from reviews.said import SaidError
from reviews.said import said as _

MAX_NESTING = 8
MAX_LISTS = 6
MAX_HYPHENS = 3
"""In one word, of which every spelling is looked for; of a longer chain only its longest piece."""
MAX_PATTERN = 60_000
"""Bytes of the compiled expression: what a phrase with all its word lists may grow to."""
SHORT_GAP = {"en": 6, "ja": 20}
LONG_GAP = {"en": 30, "ja": 100}
"""In words, in Japanese in characters."""
ROLES = {"vendor": shadow.VENDOR, "customer": shadow.CUSTOMER, "party": shadow.PARTY}
QUANTITIES = {
    "duration": shadow.DURATION,
    "percent": shadow.PERCENT,
    "money": shadow.MONEY,
    "date": shadow.DATE,
    "number": shadow.NUMBER,
}
FREQUENCY = {
    "en": (
        "(monthly|quarterly|yearly|annual|annually|daily|weekly|(per|a|each|every) (day|week|month|quarter|year|annum))"
    ),
    "ja": (
        "(毎日|毎週|毎月|毎年|月額|年額|月間|年間|月次|年次|四半期"
        "|(1|一)(日|か月|ヶ月|カ月|年)(につき|当たり|あたり|ごと))"
    ),
}
TOKEN = re.compile(
    r"(?P<gap>\.{2,})|(?P<tag><[a-z]+!?>)|(?P<list>@[a-z][a-z0-9_]*)|(?P<mark>[()\[\]{}|^$])|(?P<space>\s+)"
    r"|(?P<word>[^\s()\[\]{}|^$<>@.]+(?:\.(?!\.)[^\s()\[\]{}|^$<>@.]+)*(?:\.(?!\.))?)|(?P<bad>.)",
    re.S,
)
WordLists = Mapping[str, Mapping[str, tuple[str, ...]]]


class PhraseError(SaidError):
    """A phrase that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A part of a phrase: its expression, how long a match of it may be (words, in Japanese bytes), and what it needs.

    `literal` is the exact text that it matches, where it is that simple.
    """

    pattern: bytes
    length: int
    is_empty: bool = False
    needs: tuple[Atoms, ...] = ()
    literal: bytes | None = None


@dataclass(frozen=True, slots=True)
class ListPart:
    """A word list compiled, and what its phrases hold."""

    part: Compiled
    has_long_gap: bool
    is_clause_wide: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the words and word lists of one checklist come to, worked out once for all its phrases."""

    words: WordLists
    single: dict[tuple[str, str], Compiled] = field(default_factory=dict)
    lists: dict[tuple[str, str], ListPart] = field(default_factory=dict)


class Writer:
    """Writes the expression of one phrase and is thrown away; what it learns on the way stands in its attributes."""

    def __init__(self, language: str, known: Known) -> None:
        self.language, self.known = language, known
        self.has_long_gap = self.is_clause_wide = False
        self.starts_sentence = self.ends_sentence = False
        self.is_marked = self.is_captured = False

    def write(self, source: str) -> Compiled:
        self.is_marked = "!>" in source or "{" in source
        tokens = self._tokens(source)
        while tokens and tokens[0] == ("mark", "^"):
            self.starts_sentence = True
            tokens.pop(0)
        while tokens and tokens[0][0] == "gap":
            tokens.pop(0)
        while tokens and tokens[-1] == ("mark", "$"):
            self.ends_sentence = True
            tokens.pop()
        while tokens and tokens[-1][0] == "gap" and not self.ends_sentence:
            tokens.pop()
        body, at = self._sequence(tokens, 0, "", ())
        return body if at >= len(tokens) else self._unexpected(tokens[at][1], source)

    def _unexpected(self, what: str, source: str) -> Compiled:
        raise PhraseError(_("“%(what)s” is not expected in the phrase “%(source)s”", what=what, source=source))

    def _tokens(self, source: str) -> list[tuple[str, str]]:
        tokens = []
        for match in TOKEN.finditer(source):
            kind = match.lastgroup or "bad"
            if kind == "bad":
                raise PhraseError(
                    _("“%(match)s” is not expected in the phrase “%(source)s”", match=match[0], source=source)
                )
            tokens.append((kind, match[0]))
        return self._joined(tokens)

    def _joined(self, tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Without spaces, but for those between two Latin words of a Japanese phrase, which the shadow keeps."""
        kept: list[tuple[str, str]] = []
        for index, token in enumerate(tokens):
            if token[0] != "space":
                kept.append(token)
            elif self.language == "ja" and 0 < index < len(tokens) - 1:
                left, right = tokens[index - 1], tokens[index + 1]
                if left[0] == right[0] == "word" and left[1][-1].isascii() and right[1][0].isascii():
                    kept.append(("blank", " "))
        return kept

    def _sequence(
        self, tokens: list[tuple[str, str]], at: int, closing: str, lists: tuple[str, ...], depth: int = 0
    ) -> tuple[Compiled, int]:
        """Alternatives up to `closing`; gives the place after it."""
        if depth > MAX_NESTING:
            raise PhraseError(_("brackets are nested too deeply"))
        branches: list[Compiled] = []
        parts: list[Compiled] = []
        while at < len(tokens):
            kind, text = tokens[at]
            at += 1
            if kind == "mark" and text == "|" and closing:
                branches.append(self._join(parts))
                parts = []
            elif kind == "mark" and text == closing:
                branches.append(self._join(parts))
                return self._alternatives(branches), at
            elif kind == "mark" and text in "([{":
                part, at = self._sequence(tokens, at, {"(": ")", "[": "]", "{": "}"}[text], lists, depth + 1)
                parts.append(self._bracket(text, part))
            else:
                parts.append(self._part(kind, text, lists))
        if closing:
            raise PhraseError(_("“%(closing)s” is missing", closing=closing))
        return self._join(parts), at

    def _bracket(self, opening: str, part: Compiled) -> Compiled:
        if opening == "[":
            return Compiled(b"(?:" + part.pattern + b")?", part.length, True)
        if opening == "{":
            return replace(part, pattern=b"(" + part.pattern + b")", literal=None, needs=self.needs_of(part))
        return part

    def _part(self, kind: str, text: str, lists: tuple[str, ...]) -> Compiled:
        if kind == "gap":
            return self._gap(text)
        if kind == "tag":
            return self._tag(text[1:-1], lists)
        if kind == "list":
            return self._list(text[1:], lists)
        if kind == "blank":
            return Compiled(b" ", 1, literal=b" ")
        if kind == "word":
            key = (self.language, text)
            if key not in self.known.single:
                self.known.single[key] = self._word(text)
            return self.known.single[key]
        places = {
            "^": _("“^” stands only at the start of a phrase"),
            "$": _("“$” stands only at the end of a phrase"),
        }
        raise PhraseError(places.get(text) or _("“%(text)s” is not expected", text=text))

    def _gap(self, text: str) -> Compiled:
        end = shadow.SENTENCE_END.encode()
        is_english = self.language == "en"
        if text == "..":
            count = SHORT_GAP[self.language]
            if is_english:
                return Compiled(b"(?:[^ " + end + b"]+ ){0,%d}?" % count, count, True)
            return Compiled(b"[^" + end + b"]{0,%d}?" % (count * 3), count * 3, True)
        if text == "...":
            self.has_long_gap = True
            length = LONG_GAP[self.language] * (1 if is_english else 3)
            return Compiled(b"(?:[^" + end + b"]* )??" if is_english else b"[^" + end + b"]*?", length, True)
        if text == "....":
            self.is_clause_wide = True
            return Compiled(b"(?:.* )??" if is_english else b".*?", 0, True)
        raise PhraseError(_("“%(text)s” is not a gap: write two, three or four full stops", text=text))

    def _tag(self, name: str, lists: tuple[str, ...]) -> Compiled:
        is_marked = name.endswith("!")
        name = name.removesuffix("!")
        space = b" " if self.language == "en" else b""
        if name in ROLES and not is_marked:
            mark = ROLES[name].encode() + space
            return Compiled(mark, 1, literal=mark)
        if name == "frequency":
            return self._fragment(FREQUENCY[self.language], lists)
        if name not in QUANTITIES:
            known = ", ".join(f"<{word}>" for word in [*ROLES, *QUANTITIES, "frequency"])
            raise PhraseError(_("“<%(name)s>” is not known; known are %(known)s", name=name, known=known))
        mark = QUANTITIES[name].encode()
        tail = b"[0-9.]*" + space if name == "number" else space
        needs = (frozenset({mark}),)
        if is_marked or not (self.is_marked or self.is_captured):
            self.is_captured = True
            return Compiled(b"(" + mark + b")" + tail, 1, needs=needs)
        return Compiled(mark + tail, 1, needs=needs)

    def _list(self, name: str, lists: tuple[str, ...]) -> Compiled:
        if name in lists:
            raise PhraseError(_("the word list @%(name)s holds itself", name=name))
        if len(lists) >= MAX_LISTS:
            raise PhraseError(_("word lists that hold each other are nested too deeply"))
        entries = self.known.words.get(name, {}).get(self.language)
        if not entries:
            raise PhraseError(_("there is no word list @%(name)s for this language", name=name))
        key = (self.language, name)
        known = self.known.lists.get(key)
        if known is None:
            outside = self.has_long_gap, self.is_clause_wide
            self.has_long_gap = self.is_clause_wide = False
            part = self._alternatives([self._fragment(entry, (*lists, name)) for entry in entries])
            known = ListPart(part, self.has_long_gap, self.is_clause_wide)
            if b"(" not in part.pattern.replace(b"(?:", b""):
                # A quantity is captured only where none was before: such a list is not the same everywhere.
                self.known.lists[key] = known
            self.has_long_gap, self.is_clause_wide = outside
        self.has_long_gap |= known.has_long_gap
        self.is_clause_wide |= known.is_clause_wide
        return known.part

    def _fragment(self, source: str, lists: tuple[str, ...]) -> Compiled:
        """A phrase within a phrase. Its brackets count for themselves, so that a list may stand anywhere."""
        tokens = self._tokens(source)
        part, at = self._sequence(tokens, 0, "", lists)
        return part if at >= len(tokens) else self._unexpected(tokens[at][1], source)

    def _word(self, text: str) -> Compiled:
        if self.language == "en":
            return self._english(text)
        literal = "".join(shadow.japanese(piece) for piece in text.split("*"))
        if not literal:
            return Compiled(b"", 0, True, literal=b"")
        exact = literal.encode()
        pattern, length, needs = _escape(exact), len(exact), (frozenset({exact}),)
        if re.search("[0-9]", literal):
            # The shadow marks every number: “第28条” is looked for with and without the mark.
            pieces = re.findall("[0-9]+|[^0-9]+", literal)
            number = b"(?:" + shadow.NUMBER.encode() + b")?"
            pattern = b"".join((number if piece.isdigit() else b"") + _escape(piece.encode()) for piece in pieces)
            needs = tuple(frozenset({piece.encode()}) for piece in pieces)
            return Compiled(pattern, length + len(pieces), needs=needs)
        if literal.isascii() and literal.isalnum():
            # Only a Latin word has borders in a Japanese sentence: “sla” must not be found in “slack”.
            border = b"" if text.endswith("*") else b"\\b"
            return Compiled(b"\\b" + pattern + border, length, needs=needs)
        return Compiled(pattern, length, literal=exact)

    def _english(self, text: str) -> Compiled:
        parts = []
        for word in shadow.english(text.replace("*", shadow.STAR).replace("-", shadow.HYPHEN)).split():
            if not word.strip(shadow.STAR + shadow.HYPHEN):
                raise PhraseError(_("“%(text)s” is not a word", text=text))
            parts.append(self._english_word(word.strip(shadow.HYPHEN)))
        return self._join(parts)

    def _english_word(self, word: str) -> Compiled:
        exact = word.encode() + b" "
        if word.isalpha():
            return Compiled(exact, 1, literal=exact)
        special = {shadow.STAR: b"[^ " + shadow.SENTENCE_END.encode() + b"]*", shadow.HYPHEN: b" ?"}
        pattern = b"".join(special.get(char) or _escape(char.encode()) for char in word) + b" "
        if word[0].isdigit():
            pattern = b"(?:" + shadow.NUMBER.encode() + b")?" + pattern
        joints = f"[{shadow.STAR}{shadow.HYPHEN}]" if word.count(shadow.HYPHEN) > MAX_HYPHENS else shadow.STAR
        pieces = re.split(joints, word)
        best = max(range(len(pieces)), key=lambda index: len(pieces[index]))
        lead = " " if best == 0 and not word[0].isdigit() else ""
        spellings = product((" ", ""), repeat=pieces[best].count(shadow.HYPHEN))
        atoms = frozenset((lead + _spelled(pieces[best], chosen)).encode() for chosen in spellings)
        return Compiled(pattern, 1 + word.count(shadow.HYPHEN), needs=(atoms,))

    def needs_of(self, part: Compiled) -> tuple[Atoms, ...]:
        """What a text must hold for the part to match, its own literal included."""
        if not (part.literal or b"").strip():
            return part.needs
        # Every English word has a space before it, which tells “rate” from “corporate”.
        return (frozenset({(b" " if self.language == "en" else b"") + (part.literal or b"")}),)

    def _join(self, parts: list[Compiled]) -> Compiled:
        if len(parts) == 1:
            return parts[0]
        pattern = b"".join(part.pattern for part in parts)
        if len(pattern) > MAX_PATTERN:
            raise PhraseError(_("the phrase with its word lists is too long"))
        length, is_empty = sum(part.length for part in parts), all(part.is_empty for part in parts)
        if all(part.literal is not None for part in parts):
            return Compiled(pattern, length, is_empty, literal=b"".join(part.literal or b"" for part in parts))
        needs: list[Atoms] = []
        run = Compiled(b"", 0, literal=b"")
        for part in [*parts, Compiled(b"", 0)]:
            if part.literal is not None:
                run = Compiled(b"", 0, literal=(run.literal or b"") + part.literal)
            else:
                needs += [*self.needs_of(run), *(part.needs if not part.is_empty else ())]
                run = Compiled(b"", 0, literal=b"")
        return Compiled(pattern, length, is_empty, tuple(needs))

    def _alternatives(self, branches: list[Compiled]) -> Compiled:
        if len(branches) == 1:
            return replace(branches[0], pattern=b"(?:" + branches[0].pattern + b")")
        pattern = b"(?:" + b"|".join(branch.pattern for branch in branches) + b")"
        if len(pattern) > MAX_PATTERN:
            raise PhraseError(_("the phrase with its word lists is too long"))
        return Compiled(
            pattern,
            max(branch.length for branch in branches),
            any(branch.is_empty for branch in branches),
            either_of([self.needs_of(branch) for branch in branches]),
        )


def _spelled(word: str, joints: Sequence[str]) -> str:
    """The word with its hyphens replaced, one by one."""
    pieces = word.split(shadow.HYPHEN)
    return pieces[0] + "".join(joint + piece for joint, piece in zip(joints, pieces[1:], strict=True))


def _escape(text: bytes) -> bytes:
    return b"".join(
        bytes((byte,)) if chr(byte).isascii() and chr(byte).isalnum() else b"\\x%02x" % byte for byte in text
    )
