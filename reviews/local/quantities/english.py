"""Quantities in English: RE2 finds where one may begin, small anchored expressions read the few words that stand there.

All run over a copy of the text in lower-case ASCII with one byte for each character, so that offsets hold for both.
"""

from __future__ import annotations

import re
from functools import lru_cache

import re2
from re2 import _re2

from .numerals import ONES, SCALES, TENS, digits, english_words
from .values import Quantity

PLAIN = {
    "’": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "％": "%",
    "€": "\x01", "£": "\x02", "¥": "\x03", "₹": "\x04", "½": "\x05", "¼": "\x06", "¾": "\x07",
}  # fmt: skip
SIGNS = {b"$": "USD", b"\x01": "EUR", b"\x02": "GBP", b"\x03": "JPY", b"\x04": "INR"}
DOLLARS = {
    b"us": "USD", b"u.s.": "USD", b"a": "AUD", b"au": "AUD", b"c": "CAD", b"ca": "CAD", b"nz": "NZD", b"s": "SGD",
    b"hk": "HKD",
}  # fmt: skip
CODES = "usd|eur|gbp|jpy|cny|rmb|aud|cad|chf|inr|sgd|hkd|krw|sek|nok|dkk|nzd|brl|ils|twd|mxn"
CURRENCY_WORDS = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "renminbi": "CNY", "yuan": "CNY", "rupee": "INR",
    "franc": "CHF", "shekel": "ILS", "cent": "USD",
}  # fmt: skip
MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip
SHORT_MONTHS = [month[:3] for month in MONTHS]
UNITS = {
    "minute": (1, "minutes"), "min": (1, "minutes"), "hour": (1, "hours"), "hr": (1, "hours"), "day": (1, "days"),
    "week": (1, "weeks"), "fortnight": (2, "weeks"), "month": (1, "months"), "quarter": (3, "months"),
    "year": (1, "years"), "yr": (1, "years"), "annum": (1, "years"),
}  # fmt: skip
ADVERBS = {
    "semi": (6, "months"), "annu": (1, "years"), "year": (1, "years"), "quar": (3, "months"), "mont": (1, "months"),
    "week": (1, "weeks"), "dail": (1, "days"), "hour": (1, "hours"),
}  # fmt: skip
TIMES = {b"once": 1, b"one time": 1, b"twice": 2, b"two times": 2, b"three times": 3}
ORDINALS = {"fifth": 5, "tenth": 10, "fifteenth": 15, "twentieth": 20, "thirtieth": 30, "sixtieth": 60, "ninetieth": 90}


def _any(words: object) -> str:
    return "|".join(sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


def _compile(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode("latin-1"))


WORD = f"(?:{_any([*ONES, *TENS, *SCALES])})"
WORDS = (
    rf"(?:one[\s-](?:half|quarter)\b|{WORD}\b(?:[\s-]{{1,3}}(?:and[\s-])?{WORD}\b(?![\s-]+(?:half|quarter)\b)){{0,8}}"
    r"(?:[\s-]+and[\s-]+(?:a|one)[\s-]+(?:half|quarter)\b)?)"
)
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3},\d{1,2}(?=\s?%)|\d+)(?:\.\d+)?(?:[\x05-\x07]|[\s-]1/[24]\b)?"
NUMBER = (
    rf"(?:{WORDS}(?:[\s-]{{0,2}}[(\[]\s?\$?{DIGITS}\s?%?\s?[)\]])?|{DIGITS}(?:\s?[(\[]\s?{WORDS}\s?[)\]]|\)\s{WORDS})?)"
)
NUMBERS = _compile(rf"(?P<low>{NUMBER})(?:\s?(?:-|to|or|and|through)\s?(?P<high>{NUMBER}))?")
FIRST_NUMBER = _compile(rf"(?P<low>{NUMBER})(?P<high>)")
UNIT = f"(?P<unit>{_any(set(UNITS) - {'annum'})})"
QUALIFIER = (
    r"(?:(?P<business>business|working|banking|trading)|full|complete|calendar|consecutive|successive|continuous|"
    r"clear|additional|further|whole|contract|fiscal|more|or more|or fewer|or less)"
)
DURATION = rf"[\s*_)\]-]{{0,4}}(?:{QUALIFIER}[\s-]+){{0,3}}{UNIT}s?\b(?:'s?(?![a-z]))?(?:\s?\(\d+\))?"
PERCENT = (
    r"[\s*_]{0,3}(?P<percent>%(?![\da-z])|per\s?cent(?:um|age\spoints?)?\b|percentage\spoints?|basis\spoints?\b|bps\b)"
    rf"(?:\s?[(\[]\s?(?P<paren>{DIGITS})\s?%\s?[)\]])?"
)
SCALE = r"(?:\s?(?P<scale>thousand|million|billion|mm|[kmb]n?)\b)"
MONEY_AFTER = (
    rf"{SCALE}?\s(?:(?P<code>{CODES})\b|(?:u\.?s\.?\s|united\sstates\s)?(?P<word>{_any(CURRENCY_WORDS)})s?\b)"
    r"(?:\s?\([^()\n\d]{0,8}(?P<sum>\d[\d,.]*)[^()\n\d]{0,8}\))?"
)
AFTER = _compile(rf"(?P<duration>{DURATION})|{PERCENT}|{MONEY_AFTER}|(?P<nines>[\s-]nines\b)")
MONEY = _compile(rf"(?P<sign>[$\x01-\x04]|(?:{CODES})\b\s?[$\x01-\x04]?)\s?(?P<sum>\d[\d,.]*\d|\d){SCALE}?")
DOLLAR_BEFORE = re.compile(rb"(?<![a-z])(us|u\.s\.|au|ca|nz|hk|a|c|s)\s?$")
MONTH = f"(?P<month>(?:{_any(MONTHS)})|(?:{'|'.join(SHORT_MONTHS)})\\b\\.?)"
DATES = tuple(
    _compile(pattern)
    for pattern in (
        rf"{MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?[-.%]?\d)(?:,?\s{{1,2}}(?P<year>\d{{4}})\b)?",
        rf"{MONTH},?\s(?P<day>)(?P<year>\d{{4}})\b",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:day\sof\s)?{MONTH}(?:,?\s(?P<year>\d{{4}})\b)?",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})\b",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b",
    )
)
EVERY = _compile(
    rf"(?:(?:(?P<times>{_any(key.decode() for key in TIMES)})\s(?:a|an|per|each|every|in\sany)|per|each|every)\s"
    rf"(?:(?:calendar|contract)\s)?(?:(?P<count>{NUMBER})[\s-])?(?P<unit>{_any(UNITS)})s?\b|"
    r"(?P<adverb>semi-?annually|semi-?annual|annually|annual|yearly|quarterly|monthly|weekly|daily|hourly)\b)"
)
ROUND_THE_CLOCK = _compile(
    r"24\s?[x/]\s?7(?:\s?[x/]\s?365)?\b|(?:24|twenty[\s-]{1,3}four)(?:\s\(24\))?\s?hours?\s(?:a|per|each)\sday"
    r"(?:[\s,/and]{1,5}(?:7|seven)(?:\s\(7\))?\sdays\s(?:a|per|each)\sweek)?"
)
ARTICLE = _compile(
    rf"(?:within|least|than|of|for|exceed|exceeding)\s(?P<span>an?\s(?:full\s|further\s)?(?P<unit>{_any(UNITS)})\b)"
)
NET = _compile(rf"net[\s-](?P<low>{NUMBER})(?:\sdays?)?\b")
NEXT_DAY = _compile(r"next\s(?:business|working)\sday\b")
ORDINAL_DAY = _compile(
    rf"(?:(?P<word>{_any(ORDINALS)})(?:\s\(\d+(?:st|nd|rd|th)\))?|(?P<digits>\d+)(?:st|nd|rd|th))\s"
    r"(?:(?P<business>business|working)\s|calendar\s)?day(?=\s(?:after|following|from|prior|before|preceding))"
)

START = re2.compile(
    (
        rf"[$\x01-\x04]|\b(?:\d|may \d|(?:{WORD}|{CODES}|{_any([*MONTHS, *SHORT_MONTHS]).replace('|may', '')}"
        r"|per|each|every|once|twice|semi|annual|annually|yearly|quarterly|monthly|weekly|daily|hourly|net|"
        rf"next (?:business|working)|{_any(ORDINALS)}|"
        rf"(?:within|least|than|of|for|exceed|exceeding) an? (?:full |further )?(?:{_any(UNITS)})"
        r")\b)"
    ).encode("latin-1")
)
UNANCHORED = _re2.RE2.Anchor.UNANCHORED
PER = _compile(
    r"[^.;\n]{0,24}?\b(?:(?P<month>(?:per|a|each|every)\s(?:calendar\s)?month|monthly|/\s?month)|"
    r"(?P<year>(?:per|a|each|every)\s(?:calendar\s|contract\s)?(?:year|annum)|annually|annual|yearly|p\.a\.))"
)
# A plain number counts something that follows it, or is measured by what precedes it; all others number a section.
COUNTS = _compile(
    r"(?:\s\([\w ]{1,12}\))?\s(?!(?:and|or|of|to|in|et|the|above|below|is|are|by|for|on|as|at|with|from|shall|will|"
    r"may|must|hereof|herein|through|that|which|if|when|who)\b)[a-z]{3}"
)
IN_SENTENCE = _compile(r"[a-z,] $")
MEASURES = _compile(r"(?:times|least|than|exceed|exceeding|up to|maximum of|minimum of)\s$")
LABEL_BEFORE = _compile(
    r"(?:\b(?:sections?|articles?|clauses?|paragraphs?|exhibits?|schedules?|annex(?:es)?|appendix|parts?|modules?|tables?|"
    r"no\.?|number|version|iso|iec|soc|nist|rule|item|page|chapter|form|title|option|level|tier|phase|step|act|type|"
    r"regulation|suite|ste\.|box|section \d+,|and|or)\s?[(\[]?|[a-z\d_][-./:]|[#&/(\[.=\"-])$"
)


def plain_bytes(body: str) -> bytes:
    if not body.isascii():
        for char, plain in PLAIN.items():
            body = body.replace(char, plain)
    return body.encode("ascii", "replace").lower()


def find_english(body: str) -> list[Quantity]:
    plain = plain_bytes(body)
    found: list[Quantity] = []
    # The method behind `finditer`, without making a match object for every place looked at.
    match, position, size = START._regexp.Match, 0, len(plain)
    while True:
        start, end = match(UNANCHORED, plain, position, size)[0]
        if start < 0:
            return found
        quantity = _read(plain, start)
        if quantity is None:
            # "may 30 days": no date, so the number is still to be read.
            position = end - 1 if plain.startswith(b"may ", start) else end
        else:
            found.append(quantity)
            position = quantity.end


def _read(plain: bytes, start: int) -> Quantity | None:
    """The quantity that starts here, if one does."""
    first = plain[start : start + 1]
    if not first.isalnum():
        readers = (_money,)
    elif first.isdigit():
        readers = (_round_the_clock, _date, _ordinal, _counted)
    elif first in b"npwlme":
        readers = (_counted, _net, _next_day, _every, _article, _money, _date, _ordinal)
    else:
        readers = (_counted, _date, _every, _article, _money, _ordinal, _round_the_clock)
    for reader in readers:
        if quantity := reader(plain, start):
            return quantity
    return None


def _counted(plain: bytes, start: int) -> Quantity | None:
    """A number and what it counts: "thirty (30) business days", "1.5% per month", "100 euros", or nothing."""
    numbers = NUMBERS.match(plain, start)
    if not numbers:
        return None
    after = AFTER.match(plain, numbers.end())
    if not after and numbers["high"]:
        # "Schedules 2 and 3": no range, the first number stands alone.
        numbers = FIRST_NUMBER.match(plain, start) or numbers
        after = AFTER.match(plain, numbers.end())
    low = number_value(numbers["low"])
    high = number_value(numbers["high"]) if numbers["high"] else low
    if low is None or high is None:
        return None
    low, high = min(low, high), max(low, high)
    if not after:
        return _number(plain, start, numbers.end(), low)
    end = after.end()
    if after["duration"]:
        factor, unit = UNITS[after["unit"].decode()]
        is_business = after["business"] is not None
        return Quantity("duration", start, end, low * factor, unit, is_business, low * factor, high * factor)
    if after["percent"]:
        if after["paren"]:
            low = high = digits(after["paren"].decode("latin-1"))
        if after["percent"].startswith((b"basis", b"bps")):
            low, high = low / 100, high / 100
        per = PER.match(plain, end)
        period = "" if per is None else "month" if per["month"] else "year"
        return Quantity("percent", start, end, low, "percent", False, low, high, period)
    if after["nines"]:
        share = round(100 - 100 / 10**low, 6)
        return Quantity("percent", start, end, share, "percent", False, share, share) if 2 <= low <= 6 else None
    if after["code"]:
        unit = _currency(after["code"])
    else:
        unit = CURRENCY_WORDS[after["word"].decode()]
        low = low / 100 if after["word"] == b"cent" else low
    amount = _amount(after["sum"]) if after["sum"] else low * _scale(after["scale"])
    return Quantity("money", start, end, amount, unit, False, amount, amount)


def _number(plain: bytes, start: int, end: int, value: float) -> Quantity | None:
    """A plain number, unless it numbers a section or a standard, is a part of a name, or is the word "one"."""
    if plain[start:end] in (b"one", b"zero"):
        return None
    if MEASURES.search(plain, max(0, start - 12), start):
        if plain[end : end + 1].isalnum() or (plain[end : end + 1] in b"./:-" and plain[end + 1 : end + 2].isdigit()):
            return None
    elif (
        not COUNTS.match(plain, end)
        or not IN_SENTENCE.search(plain, max(0, start - 2), start)
        or LABEL_BEFORE.search(plain, max(0, start - 16), start)
    ):
        return None
    return Quantity("number", start, end, value, "", False, value, value)


def _money(plain: bytes, start: int) -> Quantity | None:
    match = MONEY.match(plain, start)
    if not match:
        return None
    sign = match["sign"].strip()
    unit = SIGNS.get(sign) or _currency(sign[:3])
    if sign == b"$" and (before := DOLLAR_BEFORE.search(plain, max(0, start - 6), start)):
        unit, start = DOLLARS[before[1]], before.start()
    amount = _amount(match["sum"]) * _scale(match["scale"])
    return Quantity("money", start, match.end(), amount, unit, False, amount, amount)


def _currency(code: bytes) -> str:
    return "CNY" if code == b"rmb" else code.decode().upper()


def _amount(written: bytes) -> float:
    """ "10.000" and "10,000" are ten thousand, "10.50" ten and a half, "1.234,50" a European thousand."""
    text = written.decode().rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", text):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    text = text.replace(",", "")
    return float(text if text.count(".") <= 1 else text.replace(".", ""))


def _scale(written: bytes | None) -> float:
    return {b"t": 1e3, b"k": 1e3, b"m": 1e6, b"b": 1e9}[written[:1]] if written else 1.0


def _date(plain: bytes, start: int) -> Quantity | None:
    for pattern in DATES:
        match = pattern.match(plain, start)
        if not match:
            continue
        written = match["month"].decode()
        month = int(written) if written.isdigit() else SHORT_MONTHS.index(written[:3]) + 1
        day = int(match["day"] or 0)
        if month > 12 >= day and written.isdigit():
            month, day = day, month
        # "may 30" is more often a permission than a day.
        if not 1 <= month <= 12 or day > 31 or (written == "may" and not match["year"]):
            return None
        year = (match["year"] or b"-").decode()
        value = f"{'20' + year if len(year) == 2 else year}-{month:02d}"
        return Quantity("date", start, match.end(), f"{value}-{day:02d}" if day else value, "date")
    return None


def _every(plain: bytes, start: int) -> Quantity | None:
    """How long from one time to the next: "twice a year" is half a year."""
    match = EVERY.match(plain, start)
    if not match:
        return None
    if match["adverb"]:
        value, unit = ADVERBS[match["adverb"][:4].decode()]
        return Quantity("frequency", start, match.end(), float(value), unit, False, float(value), float(value))
    factor, unit = UNITS[match["unit"].decode()]
    count = number_value(match["count"]) if match["count"] else None
    each = (count or 1.0) * factor / TIMES.get(match["times"], 1)
    return Quantity("frequency", start, match.end(), each, unit, False, each, each)


def _round_the_clock(plain: bytes, start: int) -> Quantity | None:
    match = ROUND_THE_CLOCK.match(plain, start)
    return Quantity("frequency", start, match.end(), 0.0, "continuous") if match else None


def _article(plain: bytes, start: int) -> Quantity | None:
    """ "within a month": only after words that measure, for "a year" alone is mostly a part of "once a year"."""
    match = ARTICLE.match(plain, start)
    if not match:
        return None
    factor, unit = UNITS[match["unit"].decode()]
    value = float(factor)
    return Quantity("duration", match.start("span"), match.end("span"), value, unit, False, value, value)


def _net(plain: bytes, start: int) -> Quantity | None:
    """The "net 30" of payment terms is thirty days."""
    match = NET.match(plain, start)
    value = number_value(match["low"]) if match else None
    if match is None or value is None:
        return None
    return Quantity("duration", start, match.end(), value, "days", False, value, value)


def _next_day(plain: bytes, start: int) -> Quantity | None:
    match = NEXT_DAY.match(plain, start)
    return Quantity("duration", start, match.end(), 1.0, "days", True, 1.0, 1.0) if match else None


def _ordinal(plain: bytes, start: int) -> Quantity | None:
    """ "the thirtieth day after": thirty days."""
    match = ORDINAL_DAY.match(plain, start)
    if not match:
        return None
    value = float(match["digits"] or ORDINALS[match["word"].decode()])
    return Quantity("duration", start, match.end(), value, "days", match["business"] is not None, value, value)


@lru_cache(maxsize=4096)
def number_value(written: bytes) -> float | None:
    """ "thirty (30)" and "30 (thirty)" are what their digits say, "thirty" what the word says."""
    text = written.decode("latin-1")
    for mark, fraction in (("\x05", "½"), ("\x06", "¼"), ("\x07", "¾")):
        text = text.replace(mark, fraction)
    found = re.search(r"\d[\d,]*(?:\.\d+)?(?:[½¼¾]|[\s-]1/[24])?", text)
    return digits(found[0]) if found else english_words(text)
