"""Reads off a paper from when its contract runs, for how long, and how it is renewed. Pure; before it: `read.py`.

The words are those of term clauses and of order forms: “initial term of twelve (12) months”, “Start | 1 June 2026”,
「契約期間は2026年4月1日から2027年3月31日までとする」. Where the words leave it open nothing is read: a day that nobody
stated is asked for, not guessed. After it: `reviews/terms.py` chooses among the papers, `calendar.py` computes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from contracts.calendar import Fact, Length
from contracts.dates import ENGLISH_DATE, JAPANESE_DATE, english_day, find_dates, japanese_day, narrowed, number
from contracts.values import Text

LONGEST = 600
"""Characters of a sentence that may be a term clause."""
SIGNATURES = 2500
"""Characters at the foot of a paper among which the day of signing stands."""
NUMBERS = {
    "a": 1, "an": 1, "another": 1, "further": 1, "one": 1,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20,
    "twenty-four": 24, "thirty": 30, "thirty-six": 36, "forty-five": 45, "forty-eight": 48, "sixty": 60, "ninety": 90,
}  # fmt: skip
WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
LENGTH = (
    rf"(?:\b(?:{WORDS}) ?\((?P<inner>\d{{1,3}})\)|\b(?P<digits>\d{{1,3}})|\b(?P<word>{WORDS}))"
    r"[ -]?(?:calendar |full |consecutive )?(?P<unit>day|week|month|year)s?\b"
)
ENGLISH_LENGTH = re.compile(LENGTH, re.I)
JAPANESE_LENGTH = re.compile(
    r"(?P<digits>\d{1,3}|[一二三四五六七八九十百]{1,5})\s?(?P<unit>日|週|[かカヵケヶ箇個]月|年)(?!\d|[一二三四五六七八九十月])"
)
UNITS: dict[str, tuple[int, Literal["days", "months"]]] = {
    "day": (1, "days"), "week": (7, "days"), "month": (1, "months"), "year": (12, "months"),
    "日": (1, "days"), "週": (7, "days"), "月": (1, "months"), "年": (12, "months"),
}  # fmt: skip

CONTRACT = re.compile(
    r"\b(agreement|order form|order|subscription|contract|initial term|term|statement of work)\b", re.I
)
ELSEWHERE = re.compile(
    r"confiden|surviv|warrant|retain|retention|\bcredits?\b|\btrial\b|\bbeta\b|insur|\binvoice|terminat(?:ion|ed) for"
    r"|after (?:the )?(?:termination|expiry|expiration|end) of|non-?compet|escrow|preceding|limit(?:ed|ation) of liab"
    r"|\bmore than\b|^\W*(?:\S+ )?if the (?!agreement|contract|subscription)",
    re.I,
)
"""Of another length than the contract’s own."""
PRICES = re.compile(r"\b(charges?|prices?|pricing|fees?|rates?)\b", re.I)
RENEWS = re.compile(
    r"automatic\w* (?:\w+ ){0,3}(?:renew|extend)|(?:renew|extend)\w* (?:\w+ ){0,3}automatic|auto-renew"
    r"|\b(?:renews|(?:shall|will|is|are) (?:be )?(?:renewed?|extended)) (?:\w+ ){0,6}(?:for|by|unless)\b",
    re.I,
)
RENEWS_NOT = re.compile(
    r"(?:without|no) (?:automatic|tacit) renewal"
    r"|(?:do|does|shall|will|is|are)(?: not|n’t) (?:be )?(?:\w+ )?(?:auto-)?renew"
    r"|\bnot (?:be )?automatically (?:be )?(?:renew|extend)",
    re.I,
)
NON_RENEWAL = re.compile(
    r"non-?renewal|not (?:to |wish(?:ing)? to |intend(?:ing)? to )?(?:renew|extend)|\bunless\b|\bopt out\b|\bcancel",
    re.I,
)
RENEW = re.compile(r"\b(?:renew|extend|roll)", re.I)
END_AHEAD = re.compile(
    r"^[’']?s?(?: prior| written| advance){0,3}(?: notice)?(?: \w+){0,4}? (?:before|prior to|in advance of|of|to)"
    r" (?:\S+ ){0,6}(?:end|expir|renew|term\b|period\b|anniversary)",
    re.I,
)
ROW = re.compile(r"^\W*(?P<label>[A-Za-z][A-Za-z /()-]{2,40}?)\s*[|:\t]\s*(?P<value>\S.*)$")
START_LABEL = re.compile(
    r"^(?:(?:service|subscription|contract|order|initial|term) )?(?:start|commencement|begin|effective)(?:ning)?"
    r"(?: of (?:the )?(?:term|services?))?(?: date)?$",
    re.I,
)
END_LABEL = re.compile(
    r"^(?:(?:service|subscription|contract|order|initial|term) )?(?:end|expiry|expiration)"
    r"(?: of (?:the )?term)?(?: date)?$",
    re.I,
)
TERM_LABEL = re.compile(
    r"^(?:(?:initial|subscription|service|contract|order|minimum|committed) )*(?:term|period|duration)(?: length)?$",
    re.I,
)
RENEWAL_LABEL = re.compile(r"^renewal(?: terms?| periods?)?$", re.I)
NOTICE_LABEL = re.compile(r"^(?:non-?renewal notice|notice of non-?renewal|renewal notice)(?: period)?$", re.I)
FROM = re.compile(
    r"\b(?:commenc\w+|begin\w*|start\w*|effective|in force|runs?|valid|from)"
    r"(?: on| from| as of| with effect from)?:? ?$",
    re.I,
)
UNTIL = re.compile(
    r"\b(?:until(?: and including)?|through|up to(?: and including)?|ends?(?: on)?"
    r"|ending(?: on)?|expir(?:es?|ing)(?: on)?)"
    r" (?:the end of )?$",
    re.I,
)
BETWEEN = re.compile(r"^,? ?(?:to|until|till|through|and ends on|and ending on|–|—|-) ?$", re.I)
LASTS = re.compile(
    r"(?:\bterm(?: of this \w+)?(?: of| is| shall be| will be| lasts)?(?: for)?"
    r"|\b(?:continues?|lasts?|runs?|valid|entered into"
    r"|in (?:force|effect))(?: in (?:full )?(?:force|effect))?)(?: \w+){0,5}? ?(?:for|of|is|be)?(?: an?| the)?"
    r"(?: initial| fixed| minimum| first)?(?: term| period)?(?: of)? ?$",
    re.I,
)
JA_ELSEWHERE = re.compile("存続|ポイント|購入日|クーポン|保証|秘密|保存|無料|試用|トライアル|損害|終了後")
JA_TERM = re.compile("(?:契約|利用|サービス)[^。]{0,8}期間|有効期間|契約の期間")
JA_PRICES = re.compile("利用料|料金|価格|額|改定")
JA_RENEWS = re.compile(
    "自動(?:的に)?[^。]{0,12}(?:更新|延長)|(?:更新|延長)(?:され|する|し|とな)[^。]{0,12}(?:もの|以[後降]|その後)|同様とする"
)
JA_RENEWS_NOT = re.compile(
    "(?:自動更新|自動的に(?:は)?更新|更新)(?:は|を|も)?(?:され|し|行わ|いたし)?(?:ない|ません|なし)(?!場合|とき|限り|旨)"
)
JA_RENEWAL = re.compile("^間?[、，]?(?:ずつ|ごとに|単位で)?(?:自動的に|自動で|継続して)?(?:更新|延長|継続)")
JA_START_LABEL = re.compile("(?:利用|契約|サービス|提供)?(?:開始日|始期)[ 　|:：\t]*$")
JA_END_LABEL = re.compile("(?:利用|契約|期間)?(?:満了日|終了日|終期)[ 　|:：\t]*$")
JA_BEFORE_END = re.compile("(?:満了(?:日|時)?|終了日|更新日|期間の末日|期限)の?、?(?:少なくとも|遅くとも)?$")

Base = Literal["", "made"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A term as a paper states it. `start:end` are its words, a sentence or a row; `base` is "made" for a length that
    counts from the day on which the contract was made or takes effect, which stands elsewhere in the paper.
    """

    fact: Fact
    start: int
    end: int
    day: date | None = None
    length: Length | None = None
    is_so: bool | None = None
    base: Base = ""


def find_terms(text: Text) -> tuple[Stated, ...]:
    """All of them, in the order of the text; a paper can state one twice."""
    read = _japanese if text.language == "ja" else _english
    found: list[Stated] = []
    for start, sentence in _sentences(text.shown.body, text.language == "ja"):
        found += read(sentence, narrowed(sentence), start)
    return tuple(found)


def signed_on(text: Text) -> Stated | None:
    """The day on which a contract was made: the paper’s own date, or the line above its signatures."""
    body = text.shown.body
    made = [one for one in find_dates(text) if one.kind == "made"]
    if made:
        start, end = _line_around(body, made[0].start, made[0].end)
        return Stated("start", start, end, day=made[0].day)
    at = max(0, len(body) - SIGNATURES)
    for line in re.finditer(r"^.+$", body[at:], re.M):
        day = JAPANESE_DATE.fullmatch(narrowed(line[0]).strip()) if text.language == "ja" else None
        if day is not None and (found := japanese_day(day)):
            return Stated("start", at + line.start(), at + line.end(), day=found)
    return None


def effective_on(text: Text) -> Stated | None:
    """Since when the paper itself says that it holds."""
    found = next((one for one in find_dates(text) if one.kind == "effective"), None)
    if found is None:
        return None
    start, end = _line_around(text.body, found.start, found.end)
    return Stated("start", start, end, day=found.day)


def _line_around(body: str, start: int, end: int) -> tuple[int, int]:
    """The line that holds a date, or the date alone where the line is long."""
    first, last = body.rfind("\n", 0, start) + 1, body.find("\n", end)
    last = len(body) if last < 0 else last
    line = body[first:last]
    if len(line) > LONGEST:
        return start, end
    return first + len(line) - len(line.lstrip()), last - len(line) + len(line.rstrip())


def _sentences(body: str, is_japanese: bool) -> Iterator[tuple[int, str]]:
    """Sentences and rows without white space around them, with where each begins."""
    ends = re.compile("。" if is_japanese else r"\.(?= +[A-Z(“])|;")
    at = 0
    for line in body.split("\n"):
        begin = 0
        for stop in [*(one.end() for one in ends.finditer(line)), len(line)]:
            piece = line[begin:stop]
            if piece.strip() and len(piece) <= LONGEST:
                yield at + begin + len(piece) - len(piece.lstrip()), piece.strip()
            begin = stop
        at += len(line) + 1


def _english(sentence: str, plain: str, at: int) -> Iterator[Stated]:
    end = at + len(sentence)
    row = ROW.match(plain)
    if row is not None:
        found = list(_row(row["label"].strip(), row["value"], at, end))
        yield from found
        if found:
            return
    if not CONTRACT.search(plain) or ELSEWHERE.search(plain):
        return
    yield from _english_days(plain, at, end)
    for match in ENGLISH_LENGTH.finditer(plain):
        ahead, after = plain[: match.start()], plain[match.end() :]
        length = _length(match)
        if length is None or re.match(r" ?(?:business|working)", after):
            continue
        if RENEW.search(plain) and NON_RENEWAL.search(plain) and END_AHEAD.search(after):
            if not PRICES.search(plain):
                yield Stated("notice", at, end, length=length)
        elif _is_renewal(ahead):
            yield Stated("renewal", at, end, length=length)
        elif LASTS.search(ahead[-90:]) and not re.search(r"\b(?:notice|within|before)\b", ahead[-40:], re.I):
            base: Base = "made" if re.search(r"from (?:the )?(?:\w+ )?(?:date|effective date)", after, re.I) else ""
            if not base and re.search(r"(?:from|on) (?:the )?effective date", ahead, re.I):
                base = "made"
            yield Stated("initial", at, end, length=length, base=base)
    yield from _renews(RENEWS_NOT.search(plain), RENEWS.search(plain), at, end)


def _row(label: str, value: str, at: int, end: int) -> Iterator[Stated]:
    """A row of an order form: what it is, and what was agreed."""
    day = next((english_day(one) for one in ENGLISH_DATE.finditer(value)), None)
    length = next((_length(one) for one in ENGLISH_LENGTH.finditer(value)), None)
    if START_LABEL.match(label) and day:
        yield Stated("start", at, end, day=day)
    elif END_LABEL.match(label) and day:
        yield Stated("end", at, end, day=day)
    elif TERM_LABEL.match(label):
        days = list(_english_days(value, at, end))
        yield from days
        if length and not days and not RENEW.search(value[: value.find(" ") + 1]):
            yield Stated("initial", at, end, length=length)
    elif RENEWAL_LABEL.match(label) and length:
        yield Stated("renewal", at, end, length=length)
    elif NOTICE_LABEL.match(label) and length:
        yield Stated("notice", at, end, length=length)
    if TERM_LABEL.match(label) or RENEWAL_LABEL.match(label):
        yields = re.compile(r"automatic|auto-renew|renews", re.I)
        never = re.compile(r"^(?:none|no)\b|without automatic|no automatic|not renew", re.I)
        yield from _renews(never.search(value), yields.search(value), at, end)


def _english_days(plain: str, at: int, end: int) -> Iterator[Stated]:
    """From which day to which the contract runs."""
    dates = list(ENGLISH_DATE.finditer(plain))
    for index, match in enumerate(dates):
        day, ahead = english_day(match), plain[: match.start()]
        if day is None:
            continue
        follows = index > 0 and BETWEEN.match(plain[dates[index - 1].end() : match.start()])
        leads = index + 1 < len(dates) and BETWEEN.match(plain[match.end() : dates[index + 1].start()])
        if follows or UNTIL.search(ahead):
            yield Stated("end", at, end, day=day)
        elif leads or FROM.search(ahead):
            yield Stated("start", at, end, day=day)


def _is_renewal(ahead: str) -> bool:
    """The length that follows is that of a renewal: nothing but its attributes stands between."""
    near = re.search(
        r"\b(?:renew\w*|extend\w*|extension|roll\w* over)\b(?P<between>(?: [\w’'-]+,?){0,12}?) (?:for|by|of|each of)"
        r"(?: an?| the)?"
        r"(?: successive| additional| further| another| consecutive| subsequent| renewal| periods?| terms?)*"
        r"(?: of)?(?: an?| one)? ?$",
        ahead,
        re.I,
    )
    return near is not None and not re.search(r"\bnotice|\bunless", near["between"], re.I)


def _japanese(sentence: str, plain: str, at: int) -> Iterator[Stated]:
    end = at + len(sentence)
    if JA_ELSEWHERE.search(plain):
        return
    dates = [(one, japanese_day(one)) for one in JAPANESE_DATE.finditer(plain)]
    is_term = bool(JA_TERM.search(plain))
    for match, day in dates:
        if day is None:
            continue
        ahead, after = plain[: match.start()], plain[match.end() :]
        if (is_term and re.match(r"\s?(?:から|より|~|〜|～|－|-)", after)) or JA_START_LABEL.search(ahead):
            yield Stated("start", at, end, day=day)
        elif (
            is_term and (re.match(r"\s?(?:まで|をもって)", after) or re.search("(?:から|より|[~〜～－-])\\s?$", ahead))
        ) or (JA_END_LABEL.search(ahead)):
            yield Stated("end", at, end, day=day)
    dated = [one.span() for one, _ in dates]
    for match in JAPANESE_LENGTH.finditer(plain):
        length = _length(match)
        ahead, after = plain[: match.start()], plain[match.end() :]
        if length is None or any(a <= match.start() < b for a, b in dated):
            continue
        if re.match("間?前", after):
            if JA_BEFORE_END.search(ahead) and not JA_PRICES.search(plain):
                yield Stated("notice", at, end, length=length)
        elif JA_RENEWAL.match(after):
            yield Stated("renewal", at, end, length=length)
        elif is_term and "更新" not in ahead and re.search("(?:から|より|は、?|[|:：\\s])(?:満|向こう)?$", ahead):
            base: Base = "made" if re.search("締結(?:の)?日|契約日|効力発生日|発効日", ahead) else ""
            yield Stated("initial", at, end, length=length, base=base)
    yield from _renews(JA_RENEWS_NOT.search(plain), JA_RENEWS.search(plain) if "更新" in plain else None, at, end)


def _renews(never: re.Match[str] | None, does: re.Match[str] | None, at: int, end: int) -> Iterator[Stated]:
    if never or does:
        yield Stated("renews", at, end, is_so=never is None)


def _length(match: re.Match[str]) -> Length | None:
    """None for nothing at all, such as “0 days”."""
    groups = match.groupdict()
    digits = groups.get("inner") or groups["digits"]
    count = number(digits) if digits else NUMBERS[groups["word"].lower()]
    factor, unit = UNITS[match["unit"].lower()] if match["unit"].isascii() else UNITS[match["unit"][-1]]
    return Length(count * factor, unit) if count else None
