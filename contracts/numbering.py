"""How clauses are numbered in English and Japanese papers: what stands at the start of a line, and what it may mean.

Used by the layout of pages (does a line open something new?) and by `segment.py` (where does it stand in the tree?).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

KANJI = "一二三四五六七八九十百〇"
KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BULLETS = "•◦▪‣●○■□◆◇・–—‐*·∙\uf0b7\uf0a7-"
CJK = "\u3040-\u30ff\u3400-\u9fff"
DIGIT = "[0-9０-９]"

TOKEN = re.compile(
    rf"""
      (?P<annex> (?:SCHEDULE|EXHIBIT|ANNEX|APPENDIX|ATTACHMENT|Schedule|Exhibit|Annex|Appendix|Attachment)
                 [ ](?:[A-Z]{{1,2}}|\d{{1,2}}|[IVX]+)(?:[-.]\d{{1,2}})? (?=[\s:.,;–—-]|$) )
    | (?P<part> (?:PART|Part|TITLE|CHAPTER|Chapter)[ ](?:[A-Z]|\d{{1,2}}|[IVXLC]+) (?=[\s:.–—-]|$) )
    | (?P<article> (?:ARTICLE|Article|SECTION|Section|CLAUSE|Clause|§)[ ]?(?:\d{{1,3}}|[IVXLC]+)
                   [.:]? (?=[\s–—-]|$) )
    | (?P<section> (?:SECTION|Section|CLAUSE|Clause|§)[ ]?\d{{1,3}}(?:\.\d{{1,3}})+[.:]? (?=\s|$) )
    | (?P<jou> 第[ ]?(?:{DIGIT}{{1,3}}|[{KANJI}]{{1,5}})[ ]?[編部章節款条]
               (?:の(?:{DIGIT}{{1,2}}|[{KANJI}]{{1,3}}))? (?=[\s\u3000（(【［\[:：.．]|$) )
    | (?P<kou> 第(?:{DIGIT}{{1,3}}|[{KANJI}]{{1,4}})[項号] (?=[\s\u3000（(:：]|$) )
    | (?P<bessi> (?:別紙|別表|別添|附属書|付属書|付録|添付資料)
                 [\s\u3000]?(?:{DIGIT}{{1,2}}|[{KANJI}]{{1,3}}|[A-ZＡ-Ｚ])?(?:の[{KANJI}0-9])?
                 (?=[\s\u3000（(：:「【『.．]|$) | [附付][\s\u3000]?則 (?=[\s\u3000（(]|$) )
    | (?P<compound> (?:[A-Z]\.|\d{{1,3}}[.．])(?:\d{{1,3}}|[a-z]{{1,2}}(?=[.)]))(?:\.(?:\d{{1,3}}|[a-z]{{1,2}}))*
                    [.)．]? (?=[\s\u3000{CJK}“"「]|$) )
    | (?P<number> {DIGIT}{{1,3}}[.)．] (?=[\s\u3000{CJK}「]|$) )
    | (?P<paren> [(（](?:{DIGIT}{{1,3}}|[a-z]{{1,2}}|[ivxl]+|[A-Z]|[IVXL]+|[{KANJI}]{{1,3}}|[{KATAKANA}])[)）] )
    | (?P<letter> (?:[a-z]|[A-Z]|[ivxl]{{1,5}}|[IVXL]{{1,6}})[.)] (?=\s|$) )
    | (?P<circled> [{CIRCLED}] )
    | (?P<kanji> [{KANJI}]{{1,3}} (?=[\u3000\s、.．]) [、.．]? )
    | (?P<kana> [{KATAKANA}] (?=[\u3000\s.．、]) [.．、]? )
    | (?P<bare> {DIGIT}{{1,3}} (?=[\s\u3000]+[A-Z“"「{CJK}]) )
    """,
    re.X,
)
OPENERS = re.compile(
    rf"[{BULLETS}][\s\u3000]|[§(（第別附付添{KANJI}{KATAKANA}{CIRCLED}0-9０-９]|[A-Za-z]{{1,5}}[.)]"
    r"|(?i:sch|exh|ann|app|att|part|title|chap|art|sec|cla)"
)
MARKER = re.compile(
    rf"(?:[{BULLETS}]|[(（]?(?:{DIGIT}{{1,3}}|[a-zA-Z]|[ivxlIVXL]{{1,6}}|[{KANJI}]{{1,3}})[.)）．]|[{CIRCLED}])"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the start of a line: its words, where they end, and its readings as (style, values).

    Values are what the number counts, outermost first: "6.6" is (6, 6), "(c)" is (3,) or, as Roman, (100,).
    """

    text: str
    end: int
    readings: tuple[tuple[str, tuple[int, ...]], ...]


def is_marker(text: str) -> bool:
    """True where a line is nothing but a bullet or a number that belongs to the words beside it."""
    return len(text) <= 8 and MARKER.fullmatch(text.strip()) is not None


def opens_clause(line: str) -> bool:
    """True where a line begins with something that numbers it, or with a bullet."""
    return OPENERS.match(line) is not None and (line[0] in BULLETS or number_of(line) is not None)


def number_of(line: str) -> Number | None:
    """The number at the start of a line, None where there is none. Whether it counts here, the place must tell."""
    found = TOKEN.match(line)
    if found is None:
        return None
    kind = found.lastgroup or ""
    token = found[kind]
    readings = READERS[kind](unicodedata.normalize("NFKC", token))
    return Number(token, found.end(kind), readings) if readings else None


def roman(text: str) -> int:
    """0 where the letters are no well-formed Roman number."""
    total, last = 0, 0
    for letter in reversed(text.upper()):
        value = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}.get(letter, 0)
        if not value:
            return 0
        total += value if value >= last else -value
        last = max(last, value)
    return total


def kanji(text: str) -> int:
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + "〇一二三四五六七八九".index(sign)
    return total + digit


def letter(text: str) -> int:
    """a is 1, z 26, aa 27; other doubled letters are no number."""
    small = text.lower()
    if len(small) == 1:
        return ord(small) - 96
    return 26 + ord(small[0]) - 96 if len(set(small)) == 1 else 0


def count(text: str) -> int:
    """Digits, kanji, a Roman number or a letter, whichever it is."""
    if text.isdigit():
        return int(text)
    if all(sign in KANJI for sign in text):
        return kanji(text)
    return roman(text) or (letter(text) if len(text) <= 2 else 0)


Readings = tuple[tuple[str, tuple[int, ...]], ...]


def read_annex(token: str) -> Readings:
    return (("annex", ()),)


def read_part(token: str) -> Readings:
    return (("part", (count(token.split(" ", 1)[1]),)),)


def read_article(token: str) -> Readings:
    return (("article", (count(re.sub(r"^\D*?[ §]|[.:]$", "", token) or "0"),)),)


def read_section(token: str) -> Readings:
    return read_compound(re.sub(r"^[^\d]*", "", token).rstrip(":"))


def read_jou(token: str) -> Readings:
    found = re.match(rf"第 ?([\d{KANJI}]+) ?(.)(?:の([\d{KANJI}]+))?", token)
    if found is None:
        return ()
    style = {"編": "part", "部": "part", "章": "chapter", "節": "division", "款": "division", "条": "article"}[found[2]]
    return ((style, (count(found[1]),)),)


def read_kou(token: str) -> Readings:
    return (("kou" if token[-1] == "項" else "gou", (count(token[1:-1]),)),)


def read_compound(token: str) -> Readings:
    parts = token.rstrip(".)").split(".")
    first = letter(parts[0]) if parts[0].isalpha() else int(parts[0])
    values = tuple(int(part) if part.isdigit() else letter(part) for part in parts[1:])
    return (("upper" if parts[0].isalpha() else "decimal", (first, *values)),)


def read_number(token: str) -> Readings:
    return (("decimal" if token[-1] == "." else "number)", (int(token[:-1]),)),)


def read_paren(token: str) -> Readings:
    inner = token[1:-1]
    if inner.isdigit():
        return (("(1)", (int(inner),)),)
    if inner[0] in KANJI:
        return (("(一)", (kanji(inner),)),)
    if inner[0] in KATAKANA:
        return kana_readings(inner, "(ア)", "(イロハ)")
    return letter_readings(inner, "(a)", "(i)") if inner.islower() else letter_readings(inner, "(A)", "(I)")


def read_letter(token: str) -> Readings:
    inner = token[:-1]
    return letter_readings(inner, "a.", "i.") if inner.islower() else letter_readings(inner, "upper", "I.")


def letter_readings(inner: str, alphabetic: str, numeral: str) -> Readings:
    readings = []
    if value := letter(inner) if len(inner) <= 2 else 0:
        readings.append((alphabetic, (value,)))
    if value := roman(inner):
        readings.append((numeral, (value,)))
    return tuple(readings)


def kana_readings(inner: str, alphabetic: str, poetic: str) -> Readings:
    readings = [(alphabetic, (KATAKANA.index(inner) + 1,))]
    if inner in IROHA:
        readings.append((poetic, (IROHA.index(inner) + 1,)))
    return tuple(readings)


def read_circled(token: str) -> Readings:
    return (("①", (int(token),)),)


def read_kanji(token: str) -> Readings:
    return (("一", (kanji(token.rstrip("、.")),)),)


def read_kana(token: str) -> Readings:
    return kana_readings(token[0], "ア", "イロハ")


def read_bare(token: str) -> Readings:
    return (("bare", (int(token),)), ("decimal", (int(token),)))


READERS = {
    "annex": read_annex,
    "part": read_part,
    "article": read_article,
    "section": read_section,
    "jou": read_jou,
    "kou": read_kou,
    "bessi": read_annex,
    "compound": read_compound,
    "number": read_number,
    "paren": read_paren,
    "letter": read_letter,
    "circled": read_circled,
    "kanji": read_kanji,
    "kana": read_kana,
    "bare": read_bare,
}
