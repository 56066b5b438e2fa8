"""Takes people out of what is sent to a model, and puts them back into what it quotes. Pure; for `prompt.py`.

Names, addresses, mail addresses, numbers of telephones and accounts become placeholders such as `[PERSON_1]`, the same
words always the same one. What contracts are about stays: clause numbers, amounts, dates, durations, names of laws.
Rules look for the form of a detail or for the word that announces it; a bare name in the middle of prose is not seen.
"""

# ruff: noqa: E501 (a form is one line of a pattern)
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reviews.model.mask_words import NO_NAMES, SURNAMES, TITLES, TITLES_JA

PLACEHOLDER = re.compile(r"\[[A-Z]+_\d+\]")
MOST_NAMES = 300
"""Names that are looked for again where nothing announces them."""

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}[@＠][\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
BIC = re.compile(r"\b(?:BIC|SWIFT)(?:[ /-](?:BIC|SWIFT|[Cc]ode))?[\s:：]{1,3}([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")
CARD = re.compile(r"(?<![\d-])(?:\d{4}[ -]){3}\d{4}(?![\d-])")
ACCOUNT = re.compile(
    r"(?:(?i:\b(?:bank )?account (?:no\.?|number|#)|\ba/c(?: no\.?)?|\b(?:sort code|routing (?:no\.?|number)))"
    r"|口座番号|普通預金|当座預金|(?<![一-龥])(?:普通|当座)(?=[\s　:：]*[\d０-９]{6,8})|支店コード|銀行コード)"
    r"(?:\s*\([^()\n]{1,20}\))?[\s　:：#]{0,4}(?i:is\s)?([A-Z0-9０-９][A-Z0-9０-９ -]{3,24}[A-Z0-9０-９])",
)
PHONE = re.compile(
    r"(?<![\w+])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d[\d .-]{5,14}\d|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}-\d{3}-\d{4}|\d{3}\.\d{3}\.\d{4}"
    r"|[0０][\d０-９]{1,4}[-－‐―ー (（][\d０-９]{1,4}[-－‐―ー )）][\d０-９]{3,4})(?![\w-])"
)
CALLED = re.compile(
    r"(?:\b(?:tel(?:ephone)?|phone|fax|facsimile|mobile|cell)(?: (?:no\.?|number))?|電話(?:番号)?|ファックス|ＦＡＸ|ＴＥＬ|携帯(?:電話)?(?:番号)?)"
    r"[\s　:：.]{1,4}([+(（\d０-９][\d０-９ ()（）./－-]{5,20}[\d０-９])",
    re.I,
)
STREET = (
    r"Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Boulevard|Blvd\.?|Lane|Ln\.?|Drive|Way|Court|Place|Square|Parkway|Pkwy"
    r"|Highway|Terrace|Plaza|Circle|Quay|Crescent|Mews|Row|Walk"
)
UNIT = r"(?:,? (?:Suite|Ste\.?|Floor|Fl\.?|Unit|Apt\.?|Room|Building) #?[A-Z0-9-]{1,6}|,? \d{1,3}(?:st|nd|rd|th) Floor)"
TOWN = r"[A-Z][a-zà-ÿ]+(?:[ -][A-Z][a-zà-ÿ]+){0,2}"
STATE = r"(?:,? (?:[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?) \d{5}(?:-\d{4})?|,? [A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})"
ADDRESS = re.compile(
    rf"\b\d{{1,5}}[A-Za-z]?(?:-\d{{1,4}})? (?:[A-Z][\w.'’-]{{1,20}} ){{1,4}}(?:{STREET})(?![\w])(?:{UNIT})?"
    rf"(?:,\s{TOWN})?(?:{STATE})?"
    rf"|\b[A-ZÄÖÜ][a-zäöüß]{{2,25}}(?:straße|strasse|str\.|weg|platz|allee|gasse|ring) \d{{1,4}}[a-z]?(?:,\s\d{{4,5}} {TOWN})?"
    rf"|\b[Pp]\.? ?[Oo]\.? [Bb]ox \d{{1,7}}(?:,\s{TOWN})?(?:{STATE})?"
    rf"|\b{TOWN}, [A-Z]{{2}} \d{{5}}(?:-\d{{4}})?\b"
)
PREFECTURE = r"(?:東京都|北海道|京都府|大阪府|(?:神奈川|和歌山|鹿児島|[一-龥]{2})県)"
ADDRESS_JA = re.compile(
    r"〒\s?[\d０-９]{3}[-－‐ー][\d０-９]{4}|"
    rf"{PREFECTURE}?[一-龥ヶケ]{{1,6}}[市区郡町村][一-龥ぁ-んァ-ヶー]{{1,14}}?"
    r"(?:[\d０-９一二三四五六七八九十]{1,4}(?:丁目|番地?|号|[-－‐ー−の])){1,3}(?:[\d０-９一二三四五六七八九十]{1,4}(?:番地?|号|[-－‐ー−][\d０-９]{1,4})?)?(?:号)?"
    r"(?:[ 　]?[一-龥ァ-ヶーA-Za-zＡ-Ｚａ-ｚ]{1,20}(?:ビル(?:ディング)?|タワー|マンション|ハイツ|館)(?:[ 　]?[\d０-９]{1,3}(?:階|F|Ｆ|号室?))?)?"
)
WORD = r"(?:O['’]|Mc)?[A-ZÀ-Þ][a-zà-ÿ]+(?:[-'’][A-ZÀ-Þ][a-zà-ÿ]+)?"
NAME = rf"(?:{WORD}|[A-Z]\.)(?: (?:[A-Z]\.|de|van|von|der|den|da|di|la|bin|al))*(?: {WORD}){{1,3}}"
PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame)\.? "
    rf"({WORD}(?: (?:[A-Z]\.|{WORD})){{0,3}})"
    rf"|(?:\b(?:Name|Printed name|Print name|By|Signed|Signed by|Signature|Attn\.?|Attention|Contact|Contact person|Signatory|"
    rf"Authori[sz]ed signatory|Represented by|Data Protection Officer|Account manager|Contact name|c/o)\s*:|/s/)[\s_]{{0,3}}(?:/s/ )?({NAME})"
    rf"|\b(?:represented|signed) by (?:its |the |their )?(?:[A-Za-z]+ ){{0,4}}?({NAME})(?=,|\.|;| \(|$|\n| and)"
    rf"|\b({NAME}), (?:its |the )?(?:{TITLES})\b"
)
PERSON_JA = re.compile(
    rf"(?:{TITLES_JA})(?:[ 　]*[:：][ 　]*|[ 　]+)([一-龥々]{{1,3}}[ 　]?[一-龥々ぁ-んァ-ヶー]{{1,4}})(?=[\s　、。,(（㊞印氏様]|$)"
    rf"|(?:代表取締役(?:社長|会長)?|代表社員|代表理事)((?:{SURNAMES})[ 　]?[一-龥々ぁ-ん]{{1,4}}?)(?=[\s　、。,(（㊞印氏様」]|$|は|が|を|と)"
    rf"|((?:{SURNAMES})[ 　]?[一-龥々]{{1,3}})(?=氏|様|殿|さん|㊞|印)"
    r"|(?:口座名義(?:人)?|フリガナ|氏名)[ 　]*[:：][ 　]*([一-龥々ァ-ヶーｦ-ﾟ]{1,10}[ 　]?[一-龥々ァ-ヶーｦ-ﾟ]{1,10})"
)
KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("EMAIL", EMAIL),
    ("ACCOUNT", IBAN),
    ("BIC", BIC),
    ("ACCOUNT", CARD),
    ("ACCOUNT", ACCOUNT),
    ("PHONE", CALLED),
    ("PHONE", PHONE),
    ("ADDRESS", ADDRESS),
    ("ADDRESS", ADDRESS_JA),
    ("PERSON", PERSON),
    ("PERSON", PERSON_JA),
)
DATE = re.compile(r"\d{1,2}[-./ ]\d{1,2}[-./ ]\d{4}")
FEWEST_DIGITS = {"PHONE": 8, "ACCOUNT": 4}
Found = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Masked:
    """`texts` are those given, in their order; `counts` says how many different details of each kind were taken out."""

    texts: tuple[str, ...]
    words: dict[str, str] = field(repr=False)
    """What each placeholder stands for."""

    def restore(self, words: str) -> str:
        """The words with what their placeholders stand for; a placeholder that is none of ours stays."""
        return PLACEHOLDER.sub(lambda found: self.words.get(found[0], found[0]), words)

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(placeholder[1:].partition("_")[0].lower() for placeholder in self.words))


def mask_texts(texts: Sequence[str], customer: Sequence[str] = ()) -> Masked:
    """`customer` are the customer's own names, which are masked too where they are given; the vendor's stay."""
    found = [sorted(details(text)) for text in texts]
    names = {
        text[start:end]
        for text, spans in zip(texts, found, strict=True)
        for start, end, kind in spans
        if kind == "PERSON"
    }
    again = anywhere(sorted(names, key=len, reverse=True)[:MOST_NAMES])
    own = anywhere(sorted(filter(None, customer), key=len, reverse=True))
    numbers = Numbers(texts)
    masked = []
    for text, spans in zip(texts, found, strict=True):
        for pattern, kind in ((again, "PERSON"), (own, "CUSTOMER")):
            spans = spans + ([(*one.span(), kind) for one in pattern.finditer(text)] if pattern else [])
        parts, at = [], 0
        for start, end, kind in apart(spans):
            parts += [text[at:start], numbers.placeholder(kind, text[start:end])]
            at = end
        masked.append("".join([*parts, text[at:]]))
    return Masked(tuple(masked), numbers.words)


class Numbers:
    """Gives each detail its placeholder, none that a text holds already."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.taken = {found for text in texts for found in PLACEHOLDER.findall(text)}
        self.words: dict[str, str] = {}
        self.known: dict[tuple[str, str], str] = {}
        self.last: Counter[str] = Counter()

    def placeholder(self, kind: str, words: str) -> str:
        if (kind, words) not in self.known:
            while True:
                self.last[kind] += 1
                name = f"[{kind}_{self.last[kind]}]"
                if name not in self.taken:
                    break
            self.known[kind, words] = name
            self.words[name] = words
        return self.known[kind, words]


def details(text: str) -> Iterator[Found]:
    """Start, end and kind of each detail; they may overlap."""
    for kind, pattern in KINDS:
        for found in pattern.finditer(text):
            group = next((number for number, words in enumerate(found.groups(), 1) if words), 0)
            start, end = found.span(group)
            words = text[start:end]
            if is_detail(kind, words):
                yield start, end, kind


def is_detail(kind: str, words: str) -> bool:
    if kind == "PERSON":
        return not any(word.strip(".,") in NO_NAMES for word in words.split()) and words not in NO_NAMES
    if kind in FEWEST_DIGITS:
        return DATE.fullmatch(words) is None and sum(map(str.isdigit, words)) >= FEWEST_DIGITS[kind]
    return True


def anywhere(words: Sequence[str]) -> re.Pattern[str] | None:
    """All places of these words, as whole words where they are Latin."""
    return re.compile("|".join(rf"(?<![A-Za-z]){re.escape(one)}(?![A-Za-z])" for one in words)) if words else None


def apart(spans: Sequence[Found]) -> Iterator[Found]:
    """The spans in order, of those that overlap the first, and the longest where several begin together."""
    done = 0
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done and end > start:
            yield start, end, kind
            done = end
