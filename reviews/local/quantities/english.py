"""Quantities in English: RE2 finds where one may begin, small anchored expressions read the few words that stand there.

All run over a copy of the text in lower-case ASCII with one byte for each character, so that offsets hold for both.
"""

from __future__ import annotations

import re

from re2 import _re2

from .english_durations import (
    read_article,
    read_half_year,
    read_multiple,
    read_net,
    read_next_day,
    read_ordinal,
    read_past,
    read_possessed,
)
from .english_patterns import (
    ADVERBS,
    AFTER,
    AND_MORE,
    COUNTS,
    CURRENCY_WORDS,
    DATE_AHEAD,
    DATES_BY_DIGIT,
    DATES_BY_MONTH,
    DOLLAR_BEFORE,
    DOLLARS,
    EVERY,
    FIRST_NUMBER,
    FRACTION,
    FRACTIONS,
    IN_SENTENCE,
    LABEL_BEFORE,
    MEASURES,
    MONEY,
    NUMBERS,
    PER,
    PLAIN,
    ROUND_THE_CLOCK,
    SHORT_MONTHS,
    SIGNS,
    START,
    TIMES,
    UNITS,
)
from .numerals import digits, number_value
from .values import Quantity

UNANCHORED = _re2.RE2.Anchor.UNANCHORED


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
    readers = SIGNED if not first.isalnum() else COUNTING if first.isdigit() else WORDED.get(first, USUAL)
    for reader in readers:
        if quantity := reader(plain, start):
            return quantity
    return None


def _fraction(plain: bytes, start: int) -> Quantity | None:
    """ "One-half of one percent" is half a percent, "one half of the fees" fifty."""
    match = FRACTION.match(plain, start)
    if not match:
        return None
    if match["digits"]:
        above, below = (float(figure) for figure in match["digits"].split(b"/"))
    else:
        above, below = number_value(match["above"] or b"one") or 1.0, float(FRACTIONS[match["part"].decode()])
    if not below:
        return None
    share = round(above / below * (1 if match["percent"] else 100), 4)
    per = PER.match(plain, match.end()) if match["percent"] else None
    period = "" if per is None else "month" if per["month"] else "year"
    return Quantity("percent", start, match.end(), share, "percent", False, share, share, period)


def _counted(plain: bytes, start: int) -> Quantity | None:
    """A number and what it counts: "thirty (30) business days", "1.5% per month", "100 euros", or nothing."""
    numbers = NUMBERS.match(plain, start)
    if not numbers:
        return None
    if plain.startswith((b" times ", b"x "), numbers.end()) and (multiple := read_multiple(plain, start)):
        return multiple
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
    if plain[start - 1 : start] == b"." and numbers["low"].isdigit() and not plain[start - 2 : start - 1].isalnum():
        low = high = float(b"." + numbers["low"])  # ".5%"
    if not after:
        return _number(plain, start, numbers.end(), low)
    end = after.end()
    if after["duration"]:
        factor, unit = UNITS[after["unit"].decode()]
        is_business = after["business"] is not None
        if unit == "years" and (more := AND_MORE.match(plain, end)):
            months = 6.0 if more["half"] else number_value(more["months"]) or 0.0
            low, high, end = low + months / 12, high + months / 12, more.end()
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
    is_digit = plain[start : start + 1].isdigit()
    if is_digit and not DATE_AHEAD.match(plain, start):
        return None
    for pattern in DATES_BY_DIGIT if is_digit else DATES_BY_MONTH:
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


SIGNED = (_money,)
COUNTING = (_round_the_clock, _date, read_ordinal, _fraction, _counted)
USUAL = (_counted, _date, _every, read_article, _money, read_ordinal, _round_the_clock)
WORDED = {
    b"a": (_date, read_possessed, *USUAL),
    b"d": (read_multiple, *USUAL),
    b"h": (_fraction, read_half_year, *USUAL),
    b"l": (read_article, read_past, *USUAL),
    b"m": (read_past, *USUAL),
    b"n": (_counted, read_net, read_next_day, *USUAL),
    b"o": (_fraction, *USUAL),
    b"p": (read_past, *USUAL),
    b"q": (read_past, *USUAL),
    b"t": (_fraction, read_multiple, read_net, *USUAL),
    b"w": (read_past, *USUAL),
    b"y": (read_past, *USUAL),
}
"""The readers by the first letter; by all other letters the usual ones."""
