"""Quantities in Japanese: digits of either width, kanji numerals, and the units, dates and terms that go with them."""

from __future__ import annotations

import re
from functools import lru_cache

from .numerals import KANJI_DIGITS, japanese
from .values import Quantity

D = r"[0-9０-９]"
DIGITS = rf"{D}{{1,3}}(?:[,，]{D}{{3}})+(?:[.．]{D}+)?|{D}+(?:[.．]{D}+)?"
NUMBER = rf"(?:(?:{DIGITS})(?:[万億千百](?:{DIGITS})?)*|[{KANJI_DIGITS}・]*[{KANJI_DIGITS}])"
RANGE = rf"(?P<low>{NUMBER})(?:\s?(?:[~〜～\-－ー―]|から|乃至|ないし|又は|または)\s?(?P<high>{NUMBER}))?"
MONTH_UNIT = r"[かカヵケヶヶ箇個ｶ]\s?月"
UNITS = (
    ("minutes", r"分間?(?![のに離割担野析類配散別])", 1),
    ("hours", r"時間", 1),
    ("business", r"(?:銀行)?(?:営業|稼働|就業|平)日間?", 1),
    ("weeks", r"週間?", 1),
    ("months", MONTH_UNIT + r"間?", 1),
    ("quarters", r"四半期", 3),
    ("years", r"[年](?:間|半)?(?!度)", 1),
    ("days", r"(?:暦)?日間?(?!本)", 1),
)
UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in UNITS)
AFTER = re.compile(
    rf"\s?(?:{UNIT}|(?P<percent>[%％﹪]|パーセント|ﾊﾟｰｾﾝﾄ|ポイント)|(?P<wari>割(?![合当引増賦]))|"
    r"(?P<money>円|米?ドル|ユーロ|ポンド|元(?!の)))"
)
CURRENCIES = {"円": "JPY", "米ドル": "USD", "ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP", "元": "CNY"}
NUMBERS = re.compile(RANGE)
FIRST_NUMBER = re.compile(rf"(?P<low>{NUMBER})")
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
YEAR = rf"(?:(?P<era>{'|'.join(ERAS)})\s?(?P<era_year>元|{NUMBER})|(?:西暦)?(?P<year>{D}{{4}}|[〇一二三四五六七八九]{{4}}|二千[{KANJI_DIGITS}]{{1,4}}))\s?年"
DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{YEAR}\s?(?P<month>{NUMBER})\s?月(?:\s?(?P<day>{NUMBER})\s?日|(?P<last>末日?))?",
        rf"(?P<month>{NUMBER})\s?月\s?(?:(?P<day>{NUMBER})\s?日(?!間)|(?P<last>末日))",
        rf"(?P<year>{D}{{4}})[/／\-－.．](?P<month>{D}{{1,2}})[/／\-－.．](?P<day>{D}{{1,2}})(?!{D})",
    )
)
MONEY = re.compile(
    rf"(?P<sign>[￥¥$＄€]|US\$|USD|EUR|JPY|金)\s?(?P<sum>{NUMBER})\s?(?P<unit>円|米?ドル|ユーロ|[KM](?![A-Za-z]))?"
)
SIGNS = {
    "￥": "JPY",
    "¥": "JPY",
    "$": "USD",
    "＄": "USD",
    "€": "EUR",
    "US$": "USD",
    "USD": "USD",
    "EUR": "EUR",
    "JPY": "JPY",
}
FIXED = (
    ("duration", re.compile(r"半年間?"), 6.0, "months"),
    ("duration", re.compile(r"半月間?"), 15.0, "days"),
    ("duration", re.compile(r"翌々月末日?"), 2.0, "months"),
    ("duration", re.compile(r"翌月末日?"), 1.0, "months"),
    (
        "frequency",
        re.compile(r"24\s?時間\s?[・、/]?\s?365\s?日|二十四時間三百六十五日|２４時間３６５日"),
        0.0,
        "continuous",
    ),
    ("frequency", re.compile(r"毎営業日|毎日|日次"), 1.0, "days"),
    ("frequency", re.compile(r"毎週|週次"), 1.0, "weeks"),
    ("frequency", re.compile(r"毎月|月次|月額|月間"), 1.0, "months"),
    ("frequency", re.compile(r"毎年|年次|年額|年間"), 1.0, "years"),
    ("frequency", re.compile(r"四半期(?:ごと|毎|に)"), 3.0, "months"),
)
OFTEN = re.compile(rf"(?P<unit>[年月週日])(?:に)?(?P<times>{NUMBER})[回度](?!目)")
START = re.compile(rf"[0-9０-９{KANJI_DIGITS}半翌毎月年週日四令平昭大西￥¥$＄€金UEJ]")
NOT_A_NUMBER = re.compile(r"[第A-Za-zＡ-Ｚａ-ｚ.．\-－_/#№数]$")
COUNTED = re.compile(r"[回件名社つ個箇人台時者種通部本以を]|[カかヵケヶ]所|[^\w]|$")
RATE_BEFORE = re.compile(
    r"(?:(?P<year>年(?:率|利)?|年当たり|年あたり)|(?P<month>月(?:率|利)?|月当たり|1か月当たり|１か月につき))\s?$"
)


def find_japanese(body: str) -> list[Quantity]:
    found: list[Quantity] = []
    position = 0
    while match := START.search(body, position):
        start = match.start()
        quantity = _read(body, start)
        if quantity is None:
            number = FIRST_NUMBER.match(body, start)
            position = number.end() if number else start + 1
        else:
            found.append(quantity)
            position = quantity.end
    return found


def _read(body: str, start: int) -> Quantity | None:
    """The quantity that starts here, if one does."""
    for reader in (_fixed, _date, _counted, _money, _often):
        if quantity := reader(body, start):
            return quantity
    return None


def _fixed(body: str, start: int) -> Quantity | None:
    for kind, pattern, value, unit in FIXED:
        if match := pattern.match(body, start):
            return Quantity(kind, start, match.end(), value, unit, False, value, value)  # type: ignore[arg-type]
    return None


def _date(body: str, start: int) -> Quantity | None:
    for pattern in DATES:
        match = pattern.match(body, start)
        if not match:
            continue
        groups = match.groupdict()
        month, day = _value(groups["month"]), _value(groups["day"]) if groups.get("day") else None
        if groups.get("era"):
            year = ERAS[groups["era"]] + (1 if groups["era_year"] == "元" else int(_value(groups["era_year"]) or 0))
        else:
            year = int(_value(groups["year"]) or 0) if groups.get("year") else 0
        if not month or not 1 <= month <= 12 or (day and day > 31):
            return None
        value = f"{year or '-'}-{int(month):02d}"
        if day:
            value += f"-{int(day):02d}"
        return Quantity("date", start, match.end(), value, "date")
    return None


def _counted(body: str, start: int) -> Quantity | None:
    if start and body[start - 1] == "第":
        return None
    numbers = NUMBERS.match(body, start)
    if not numbers:
        return None
    after = AFTER.match(body, numbers.end())
    if not after and numbers["high"]:
        numbers = FIRST_NUMBER.match(body, start) or numbers
        after = AFTER.match(body, numbers.end())
    low = _value(numbers["low"])
    high = _value(numbers["high"]) if numbers.re is NUMBERS and numbers["high"] else low
    if low is None or high is None:
        return None
    if not after:
        return _number(body, start, numbers.end(), low)
    low, high = min(low, high), max(low, high)
    for name, _, factor in UNITS:
        if after[name]:
            unit = {"business": "days", "quarters": "months"}.get(name, name)
            half = 0.5 if after[name].endswith("半") else 0.0
            low, high = low * factor + half, high * factor + half
            if name == "years" and low >= 1000:
                return None
            return Quantity("duration", start, after.end(), low, unit, name == "business", low, high)
    if after["percent"] or after["wari"]:
        if after["wari"]:
            low, high = low * 10, high * 10
        rate = RATE_BEFORE.search(body, max(0, start - 8), start)
        per = "" if rate is None else "year" if rate["year"] else "month"
        return Quantity("percent", start, after.end(), low, "percent", False, low, high, per)
    return Quantity("money", start, after.end(), low, CURRENCIES[after["money"]], False, low, high)


def _number(body: str, start: int, end: int, value: float) -> Quantity | None:
    """A plain number, unless it numbers a clause, is part of a name or version, or is a kanji that counts nothing."""
    if NOT_A_NUMBER.search(body, max(0, start - 1), start) or not COUNTED.match(body, end):
        return None
    is_kanji = body[start] in KANJI_DIGITS
    if is_kanji and not re.match(r"[回件名社人台通]|以上|[カかヵケヶ箇]所", body[end : end + 2]):
        return None
    if start == 0 or body[start - 1] == "\n":
        return None
    return Quantity("number", start, end, value, "", False, value, value)


def _money(body: str, start: int) -> Quantity | None:
    match = MONEY.match(body, start)
    if not match:
        return None
    value = _value(match["sum"])
    unit = SIGNS.get(match["sign"]) or CURRENCIES.get(match["unit"] or "")
    if value is None or unit is None:
        return None
    value *= {"K": 1e3, "M": 1e6}.get(match["unit"] or "", 1.0)
    return Quantity("money", start, match.end(), value, unit, False, value, value)


def _often(body: str, start: int) -> Quantity | None:
    """年1回, 月に2回: how long from one time to the next."""
    match = OFTEN.match(body, start)
    times = _value(match["times"]) if match else None
    if not match or not times:
        return None
    unit = {"年": "years", "月": "months", "週": "weeks", "日": "days"}[match["unit"]]
    return Quantity("frequency", start, match.end(), 1 / times, unit, False, 1 / times, 1 / times)


@lru_cache(maxsize=4096)
def _value(written: str) -> float | None:
    return japanese(written)
