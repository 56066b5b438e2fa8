"""PDF pages as paragraphs: joined lines, cut words, running headers, columns, rows, marks apart from their words."""

from __future__ import annotations

import pytest

from contracts.readers.pdf import read_pdf
from contracts.readers.refused import Refused
from tests.unit.contracts.papers import Placed, assemble, column, pdf

FULL = "The provider delivers the services to the customer for the whole of the term and"


def paragraphs(data: bytes) -> list[str]:
    return read_pdf(data).body.split("\n\n")


def test_lines_are_joined_to_paragraphs_at_gaps_and_numbers():
    lines = [
        "1. Services",
        "",
        FULL,
        "keeps them available.",
        "",
        FULL,
        "answers its questions.",
        "2. Fees. " + FULL,
        "sends invoices.",
    ]
    assert paragraphs(pdf([column(lines)])) == [
        "1. Services",
        f"{FULL} keeps them available.",
        f"{FULL} answers its questions.",
        f"2. Fees. {FULL} sends invoices.",
    ]


def test_sentence_goes_on_over_the_end_of_a_page_and_pages_are_kept():
    text = read_pdf(pdf([column([FULL]), column(["pays for them.", "", "3. Term"])]))
    assert text.body == f"{FULL} pays for them.\n\n3. Term"
    assert [(page.number, page.start, page.end) for page in text.pages] == [(1, 0, 80), (2, 80, len(text.body))]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the customer may termi-", "nate in time.", "the customer may terminate in time."),
        ("a fee that is non-", "refundable in full.", "a fee that is non-refundable in full."),
        ("a right is trans-", "ferable to others.", "a right is transferable to others."),
        ("data of the Asia-", "Pacific region.", "data of the Asia-Pacific region."),
        ("NO WAR-", "RANTY IS GIVEN.", "NO WARRANTY IS GIVEN."),
    ],
)
def test_cut_words_are_mended_and_compounds_kept(before: str, after: str, joined: str):
    filler = "In accordance with the order form that both of the parties have signed and dated "
    words = ["It is refundable. It is not transferable at all.", "", filler + before, after]
    assert paragraphs(pdf([column(words, size=9)]))[-1] == filler + joined


def test_running_headers_and_page_numbers_are_left_out():
    pages = [
        [
            (72, 810, 9, "Quillon Hosting Agreement - Confidential"),
            *column([f"Clause {number} holds words of its own that no other page has."]),
            (290, 30, 9, f"Page {number} of 4"),
        ]
        for number in range(1, 5)
    ]
    assert paragraphs(pdf(pages)) == [f"Clause {n} holds words of its own that no other page has." for n in range(1, 5)]


def test_words_that_repeat_within_the_text_stay():
    pages = [column([f"This is page {number}.", *["Some words."] * at, "and"]) for at, number in enumerate("abcd")]
    assert read_pdf(pdf(pages)).body.count("and") == 4


def test_bullets_and_numbers_drawn_apart_go_to_their_words():
    words: list[Placed] = [(100, 700, 11, "Prices may rise."), (100, 686, 11, "1.2. Notice is given.")]
    marks: list[Placed] = [(80, 700, 11, "1."), (80, 686, 11, "•")]
    assert paragraphs(pdf([words + marks])) == ["1. Prices may rise.", "1.2. Notice is given."]


def test_rows_of_a_table_keep_their_cells():
    rows: list[Placed] = [
        place
        for at, (left, right) in enumerate([("Availability", "Credit"), ("below 99.9%", "10%"), ("below 95%", "25%")])
        for place in ((72, 700 - 16 * at, 11, left), (300, 700 - 16 * at, 11, right))
    ]
    assert paragraphs(pdf([rows])) == ["Availability | Credit\nbelow 99.9% | 10%\nbelow 95% | 25%"]


def test_last_cell_of_a_row_goes_on_below_it():
    rows: list[Placed] = [
        (72, 700, 11, "Year one"),
        (300, 700, 11, "EUR 500 payable on the first of July"),
        (300, 686, 11, "and of October"),
        (72, 664, 11, "Year two"),
        (300, 664, 11, "EUR 600"),
    ]
    assert read_pdf(pdf([rows])).body.split("\n") == [
        "Year one | EUR 500 payable on the first of July and of October",
        "Year two | EUR 600",
    ]


def test_two_columns_are_read_one_after_the_other_however_the_file_goes_across():
    left = [f"left line {n} with words to the very edge of it" for n in range(12)]
    right = [f"right line {n} with words to the very edge" for n in range(12)]
    across = [
        place for at in range(12) for place in ((50, 700 - 14 * at, 11, left[at]), (320, 700 - 14 * at, 11, right[at]))
    ]
    body = read_pdf(pdf([across])).body
    assert body.index("left line 11") < body.index("right line 0")


def test_page_labels_are_kept():
    text = read_pdf(pdf([column(["One page."]), column(["Two pages."])], labels="/Nums [0 << /S /r >>]"))
    assert [page.label for page in text.pages] == ["i", "ii"]


def test_page_label_is_words_that_can_be_stored():
    """No letter that a database refuses, and where a label is too long not that of the page before."""
    prefixes = f"/Nums [0 << /P <FEFF004100000007> /S /D >> 1 << /P ({'long ' * 20}) >>]"
    text = read_pdf(pdf([column(["One page."]), column(["Two pages."])], labels=prefixes))
    assert [page.label for page in text.pages] == ["A1", ""]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("4.4Termination for cause.", "4.4 Termination for cause."),
        ("(1)Access is granted.", "(1) Access is granted."),
        ("3.Both parties agree.", "3. Both parties agree."),
        ("2.4GHz and 5.0GHz are the bands.", "2.4GHz and 5.0GHz are the bands."),
        ("3D printing is allowed.", "3D printing is allowed."),
    ],
)
def test_number_that_is_set_close_to_its_words_is_parted_from_them(line: str, words: str):
    assert read_pdf(pdf([column([line])])).body == words


def test_pages_with_lines_alone_are_no_text():
    with pytest.raises(Refused) as error:
        read_pdf(pdf([[], []]))
    assert error.value.code == "no_words"


def test_drawing_without_text_holds_no_words():
    content = "10 10 500 700 re f"
    scan = assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    )
    with pytest.raises(Refused) as error:
        read_pdf(scan)
    assert error.value.code == "no_words"


def test_number_is_parted_from_its_first_word_by_the_gap_on_the_page() -> None:
    width = 11 * 2.224  # of "7.1.1" in Helvetica
    lines = [
        (72, 760, 11, "The supplier warrants to the customer for each term:"),
        (72, 746, 11, "7.1.1"),
        (72 + width + 0.9, 746, 11, "it holds the licences that it needs for the service;"),
        (72, 732, 11, "7.1.2"),
        (72 + width + 0.9, 732, 11, "NO claim of a third party is pending;"),
        (72, 718, 11, "3rd parties have no part in this and"),
        (72, 704, 11, "10b-5 statements are none of its business."),
    ]
    assert read_pdf(pdf([lines])).body == (
        "The supplier warrants to the customer for each term:\n\n"
        "7.1.1 it holds the licences that it needs for the service;\n\n"
        "7.1.2 NO claim of a third party is pending;\n\n"
        "3rd parties have no part in this and\n\n10b-5 statements are none of its business."
    )
