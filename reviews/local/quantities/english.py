"""Quantities in English: one pass that finds where one is written, then a reading of the few words found."""

from __future__ import annotations

import re
from functools import lru_cache

import re2
from re2 import _re2

from .numerals import ONES, SCALES, TENS, digits, english_words
from .values import Quantity

# Found on a copy of the text in lower-case ASCII with a byte for each character, so that offsets hold and matching
# runs over bytes.
PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\u00a0": " "}
SYMBOLS = {"€": "\x01", "£": "\x02", "¥": "\x03", "₹": "\x04", "½": "\x05", "¼": "\x06", "¾": "\x07", "％": "%"}
CURRENCY_OF = {"$": "USD", "\x01": "EUR", "\x02": "GBP", "\x03": "JPY", "\x04": "INR"}
CODES = "usd|eur|gbp|jpy|cny|rmb|aud|cad|chf|inr|sgd|hkd|krw|sek|nok|dkk|nzd|brl|ils|twd|mxn"
CURRENCY_WORDS = {
    "dollar": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "yen": "JPY",
    "renminbi": "CNY",
    "yuan": "CNY",
    "rupee": "INR",
    "franc": "CHF",
    "shekel": "ILS",
    "cent": "USD",
}
MONTHS = "january february march april may june july august september october november december".split()
SHORT_MONTHS = [month[:3] for month in MONTHS]

WORD = "(?:" + "|".join(sorted([*ONES, *TENS, *SCALES], key=len, reverse=True)) + ")"
AND_HALF = r"(?:[\s-]+and[\s-]+(?:a|one)[\s-]+(?:half|quarter)\b)"
WORDS = rf"(?:one[\s-](?:half|quarter)\b|{WORD}\b(?:[\s-]{{1,3}}(?:and[\s-])?{WORD}\b){{0,8}}{AND_HALF}?)"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?[\x05\x06\x07]?"
NUMBER = rf"(?:{WORDS}(?:\s?[(\[]\s?\$?{DIGITS}\s?%?\s?[)\]])?|{DIGITS}(?:\s?\({WORDS}\))?)"
RANGE = rf"(?P<low>{NUMBER})(?:\s?(?:-|to|or|and|through)\s?(?P<high>{NUMBER}))?"
UNITS = {
    "minute": "minutes", "min": "minutes", "hour": "hours", "hr": "hours", "day": "days", "week": "weeks",
    "fortnight": "weeks", "month": "months", "quarter": "quarters", "year": "years", "yr": "years",
}  # fmt: skip
UNIT = "(?P<unit>" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
QUALIFIER = (
    r"(?:(?P<business>business|working|banking|trading)|full|complete|calendar|consecutive|successive|continuous|"
    r"clear|additional|further|whole|contract|more|or more|or fewer|or less)"
)
DURATION = rf"[\s*_)\]-]{{1,3}}(?:{QUALIFIER}[\s-]+){{0,3}}{UNIT}s?\b(?:'s?)?(?:\s?\(\d+\))?"
PERCENT = rf"[\s*_]{{0,3}}(?P<percent>%|per\s?cent(?:um|age\spoints?)?\b|percentage\spoints?|basis\spoints?\b|bps\b)(?:\s?\(\s?(?P<paren>{DIGITS})\s?%\s?\))?"
SCALE = r"(?:\s?(?P<scale>thousand|million|billion|mm|[kmb]n?)\b)"
MONEY_AFTER = (
    rf"{SCALE}?\s(?:(?P<code>{CODES})\b|(?:u\.?s\.?\s|united states\s)?(?P<word>"
    + "|".join(CURRENCY_WORDS)
    + r")s?\b)(?:\s?\([^()\n]{0,6}(?P<sum>\d[\d,.]*)[^()\n]{0,6}\))?"
)
AFTER = re.compile(f"(?:(?P<duration>{DURATION})|{PERCENT}|{MONEY_AFTER}|(?P<nines>[\\s-]nines\\b))".encode("latin-1"))
FIRST_NUMBER = re.compile(rf"(?P<low>{NUMBER})".encode("latin-1"))
NUMBERS = re.compile(RANGE.encode("latin-1"))
MONEY = re.compile(
    rf"(?P<sign>(?:(?:us|u\.s\.|au|ca|nz|hk|a|c|s)?\s?\$|[\x01-\x04]|(?:{CODES})\b\s?[$\x01-\x04]?))\s?(?P<sum>\d[\d,.]*\d|\d){SCALE}?".encode(
        "latin-1"
    )
)
MONTH_NAME = "(?P<month>" + "|".join(MONTHS) + r"|(?:" + "|".join(SHORT_MONTHS) + r")\.?)"
DATES = tuple(
    re.compile(pattern.encode("latin-1"))
    for pattern in (
        rf"{MONTH_NAME}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s{{1,2}}(?P<year>\d{{4}}))?\b",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:day\sof\s)?{MONTH_NAME}(?:,?\s(?P<year>\d{{4}}))?\b",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})\b",
    )
)
TIME = "(?P<unit>" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
EVERY = re.compile(
    (
        rf"(?:(?:(?P<times>once|twice|one time|two times|three times)\s(?:a|an|per|each|every|in\sany)|per|each|every)\s"
        rf"(?:(?:calendar|contract)\s)?(?:(?P<count>{NUMBER})\s)?{TIME}s?\b|"
        r"(?P<adverb>semi-?annually|semi-?annual|annually|annual|yearly|quarterly|monthly|weekly|daily|hourly|per\sannum)\b)"
    ).encode("latin-1")
)
ADVERBS = {
    "semi": (6.0, "months"), "annu": (1.0, "years"), "year": (1.0, "years"), "quar": (3.0, "months"),
    "mont": (1.0, "months"), "week": (1.0, "weeks"), "dail": (1.0, "days"), "hour": (1.0, "hours"), "per ": (1.0, "years"),
}  # fmt: skip
ROUND_THE_CLOCK = re.compile(
    rb"(?:24\s?[x/]\s?7(?:\s?[x/]\s?365)?|(?:24|twenty[\s-]+four)(?:\s\(24\))?\s+hours\s(?:a|per|each)\sday"
    rb"(?:[\s,/and]{1,5}(?:7|seven)(?:\s\(7\))?\sdays\s(?:a|per|each)\sweek)?)"
)
ARTICLE = re.compile(
    rf"(?:within|least|than|of|for|exceed|exceeding)\s(?P<span>an?\s(?:full\s|further\s)?{TIME}\b)".encode()
)
NET = re.compile(rf"net[\s-](?P<low>{NUMBER})(?:\sdays?)?\b".encode("latin-1"))

START = re2.compile(
    (
        r"[$\x01-\x04]|\b(?:\d|(?:"
        + WORD
        + "|"
        + CODES
        + "|"
        + "|".join(MONTHS)
        + "|"
        + "|".join(SHORT_MONTHS)
        + r"|us\$|per|each|every|once|twice|semi|annual|annually|yearly|quarterly|monthly|weekly|daily|hourly|net|"
        r"(?:within|least|than|of|for|exceed|exceeding) an? (?:full |further )?(?:minute|hour|day|week|fortnight|month|quarter|year)"
        r")\b)"
    ).encode("latin-1")
)
UNANCHORED = _re2.RE2.Anchor.UNANCHORED
CODE_ALIASES = {"rmb": "CNY"}
DOLLARS = {
    "us": "USD",
    "u.s.": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "nz": "NZD",
    "s": "SGD",
    "hk": "HKD",
}
LABEL_BEFORE = re.compile(
    rb"(?:\b(?:sections?|articles?|clauses?|paragraphs?|exhibits?|schedules?|annex(?:es)?|appendix|parts?|modules?|"
    rb"no\.?|number|version|iso|iec|soc|nist|rule|item|page|chapter|form|title|option|level|tier|phase|step|act|regulation)"
    rb"\s?[(\[]?|[a-z\d_][-./:]|[#&/(\[.-])$"
)
PER = re.compile(
    rb"[^.;\n]{0,24}?\b(?:(?P<month>(?:per|a|each|every)\s(?:calendar\s)?month|monthly|/\s?month)|(?P<year>(?:per|a|each|every)\s(?:calendar\s|contract\s)?(?:year|annum)|annually|annual|yearly|p\.a\.))"
)


def plain_bytes(body: str) -> bytes:
    """The text in lower-case ASCII, one byte for each character, so that offsets are the same in both."""
    if not body.isascii():
        for char, plain in (PLAIN | SYMBOLS).items():
            body = body.replace(char, plain)
    return body.encode("ascii", "replace").lower()


def find_english(body: str) -> list[Quantity]:
    plain = plain_bytes(body)
    found: list[Quantity] = []
    position, size = 0, len(plain)
    search = START._regexp.Match
    while position < size:
        start, end = search(UNANCHORED, plain, position, size)[0]
        if start < 0:
            break
        quantity = _read(plain, start)
        if quantity is None:
            # On past the whole word or number, so that no search starts inside it.
            position = max(end, start + 1)
        else:
            found.append(quantity)
            position = quantity.end
    return found


def _read(plain: bytes, start: int) -> Quantity | None:
    """The quantity that starts here, if one does."""
    first = plain[start : start + 1]
    if not first.isalnum():
        return _money(plain, start)
    if first.isdigit():
        return _round_the_clock(plain, start) or _date(plain, start) or _counted(plain, start)
    for reader in (_counted, _date, _every, _money, _article, _net, _round_the_clock):
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
        # "Sections 2 and 3", "two or more": the first number stands alone.
        numbers = FIRST_NUMBER.match(plain, start) or numbers
        after = AFTER.match(plain, numbers.end())
    low = number_value(numbers["low"])
    high = number_value(numbers["high"]) if numbers.re is NUMBERS and numbers["high"] else low
    if low is None or high is None:
        return None
    if not after:
        return _number(plain, start, numbers.end(), low)
    if after["duration"]:
        unit, is_business = UNITS[after["unit"].decode()], after["business"] is not None
        if after["unit"] == b"fortnight":
            low, high = low * 2, high * 2
        if unit == "quarters":
            low, high, unit = low * 3, high * 3, "months"
        return Quantity(
            "duration", start, after.end(), min(low, high), unit, is_business, min(low, high), max(low, high)
        )
    if after["percent"]:
        if after["paren"]:
            low = high = digits(after["paren"].decode())
        if after["percent"].startswith((b"basis", b"bps")):
            low, high = low / 100, high / 100
        per = PER.match(plain, after.end())
        per_name = "" if per is None else "month" if per["month"] else "year"
        return Quantity(
            "percent", start, after.end(), min(low, high), "percent", False, min(low, high), max(low, high), per_name
        )
    if after["nines"]:
        nines = round(100 - 100 / 10**low, 6)
        return Quantity("percent", start, after.end(), nines, "percent", False, nines, nines) if 2 <= low <= 6 else None
    amount = _amount(after["sum"]) if after["sum"] else low * _scale(after["scale"])
    if after["code"]:
        unit = CODE_ALIASES.get(after["code"].decode(), after["code"].decode().upper())
    else:
        unit = CURRENCY_WORDS[after["word"].decode()]
        amount = amount / 100 if after["word"] == b"cent" else amount
    return Quantity("money", start, after.end(), amount, unit, False, amount, amount)


def _number(plain: bytes, start: int, end: int, value: float) -> Quantity | None:
    """A plain number, unless it is the number of a section or a standard, a part of a name, or the word "one"."""
    if plain[end : end + 1].isalpha() or plain[end : end + 2].strip(b"0123456789") in (b".", b"/", b"-", b":"):
        tail = plain[end + 1 : end + 2]
        if plain[end : end + 1].isalpha() or tail.isalnum():
            return None
    if plain[start:end] in (b"one", b"zero") or LABEL_BEFORE.search(plain, max(0, start - 16), start):
        return None
    if start == 0 or plain[start - 1 : start] == b"\n":
        return None
    return Quantity("number", start, end, value, "", False, value, value)


def _money(plain: bytes, start: int) -> Quantity | None:
    match = MONEY.match(plain, start)
    if not match:
        return None
    sign = match["sign"].strip()
    unit = next((code for symbol, code in CURRENCY_OF.items() if sign.endswith(symbol.encode())), "USD")
    letters = re.sub(rb"[^a-z]", b"", sign).decode()
    unit = DOLLARS.get(letters) or CODE_ALIASES.get(letters) or (letters.upper() if len(letters) == 3 else unit)
    amount = _amount(match["sum"]) * _scale(match["scale"])
    return Quantity("money", start, match.end(), amount, unit, False, amount, amount)


def _amount(written: bytes) -> float:
    """ "10.000" and "10,000" are ten thousand, "10.50" ten and a half, "1.234,50" a European thousand."""
    text = written.decode().rstrip(".,")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", text):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d+,\d{1,2}", text):
        text = text.replace(",", ".")
    text = text.replace(",", "")
    return float(text) if text.count(".") <= 1 else float(text.replace(".", ""))


def _scale(written: bytes | None) -> float:
    return {b"t": 1e3, b"k": 1e3, b"m": 1e6, b"b": 1e9}[written[:1]] if written else 1.0


def _date(plain: bytes, start: int) -> Quantity | None:
    for pattern in DATES:
        match = pattern.match(plain, start)
        if match:
            month, day = match["month"].decode(), int(match["day"])
            number = int(month) if month.isdigit() else SHORT_MONTHS.index(month[:3]) + 1
            if number > 12 and day <= 12:
                number, day = day, number
            if not (1 <= number <= 12 and 1 <= day <= 31):
                return None
            year = match["year"].decode() if match["year"] else "-"
            value = f"{'20' + year if len(year) == 2 else year}-{number:02d}-{day:02d}"
            return Quantity("date", start, match.end(), value, "date")
    return None


def _every(plain: bytes, start: int) -> Quantity | None:
    match = EVERY.match(plain, start)
    if not match:
        return None
    if match["adverb"]:
        value, unit = ADVERBS[match["adverb"][:4].decode()]
    else:
        value, unit = number_value(match["count"]) or 1.0 if match["count"] else 1.0, UNITS[match["unit"].decode()]
        if unit == "quarters":
            value, unit = value * 3, "months"
        if match["times"]:
            value /= {b"on": 1, b"tw": 2, b"th": 3}[match["times"][:2]]
    return Quantity("frequency", start, match.end(), value, unit, False, value, value)


def _round_the_clock(plain: bytes, start: int) -> Quantity | None:
    match = ROUND_THE_CLOCK.match(plain, start)
    return Quantity("frequency", start, match.end(), 0.0, "continuous") if match else None


def _article(plain: bytes, start: int) -> Quantity | None:
    """ "within a month": one month; only after words that measure, for "a year" alone is mostly part of "once a year"."""
    match = ARTICLE.match(plain, start)
    if not match:
        return None
    unit = UNITS[match["unit"].decode()]
    value = 3.0 if unit == "quarters" else 2.0 if match["unit"] == b"fortnight" else 1.0
    return Quantity(
        "duration",
        match.start("span"),
        match.end("span"),
        value,
        "months" if unit == "quarters" else unit,
        False,
        value,
        value,
    )


def _net(plain: bytes, start: int) -> Quantity | None:
    """The "net 30" of payment terms is thirty days."""
    match = NET.match(plain, start)
    value = number_value(match["low"]) if match else None
    if not match or value is None:
        return None
    return Quantity("duration", start, match.end(), value, "days", False, value, value)


@lru_cache(maxsize=4096)
def number_value(written: bytes) -> float | None:
    """ "thirty (30)" and "30 (thirty)" are what their digits say, "thirty" what the word says."""
    text = written.decode("latin-1")
    for mark, fraction in (("\x05", "½"), ("\x06", "¼"), ("\x07", "¾")):
        text = text.replace(mark, fraction)
    found = re.search(r"\d[\d,]*(?:\.\d+)?[½¼¾]?", text)
    return digits(found[0]) if found else english_words(text)
