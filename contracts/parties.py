"""Reads off a paper's opening who its vendor is and since when it holds. Used by `identify.py`."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter

from contracts.numbering import kanji
from contracts.values import Text

OPENING = 5000
FORM = (
    r"(?:Inc|LLC|L\.L\.C|(?:Private |Pte\.? |Pty\.? |Co\.,? ?)?(?:Ltd|Limited)|Corp|Corporation|GmbH|B\.V|S\.A\.S|S\.A"
    r"|SAS|PBC|P\.B\.C|AG|plc|PLC|LP|L\.P|Kft|ULC)\b\.?"
)
COMPANY = rf"(?:[A-Z0-9][\w&’'.-]* ){{0,5}}[A-Z0-9][\w&’'.-]*,? {FORM}"
ALIASED = re.compile(rf"({COMPANY})[^“”\"()\n]{{0,160}}[(（]([^()（）\n]{{1,160}})[)）]")
REFERRED = re.compile(
    rf"(?:we are referring to|refers? to|means|operated by|provided by|offered by|by and between) ({COMPANY})"
)
QUOTED = re.compile(r"[“\"]([^”\"]{1,60}?),?[”\"]")
VENDOR_ROLE = re.compile(
    r"(?:the )?(?:vendor|provider|supplier|licensor|company|we|us|our|processor|host|contractor|service provider"
    r"|consultant)(?: (?:or|and).*)?",
    re.I,
)
CUSTOMER_ROLE = re.compile(
    r"(?:the )?(?:customer|client|you|your|user|buyer|purchaser|licensee|subscriber|controller|affiliate|recipient"
    r"|agreement|terms|dpa|services?|parties|party)\b.*",
    re.I,
)
TITLE_TAIL = re.compile(
    r"[ –—|:-]*\b(?:(?:general|standard|customer|enterprise|commercial|business|online|master|main|cloud|services?"
    r"|software|platform|subscription|user|website|api|open|data|ai|saas|big)\b[ /-]*)*"
    r"(?:terms|agreement|contract|conditions|policy|addendum|processing|level|sla|dpa)\b.*",
    re.I,
)
ACTING = re.compile(
    r"\b((?:[A-Z][\w&’-]{0,40}[ ])?[A-Z][\w&-]{0,40}) (?:will|may|shall|reserves|grants|provides|undertakes)\b"
)
ACTING_JAPANESE = re.compile(r"([A-Z][A-Za-z]+) ?(?:は|が)、?")
NO_NAME = re.compile(
    r"(?:(?:the|each|either|neither|any|such|this|that|a|an|no|if|all|your|our|and|or|which) )?"
    r"(?:customer|client|you|we|users?|party|parties|provider|company|supplier|vendor|licensor|licensee|services?"
    r"|agreement|terms?|it|they|recipient|discloser|affiliates?|processor|controller|subprocessors?|personnel|this|that"
    r"|there|which|fees?|employees?|consultant|contractor|api|dpa|sla|section|data|content|confidential information"
    r"|work|products?|platform|software|customer data|end users?|permitted users?"
    r"|(?:receiving|disclosing|indemnif\w+) party)",
    re.I,
)
JAPANESE_COMPANY = (
    r"(?:株式会社|合同会社|有限会社)[^\s、。，（）()「」とがはのをに]{1,24}"
    r"|[^\s、。，（）()「」とがはのをに及び]{1,24}(?:株式会社|合同会社|有限会社)"
)
JAPANESE_VENDOR = re.compile(
    rf"({JAPANESE_COMPANY})\s?[（(]以下、?[「『](?:当社|弊社|乙|受託者|受注者|提供者|ベンダー|サービス提供者|事業者)[」』]"
)
JAPANESE_SITE = re.compile(r"([^\s、。（(]{2,30})\s?[（(]以下、?[「『](?:当社|弊社|当サイト|運営者)[」』]")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
ENGLISH_DATE = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?(?: day of)? ([A-Z][a-z]{2,8})\.?,? ((?:19|20)\d\d)"
    r"|([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d\d)|((?:19|20)\d\d)-(\d\d)-(\d\d))"
)
DATE_CUE = re.compile(r"effective|in force|as of|dated|last updated|last modified|updated|version", re.I)
ERAS = {"令和": 2018, "平成": 1988}
JAPANESE_DATE = re.compile(
    r"(?:(令和|平成)(元|\d{1,2}|[一二三四五六七八九十]{1,3})|((?:19|20)\d\d))\s?年"
    r"\s?(\d{1,2}|[一二三四五六七八九十]{1,3})\s?月\s?(\d{1,2}|[一二三四五六七八九十]{1,3})\s?日"
)


def vendor_name(text: Text, title: str) -> str:
    """The vendor as the paper names it; "" where it does not."""
    opening = text.shown.body[:OPENING]
    if text.language == "ja":
        found = JAPANESE_VENDOR.search(opening) or JAPANESE_SITE.search(opening)
        if found:
            return found[1].strip("・ ")
    for found in ALIASED.finditer(opening):
        aliases = [alias.strip(" ,") for alias in QUOTED.findall(found[2])]
        if any(VENDOR_ROLE.fullmatch(alias) for alias in aliases) and (name := tidy_company(found[1])):
            return name
        proper = [alias for alias in aliases if not CUSTOMER_ROLE.fullmatch(alias)]
        if proper and proper[0][0].isupper() and opening.count(proper[0]) > 2:
            return proper[0]
    if (found := REFERRED.search(opening)) and (name := tidy_company(found[1])):
        return name
    name = TITLE_TAIL.sub("", title).strip(" –—-|:·")
    is_name = name and name != title and name[0].isupper() and len(name.split()) <= 3
    if is_name and text.shown.body.count(name) >= 5:
        return name
    return acting_name(text)


def acting_name(text: Text) -> str:
    """Who in the paper will, may and shall, other than those it calls by their roles; "" where nobody stands out."""
    body = text.shown.body[:60_000]
    pattern = ACTING_JAPANESE if text.language == "ja" else ACTING
    names = Counter(name for name in pattern.findall(body) if not NO_NAME.fullmatch(name))
    if not names:
        return ""
    name, count = names.most_common(1)[0]
    return name if count >= 5 and count * 2 > names.total() else ""


def tidy_company(name: str) -> str:
    """A company's name without its legal form; "" where nothing else is left."""
    name = re.sub(rf",? ?\b{FORM}$", "", re.sub(r"^(?:the|by|between|and) ", "", name.strip(), flags=re.I)).strip(" ,")
    return name if len(name) > 2 and name not in ("Private", "Pte", "Pty") else ""


def effective_date(text: Text) -> datetime.date | None:
    """The first date of the opening that is said to be the paper's; None where none is."""
    opening = unicodedata.normalize("NFKC", text.shown.body[:OPENING])
    for line in opening.split("\n")[:60]:
        if text.language == "ja":
            found = JAPANESE_DATE.search(line)
            if found and (len(line) < 40 or "締結" in line or "施行" in line):
                return japanese_date(found)
        elif DATE_CUE.search(line) and (found := ENGLISH_DATE.search(line)):
            return english_date(found)
    return None


def english_date(found: re.Match[str]) -> datetime.date | None:
    day, month, year, month2, day2, year2, *iso = found.groups()
    if iso[0]:
        return calendar_date(int(iso[0]), int(iso[1]), int(iso[2]))
    return calendar_date(int(year or year2), MONTHS.find((month or month2)[:3].lower()) // 4 + 1, int(day or day2))


def japanese_date(found: re.Match[str]) -> datetime.date | None:
    era, era_year, year, month, day = found.groups()
    full = int(year) if year else ERAS[era] + (1 if era_year == "元" else number(era_year))
    return calendar_date(full, number(month), number(day))


def number(digits: str) -> int:
    return int(digits) if digits.isdigit() else kanji(digits)


def calendar_date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
