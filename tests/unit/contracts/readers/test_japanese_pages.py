"""Japanese pages of PDFs: ruby is no part of the words, and vertical columns are read from right to left."""

from __future__ import annotations

import pypdfium2
import pytest

from contracts.boxes import question
from contracts.readers.boxes import find_boxes
from contracts.readers.pdf import read_pdf
from tests.unit.contracts.papers import Placed, japanese_pdf

COLUMNS = [
    "第一条　甲は、乙に対し、本業務を委託し、",
    "乙はこれを受託する。ただし「別紙」に定め",
    "る業務を除くものとする。",
]
ARTICLE = "".join(COLUMNS)
TOP, STEP, SIZE = 760.0, 24.0, 12.0


def whole_columns() -> list[Placed]:
    return [(500 - STEP * at, TOP, SIZE, words) for at, words in enumerate(COLUMNS)]


def single_signs() -> list[Placed]:
    return [
        (500 - STEP * at, TOP - SIZE * down, SIZE, sign)
        for at, words in enumerate(COLUMNS)
        for down, sign in enumerate(words)
    ]


def signs_row_by_row() -> list[Placed]:
    return sorted(single_signs(), key=lambda placed: (-placed[1], -placed[0]))


FORMS = [
    pytest.param(japanese_pdf([whole_columns()], is_vertical=True), id="vertical font"),
    pytest.param(japanese_pdf([single_signs()]), id="signs in their order"),
    pytest.param(japanese_pdf([signs_row_by_row()]), id="signs across the columns"),
]


@pytest.mark.parametrize("data", FORMS)
def test_columns_are_read_from_right_to_left(data: bytes):
    assert read_pdf(data).body == ARTICLE


@pytest.mark.parametrize("data", FORMS)
def test_a_quote_has_one_box_in_each_of_its_columns_that_holds_its_words(data: bytes):
    text = read_pdf(data)
    quote = "本業務を委託し、乙はこれを受託する。"
    start = text.body.index(quote)
    boxes = find_boxes(data, [question(text.body, text.pages[0], start, start + len(quote))])[0]
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    held = [sorted("".join(page.get_text_bounded(*box[1:]).split())) for box in boxes]
    assert held == [sorted("本業務を委託し、"), sorted("乙はこれを受託する。")]


def test_numbers_of_vertical_pages_are_left_out_and_a_sentence_goes_on_behind_them():
    first, second = COLUMNS[:2], COLUMNS[2:]
    pages = [
        [
            *(
                (500 - STEP * at, TOP - SIZE * down, SIZE, sign)
                for at, w in enumerate(part)
                for down, sign in enumerate(w)
            ),
            (280.0, 30.0, 9.0, f"－{number}－"),
        ]
        for number, part in enumerate((first, second), 1)
    ]
    text = read_pdf(japanese_pdf(pages))
    assert (text.body, [page.start for page in text.pages]) == (ARTICLE, [0, len("".join(first))])


def test_figures_that_stand_beside_each_other_in_a_column_are_one_number():
    column: list[Placed] = [(500, TOP - SIZE * at, SIZE, sign) for at, sign in enumerate("支払期限は毎月")]
    figures: list[Placed] = [(500, TOP - SIZE * 7, 6, "1"), (506, TOP - SIZE * 7, 6, "0")]
    rest: list[Placed] = [(500, TOP - SIZE * (8 + at), SIZE, sign) for at, sign in enumerate("日とする。")]
    assert read_pdf(japanese_pdf([[*column, *figures, *rest]])).body == "支払期限は毎月10日とする。"


def test_ruby_above_a_line_is_left_out_and_the_line_stays_whole():
    line: list[Placed] = [
        (72, 700, 12, "乙は、"),
        (108, 712, 6, "ぜんりょう"),
        (108, 700, 12, "善良な管理者の注意をもって、"),
        (276, 712, 6, "ぎょうむ"),
        (276, 700, 12, "業務を行う。"),
    ]
    assert read_pdf(japanese_pdf([line])).body == "乙は、善良な管理者の注意をもって、業務を行う。"


def test_ruby_beside_a_column_is_left_out():
    ruby: list[Placed] = [(512, TOP - SIZE * 12 - 6 * at, 6, sign) for at, sign in enumerate("ぎょうむ")]
    assert read_pdf(japanese_pdf([[*single_signs(), *ruby]])).body == ARTICLE


@pytest.mark.parametrize(
    ("small", "body"),
    [
        ((72.0, 684.0, 6.0, "ただし、これによらない。"), "業務を委託する。\n\nただし、これによらない。"),
        ((72.0, 684.0, 6.0, "ひらがな"), "業務を委託する。\n\nひらがな"),
        ((72.0, 740.0, 6.0, "ひらがな"), "ひらがな\n\n業務を委託する。"),
    ],
)
def test_small_words_that_stand_elsewhere_are_read(small: Placed, body: str):
    lines = sorted([(72.0, 700.0, 12.0, "業務を委託する。"), small], key=lambda placed: -placed[1])
    assert read_pdf(japanese_pdf([lines])).body == body
