"""Ways in which a model gets a sentence wrong, or right in other letters: made out of any true sentence.

Each takes a sentence and gives it back altered, the same where it does not apply. `RIGHT` are those that say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from contracts.values import Language

Alter = Callable[[str], str]


def swap(pairs: Mapping[str, str]) -> Alter:
    """Every word for its counterpart, all at once; words of Latin letters as whole words only."""
    either = "|".join(rf"\b{one}\b" if one.isascii() else one for one in sorted(pairs, key=len, reverse=True))
    return lambda sentence: re.sub(either, lambda found: pairs[found[0]], sentence)


def both(*pairs: tuple[str, str]) -> dict[str, str]:
    return dict(pairs) | {other: one for one, other in pairs}


def drop(pattern: str, instead: str = "") -> Alter:
    return lambda sentence: re.sub(pattern, instead, sentence, count=1)


def raise_digit(sentence: str) -> str:
    return re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), sentence, count=1)


def halves(sentence: str, mark: str) -> tuple[str, str]:
    at = sentence.find(mark, len(sentence) // 3)
    return (sentence[:at].strip(), sentence[at + 1 :].strip()) if at > 0 else (sentence, "")


def turn_round(mark: str) -> Alter:
    def alter(sentence: str) -> str:
        front, back = halves(sentence, mark)
        return f"{back}{mark}{front}" if len(front) > 12 and len(back) > 12 else sentence

    return alter


def leave_out(sign: str) -> Alter:
    """The middle third, with or without a sign that says so."""

    def alter(sentence: str) -> str:
        third = len(sentence) // 3
        cuts = [found.start() for found in re.finditer(r"[ 、。はがをに]", sentence)]
        inner = [cut for cut in cuts if third // 2 <= cut <= 2 * third + third // 2]
        return sentence[: inner[0] + 1] + sign + sentence[inner[-1] :] if len(inner) > 6 else sentence

    return alter


WORDS = {"thirty": "sixty", "ten": "twenty", "twelve": "eighteen", "sixty": "ninety", "ninety": "thirty", "six": "nine"}
KANJI = {"三": "六", "十": "百", "五": "八", "六": "九", "九": "三", "一": "四", "二": "七"}


def change_number_word(sentence: str) -> str:
    return re.sub(rf"\b({'|'.join(WORDS)})\b", lambda found: WORDS[found[0]], sentence, count=1)


def change_kanji(sentence: str) -> str:
    pattern = r"(?<!第)[三十五六九一二](?=[日月年か百十万％割]|パーセント|営業日|時間)"
    return re.sub(pattern, lambda found: KANJI[found[0]], sentence, count=1)


WRONG: Mapping[Language, Mapping[str, Alter]] = {
    "en": {
        "figure changed": raise_digit,
        "number word changed": change_number_word,
        "days for months": swap(both(("days", "months"))),
        "percentage changed": lambda sentence: re.sub(r"\d(?=\s?%)", "7", sentence),
        "currency changed": lambda sentence: sentence.replace("$", "€"),
        "not dropped": drop(r"\b(?:not|never) |(?<=can)not\b"),
        "not added": drop(r"\b(may|shall|will|must)\b(?! not)", r"\1 not"),
        "exception dropped": drop(r"\b(?:unless|except|provided that)\b[^,.;]{3,}(?=,\s+\w)"),
        "exception’s word dropped": drop(r"\b(?:unless|except (?:where|as|that|for)|provided that|subject to) "),
        "ellipsis": leave_out("... "),
        "words left out": leave_out(""),
        "order turned": turn_round(","),
        "may for shall": swap({"may": "shall", "shall": "may", "will": "may", "must": "may"}),
        "at most for at least": swap(both(("at least", "at most")) | {"up to": "at least"}),
        "or for and": swap(both(("and", "or"))),
        "parties swapped": swap(
            both(("we", "you"), ("We", "You"), ("Customer", "Provider")) | {"Supplier": "Customer"}
        ),
        "look-alike letter": drop("a", "а"),
        "zero-width sign in a word": drop(r"(?<=[a-z]{2})(?=[a-z]{2})", "\u200b"),
        "begins behind not": lambda sentence: re.split(r"\bnot ", sentence, maxsplit=1)[-1],
    },
    "ja": {
        "figure changed": raise_digit,
        "kanji numeral changed": change_kanji,
        "days for months": swap(both(("日以内", "月以内"), ("日前", "月前"), ("日間", "月間"))),
        "percentage changed": lambda sentence: re.sub(r"[\d１-９](?=\s?[%％])", "7", sentence),
        "ません dropped": drop("ません", "ます"),
        "ない dropped": drop(r"しない|わない|らない", "する"),
        "ものとしない dropped": drop("ないものと", "るものと"),
        "ない added": drop(r"することができ(?:る|ます)", "することができない"),
        "ends before ない": lambda sentence: re.split(r"(?:し|い)?(?:ない|ません)", sentence)[0],
        "exception dropped": drop(r"(?:場合)?を除き、?|を除いて、?"),
        "ただし dropped": drop(r"(?<=。)(?:ただし|但し)、?"),
        "ellipsis": leave_out("……"),
        "中略": leave_out("（中略）"),
        "words left out": leave_out(""),
        "order turned": turn_round("、"),
        "may for shall": drop(r"することができ(?:る|ます)", "しなければならない"),
        "以下 for 以上": swap(both(("以上", "以下"))),
        "又は for 及び": swap(both(("及び", "又は")) | {"または": "及び"}),
        "parties swapped": swap(both(("甲", "乙"), ("当社", "契約者")) | {"お客様": "当社", "ユーザー": "当社"}),
        "zero-width sign in a word": lambda sentence: sentence[:9] + "\u200b" + sentence[9:],
        "look-alike letter": lambda sentence: re.sub(
            "[口力工二]", lambda f: "ロカエニ"["口力工二".index(f[0])], sentence
        ),
    },
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
RIGHT: Mapping[Language, Mapping[str, Alter]] = {
    "en": {
        "as it stands": lambda sentence: sentence,
        "in capitals": str.upper,
        "other line ends": lambda sentence: "\n".join(sentence.split(" ")),
        "without commas": lambda sentence: re.sub(r",(?!\d)", "", sentence),
        "straight quotation marks": lambda sentence: sentence.translate(str.maketrans("“”‘’", "\"\"''")),
    },
    "ja": {
        "as it stands": lambda sentence: sentence,
        "wide digits": lambda sentence: sentence.translate(FULL_WIDTH),
        "other line ends": lambda sentence: "\n".join(re.split("(?<=、)", sentence)),
        "without commas": lambda sentence: sentence.replace("、", ""),
        "narrow brackets": lambda sentence: sentence.translate(str.maketrans("（）", "()")),
    },
}
