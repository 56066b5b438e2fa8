"""The phrase language, word by word, in both languages."""

from __future__ import annotations

from contextlib import suppress

import pytest

from reviews.local import shadow
from reviews.local.phrases import PhraseError, compile_phrase

WORDS = {
    "price": {"en": ("price*", "fee", "fees"), "ja": ("料金", "価格")},
    "rise": {"en": ("increase* .. @price",), "ja": ("@price .. 値上げ",)},
    "loop": {"en": ("@loop",), "ja": ()},
    **{f"far{depth}": {"en": (f"@far{depth + 1}",)} for depth in range(9)},
    "far9": {"en": ("fee",)},
}


def finds(phrase: str, text: str, language: str = "en") -> bool:
    plain = shadow.english(text) if language == "en" else shadow.japanese(text)
    return compile_phrase(phrase, language, WORDS).find(plain.encode()) is not None


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("at any time", "We may, at any time, stop.", True),
        ("at any time", "At ANY\n time", True),
        ("any time", "many times", False),
        ("customer consent", "the Customer's consent", True),
        ("customers consent", "the customers’ consent", True),
        ("change fees", "change the Fees", True),
        ("change the fees", "change fees", True),
        ("increas*", "an increasing amount", True),
        ("increas", "increasing", False),
        ("rate", "corporate", False),
        ("do not sell", "We don’t sell", True),
        ("(not|never) sell", "Provider doesn't sell", True),
        ("will not sell", "we won’t sell", True),
        ("cannot sell", "we can't sell", True),
        ("don't sell", "we do not sell", True),
        ("<vendor> will sell", "\x01 ’ll sell", True),
        ("not", "the customer’s", False),
        ("non-refundable", "nonrefundable", True),
        ("non-refundable", "non-refundable", True),
        ("non-refundable", "non refundable", True),
        ("sub-process*", "Subprocessors", True),
        ("(change|modify or revise) prices", "to modify or revise prices", True),
        ("[prior] written notice", "written notice", True),
        ("[prior] written notice", "prior written notice", True),
        ("terminate .. notice", "terminate on one two three four notice", True),
        ("terminate .. notice", "terminate on one two three four five six notice", False),
        ("terminate ... notice", "terminate on one two three four five six seven notice", True),
        ("terminate ... notice", "terminate " + "word " * 31 + "notice", False),
        ("terminate ... notice", "terminate " + "word " * 40 + "terminate on notice", True),
        ("^ provider", "Provider may", True),
        ("^ may", "Provider may", False),
        ("may $", "Provider may", True),
        ("provider $", "Provider may", False),
        ("@price", "pricing", False),
        ("@price", "prices", True),
        ("@rise", "increases of the fees", True),
        ("<vendor> may", "\x01 may", True),
        ("<vendor> may", "\x02 may", False),
        ("(<vendor>|<party>) may", "\x03 may", True),
        ("<duration> notice", "\x04 notice", True),
        ("soc 2", "SOC \x082 Type II", True),
        ("<number> months", "\x0812 months", True),
        ("<frequency> fee", "a monthly fee", True),
        ("<frequency> fee", "per year fee", True),
    ],
)
def test_english(phrase: str, text: str, is_found: bool) -> None:
    assert finds(phrase, text) is is_found


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("料金を変更", "料金 を、変更する", True),
        ("サーバー障害", "サーバの障害", False),
        ("サーバー障害", "サーバ障害", True),
        ("及び", "および", True),
        ("支払いを求める", "支払を求める", True),
        ("引き上げ", "引上げる", True),
        ("SLA", "当社のＳＬＡは", True),
        ("SLA", "slackは", False),
        ("service level", "本Service Levelは", True),
        ("第28条", "第\x0828条", True),
        ("料金..変更", "料金" + "あ" * 20 + "変更", True),
        ("料金..変更", "料金" + "あ" * 21 + "変更", False),
        ("料金...変更", "料金" + "あ" * 90 + "変更", True),
        ("料金...変更", "料金" + "あ" * 200 + "変更", False),
        ("<vendor>は ... (できる|できます)", "\x01は、これを変更することができます。", True),
        ("<duration>前", "\x04前までに", True),
        ("@rise", "料金を大きく値上げする", True),
    ],
)
def test_japanese(phrase: str, text: str, is_found: bool) -> None:
    assert finds(phrase, text, "ja") is is_found


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("", "no word"),
        ("[maybe]", "no word"),
        ("... ...", "no word"),
        ("(a|b", "“)” is missing"),
        ("a)", "not expected"),
        ("one ..... two", "not a gap"),
        ("one ^ two", "start of a phrase"),
        ("one $ two", "end of a phrase"),
        ("<seller> may", "“<seller>” is not known"),
        ("@nothing", "no word list @nothing"),
        ("@loop", "holds itself"),
        ("(" * 20 + "a" + ")" * 20, "nested too deeply"),
        ("@far0", "nested too deeply"),
        ("a" * 3000, "longer than"),
        ("one <two", "not expected"),
    ],
)
def test_bad_phrase_is_refused(phrase: str, said: str) -> None:
    with pytest.raises(PhraseError, match=r".*") as caught:
        compile_phrase(phrase, "en", WORDS)
    assert said in str(caught.value)


def test_a_list_may_stand_as_deep_as_its_words() -> None:
    deep = {"inner": {"en": ("((a|b) c|((d)))",)}}
    assert compile_phrase("((((((@inner))))))", "en", deep).find(b" b c ") is not None


def test_capture_is_the_first_quantity_or_the_marked_one() -> None:
    text = b" within \x04 or \x04 of notice "
    assert compile_phrase("<duration> ... notice", "en", {}).find(text).group == (8, 9)
    assert compile_phrase("<duration> or <duration!> ... notice", "en", {}).find(text).group == (13, 14)
    assert compile_phrase("laws of {japan|france}", "en", {}).find(b" laws of france ").group == (9, 16)


def test_phrase_does_not_cross_sentences_unless_it_says_so() -> None:
    text = b" prices change \x12 without notice \x12"
    assert compile_phrase("prices ... notice", "en", {}).find(text) is None
    assert compile_phrase("prices .. notice", "en", {}).find(text) is None
    assert compile_phrase("prices .... notice", "en", {}).find(text) is not None


def test_largest_phrase_still_compiles() -> None:
    """What is accepted at loading must not fail when it is first matched."""
    words = {"many": {"en": tuple(f"word{number}" for number in range(3_000)), "ja": ()}}
    phrase = compile_phrase("@many .. one", "en", words)
    assert phrase.find(b" word2999 and one ") is not None
    with pytest.raises(PhraseError, match="too long"):
        compile_phrase("@many @many @many", "en", words)


def test_chains_of_hyphens_do_not_explode() -> None:
    assert finds("-".join(["so"] * 40), "so" * 40)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("phrase", ["¼", "料金 ½", "⅓ of the fees", "\x85", "a\u2028b"])
def test_signs_that_fold_into_spaces_are_a_phrase_or_a_mistake(phrase: str, language: str):
    with suppress(PhraseError):
        assert compile_phrase(phrase, language, WORDS).needs
