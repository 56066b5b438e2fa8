"""Reads off a paper's opening who its vendor is. Used by `identify.py`; its dates are read by `dates.py`."""

from __future__ import annotations

import re
from collections import Counter

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
CUSTOMER = re.compile(r"(?:the )?(?:customer|client|buyer|purchaser|licensee|subscriber|controller)", re.I)
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
JAPANESE_CUSTOMER = re.compile(
    rf"({JAPANESE_COMPANY})\s?[（(]以下、?[「『](?:お客様|顧客|契約者|利用者|利用企業|委託者|発注者|注文者|ユーザー)[」』]"
)
JAPANESE_SITE = re.compile(r"([^\s、。（(]{2,30})\s?[（(]以下、?[「『](?:当社|弊社|当サイト|運営者)[」』]")


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


def customer_names(text: Text) -> tuple[str, ...]:
    """The customer as the paper names it, with its legal form and without; empty where only its role stands there."""
    opening = text.shown.body[:OPENING]
    if text.language == "ja":
        found = [one[1] for one in JAPANESE_CUSTOMER.finditer(opening)]
    else:
        found = [
            re.sub(r"^(?:the|by|between|and) ", "", one[1], flags=re.I)
            for one in ALIASED.finditer(opening)
            if any(CUSTOMER.fullmatch(alias.strip(" ,")) for alias in QUOTED.findall(one[2]))
        ]
    forms = re.compile("株式会社|合同会社|有限会社")
    bare = (forms.sub("", name) if text.language == "ja" else tidy_company(name) for name in found)
    return tuple(dict.fromkeys(name for name in (*found, *bare) if len(name) > 2))


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
