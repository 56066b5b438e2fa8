"""What is written and what is read: each case is a clause as contracts word it, with the quantities in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.values import Language
from reviews.local.quantities import Quantity, convert, find_quantities


def read(body: str, language: Language = "en", *, kind: str = "") -> list[tuple[str, float | str, str]]:
    found = find_quantities(body, language)
    return [(body[q.start : q.end], q.value, q.unit) for q in found if not kind or q.kind == kind]


DURATIONS_EN = [
    ("upon at least thirty (30) days' prior written notice", "thirty (30) days'", 30, "days"),
    ("on one month’s notice", "one month’s", 1, "months"),
    ("during the 30-day period", "30-day", 30, "days"),
    ("a twelve-month term", "twelve-month", 12, "months"),
    ("within sixty (60) calendar days", "sixty (60) calendar days", 60, "days"),
    ("within ten (10)calendar days", "ten (10)calendar days", 10, "days"),
    ("no later than sixty (60)\u202fdays after", "sixty (60)\u202fdays", 60, "days"),
    ("30 (thirty) days in advance", "30 (thirty) days", 30, "days"),
    ("ninety days (90) before", "ninety days (90)", 90, "days"),
    ("thirty [30] days", "thirty [30] days", 30, "days"),
    ("one hundred and eighty (180) days", "one hundred and eighty (180) days", 180, "days"),
    ("ONE HUNDRED TWENTY DAYS", "ONE HUNDRED TWENTY DAYS", 120, "days"),
    ("seventy-two (72) hours", "seventy-two (72) hours", 72, "hours"),
    ("within 24 hours of becoming aware", "24 hours", 24, "hours"),
    ("fees paid in the twelve (12) months preceding the claim", "twelve (12) months", 12, "months"),
    ("three (3) consecutive months", "three (3) consecutive months", 3, "months"),
    ("30 or more consecutive days", "30 or more consecutive days", 30, "days"),
    ("for two (2) fiscal years", "two (2) fiscal years", 2, "years"),
    ("thirty\n(30) days", "thirty\n(30) days", 30, "days"),
    ("**30** days", "30** days", 30, "days"),
    ("within a month of the request", "a month", 1, "months"),
    ("for a full year", "a full year", 1, "years"),
    ("within a fortnight", "a fortnight", 2, "weeks"),
    ("two quarters in a row", "two quarters", 6, "months"),
    ("terms are net 30", "net 30", 30, "days"),
    ("Net thirty (30) days", "Net thirty (30) days", 30, "days"),
    ("on the thirtieth (30th) day after receipt", "thirtieth (30th) day", 30, "days"),
    ("the 15th day following the invoice", "15th day", 15, "days"),
    ("Customer may 30 days before expiry", "30 days", 30, "days"),
    ("12 (twelve) consecutive months", "12 (twelve) consecutive months", 12, "months"),
    ("for one (1) calendar quarter", "one (1) calendar quarter", 3, "months"),
    ("a fortnight's warning", "a fortnight's", 2, "weeks"),
    ("upon a month’s notice", "a month’s", 1, "months"),
    ("half a year later", "half a year", 6, "months"),
    ("a year and a half", "a year and a half", 1.5, "years"),
    ("one year and six months", "one year and six months", 1.5, "years"),
    ("payable at T+30", "T+30", 30, "days"),
    ("not less than 30 nor more than 60 days", "30 nor more than 60 days", 30, "days"),
    ("fees of the preceding contract year", "contract year", 1, "years"),
    ("paid in the prior calendar quarter", "calendar quarter", 3, "months"),
    ("what was paid in the year preceding the claim", "year", 1, "years"),
    ("the month immediately before the event", "month", 1, "months"),
    ("six times the average monthly fee", "six times", 6, "months"),
    ("twice the annual subscription fees", "twice", 2, "years"),
]


@pytest.mark.parametrize(("body", "words", "value", "unit"), DURATIONS_EN)
def test_english_duration(body: str, words: str, value: float, unit: str) -> None:
    assert read(body, kind="duration") == [(words, value, unit)]


DURATIONS_JA = [
    ("三十日前までに通知する", "三十日", 30, "days"),
    ("30日以上前に", "30日", 30, "days"),
    ("３０日前", "３０日", 30, "days"),
    ("90日間保存する", "90日間", 90, "days"),
    ("百二十日前まで", "百二十日", 120, "days"),
    ("三百六十五日", "三百六十五日", 365, "days"),
    ("二〇日以内", "二〇日", 20, "days"),
    ("1か月前", "1か月", 1, "months"),
    ("1ヶ月前", "1ヶ月", 1, "months"),
    ("一箇月前", "一箇月", 1, "months"),
    ("6個月", "6個月", 6, "months"),
    ("３カ月分", "３カ月", 3, "months"),
    ("直近12か月間に支払った", "12か月間", 12, "months"),
    ("期間満了の三月前まで", "三月", 3, "months"),
    ("２週間以内", "２週間", 2, "weeks"),
    ("更に一年間更新する", "一年間", 1, "years"),
    ("１年半", "１年半", 1.5, "years"),
    ("二十四時間以内に報告", "二十四時間", 24, "hours"),
    ("72時間以内", "72時間", 72, "hours"),
    ("三十分以内に回答", "三十分", 30, "minutes"),
    ("十分間", "十分間", 10, "minutes"),
    ("半年ごとに", "半年", 6, "months"),
    ("翌月末日までに支払う", "翌月末日", 1, "months"),
    ("翌々月末までに", "翌々月末", 2, "months"),
    ("翌月十日までに", "翌月十日", 10, "days"),
    ("30 日前の書面による通知", "30 日", 30, "days"),
    ("一年六か月", "一年六か月", 1.5, "years"),
    ("2年6ヶ月間", "2年6ヶ月間", 2.5, "years"),
    ("二箇年の間", "二箇年", 2, "years"),
    ("翌月の末日まで", "翌月の末日", 1, "months"),
    ("四半期分の利用料", "四半期分", 3, "months"),
    ("直前の契約年度に支払われた", "直前の契約年度", 1, "years"),
    ("当月を含む6か月分", "6か月", 6, "months"),
    ("利用料金の6か月分", "6か月", 6, "months"),
    ("月額利用料金の6倍を上限", "6倍", 6, "months"),
    ("年間利用料の二倍", "二倍", 2, "years"),
]


@pytest.mark.parametrize(("body", "words", "value", "unit"), DURATIONS_JA)
def test_japanese_duration(body: str, words: str, value: float, unit: str) -> None:
    assert read(body, "ja", kind="duration") == [(words, value, unit)]


@pytest.mark.parametrize(
    ("body", "language", "days"),
    [
        ("five (5) Business Days’ notice", "en", 7),
        ("within ten business days", "en", 14),
        ("5 working days", "en", 7),
        ("by the next business day", "en", 2),
        ("3営業日以内", "ja", 5),
        ("十営業日前まで", "ja", 14),
        ("5銀行営業日", "ja", 7),
        ("翌営業日まで", "ja", 2),
    ],
)
def test_business_days_are_rounded_up(body: str, language: Language, days: float) -> None:
    (found,) = find_quantities(body, language)
    assert found.is_business
    assert convert(found, "days") == days


@pytest.mark.parametrize(
    ("body", "language", "low", "high"),
    [
        ("14 to 30 days", "en", 14, 30),
        ("30–60 days", "en", 30, 60),
        ("between five (5) and ten (10) percent", "en", 5, 10),
        ("3～5営業日", "ja", 3, 5),
        ("10〜20％", "ja", 10, 20),
    ],
)
def test_range_counts_as_the_smaller(body: str, language: Language, low: float, high: float) -> None:
    (found,) = find_quantities(body, language)
    assert (found.value, found.low, found.high) == (low, low, high)


@pytest.mark.parametrize(
    ("body", "language", "value", "per"),
    [
        ("1.5% per month", "en", 1.5, "month"),
        ("one and one-half percent (1.5%) per month", "en", 1.5, "month"),
        ("interest at 1½% monthly", "en", 1.5, "month"),
        ("1 1/2% a month", "en", 1.5, "month"),
        ("twelve per cent per annum", "en", 12, "year"),
        ("no more than 3% each year", "en", 3, "year"),
        ("two and a half percent", "en", 2.5, ""),
        ("fifty percent (50%) of the Fees", "en", 50, ""),
        ("99.9 % availability", "en", 99.9, ""),
        ("99,95% availability", "en", 99.95, ""),
        ("three nines", "en", 99.9, ""),
        ("four nines of uptime", "en", 99.99, ""),
        ("75 basis points", "en", 0.75, ""),
        ("ninety-nine and nine tenths percent", "en", 99.9, ""),
        ("ninety-nine and ninety-five hundredths percent (99.95%)", "en", 99.95, ""),
        ("ninety-nine point nine percent", "en", 99.9, ""),
        ("one-half of one percent per month", "en", 0.5, "month"),
        ("three-quarters of one percent (0.75%)", "en", 0.75, ""),
        ("1/2 of 1%", "en", 0.5, ""),
        ("interest of .5% per month", "en", 0.5, "month"),
        ("one half of the fees paid", "en", 50, ""),
        ("two thirds of the prepaid fees", "en", 66.6667, ""),
        ("年14.6％の割合", "ja", 14.6, "year"),
        ("年率3%", "ja", 3, "year"),
        ("年六パーセント", "ja", 6, "year"),
        ("月1.5%", "ja", 1.5, "month"),
        ("九十九・五パーセント以上", "ja", 99.5, ""),
        ("稼働率９９．９％", "ja", 99.9, ""),
        ("三割を上限", "ja", 30, ""),
        ("百分の三とする", "ja", 3, ""),
        ("年100分の14.6の割合", "ja", 14.6, "year"),
        ("千分の五", "ja", 0.5, ""),
        ("年三分の割合による遅延損害金", "ja", 3, "year"),
        ("3パーセント", "ja", 3, ""),
        ("月額利用料の二分の一に相当する額", "ja", 50, ""),
        ("支払済みの料金の3分の1を返金", "ja", 33.3333, ""),
        ("スリーナインを保証", "ja", 99.9, ""),
    ],
)
def test_percentage(body: str, language: Language, value: float, per: str) -> None:
    found = [q for q in find_quantities(body, language) if q.kind == "percent"]
    assert [(q.value, q.unit, q.per) for q in found] == [(value, "percent", per)]


@pytest.mark.parametrize(
    ("body", "language", "words", "value", "unit"),
    [
        ("the greater of $1,000 and the fees", "en", "$1,000", 1_000, "USD"),
        ("up to US$50K in total", "en", "US$50K", 50_000, "USD"),
        ("U.S. $5,000.50", "en", "U.S. $5,000.50", 5_000.5, "USD"),
        ("A$500", "en", "A$500", 500, "AUD"),
        ("EUR 10.000", "en", "EUR 10.000", 10_000, "EUR"),
        ("EUR 1.234,50", "en", "EUR 1.234,50", 1_234.5, "EUR"),
        ("€2.5 million", "en", "€2.5 million", 2_500_000, "EUR"),
        ("£1m", "en", "£1m", 1_000_000, "GBP"),
        ("one hundred U.S. dollars (USD $100)", "en", "one hundred U.S. dollars (USD $100)", 100, "USD"),
        ("ten million dollars", "en", "ten million dollars", 10_000_000, "USD"),
        ("50 cents", "en", "50 cents", 0.5, "USD"),
        ("US$ 1.5 million", "en", "US$ 1.5 million", 1_500_000, "USD"),
        ("JPY 1,000,000", "en", "JPY 1,000,000", 1_000_000, "JPY"),
        ("$.50 for each call", "en", "$.50", 0.5, "USD"),
        ("500千円以内", "ja", "500千円", 500_000, "JPY"),
        ("五百千円", "ja", "五百千円", 500_000, "JPY"),
        ("3億円", "ja", "3億円", 300_000_000, "JPY"),
        ("米ドル100を超えない", "ja", "米ドル100", 100, "USD"),
        ("100万円を上限", "ja", "100万円", 1_000_000, "JPY"),
        ("金500,000円", "ja", "金500,000円", 500_000, "JPY"),
        ("金壱百万円", "ja", "金壱百万円", 1_000_000, "JPY"),
        ("1億2,000万円", "ja", "1億2,000万円", 120_000_000, "JPY"),
        ("￥1,000", "ja", "￥1,000", 1_000, "JPY"),
        ("500米ドルを超えない", "ja", "500米ドル", 500, "USD"),
        ("単価0.9円", "ja", "0.9円", 0.9, "JPY"),
    ],
)
def test_money(body: str, language: Language, words: str, value: float, unit: str) -> None:
    assert read(body, language, kind="money") == [(words, value, unit)]


@pytest.mark.parametrize(
    ("body", "language", "value"),
    [
        ("Effective January 1, 2026", "en", "2026-01-01"),
        ("on 27 April 2016", "en", "2016-04-27"),
        ("this 1st day of May, 2019", "en", "2019-05-01"),
        ("Dec. 31, 2020", "en", "2020-12-31"),
        ("in May 2026", "en", "2026-05"),
        ("2026-04-01", "en", "2026-04-01"),
        ("24/10/2017", "en", "2017-10-24"),
        ("01.04.2026", "en", "2026-04-01"),
        ("the 1st of April 2026", "en", "2026-04-01"),
        ("1-Apr-2026", "en", "2026-04-01"),
        ("平成三十一年四月三十日", "ja", "2019-04-30"),
        ("昭和64年1月7日", "ja", "1989-01-07"),
        ("大正十五年一月", "ja", "1926-01"),
        ("令和8年4月1日", "ja", "2026-04-01"),
        ("令和八年三月三十一日", "ja", "2026-03-31"),
        ("令和元年五月", "ja", "2019-05"),
        ("2026年4月1日", "ja", "2026-04-01"),
        ("２０２５ 年 ５ 月 ２７ 日", "ja", "2025-05-27"),
        ("2026/04/01", "ja", "2026-04-01"),
        ("毎事業年度の4月1日", "ja", "--04-01"),
    ],
)
def test_date(body: str, language: Language, value: str) -> None:
    assert [q.value for q in find_quantities(body, language) if q.kind == "date"] == [value]


@pytest.mark.parametrize(
    ("body", "language", "value", "unit"),
    [
        ("once per calendar year", "en", 1, "years"),
        ("twice a year", "en", 0.5, "years"),
        ("every six months", "en", 6, "months"),
        ("the annual audit", "en", 1, "years"),
        ("quarterly", "en", 3, "months"),
        ("24 hours a day, 7 days a week", "en", 0, "continuous"),
        ("24x7x365 support", "en", 0, "continuous"),
        ("年1回", "ja", 1, "years"),
        ("月に二回", "ja", 0.5, "months"),
        ("毎月二十五日", "ja", 1, "months"),
        ("四半期ごとに", "ja", 3, "months"),
        ("24時間365日", "ja", 0, "continuous"),
        ("24時間体制で", "ja", 0, "continuous"),
    ],
)
def test_frequency(body: str, language: Language, value: float, unit: str) -> None:
    found = find_quantities(body, language)
    assert [(q.kind, q.value, q.unit) for q in found] == [("frequency", value, unit)]


@pytest.mark.parametrize(
    ("body", "language", "values"),
    [
        ("suits of at least 3 users", "en", [3]),
        ("liable for three times the fees", "en", [3]),
        ("any two (2) failures", "en", [2]),
        ("up to 50 claimants", "en", [50]),
        ("3回以上", "ja", [3]),
        ("10万件まで", "ja", [100_000]),
    ],
)
def test_number_that_counts(body: str, language: Language, values: list[float]) -> None:
    assert [q.value for q in find_quantities(body, language) if q.kind == "number"] == values


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("as set out in Section 6.6 and Sections 2, 3.1 and 11 of this Agreement", "en"),
        ("SOC 2 Type II and ISO 27001 and ISO/IEC 27701", "en"),
        ("Regulation (EU) 2016/679, Article 28(3)", "en"),
        ("1. Services\n2. Fees", "en"),
        ("Customer may 5", "en"),
        ("one of the parties, no one else", "en"),
        ("two-factor authentication", "en"),
        ("https://example.com/a%2010%20b", "en"),
        ("within [***] days", "en"),
        ("during normal business hours", "en"),
        ("the first half of the term", "en"),
        ("half-yearly", "en"),
        ("the first quarter of the term", "en"),
        ("two thirds of the members", "en"),
        ("日割り（月額の30分の1の額）", "ja"),
        ("第3条第2項及び第三者", "ja"),
        ("一切の責任、一部、一般、統一、万一、唯一", "ja"),
        ("十分な安全管理措置", "ja"),
        ("三分の二以上の同意", "ja"),
        ("２　月額によらない", "ja"),
        ("2026年度", "ja"),
        ("千代田区の百貨店", "ja"),
        ("割引及び割合", "ja"),
    ],
)
def test_what_is_no_quantity(body: str, language: Language) -> None:
    assert [q for q in find_quantities(body, language) if q.kind != "frequency"] == []


def test_several_in_one_sentence() -> None:
    body = "Within 30 days of May 1, 2026 Customer pays $500 plus 1.5% per month for up to three (3) years."
    assert read(body) == [
        ("30 days", 30, "days"),
        ("May 1, 2026", "2026-05-01", "date"),
        ("$500", 500, "USD"),
        ("1.5%", 1.5, "percent"),
        ("per month", 1, "months"),
        ("three (3) years", 3, "years"),
    ]


def test_several_in_one_japanese_sentence() -> None:
    body = "乙は、三十日前までに通知し、令和八年四月一日から年六パーセントの割合で金百万円を二十四箇月にわたり支払う。"
    assert read(body, "ja") == [
        ("三十日", 30, "days"),
        ("令和八年四月一日", "2026-04-01", "date"),
        ("六パーセント", 6, "percent"),
        ("金百万円", 1_000_000, "JPY"),
        ("二十四箇月", 24, "months"),
    ]


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1, "months", "days", 30),
        (2, "weeks", "days", 14),
        (1, "years", "days", 365),
        (2, "years", "months", 24),
        (18, "months", "years", 1.5),
        (3, "days", "hours", 72),
        (90, "minutes", "hours", 1.5),
        (48, "hours", "days", 2),
        (99.9, "percent", "percent", 99.9),
    ],
)
def test_conversion(value: float, unit: str, to: str, expected: float) -> None:
    assert convert(Quantity("duration", 0, 1, value, unit), to) == expected


def test_business_days_in_hours() -> None:
    assert convert(Quantity("duration", 0, 1, 1, "days", is_business=True), "hours") == 48


@pytest.mark.parametrize(
    ("value", "unit", "to"), [(5, "USD", "days"), ("2026-04-01", "date", "days"), (3, "", "hours")]
)
def test_conversion_between_different_measures_is_refused(value: float | str, unit: str, to: str) -> None:
    with pytest.raises(ValueError, match=r"count|date"):
        convert(Quantity("money", 0, 1, value, unit), to)


# fmt: off
PIECES = st.sampled_from([
    "thirty", "one", "(30)", "days", "30", "%", "percent", "$", "1,000", ".", ",", "(", ")", "per", "month", "May",
    "2026", "business", "三十", "日", "前", "ヶ月", "第", "条",
    "年", "月", "10", "万円", "令和", "八", "“", "”", "’", "\n", "　",
])
# fmt: on


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30), st.sampled_from(["en", "ja"]))
def test_quantities_are_in_order_and_within_the_text(pieces: list[str], language: Language) -> None:
    body = " ".join(pieces) if language == "en" else "".join(pieces)
    place = 0
    for found in find_quantities(body, language):
        assert place <= found.start < found.end <= len(body)
        place = found.end


@pytest.mark.parametrize("piece", ["one ", "twenty-", "1,", "1.", "30 (", '"A" ', "a ", " ", "一", "第一", "1月", "金"])
@pytest.mark.parametrize("language", ["en", "ja"])
def test_time_grows_with_the_text_only(piece: str, language: Language) -> None:
    started = time.perf_counter()
    find_quantities(piece * (40_000 // len(piece)), language)
    # A tenth of a second where the machine is idle; minutes if the time grew with the square of the text.
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("body", "language"),
    [
        (f"upon {'9' * 400} days’ notice", "en"),
        (f"upon {'9' * 5000} business days’ notice", "en"),
        (f"capped at USD {'9' * 400}, or {'9' * 400}% of the fees", "en"),
        (f"料金の{'9' * 400}%、{'9' * 400}日前まで", "ja"),
        (f"{'9' * 400}年3月{'9' * 400}日", "ja"),
    ],
)
def test_rows_of_digits_without_end_are_no_quantities(body: str, language: Language) -> None:
    assert [quantity for quantity in find_quantities(body, language) if quantity.kind != "date"] == []
