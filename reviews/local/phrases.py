"""The phrase language: what a lawyer writes, compiled to RE2. Before it: `tagged.py`, whose shadow text it matches.

    word  word*  (a|b c|d)  [optional]  ..  ...  ....  ^  $  @list  <vendor>  <duration>  <duration!>  {words to take}

`docs/phrases.md` explains it by examples. RE2 runs over bytes (UTF-8 read as Latin-1): its time is linear in the text,
and gaps and literals are cheaper than over characters; a literal of whole UTF-8 characters only matches at their
borders, so no match can begin or end inside one. `...` is compiled without its bound, which would cost thousands of
states; the bound is checked on the length of the match.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import product

import re2

from reviews.local import shadow

MAX_LENGTH = 2_000
MAX_NESTING = 8
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

QUANTITY_MARKS = frozenset(mark.encode() for mark in QUANTITIES.values())
WordLists = Mapping[str, Mapping[str, tuple[str, ...]]]


class PhraseError(Exception):
    """A phrase that cannot be read; the message says why."""


Atoms = frozenset[bytes]
"""Texts of which at least one must stand in a text, or the phrase cannot match it."""


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

    @cached_property
    def groups(self) -> range:
        return range(1, self.expression.groups + 1)

    def find(self, text: bytes, start: int = 0) -> Match | None:
        """The first match at or after `start` that is not longer than the gaps allow."""
        while found := self.expression.search(text, start):
            begin, end = found.span()
            if not self.limit or self._length(text, begin, end) <= self.limit:
                taken = next((found.span(group) for group in self.groups if found.start(group) >= 0), None)
                return Match(begin, end, taken)
            start = begin + 1
        return None

    def _length(self, text: bytes, begin: int, end: int) -> int:
        return text.count(b" ", begin, end) if self.language == "en" else end - begin


@dataclass(frozen=True, slots=True)
class Match:
    """Byte offsets into the text that was searched; `group` is what the phrase captures."""

    start: int
    end: int
    group: tuple[int, int] | None


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
        self.words = words
        self.known_lists: dict[tuple[str, str], ListPart] = {}
        self.known_words: dict[tuple[str, str], Compiled] = {}

    def compile(self, source: str, language: str) -> Phrase:
        """Raises PhraseError."""
        if len(source) > MAX_LENGTH:
            raise PhraseError(f"the phrase is longer than {MAX_LENGTH} characters")
        writer = _Writer(language, self)
        body = writer.write(source)
        needs = sorted(writer.needs_of(body), key=_telling, reverse=True)
        if not needs or body.is_empty:
            raise PhraseError(f"the phrase “{source}” holds no word that must be there")
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


@dataclass(frozen=True, slots=True)
class ListPart:
    """A word list compiled, and what its phrases hold."""

    part: Compiled
    has_long_gap: bool
    is_clause_wide: bool


class _Writer:
    """Parses and compiles in one go: the language is small enough that a tree would only be carried around."""

    def __init__(self, language: str, compiler: PhraseCompiler) -> None:
        self.language, self.words = language, compiler.words
        self.lists, self.known_words = compiler.known_lists, compiler.known_words
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
        raise PhraseError(f"“{what}” is not expected in the phrase “{source}”")

    def _tokens(self, source: str) -> list[tuple[str, str]]:
        tokens = []
        for match in TOKEN.finditer(source):
            kind = match.lastgroup or "bad"
            if kind == "bad":
                raise PhraseError(f"“{match[0]}” is not expected in the phrase “{source}”")
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
            raise PhraseError("brackets are nested too deeply")
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
                parts.append(self._part(kind, text, lists, depth))
        if closing:
            raise PhraseError(f"“{closing}” is missing")
        return self._join(parts), at

    def _bracket(self, opening: str, part: Compiled) -> Compiled:
        if opening == "[":
            return Compiled(b"(?:" + part.pattern + b")?", part.length, True)
        if opening == "{":
            return replace(part, pattern=b"(" + part.pattern + b")", literal=None, needs=self.needs_of(part))
        return part

    def _part(self, kind: str, text: str, lists: tuple[str, ...], depth: int) -> Compiled:
        if kind == "gap":
            return self._gap(text)
        if kind == "tag":
            return self._tag(text[1:-1], lists, depth)
        if kind == "list":
            return self._list(text[1:], lists, depth)
        if kind == "blank":
            return Compiled(b" ", 1, literal=b" ")
        if kind == "word":
            key = (self.language, text)
            if key not in self.known_words:
                self.known_words[key] = self._word(text)
            return self.known_words[key]
        places = {"^": "“^” stands only at the start of a phrase", "$": "“$” stands only at the end of a phrase"}
        raise PhraseError(places.get(text, f"“{text}” is not expected"))

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
        raise PhraseError(f"“{text}” is not a gap: write two, three or four full stops")

    def _tag(self, name: str, lists: tuple[str, ...], depth: int) -> Compiled:
        is_marked = name.endswith("!")
        name = name.removesuffix("!")
        space = b" " if self.language == "en" else b""
        if name in ROLES and not is_marked:
            mark = ROLES[name].encode() + space
            return Compiled(mark, 1, literal=mark)
        if name == "frequency":
            return self._fragment(FREQUENCY[self.language], lists, depth)
        if name not in QUANTITIES:
            known = ", ".join(f"<{word}>" for word in [*ROLES, *QUANTITIES, "frequency"])
            raise PhraseError(f"“<{name}>” is not known; known are {known}")
        mark = QUANTITIES[name].encode()
        tail = b"[0-9.]*" + space if name == "number" else space
        needs = (frozenset({mark}),)
        if is_marked or not (self.is_marked or self.is_captured):
            self.is_captured = True
            return Compiled(b"(" + mark + b")" + tail, 1, needs=needs)
        return Compiled(mark + tail, 1, needs=needs)

    def _list(self, name: str, lists: tuple[str, ...], depth: int) -> Compiled:
        if name in lists:
            raise PhraseError(f"the word list @{name} holds itself")
        entries = self.words.get(name, {}).get(self.language)
        if not entries:
            raise PhraseError(f"there is no word list @{name} for this language")
        key = (self.language, name)
        known = self.lists.get(key)
        if known is None:
            outside = self.has_long_gap, self.is_clause_wide
            self.has_long_gap = self.is_clause_wide = False
            part = self._alternatives([self._fragment(entry, (*lists, name), depth + 1) for entry in entries])
            known = ListPart(part, self.has_long_gap, self.is_clause_wide)
            if b"(" not in part.pattern.replace(b"(?:", b""):
                # A quantity is captured only where none was before: such a list is not the same everywhere.
                self.lists[key] = known
            self.has_long_gap, self.is_clause_wide = outside
        self.has_long_gap |= known.has_long_gap
        self.is_clause_wide |= known.is_clause_wide
        return known.part

    def _fragment(self, source: str, lists: tuple[str, ...], depth: int) -> Compiled:
        tokens = self._tokens(source)
        part, at = self._sequence(tokens, 0, "", lists, depth + 1)
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
                raise PhraseError(f"“{text}” is not a word")
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
            raise PhraseError("the phrase with its word lists is too long")
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
        each = [self.needs_of(branch) for branch in branches]
        pattern = b"(?:" + b"|".join(branch.pattern for branch in branches) + b")"
        if len(pattern) > MAX_PATTERN:
            raise PhraseError("the phrase with its word lists is too long")
        return Compiled(
            pattern,
            max(branch.length for branch in branches),
            any(branch.is_empty for branch in branches),
            (frozenset().union(*(max(needs, key=_telling) for needs in each)),) if all(each) else (),
        )


SLOTS = 3
COMMON_WORDS = """
of to in on or and for by as at is are be it its may shall will must not no any all such this that with from agreement
services service party parties other under has have been if
"""
COMMON = frozenset(COMMON_WORDS.split())


@lru_cache(maxsize=20_000)
def _telling(atoms: Atoms) -> float:
    """How much is known when one of the atoms is found: rare words tell more than frequent ones, few more than many."""
    return min(_weight(atom) for atom in atoms) - len(atoms) / 20


def _weight(atom: bytes) -> float:
    if len(atom.strip()) == 1:
        return 3.0 if atom.strip() in QUANTITY_MARKS else 0.5
    words = atom.decode().split()
    if not words[0].isascii():
        return 2.0 * len(atom.decode())
    return max(0.5 if word in COMMON else float(len(word)) for word in words) + len(words) - 1


def _spelled(word: str, joints: Sequence[str]) -> str:
    """The word with its hyphens replaced, one by one."""
    pieces = word.split(shadow.HYPHEN)
    return pieces[0] + "".join(joint + piece for joint, piece in zip(joints, pieces[1:], strict=True))


def _escape(text: bytes) -> bytes:
    return b"".join(
        bytes((byte,)) if chr(byte).isascii() and chr(byte).isalnum() else b"\\x%02x" % byte for byte in text
    )
