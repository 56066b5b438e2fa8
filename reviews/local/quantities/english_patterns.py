"""The words in which English contracts write quantities.

Made for a copy of the text in lower-case ASCII; currency signs and fractions become control characters there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import re2

from .numerals import ONES, SCALES, TENS

PLAIN = {
    "’": "'", "‘": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "％": "%",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
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


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _compile(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode("latin-1"))


WORD = f"(?:{_any([*ONES, *TENS, *SCALES])})"
PARTS = r"(?:half|quarter|tenths?|hundredths?)"
WORDS = (
    rf"(?:one[\s-](?:half|quarter)\b|"
    rf"{WORD}\b(?:[\s-]{{1,3}}(?:and[\s-])?{WORD}\b(?!(?:[\s-]{WORD})?[\s-]+{PARTS}\b)){{0,8}}"
    rf"(?:[\s-]+and[\s-]+(?:a|{WORD}(?:[\s-]{WORD})?)[\s-]+{PARTS}\b|\spoint(?:\s{WORD}\b){{1,3}})?)"
)
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3},\d{1,2}(?=\s?%)|\d+)(?:\.\d+)?(?:[\x05-\x07]|[\s-]1/[24]\b)?"
NUMBER = (
    rf"(?:{WORDS}(?:[\s-]{{0,2}}[(\[]\s?\$?{DIGITS}\s?%?\s?[)\]])?|{DIGITS}(?:\s?[(\[]\s?{WORDS}\s?[)\]]|\)\s{WORDS})?)"
)
NUMBERS = _compile(
    rf"(?P<low>{NUMBER})"
    rf"(?:(?:\s?(?:-|to|or|and|through)\s?|\s(?:nor|and|or|but)\s(?:not\s)?more\sthan\s)(?P<high>{NUMBER}))?"
)
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
MONEY = _compile(rf"(?P<sign>[$\x01-\x04]|(?:{CODES})\b\s?[$\x01-\x04]?)\s?(?P<sum>\.?\d[\d,.]*\d|\d){SCALE}?")
DOLLAR_BEFORE = re.compile(rb"(?<![a-z])(us|u\.s\.|au|ca|nz|hk|a|c|s)\s?$")
MONTH = f"(?P<month>(?:{_any(MONTHS)})|(?:{'|'.join(SHORT_MONTHS)})\\b\\.?)"
DATES = tuple(
    _compile(pattern)
    for pattern in (
        rf"{MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?[-.%]?\d)(?:,?\s{{1,2}}(?P<year>\d{{4}})\b)?",
        rf"{MONTH},?\s(?P<day>)(?P<year>\d{{4}})\b",
        rf"(?P<day>\d{{1,2}})(?:(?:st|nd|rd|th)?\s(?:day\sof\s)?|(?:st|nd|rd|th)\sof\s){MONTH}(?:,?\s(?P<year>\d{{4}})\b)?",
        rf"(?P<day>\d{{1,2}})-{MONTH}-(?P<year>\d{{4}})\b",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})\b",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b",
    )
)
DATES_BY_MONTH, DATES_BY_DIGIT = DATES[:2], DATES[2:]
DATE_AHEAD = _compile(
    r"\d{1,2}(?:(?:st|nd|rd|th)?\s(?:day\sof\s|of\s)?[jfmasond][aepuco]|[-/.]\d|-[jfmasond])|\d{4}-\d"
)
"""What follows where digits begin a date: most digits do not."""
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
POSSESSED = _compile(
    rf"an?\s(?:(?:full\s|calendar\s)?(?:(?P<unit>{_any(UNITS)})'s|(?P<fortnight>fortnight)(?:'s)?)|"
    r"(?P<half>year\sand\sa\shalf))\b"
)
YEAR_OF = r"(?:(?:full|complete|contract|calendar|fiscal|financial|billing|subscription|service)\s)?"
"""What kind of year or month it is, where "the preceding contract year" is one year."""
PAST_UNIT = "(?:year|quarter|month|week)"
BEFORE_EVENT = r"(?:immediately\s|directly\s)?(?:preceding|prior\sto|before|leading\sup)\b"
PAST = _compile(
    rf"(?:preceding|previous|prior|past|last)\s(?P<span>{YEAR_OF}(?P<unit>{PAST_UNIT})\b(?:'s)?)|"
    rf"(?P<before>{PAST_UNIT})(?=\s{BEFORE_EVENT})"
)
HALF_YEAR = _compile(r"half(?:\sa|\san)?[\s-]year\b")
AND_MORE = _compile(rf"\sand\s(?:(?P<half>a\shalf\b)|(?P<months>{NUMBER})\smonths?\b)")
"""Two years and six months, a year and a half."""
FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
FRACTION = _compile(
    rf"(?P<share>(?:(?:(?P<above>one|two|three)[\s-])?(?P<part>{_any(FRACTIONS)})s?|(?P<digits>\d\s?/\s?\d))"
    r"(?:\s[(\[][\d/.%\s]{1,6}[)\]])?)"
    r"(?:\sof\s(?P<percent>(?:one|1|a)(?:\s?\(1%?\))?\s?(?:%|per\s?cent(?:age\spoint)?\b)(?:\s?\([\d.]+\s?%\))?)|"
    r"(?=(?:\sof)?\s(?:the|such|its|their|all|any|our|your|those|these)\s(?:[a-z-]+\s){0,3}"
    r"(?:fees?|amounts?|charges?|prices?|sums?|payments?|subscription|remuneration|credits?|royalties|value|cost)\b))"
)
"""One-half of one percent, one third of the fees. A share is only read where it is one of money."""
MULTIPLE = _compile(
    rf"(?:(?P<low>{NUMBER})(?:\stimes|\s?x)|twice|double)(?=\s(?:the\s|its\s|your\s)?(?:[a-z-]+\s){{0,3}}?"
    r"(?P<each>monthly|annual|yearly|quarterly)\s(?:[a-z-]+\s){0,2}(?:fees?|charges?|subscription|price|payments?|"
    r"amounts?|spend|remuneration|rate)\b)"
)
"""Six times the monthly fee is six months' fees."""
NET = _compile(rf"(?:net[\s-]|t\s?\+\s?)(?P<low>{NUMBER})(?:\sdays?)?\b")
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
        rf"(?:within|least|than|of|for|exceed|exceeding) an? (?:full |further )?(?:{_any(UNITS)})|"
        rf"an? (?:full |calendar )?(?:(?:{_any(UNITS)})'s|fortnight|year and a half)|"
        rf"half(?: a| an)?[ -]year|half of|half (?:the|such)|double|t ?\+ ?\d+|"
        rf"(?:preceding|previous|prior|past|last) (?:[a-z]+ )?{PAST_UNIT}|"
        rf"{PAST_UNIT} (?:immediately |directly )?(?:preceding|prior to|before|leading up)"
        r")\b)"
    ).encode("latin-1")
)
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
