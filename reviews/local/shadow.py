"""How the words of a paper and the words of a phrase are made comparable, and the marks that stand for more than words.

English becomes lower-case words without articles, each followed by one space; Japanese becomes a run of characters
without spaces and punctuation. The marks are control characters, which no paper keeps.
"""

from __future__ import annotations

import re
import unicodedata

VENDOR, CUSTOMER, PARTY = "\x01", "\x02", "\x03"
DURATION, PERCENT, MONEY, DATE, NUMBER = "\x04", "\x05", "\x06", "\x07", "\x08"
STAR, HYPHEN = "\x0e", "\x0f"
"""Only in phrases: any ending, and a hyphen that may also be a space or nothing."""
BORDER = "\x11"
"""Only while a shadow is made: where one sentence ends and the next begins."""
SENTENCE_END = "\x12"
BLANK = "\x10"
"""Only while a shadow is made: a space between two Latin words of a Japanese text."""
MARKS = VENDOR + CUSTOMER + PARTY + DURATION + PERCENT + MONEY + DATE + NUMBER + STAR + HYPHEN + BLANK + BORDER

# Only Latin letters make English words: whatever else a paper holds separates them.
NOT_ENGLISH = rf"[^a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f{MARKS}]"
# Each begins with signs that are rare, so that little is looked at.
POSSESSIVE = re.compile(r"'(?<=[a-z0-9\x01-\x08]')(?:s(?![a-z]))?")
NOT = re.compile(r"n't(?![a-z])")
WRITTEN_OUT = {"can't": "cannot", "won't": "will not", "shan't": "shall not"}
ENDING = re.compile(r"'(ll|re|ve)(?![a-z])")
ENDINGS = {"ll": " will", "re": " are", "ve": " have"}
"""Plain-English terms say “we don’t” and “we’ll” where others say “we do not” and “we will”."""
SEPARATOR = re.compile(rf"{NOT_ENGLISH}+(?:(?:the|an?){NOT_ENGLISH}+)*")

NOT_JAPANESE = (
    r"[^a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    rf"\u30fd-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff{MARKS}]"
)
# The long vowel mark goes too: サーバー and サーバ are one word.
LATIN_GAP = re.compile(rf"(?<=[a-z0-9]){NOT_JAPANESE}+(?=[a-z0-9])")
JAPANESE_JUNK = re.compile(rf"{NOT_JAPANESE}+")
SPELLINGS = {
    "および": "及び",
    "または": "又は",
    "もしくは": "若しくは",
    "ならびに": "並びに",
    "あらかじめ": "予め",
    "すべて": "全て",
    "ただし": "但し",
    "ただちに": "直ちに",
    "すみやか": "速やか",
    "さらに": "更に",
    "すでに": "既に",
    "したがい": "従い",
    "したがって": "従って",
    "かかわらず": "関わらず",
    "拘らず": "関わらず",
    "拘わらず": "関わらず",
    "とわず": "問わず",
    "おこなう": "行う",
    "行なう": "行う",
    "行ない": "行い",
    "出来る": "できる",
    "出来ない": "できない",
    "下さい": "ください",
    "いたします": "致します",
    "お客さま": "お客様",
    "取り扱": "取扱",
    "引き上げ": "引上げ",
    "引き下げ": "引下げ",
    "引き渡": "引渡",
    "申し込": "申込",
    "申込み": "申込",
    "支払い": "支払",
    "切り替え": "切替",
    "取り消": "取消",
    "取りやめ": "取止め",
    "打ち切": "打切",
    "差し止": "差止",
    "立ち入": "立入",
    "受け入れ": "受入れ",
    "繰り越": "繰越",
    "払い戻": "払戻",
    "見積り": "見積",
    "見積もり": "見積",
    "問い合わせ": "問合せ",
    "問い合せ": "問合せ",
    "問合わせ": "問合せ",
    "組み合わせ": "組合せ",
    "締め切": "締切",
    "取り止め": "取止め",
    "持ち出": "持出",
    "割り引": "割引",
    "割当て": "割当",
    "割り当て": "割当",
    "ひと月": "1か月",
}
"""One way to write a word where contracts have several. Applied to papers and phrases alike."""
SPELLING = re.compile("|".join(sorted((re.escape(word) for word in SPELLINGS), key=len, reverse=True)))


def english(text: str) -> str:
    """Words in lower case without articles and possessive endings, contractions written out, a space around each."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'").replace("\u02bc", "'")
    for short, long in WRITTEN_OUT.items():
        plain = plain.replace(short, long)
    plain = ENDING.sub(lambda match: ENDINGS[match[1]], NOT.sub(" not", plain))
    plain = POSSESSIVE.sub("", plain)
    return SEPARATOR.sub(" ", f" {plain} ")


def japanese(text: str) -> str:
    """Characters without spaces (but those between Latin words), punctuation and long vowel marks, in one spelling."""
    plain = LATIN_GAP.sub(BLANK, unicodedata.normalize("NFKC", text).lower())
    plain = JAPANESE_JUNK.sub("", plain)
    return SPELLING.sub(lambda match: SPELLINGS[match[0]], plain).replace(BLANK, " ")
