"""Quotes that a model may give, and those with which it would put words into the contract's mouth."""

from __future__ import annotations

import pytest

from reviews.model.quotes import MOST_LIKENED, MOST_PLACES, Place, QuoteFinder

ENGLISH = """4.2 Fees. Provider may increase the Fees only with Customer’s prior written consent, and
shall give at least thirty (30) days’ notice.

Provider shall not be liable for loss of data, except where (a) it acted with gross negligence or (b) the law so
requires. See Section 4(c). Credits are ten percent (10%) of the monthly fee."""
JAPANESE = (
    "第5条（料金の改定）当社は、30日前までに契約者に通知することにより、本サービスの料金を改定することができます。"
    "ただし、契約期間中は改定しないものとします。当社は、故意又は重過失による場合を除き、責任を負いません。"
)
TABLE = "Plan | Credit\nSilver | 0.5% of fees\nGold | 2% of fees"


@pytest.mark.parametrize(
    ("body", "quote", "stands"),
    [
        (ENGLISH, "shall give at least thirty (30) days’ notice.", "shall give at least thirty (30) days’ notice."),
        (
            ENGLISH,
            "provider may increase fees only with Customer's prior written consent, and shall",
            "Provider may increase the Fees only with Customer’s prior written consent, and\nshall",
        ),
        (ENGLISH, "at least thirty days' notice", "at least thirty (30) days’ notice"),
        (ENGLISH, "at least 30 days’ notice", "at least thirty (30) days’ notice"),
        (ENGLISH, "Credits are 10% of the monthly fee", "Credits are ten percent (10%) of the monthly fee"),
        (ENGLISH, "ten percent (10 %) of monthly fee", "ten percent (10%) of the monthly fee"),
        (ENGLISH, "except where it acted with gross negligence", "except where (a) it acted with gross negligence"),
        (
            JAPANESE,
            "当社は、３０日前までに 契約者に通知することにより,本サービスの料金を改定",
            "当社は、30日前までに契約者に通知することにより、本サービスの料金を改定",
        ),
    ],
)
def test_words_that_stand_there_are_placed(body: str, quote: str, stands: str) -> None:
    place = QuoteFinder(body).find(quote)
    assert isinstance(place, Place)
    assert body[place.start : place.end] == stands


@pytest.mark.parametrize(
    ("body", "quote", "reason"),
    [
        (ENGLISH, "at least sixty (60) days’ notice", "figure"),
        (ENGLISH, "Provider shall be liable for loss of data", "negation"),
        (ENGLISH, "Provider shall not be liable for loss of data, where it acted with gross negligence", "exception"),
        (ENGLISH, "Provider may increase the Fees ... at least thirty (30) days’ notice", "ellipsis"),
        (ENGLISH, "Provider may increase the Fees shall not be liable for loss of data", "stitched"),
        (ENGLISH, "Provider must increase the Fees only with Customer’s prior written consent", "reworded"),
        (ENGLISH, "or the law so requires. See Section 4(d)", "reworded"),
        (ENGLISH, "We will never sell what you give us to any other person", "elsewhere"),
        (ENGLISH, "the Fees", "short"),
        (ENGLISH, "", "short"),
        (ENGLISH, ENGLISH * 20, "long"),
        (ENGLISH, "be liable for loss of data", "negation"),
        (
            "Each party shall not: (a) use the secrets of the other; nor sell them.",
            "use the secrets of the other",
            "negation",
        ),
        (ENGLISH, "0) days’ notice. Provider shall not", "reworded"),
        (TABLE, "0.5% of fees Gold", "stitched"),
        (TABLE, "Gold 0.5% of fees", "figure"),
        (JAPANESE, "当社は、故意又は重過失による場合を除き、責任を負い", "negation"),
        (JAPANESE, "0日前までに契約者に通知することにより", "figure"),
        (JAPANESE, "当社は、30日前までに契約者に\u200b通知することにより", "reworded"),
        (JAPANESE, "当社は、60日前までに契約者に通知することにより、本サービスの料金を改定", "figure"),
        (JAPANESE, "ただし、契約期間中は改定するものとします", "negation"),
        (JAPANESE, "当社は、故意又は重過失による場合、責任を負いません", "exception"),
        (JAPANESE, "当社は、30日前までに（中略）料金を改定することができます", "ellipsis"),
        (JAPANESE, "当社は、30日前までに契約者に通知契約期間中は改定しないものとします", "stitched"),
        (JAPANESE, "利用者の情報を第三者に売り渡すことは決してございません", "elsewhere"),
    ],
)
def test_words_that_do_not_stand_there_are_refused_with_the_reason(body: str, quote: str, reason: str) -> None:
    assert QuoteFinder(body).find(quote) == reason


def test_words_that_are_withheld_count_for_nothing_unless_they_stand_elsewhere_too() -> None:
    words = "Fees never rise."
    body = f"{words} Data stays here. {words}"
    assert QuoteFinder(body, [(0, 10)]).find(words) == Place(34, 50)
    assert QuoteFinder(body, [(0, 10), (40, 50)]).find(words) == "hidden"


def test_every_run_of_words_of_the_text_is_found_where_it_stands() -> None:
    finder = QuoteFinder(ENGLISH)
    words = finder.tokens
    for first in range(len(words) - 6):
        if words[first - 1].word == "not":
            continue
        start, end = words[first].start, words[first + 6].end
        place = finder.find(" ".join(ENGLISH[start:end].upper().split()))
        assert isinstance(place, Place)
        assert place.start <= start
        assert ENGLISH[place.start : place.end].endswith(ENGLISH[words[first + 6].start : end])


def test_wrong_quotes_are_likened_to_so_much_text_and_no_more():
    finder = QuoteFinder(ENGLISH)
    wrong = "shall give at least sixty (60) days’ notice."
    assert finder.find(wrong) == "figure"
    assert finder.likened == len(finder.joined)
    finder.likened = MOST_LIKENED
    assert finder.find(wrong) == "elsewhere"


def test_only_so_many_places_of_a_quote_are_looked_at():
    words = "shall not use the data of the customer. "
    last = "the vendor may use the data of the customer. "
    assert isinstance(QuoteFinder(words * 10 + last).find("use the data of the customer"), Place)
    assert QuoteFinder(words * MOST_PLACES + last).find("use the data of the customer") == "negation"


@pytest.mark.parametrize(("between", "counts"), [(20, False), (2_000, False), (0, True)])
def test_a_clause_whose_verb_is_far_away_may_end_in_any(between: int, counts: bool):
    rest = "と" * between + "できない" if between else "できる"
    found = QuoteFinder(f"委託者は本件データを利用することが{rest}。").find("委託者は本件データを利用することが")
    assert isinstance(found, Place) if counts else found == "negation"
