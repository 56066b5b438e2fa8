"""Values, numbers and dates in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from contracts.dates import Dated, DateKind
from contracts.values import Page, Text
from reviews.checklist import ValueSpec, default_checklist
from reviews.report.words import (
    OPTION_WORDS,
    VALUE_LABELS,
    ValueWords,
    word_confidence,
    word_date,
    word_dated,
    word_notes,
    word_number,
    word_read_as,
    word_value,
    word_values,
)
from reviews.values import Value


@pytest.mark.parametrize(
    ("value", "spec", "words"),
    [
        (14, ValueSpec("notice_days", "duration", "days"), "14 days"),
        (1, ValueSpec("notice_days", "duration", "days"), "1 day"),
        (1.5, ValueSpec("response_hours", "duration", "hours"), "1.5 hours"),
        (72, ValueSpec("notice_hours", "duration", "hours"), "72 hours"),
        (168, ValueSpec("notice_hours", "duration", "hours"), "7 days"),
        (12, ValueSpec("cap_months", "duration", "months"), "12 months"),
        (36, ValueSpec("lapse_months", "duration"), "36 months"),
        (5, ValueSpec("term_years", "duration", "years"), "5 years"),
        (99.0, ValueSpec("uptime_percent", "percent"), "99% (up to 7.2 hours down in a month of 30 days)"),
        (99.9, ValueSpec("uptime_percent", "percent"), "99.9% (up to 43 minutes down in a month of 30 days)"),
        (99.999, ValueSpec("uptime_percent", "percent"), "99.999% (up to 0.4 minutes down in a month of 30 days)"),
        (100, ValueSpec("uptime_percent", "percent"), "100% (up to 0 minutes down in a month of 30 days)"),
        (3.0, ValueSpec("cap_percent", "percent", "percent_per_year"), "3% a year"),
        (1.5, ValueSpec("late", "percent", "percent_per_month"), "1.5% a month"),
        (30, ValueSpec("credit", "percent", "percent_of_monthly_fee"), "30% of the monthly fee"),
        (True, ValueSpec("refund", "boolean"), "yes"),
        (False, ValueSpec("refund", "boolean"), "no"),
        ("opt_in", ValueSpec("training", "enum", options=("opt_in",)), "only after opt-in"),
        ("own_word", ValueSpec("tier", "enum", options=("own_word",)), "own word"),
        ("California", ValueSpec("law", "text"), "California"),
        (250, ValueSpec("seats", "number"), "250"),
    ],
)
def test_value_has_its_unit(value: Value, spec: ValueSpec, words: str) -> None:
    with translation.override("en"):
        assert word_value(value, spec) == words


def test_amount_takes_its_currency_along() -> None:
    specs = [ValueSpec("cap_amount", "money"), ValueSpec("cap_currency", "text")]
    with translation.override("en"):
        assert word_values({"cap_currency": "USD", "cap_amount": 1000000}, specs) == (
            ValueWords("cap_amount", "limit of liability", "USD 1,000,000"),
        )
        assert word_values({"cap_currency": "USD"}, specs) == (ValueWords("cap_currency", "cap currency", "USD"),)


def test_values_stand_in_the_order_of_the_checklist() -> None:
    specs = [ValueSpec("law", "text"), ValueSpec("forum", "text"), ValueSpec("notice_days", "duration", "days")]
    with translation.override("en"):
        assert [words.name for words in word_values({"forum": "Oslo", "law": "Norway"}, specs)] == ["law", "forum"]


def test_default_checklist_has_a_word_for_every_value_and_option() -> None:
    specs = [spec for item in default_checklist().items for spec in item.values if spec.is_reported]
    assert {spec.name for spec in specs} - set(VALUE_LABELS) == {"cap_currency"}
    assert {option for spec in specs for option in spec.options} <= set(OPTION_WORDS)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (14.0, "14"), (0.25, "0.25"), (1234567, "1,234,567"), (99.99, "99.99")]
)
def test_number_has_no_more_decimals_than_it_needs(number: float, words: str) -> None:
    with translation.override("en"):
        assert word_number(number) == words


@pytest.mark.parametrize(("confidence", "word"), [(1.0, "high"), (0.8, "high"), (0.79, "medium"), (0.49, "low")])
def test_confidence_is_a_word(confidence: float, word: str) -> None:
    with translation.override("en"):
        assert word_confidence(confidence) == word


def test_date_is_that_of_the_installation() -> None:
    late = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    assert (word_date(late, "en"), word_date(late, "ja"), word_date(None, "en")) == (
        "31 December 2026",
        "2026年12月31日",
        "",
    )


def scanned(*sureness: int | None) -> Text:
    """A text of one page for each figure: how surely it was recognised, None for a page with text of its own."""
    pages = tuple(
        Page(number, number * 10 - 10, number * 10, "", "text" if sure is None else "ocr", sure)
        for number, sure in enumerate(sureness, 1)
    )
    return Text("x" * 10 * len(pages), pages, "en", "ocr" if any(sureness) else "text", "application/pdf")


@pytest.mark.parametrize(
    ("text", "english", "japanese"),
    [
        (scanned(None, None), "read as text", "文字情報を読取"),
        (scanned(96, 90), "read by character recognition, 93% sure", "文字認識により読取（確度93%）"),
        (
            scanned(None, 90, None),
            "page 2 read by character recognition, 90% sure",
            "2ページを文字認識により読取（確度90%）",
        ),
        (
            scanned(None, 90, 90, 62, None, 90),
            "pages 2–4, 6 read by character recognition, 83% sure, less sure of page 4",
            "2–4、6ページを文字認識により読取（確度83%）、うち4ページは確度が低い",
        ),
    ],
)
def test_recognised_pages_are_named_with_how_sure_the_reader_was(text: Text, english: str, japanese: str):
    said = []
    for language in ("en", "ja"):
        with translation.override(language):
            said.append(word_read_as(text))
    assert said == [english, japanese]


def test_notes_on_a_reading_name_what_the_file_carries() -> None:
    notes = ("attachment:a.xlsx", "tracked_changes", "attachment:b.pdf", "of a later version")
    assert word_notes(notes) == (
        "read with its tracked changes accepted",
        "the file carries attachments that were not read: a.xlsx, b.pdf",
    )


@pytest.mark.parametrize(
    ("kind", "english", "japanese"),
    [
        ("updated", "last updated 3 March 2026", "2026年3月3日改定"),
        ("effective", "in force from 3 March 2026", "2026年3月3日施行"),
        ("made", "dated 3 March 2026", "2026年3月3日付"),
    ],
)
def test_date_of_a_paper_is_said_with_what_it_is(kind: DateKind, english: str, japanese: str) -> None:
    dated = Dated(date(2026, 3, 3), kind, 0, 4)
    with translation.override("en"):
        assert (word_dated(dated, "en"), word_dated(None, "en")) == (english, "")
    with translation.override("ja"):
        assert word_dated(dated, "ja") == japanese
