"""Reads off a paper's opening and end since when it holds and when it was last changed. Pure; before it: `read.py`.

The dates are the paper's own words about itself: “Last updated: March 3, 2026”, “Effective as of 1 May 2026”,
「2026年3月3日改定」「施行日：令和8年4月1日」. Dates in its clauses, such as the end of a term, are none of them.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from contracts.numbering import kanji
from contracts.values import Text

DateKind = Literal["updated", "effective", "made"]
"""What happened on the day: the paper was last changed, came into force, or was signed or first laid down."""

OPENING_LINES, CLOSING_LINES = 60, 12
OPENING, CLOSING = 5000, 1500
"""Lines and characters at the head and at the foot of a paper in which it speaks of itself."""
BRIEF = 90
"""Characters of a line that says little but the date; Japanese ones have half as many."""
AHEAD, BEHIND = 45, 30
"""Characters before a date and after it in which the words stand that say what it is."""

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?:19|20)\d\d"
ENGLISH_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: day of)? (?P<month>{MONTH})\.?,? (?P<year>{YEAR})"
    rf"|(?P<month2>{MONTH})\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>{YEAR})"
    rf"|(?P<year3>{YEAR})-(?P<month3>\d\d)-(?P<day3>\d\d))\b",
    re.I,
)
ENGLISH_CUES: tuple[tuple[DateKind, re.Pattern[str]], ...] = (
    ("updated", re.compile(r"\b(?:updated?|modified|revised|amended|changed?|revision)\b", re.I)),
    ("effective", re.compile(r"\b(?:effective|(?:in|into) force|in effect|takes? effect|appl(?:y|ies) from)\b", re.I)),
    ("made", re.compile(r"\b(?:dated|made|entered into|signed|published|issued|posted|version)\b", re.I)),
)
BARE_CUE = re.compile(r"\bdate\b|\bas of\b", re.I)
"""Of a making, where nothing before it says more: “Effective Date”, “in force as of”."""
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
JAPANESE_DATE = re.compile(
    r"(?:(?P<era>令和|平成|昭和)(?P<era_year>元|\d{1,2}|[一二三四五六七八九十]{1,3})|(?P<year>(?:19|20)\d\d))\s?年"
    r"\s?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s?月\s?(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日"
    r"|(?P<year2>(?:19|20)\d\d)(?P<sign>[-/.])(?P<month2>\d{1,2})(?P=sign)(?P<day2>\d{1,2})(?!\d)"
)
JAPANESE_CUES: tuple[tuple[DateKind, re.Pattern[str]], ...] = (
    ("updated", re.compile("改[定訂正]|更新|変更日")),
    ("effective", re.compile("施行|発効|効力|適用")),
    ("made", re.compile("制定|締結|作成|策定|発行|公開|契約日")),
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of which a paper says what it is to it, and where: `start:end` is the date itself, in its body."""

    day: datetime.date
    kind: DateKind
    start: int
    end: int


def find_dates(text: Text) -> tuple[Dated, ...]:
    """All such days, in the order of the text."""
    body = text.shown.body
    is_japanese = text.language == "ja"
    found = []
    for start, line in lines_of_its_own(body):
        plain = narrowed(line)
        most = BRIEF // 2 if is_japanese else BRIEF
        for match in (JAPANESE_DATE if is_japanese else ENGLISH_DATE).finditer(plain):
            day = japanese_day(match) if is_japanese else english_day(match)
            kind = kind_of(plain, match, is_japanese, is_brief=len(plain) < most)
            if day is not None and kind is not None:
                found.append(Dated(day, kind, start + match.start(), start + match.end()))
    return tuple(found)


def date_of(text: Text) -> Dated | None:
    """The day that tells best which state of the paper this is: of its last change, else since when it holds, else of
    its making. Of several changes the latest; None where the paper says nothing."""
    found = find_dates(text)
    for kind in ("updated", "effective", "made"):
        if of_kind := [one for one in found if one.kind == kind]:
            return max(of_kind, key=lambda one: one.day)
    return None


def lines_of_its_own(body: str) -> Iterator[tuple[int, str]]:
    """The lines at the head and at the foot, each once, with where it begins."""
    head = body[:OPENING].split("\n")[:OPENING_LINES]
    at = 0
    for line in head:
        yield at, line
        at += len(line) + 1
    rest = body[max(at, len(body) - CLOSING) :].split("\n")[-CLOSING_LINES:]
    at = len(body) - sum(len(line) + 1 for line in rest) + 1
    for line in rest:
        yield at, line
        at += len(line) + 1


def narrowed(line: str) -> str:
    """Full-width figures and letters as narrow ones; every character keeps its position."""
    if line.isascii():
        return line
    return "".join(one if len(one := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in line)


def kind_of(line: str, date: re.Match[str], is_japanese: bool, is_brief: bool) -> DateKind | None:
    """What the words right before the date say of it, or, as Japanese has them, those after it."""
    before, after = line[max(0, date.start() - AHEAD) : date.start()], line[date.end() : date.end() + BEHIND]
    if is_japanese:
        return japanese_kind(line, before, after, is_brief)
    nearest: tuple[int, DateKind] | None = None
    for kind, cue in ENGLISH_CUES:
        for found in cue.finditer(before):
            if "." not in before[found.end() :] and (nearest is None or found.end() > nearest[0]):
                nearest = found.end(), kind
    if nearest is None and is_brief and not before.strip(" (-–—:"):
        nearest = next(((0, kind) for kind, cue in ENGLISH_CUES if cue.search(after)), None)
    if nearest:
        return nearest[1]
    return "made" if is_brief and BARE_CUE.search(before) else None


def japanese_kind(line: str, before: str, after: str, is_brief: bool) -> DateKind | None:
    close = re.match(r"[\s)）」]*(?:に|より|から|付で?|[(（])?\s*([^\s、。（）()]{1,8})", after)
    for words in (close[1] if close else "", before.rpartition("。")[2] if is_brief else before[-12:]):
        for kind, cue in JAPANESE_CUES:
            if cue.search(words):
                return kind
    is_alone = not (before.strip() or after.strip(" 　以上"))
    return "made" if is_alone else None


def english_day(date: re.Match[str]) -> datetime.date | None:
    if date["year3"]:
        return day_of(int(date["year3"]), int(date["month3"]), int(date["day3"]))
    month = MONTHS.index((date["month"] or date["month2"])[:3].lower()) + 1
    return day_of(int(date["year"] or date["year2"]), month, int(date["day"] or date["day2"]))


def japanese_day(date: re.Match[str]) -> datetime.date | None:
    if date["year2"]:
        return day_of(int(date["year2"]), int(date["month2"]), int(date["day2"]))
    if date["era"]:
        year = ERAS[date["era"]] + (1 if date["era_year"] == "元" else number(date["era_year"]))
    else:
        year = int(date["year"])
    return day_of(year, number(date["month"]), number(date["day"]))


def number(digits: str) -> int:
    return int(digits) if digits.isdigit() else kanji(digits)


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """None for a day that no calendar has."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
