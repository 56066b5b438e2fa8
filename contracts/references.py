"""Which clause of its own paper a passage points to: "as set out in Section 6.6", 第12条第3項, 前条, 別紙2.

Plain functions over a text and its clauses. A reference to another paper or to a law is found too, without a target.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contracts.numbering import KANJI, kanji, number_of, roman
from contracts.values import Clause, Text

Path = tuple[str, ...]
"""The numbers of a clause from the outermost in, "1.4(e)" being ("1", "4", "e"); an annex stands first by its name."""

ANNEX = r"(?:schedule|exhibit|annex|appendix|attachment)"
NUMBER = r"(?:\d{1,3}(?:\.\d{1,5})*[a-z]?|(?-i:[IVXL]{1,6}|[A-Z]))(?![\w%])(?:\.?\([0-9a-zA-Z]{1,5}\))*"
BRACKETS = r"(?:\([0-9a-zA-Z]{1,5}\))+"
ENGLISH = re.compile(
    rf"\b(?P<word>(?:sub-?)?(?:sections?|clauses?|articles?|paragraphs?)|{ANNEX}s?)[ \xa0]"
    rf"(?P<first>{NUMBER}|{BRACKETS})(?P<rest>(?:,? ?(?:and|or|to|through|,|&|–|-) ?(?:{NUMBER}|{BRACKETS}))*)"
    rf"|§{{1,2}}[ \xa0]?(?P<sign>{NUMBER})",
    re.I,
)
ONE = re.compile(rf"{NUMBER}|{BRACKETS}", re.I)
PIECE = re.compile(r"\d+|[a-zA-Z]+")
OUTSIDE = re.compile(
    r"[ ,]*(?:\([^()\n]{1,60}\))?[ ,]*(?:(?:of|in|to|under) (?!(?:this|these|our)\b)"
    r"(?:the |its |that |such |any |an? )?[A-Z]|(?:GDPR|CCPA|UCC|U\.S\.C|of title)\b)"
)
INSIDE = re.compile(
    r"[ ,]*(?:\([^()\n]{1,60}\))?[ ,]*(?:of|in|to) (?:this|these|our|the (?:main body|general terms|agreement\b))", re.I
)
DIGITS = rf"(?:[0-9０-９]{{1,3}}|[{KANJI}]{{1,5}})"
JAPANESE = re.compile(
    rf"第(?P<jou>{DIGITS})条(?:の(?P<no>{DIGITS}))?(?:第?(?P<kou>{DIGITS})項)?(?:第?(?P<gou>{DIGITS})号)?"
    rf"|(?P<near>前条|次条|本条|前項|次項|本項)(?:第?(?P<kou2>{DIGITS})項)?(?:第?(?P<gou2>{DIGITS})号)?"
    rf"|(?P<annex>別紙|別表|別添|付録|附属書)(?:第)?(?P<which>{DIGITS}|[A-ZＡ-Ｚ])?"
)
ARTICLE = re.compile("第.{1,6}条")
LAW = re.compile(r"(?:法|法律|令|規則|条例|指令|指針|ＧＤＰＲ|GDPR)(?:（[^（）\n]{1,60}）)?の?$")
OTHER_PAPER = re.compile(r"(?:規約|約款|契約書?|規程|ポリシー|条件|覚書|[」』])(?:（[^（）\n]{1,60}）)?の?$")
OWN_PAPER = re.compile(
    r"(?:本|この|当)(?:利用)?(?:規約|約款|契約書?|規程|ポリシー|条件|覚書)(?:（[^（）\n]{1,60}）)?の?$"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that point to a clause. `target` is its index, None where this paper has no such clause."""

    start: int
    end: int
    target: int | None


class Numbered:
    """The clauses of a paper by their numbers."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.paths: list[Path] = []
        self.by_path: dict[Path, int] = {}
        for at, clause in enumerate(clauses):
            above = self.paths[clause.parent] if clause.parent is not None else ()
            path = path_of(clause, above)
            self.paths.append(path)
            if path and path != above:
                self.by_path.setdefault(path, at)

    def find(self, path: Path, around: int | None) -> int | None:
        """The clause of this number; in an annex the annex's own goes before the main text's."""
        annex = self.paths[around][:1] if around is not None else ()
        if annex and is_annex(annex[0]) and (found := self.by_path.get(annex + path)) is not None:
            return found
        return self.by_path.get(path)

    def find_below(self, pieces: Path, around: int | None) -> int | None:
        """The clause that "paragraph (b)" means: of the innermost around it that has one."""
        at = around
        while at is not None:
            found = self.by_path.get(self.paths[at] + pieces)
            if found is not None and found != around:
                return found
            at = self.clauses[at].parent
        return self.by_path.get(pieces)


def find_references(text: Text, clauses: Sequence[Clause]) -> tuple[Reference, ...]:
    """In the order of the text; the numbers that open clauses are none."""
    numbered = Numbered(clauses)
    own = {clause.start for clause in clauses}
    find = japanese_references if text.language == "ja" else english_references
    return tuple(one for one in find(text.shown.body, numbered, 0, len(text.shown.body)) if one.start not in own)


def referred_clauses(text: Text, clauses: Sequence[Clause], start: int, end: int) -> tuple[int, ...]:
    """The clauses, by index and each once, to which the words `start:end` point; not those that hold these words."""
    pattern, find = (JAPANESE, japanese_references) if text.language == "ja" else (ENGLISH, english_references)
    if pattern.search(text.body, start, end) is None:
        return ()  # as in most passages, and numbering all clauses for nothing would cost most of the time
    numbered = Numbered(clauses)
    own = {clause.start for clause in clauses}
    holders = chain(clauses, start)
    found: list[int] = []
    for reference in find(text.body, numbered, start, end):
        target = reference.target
        if target is not None and reference.start not in own and target not in (*found, *holders):
            found.append(target)
    return tuple(found)


def clause_at(clauses: Sequence[Clause], position: int) -> int | None:
    """The innermost clause that holds the position; None before the first and between them."""
    at: int | None = bisect_right(clauses, position, key=lambda clause: clause.start) - 1
    while at is not None and at >= 0:
        if position < clauses[at].end:
            return at
        at = clauses[at].parent
    return None


def chain(clauses: Sequence[Clause], position: int) -> list[int]:
    """The clauses that hold the position, innermost first."""
    found, at = [], clause_at(clauses, position)
    while at is not None:
        found.append(at)
        at = clauses[at].parent
    return found


def is_annex(piece: str) -> bool:
    return re.match(rf"{ANNEX}|別紙|別表|別添|付録|附属書", piece) is not None


def path_of(clause: Clause, above: Path) -> Path:
    """The clause's own path below that of its parent; the parent's where it has no number."""
    number = number_of(clause.number + " X") if clause.number else None
    if number is None:
        return above
    style, values = number.readings[0]
    plain = unicodedata.normalize("NFKC", clause.number)
    annex = above[:1] if above and is_annex(above[0]) else ()
    if style == "annex":
        return (annex_name(plain),)
    if style in ("part", "chapter", "division"):
        return annex  # articles are counted through them
    if style == "article":
        again = re.search(rf"の({DIGITS})$", plain)
        return (*annex, str(values[0]) + (f"の{whole(again[1])}" if again else ""))
    if len(values) > 1:
        return (*annex, *(str(piece).lower() for piece in PIECE.findall(plain)))
    if style in ("kou", "gou"):
        return (*above, str(values[0]))
    pieces = PIECE.findall(plain)
    return (*above, pieces[0].lower() if pieces else str(values[0]))


def annex_name(words: str) -> str:
    """ "Schedule  2" and "SCHEDULE II" are one; 別紙 without a number stands for the only one."""
    words = unicodedata.normalize("NFKC", words).lower().replace("第", "")
    found = re.match(rf"({ANNEX}|別紙|別表|別添|付録|附属書)s?\s*(.*)", words)
    if found is None:
        return words
    number = found[2].strip(" .:：")
    if number and all(sign in KANJI for sign in number):
        number = str(kanji(number))
    elif len(number) > 1 or number in ("i", "v", "x"):
        number = str(roman(number) or number)
    return f"{found[1]} {number}".strip()


def whole(digits: str) -> int:
    return kanji(digits) if digits[0] in KANJI else int(digits)


def english_references(body: str, numbered: Numbered, start: int, end: int) -> Iterator[Reference]:
    for match in ENGLISH.finditer(body, start, end):
        is_outside = OUTSIDE.match(body, match.end()) is not None and INSIDE.match(body, match.end()) is None
        around = clause_at(numbered.clauses, match.start())
        word = (match["word"] or "section").lower()
        for at, one in enumerate(ONE.finditer(body, match.start("sign" if match["sign"] else "first"), match.end())):
            target = None if is_outside else english_target(word, one[0], numbered, around)
            yield Reference(one.start() if at else match.start(), one.end(), target)


def english_target(word: str, number: str, numbered: Numbered, around: int | None) -> int | None:
    if re.match(ANNEX, word):
        return numbered.by_path.get((annex_name(f"{word.removesuffix('s')} {number}"),))
    pieces = tuple(piece.lower() for piece in PIECE.findall(number))
    if number.startswith("("):
        return numbered.find_below(pieces, around)
    if not pieces[0].isdigit() and roman(pieces[0]):
        found = numbered.find((str(roman(pieces[0])), *pieces[1:]), around)
        if found is not None:
            return found
    return numbered.find(pieces, around)


def japanese_references(body: str, numbered: Numbered, start: int, end: int) -> Iterator[Reference]:
    for match in JAPANESE.finditer(body, start, end):
        around = clause_at(numbered.clauses, match.start())
        yield Reference(match.start(), match.end(), japanese_target(body, match, numbered, around))


def japanese_target(body: str, match: re.Match[str], numbered: Numbered, around: int | None) -> int | None:
    before = body[max(0, match.start() - 80) : match.start()]
    if match["annex"]:
        if is_elsewhere(before):
            return None
        return numbered.by_path.get((annex_name(match["annex"] + (match["which"] or "")),))
    if match["near"]:
        return near_target(match, numbered, around)
    if is_elsewhere(before):
        return None
    article = str(whole(unicodedata.normalize("NFKC", match["jou"])))
    if match["no"]:
        article += f"の{whole(unicodedata.normalize('NFKC', match['no']))}"
    return below(numbered, numbered.find((article,), around), match["kou"], match["gou"])


def is_elsewhere(before: str) -> bool:
    """True where the words before name a law or another paper."""
    if LAW.search(before):
        return True
    return OTHER_PAPER.search(before) is not None and OWN_PAPER.search(before) is None


def near_target(match: re.Match[str], numbered: Numbered, around: int | None) -> int | None:
    """前条 and its like, counted from where they stand."""
    if around is None:
        return None
    step = {"前": -1, "次": 1, "本": 0}[match["near"][0]]
    holders = [around, *ancestors(numbered.clauses, around)]
    article = next((at for at in holders if ARTICLE.match(numbered.clauses[at].number)), None)
    if match["near"].endswith("条"):
        return below(numbered, neighbour(numbered, article, step), match["kou2"], match["gou2"])
    paragraph = next((at for at in holders if article is not None and numbered.clauses[at].parent == article), None)
    if paragraph is None:
        # In the first paragraph, which has no number: what follows it is the second.
        return below(numbered, article, str(1 + step), match["gou2"]) if step >= 0 else None
    count = numbered.paths[paragraph][-1]
    if not count.isdigit():
        return None
    return below(numbered, article, str(int(count) + step), match["gou2"])


def ancestors(clauses: Sequence[Clause], at: int) -> Iterator[int]:
    above = clauses[at].parent
    while above is not None:
        yield above
        above = clauses[above].parent


def neighbour(numbered: Numbered, article: int | None, step: int) -> int | None:
    if article is None or not step:
        return article
    articles = [at for at, clause in enumerate(numbered.clauses) if ARTICLE.match(clause.number)]
    place = articles.index(article) + step if article in articles else -1
    return articles[place] if 0 <= place < len(articles) else None


def below(numbered: Numbered, article: int | None, kou: str | None, gou: str | None) -> int | None:
    """A paragraph and an item of an article. The first paragraph may have no number: then the article is it."""
    if article is None:
        return None
    path, found = numbered.paths[article], article
    if kou:
        count = str(whole(unicodedata.normalize("NFKC", kou)))
        paragraph = numbered.by_path.get((*path, count))
        if paragraph is None and count != "1":
            return None
        if paragraph is not None:
            path, found = (*path, count), paragraph
    if gou:
        item = numbered.by_path.get((*path, str(whole(unicodedata.normalize("NFKC", gou)))))
        return item if item is not None else found
    return found
