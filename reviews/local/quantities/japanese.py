"""Quantities in Japanese: digits of either width, kanji numerals, and the units, dates and terms that go with them."""

from __future__ import annotations

import re
from functools import lru_cache

from .numerals import KANJI_DIGITS, japanese
from .values import LARGEST, Quantity, QuantityKind

D = "[0-9０-９]"
DIGITS = rf"(?:{D}{{1,3}}(?:[,，]{D}{{3}})+(?!{D})|{D}+)(?:[.．]{D}+)?"
NUMBER = rf"(?:{DIGITS}(?:[万億千百](?:{DIGITS})?)*|[{KANJI_DIGITS}](?:[{KANJI_DIGITS}・]*[{KANJI_DIGITS}])?)"
NUMBERS = re.compile(rf"(?P<low>{NUMBER})(?:\s?(?:[~〜～\-－―]|から|乃至|ないし|又は|または)\s?(?P<high>{NUMBER}))?")
FIRST_NUMBER = re.compile(rf"(?P<low>{NUMBER})(?P<high>)")
BARE_MONTH = r"(?<! )月(?=間(?![稼利平総の])|以内|以上|前[にま]|を経過|経過)間?"
"""三月前 is three months before; elsewhere 三月 is March."""
UNITS = (
    ("minutes", r"分間?(?!の[0-9０-９一二三四五六七八九十]|[割離担野析類配散別母業権])", 1, "minutes"),
    ("hours", r"時間", 1, "hours"),
    ("business", r"(?:銀行|金融機関)?(?:営業|稼働|就業|平)日間?", 1, "days"),
    ("weeks", r"週間?", 1, "weeks"),
    ("quarters", r"四半期", 3, "months"),
    ("months", rf"(?:[かカヵケヶ箇個ｶ]\s?|暦)月間?|{BARE_MONTH}", 1, "months"),
    ("years", r"[かカヵケヶ箇個]?年(?:間|半)?(?!度|代|次)", 1, "years"),
    ("days", r"(?:暦)?日間?(?!本)", 1, "days"),
)
UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern, _, _ in UNITS)
CURRENCIES = {"円": "JPY", "米ドル": "USD", "ドル": "USD", "ユーロ": "EUR", "ポンド": "GBP", "元": "CNY"}
CODES = "USD|EUR|JPY|GBP|CNY"
AFTER = re.compile(
    rf" ?(?:{UNIT}|(?P<percent>[%％﹪](?:ポイント)?|パーセント(?:ポイント)?|ﾊﾟｰｾﾝﾄ|ポイント)|"
    r"(?P<wari>割(?![合当引増賦り]))|"
    rf"(?P<money>円|米?ドル|ユーロ|ポンド|元(?!の)|{CODES}))"
)
TEN_MINUTES = re.compile(r"分(?:間|以内|前|を|未満|以上|ごと|後)")
"""What must follow for 十分 to be ten minutes; else it says "enough"."""
OF_RATE = re.compile(r"分(?:[0-9０-９一二三四五六七八九]厘)?(?=の?(?:割合|利率|利息|利子|遅延|延滞))")
"""年三分の割合 is three percent a year; elsewhere 三分 are minutes."""
AND_MONTHS = re.compile(rf"(?P<months>{NUMBER})[かカヵケヶ箇個ｶ]\s?月間?")
"""一年六か月."""
MONTHLY_BEFORE = re.compile(
    r"(?P<each>月額|月次|年額|年間)[^。、0-9０-９]{0,12}(?:料金?|代金|対価|報酬|費用?)[^。、0-9０-９]{0,8}$"
)
"""月額料金の6倍 is six months' fees."""
RATED = re.compile(r"当たり|あたり|につき")
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
YEAR = (
    rf"(?:(?P<era>{'|'.join(ERAS)})\s?(?P<era_year>元|{NUMBER})|"
    rf"(?:西暦\s?)?(?P<year>{D}{{4}}|[〇一二三四五六七八九]{{4}}|二千[{KANJI_DIGITS}]{{1,4}}))\s?年"
)
DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{YEAR}\s?(?P<month>{NUMBER})\s?月(?:\s?(?P<day>{NUMBER})\s?日|末日?)?",
        rf"(?P<month>{NUMBER})\s?月\s?(?:(?P<day>{NUMBER})\s?日(?!間)|末日)",
        rf"(?P<year>{D}{{4}})[/／\-－.．](?P<month>{D}{{1,2}})[/／\-－.．](?P<day>{D}{{1,2}})(?!{D})",
    )
)
SIGNS = {
    "￥": "JPY", "¥": "JPY", "$": "USD", "＄": "USD", "€": "EUR", "US$": "USD", "米ドル": "USD", "ユーロ": "EUR",
    "英ポンド": "GBP",
}  # fmt: skip
MONEY = re.compile(
    rf"(?P<sign>[￥¥$＄€]|US\$|{CODES}|金|米ドル|ユーロ|英ポンド)\s?(?P<sum>{NUMBER})(?:\s?(?P<unit>円|米?ドル|ユーロ|[KM](?![A-Za-z])))?"
)
ROUND_THE_CLOCK = re.compile(
    r"(?:24|２４|二十四)\s?時間\s?[・、/／]?\s?(?:(?:365|３６５|三百六十五)\s?日|年中無休|(?=体制|対応|受付|監視|稼働|常時))"
)
FIXED: dict[str, tuple[QuantityKind, float, str]] = {
    "半年間": ("duration", 6.0, "months"),
    "半年": ("duration", 6.0, "months"),
    "半月": ("duration", 15.0, "days"),
    "翌々月末日": ("duration", 2.0, "months"),
    "翌々月末": ("duration", 2.0, "months"),
    "翌月末日": ("duration", 1.0, "months"),
    "翌月末": ("duration", 1.0, "months"),
    **dict.fromkeys(("翌月の末日", "翌月の月末", "ひと月", "ひとつき"), ("duration", 1.0, "months")),
    **dict.fromkeys(("一四半期", "四半期分", "直前四半期", "前四半期"), ("duration", 3.0, "months")),
    **dict.fromkeys(
        ("直前契約年度", "直前の契約年度", "前契約年度", "直前事業年度", "前事業年度"), ("duration", 1.0, "years")
    ),
    "スリーナイン": ("percent", 99.9, "percent"),
    "フォーナイン": ("percent", 99.99, "percent"),
    "ファイブナイン": ("percent", 99.999, "percent"),
    "翌営業日": ("duration", 1.0, "days"),
    "四半期ごと": ("frequency", 3.0, "months"),
    "四半期毎": ("frequency", 3.0, "months"),
    "毎四半期": ("frequency", 3.0, "months"),
    **dict.fromkeys(("毎営業日", "毎日", "日次"), ("frequency", 1.0, "days")),
    **dict.fromkeys(("毎週", "週次"), ("frequency", 1.0, "weeks")),
    **dict.fromkeys(("毎月", "月次", "月額", "月間"), ("frequency", 1.0, "months")),
    **dict.fromkeys(("毎年", "年次", "年額", "年間"), ("frequency", 1.0, "years")),
}
DAY_OF_MONTH = re.compile(rf"(?P<which>翌々?月|毎月|当月|同月|前月|本月)の?(?P<day>{NUMBER})日(?!間)")
OFTEN = re.compile(rf"(?P<unit>[年月週日])に?(?P<times>{NUMBER})[回度](?!目)")
OFTEN_UNITS = {"年": "years", "月": "months", "週": "weeks", "日": "days"}
FRACTION = re.compile(rf"(?P<whole>{NUMBER})分の(?P<part>{NUMBER})")
OF_MONEY = re.compile(
    r"の?(?:額|金額|料金|利用料|割合)|に?相当|を(?:超え|上限|限度|乗じ|返|減|請求|免除|支払|控除)|に減[額免]|とする|とします"
)
"""What must follow for 二分の一 to be fifty percent of some money; 三分の二以上の同意 is no price."""
RATES = frozenset([100.0, 1000.0, 10000.0])
SHARES = frozenset([2.0, 3.0, 4.0, 5.0, 10.0, 20.0])
"""A thirtieth of a month's fee is what is due for a day, and no percentage."""
START = re.compile(
    rf"(?:翌々?|毎|当|同|前|本)月の?(?=[0-9０-９{KANJI_DIGITS}])|{'|'.join(FIXED)}|[0-9０-９{KANJI_DIGITS}￥¥$＄€]|"
    rf"{'|'.join(ERAS)}|西暦|金(?=[0-9０-９{KANJI_DIGITS}])|[年月週日]に?(?=[0-9０-９{KANJI_DIGITS}])|"
    rf"US\$|(?:{CODES}|米ドル|ユーロ|英ポンド)(?=\s?[0-9０-９])"
)
NUMBER_START = frozenset("0123456789０１２３４５６７８９" + KANJI_DIGITS)
NOT_A_NUMBER = re.compile(r"[第A-Za-zＡ-Ｚａ-ｚ.．\-－_/#№数(（〔\[]$")
COUNTED = re.compile(
    r" ?(?:回|件|名|社|つ|個|台|種|人|席|倍|本|枚|通|以上|以下|未満|を(?:超|下)|[かカヵケヶ箇]所|者|GB|TB|MB|KB|ID|"
    r"ユーザー?|トークン|リクエスト|アカウント|ライセンス)"
)
RATE_BEFORE = re.compile(
    r"(?:(?P<year>年(?:率|利|当たり|あたり)?|1年につき)|(?P<month>月(?:率|利|当たり|あたり)?|1か月につき))\s?$"
)


def find_japanese(body: str) -> list[Quantity]:
    found: list[Quantity] = []
    position = 0
    while match := START.search(body, position):
        start = match.start()
        quantity = _read(body, start, match[0])
        if quantity is not None:
            found.append(quantity)
            position = quantity.end
        elif body[start] in NUMBER_START:
            number = FRACTION.match(body, start) or FIRST_NUMBER.match(body, start)
            position = number.end() if number else start + 1
        else:
            position = start + 1
    return found


def _read(body: str, start: int, begun: str) -> Quantity | None:
    """The quantity that starts here with the characters `begun`, if one does."""
    if DAY_OF_MONTH.match(body, start):
        return _day_of_month(body, start)
    if begun in FIXED:
        kind, value, unit = FIXED[begun]
        return Quantity(kind, start, start + len(begun), value, unit, begun == "翌営業日", value, value)
    if body[start] in NUMBER_START:
        return _round_the_clock(body, start) or _date(body, start) or _hundredths(body, start) or _counted(body, start)
    return _money(body, start) or _date(body, start) or _often(body, start)


def _round_the_clock(body: str, start: int) -> Quantity | None:
    match = ROUND_THE_CLOCK.match(body, start) if body[start] in "2２二" else None
    return Quantity("frequency", start, match.end(), 0.0, "continuous") if match else None


def _date(body: str, start: int) -> Quantity | None:
    for pattern in DATES:
        match = pattern.match(body, start)
        if not match:
            continue
        groups = match.groupdict()
        month, day = int(_value(groups["month"]) or 0), int(_value(groups.get("day") or "") or 0)
        year = int(_value(groups.get("year") or "") or 0)
        if groups.get("era"):
            year = ERAS[groups["era"]] + (1 if groups["era_year"] == "元" else int(_value(groups["era_year"]) or 0))
        if not 1 <= month <= 12 or day > 31:
            return None
        value = f"{year or '-'}-{month:02d}" + (f"-{day:02d}" if day else "")
        return Quantity("date", start, match.end(), value, "date")
    return None


def _hundredths(body: str, start: int) -> Quantity | None:
    """百分の三 as statutes and older contracts write a percentage; 二分の一 where it is a share of money."""
    match = FRACTION.match(body, start)
    if not match:
        return None
    whole, part = _value(match["whole"]), _value(match["part"])
    if part is None or not (whole in RATES or (whole in SHARES and part < whole and OF_MONEY.match(body, match.end()))):
        return None
    share = round(part * 100 / whole, 4)
    return Quantity("percent", start, match.end(), share, "percent", False, share, share, _rated(body, start))


def _rated(body: str, start: int) -> str:
    """What a percentage that starts here is for: 年14.6%, 月1%."""
    rate = RATE_BEFORE.search(body, max(0, start - 8), start)
    return "" if rate is None else "year" if rate["year"] else "month"


def _counted(body: str, start: int) -> Quantity | None:
    """A number and what it counts: 三十日, 3営業日, 年14.6%, 100万円, 3回."""
    if start and body[start - 1] == "第":
        return None
    numbers = NUMBERS.match(body, start)
    if not numbers:
        return None
    if rate := OF_RATE.match(body, numbers.end()):
        share = _value(numbers["low"])
        per = _rated(body, start)
        return (
            None
            if share is None
            else Quantity("percent", start, rate.end(), share, "percent", False, share, share, per)
        )
    after = AFTER.match(body, numbers.end())
    if not after and numbers["high"]:
        numbers = FIRST_NUMBER.match(body, start) or numbers
        after = AFTER.match(body, numbers.end())
    low = _value(numbers["low"])
    high = _value(numbers["high"]) if numbers["high"] else low
    if low is None or high is None:
        return None
    low, high = min(low, high), max(low, high)
    if not after:
        each = MONTHLY_BEFORE.search(body, max(0, start - 32), start) if body.startswith("倍", numbers.end()) else None
        if each:
            unit = "months" if each["each"].startswith("月") else "years"
            return Quantity("duration", start, numbers.end() + 1, low, unit, False, low, high)
        return _number(body, start, numbers.end(), low)
    end = after.end()
    if after["percent"] or after["wari"]:
        share = 10.0 if after["wari"] else 1.0
        low, high = low * share, high * share
        return Quantity("percent", start, end, low, "percent", False, low, high, _rated(body, start))
    if after["money"]:
        unit = CURRENCIES.get(after["money"], after["money"])
        return Quantity("money", start, end, low, unit, False, low, high)
    name, factor, unit = next((name, factor, unit) for name, _, factor, unit in UNITS if after[name])
    if name == "years" and low >= 1000:
        return None  # 2026年 is a date without its month.
    if name == "minutes" and numbers[0] == "十" and not TEN_MINUTES.match(body, numbers.end()):
        return None
    half = 0.5 if after[name].endswith("半") else 0.0
    if name == "years" and (more := AND_MONTHS.match(body, end)):
        half, end = (_value(more["months"]) or 0.0) / 12, more.end()
    kind: QuantityKind = "frequency" if RATED.match(body, end) else "duration"
    low, high = low * factor + half, high * factor + half
    return Quantity(kind, start, end, low, unit, name == "business", low, high)


def _number(body: str, start: int, end: int, value: float) -> Quantity | None:
    """A plain number that counts something; all others number a clause or are a part of a name."""
    if NOT_A_NUMBER.search(body, max(0, start - 1), start) or not COUNTED.match(body, end):
        return None
    return Quantity("number", start, end, value, "", False, value, value)


def _money(body: str, start: int) -> Quantity | None:
    match = MONEY.match(body, start)
    if not match:
        return None
    value, sign = _value(match["sum"]), match["sign"]
    unit = CURRENCIES.get(match["unit"] or "") if sign == "金" else SIGNS.get(sign, sign)
    if value is None or unit is None:
        return None
    value *= {"K": 1e3, "M": 1e6}.get(match["unit"] or "", 1.0)
    return Quantity("money", start, match.end(), value, unit, False, value, value)


def _day_of_month(body: str, start: int) -> Quantity | None:
    """翌月10日: ten days from the end of the month in question. 毎月10日 recurs; 当月10日 is a day, and no time."""
    match = DAY_OF_MONTH.match(body, start)
    day = _value(match["day"]) if match else None
    if not match or day is None or day > 31:
        return None
    if match["which"] in ("翌月", "翌々月"):
        days = day + (30.0 if match["which"] == "翌々月" else 0.0)
        return Quantity("duration", start, match.end(), days, "days", False, days, days)
    return Quantity("frequency", start, match.end(), 1.0, "months", False, 1.0, 1.0)


def _often(body: str, start: int) -> Quantity | None:
    """年1回, 月に2回: how long from one time to the next."""
    match = OFTEN.match(body, start)
    times = _value(match["times"]) if match else None
    if not match or not times:
        return None
    return Quantity("frequency", start, match.end(), 1 / times, OFTEN_UNITS[match["unit"]], False, 1 / times, 1 / times)


@lru_cache(maxsize=4096)
def _value(written: str) -> float | None:
    value = japanese(written) if written else None
    return None if value is None or value >= LARGEST else value
