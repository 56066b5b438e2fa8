"""Boxes of quotes: on the very words, whatever the page does with them, and none where nobody knows."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from weasyprint import HTML

from contracts.boxes import boxes_of, boxes_of_places
from contracts.readers import read_document
from contracts.readers.boxes import find_boxes
from contracts.readers.guard import Bounds, Guard
from contracts.readers.pictures import page_picture
from contracts.readers.refused import Refused
from contracts.values import Asked, Box, Page, Place, Text
from reviews.management.read_back import Pages, is_quote
from tests.unit.contracts.papers import Placed, column, pdf
from tests.unit.contracts.scans import TERMS, drawn, picture, scanned

LINES = [
    "1.1 The provider may raise the fees once a year if it gives notice in time to",
    "the customer. The customer may then termi-",
    "nate this agreement within thirty days of the notice.",
]


def boxes(data: bytes, words: str, nth: int = 0, name: str = "paper.pdf") -> tuple[list[Box], str]:
    """The boxes of words of the paper's text, and what stands in them."""
    text = read_document(data, name)
    start = -1
    for _ in range(nth + 1):
        start = text.body.index(words, start + 1)
    found = boxes_of(text, [(start, start + len(words))], lambda: data, find_boxes)[0]
    return found, Pages(data, text).words_in(found)


def ink(data: bytes, number: int = 1, scale: float = 4) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of all that is drawn on a page, in points from the lower left corner."""
    page = pypdfium2.PdfDocument(data)[number - 1].render(scale=scale).to_pil().convert("L")
    left, top, right, bottom = ImageChops.invert(page).getbbox()
    return left / scale, (page.height - bottom) / scale, right / scale, (page.height - top) / scale


def around(box: Box, drawn_at: tuple[float, float, float, float], slack: float) -> bool:
    """True where the box holds what is drawn, and little more."""
    _, left, bottom, right, top = box
    return (
        drawn_at[0] - slack <= left <= drawn_at[0] + 0.5
        and drawn_at[1] - slack <= bottom <= drawn_at[1] + 0.5
        and drawn_at[2] - 0.5 <= right <= drawn_at[2] + slack
        and drawn_at[3] - 0.5 <= top <= drawn_at[3] + slack
    )


def test_sentence_over_lines_has_a_box_for_each_and_cut_words_are_whole():
    quote = "The customer may then terminate this agreement within thirty days of the notice."
    found, words = boxes(pdf([column(LINES)]), quote)
    assert is_quote(words, quote)
    assert [box[0] for box in found] == [1, 1]
    (_, left, bottom, right, top), second = found
    assert 140 < left < 145 < right < 320 and bottom < 746 < top < bottom + 20
    assert second[1] == pytest.approx(72, abs=1.5) and second[4] < top


def test_same_words_are_told_apart_by_what_stands_around_them():
    lines = ["1. Fees. Either party may end this agreement.", "", "2. Term. Either party may end this agreement."]
    data = pdf([column(lines)])
    first, second = (boxes(data, "Either party may end this agreement.", nth)[0][0] for nth in (0, 1))
    assert first[2] - second[2] == pytest.approx(28, abs=0.1)


def test_quote_in_columns_that_the_file_goes_across_stands_in_its_own_column():
    left = column([f"left line {number} with words to the very edge of it" for number in range(12)], 50)
    right = column([f"right line {number} with words to the very edge" for number in range(12)], 320)
    data = pdf([[line for pair in zip(left, right, strict=True) for line in pair]])
    body = read_document(data, "paper.pdf").body
    quote = body[body.index("left line 3") : body.index("left line 6")].strip()
    found, words = boxes(data, quote)
    assert is_quote(words, quote)
    assert len(found) == 3 and all(box[3] < 320 for box in found)


def test_quote_over_the_end_of_a_page_has_boxes_on_both():
    furniture: list[Placed] = [(72, 815, 8, "Quillon Hosting Agreement, confidential copy")]
    pages = [
        [*furniture, *column([LINES[0], "the customer. The customer may then termi-"])],
        [*furniture, *column([LINES[2]])],
    ]
    quote = "The customer may then terminate this agreement within thirty days of the notice."
    found, words = boxes(pdf(pages), quote)
    assert is_quote(words, quote)
    assert [box[0] for box in found] == [1, 2]


def test_numbers_drawn_apart_belong_to_the_quote():
    words: list[Placed] = [(100, 700, 11, "Prices may rise."), (100, 686, 11, "Notice is given in time.")]
    signs: list[Placed] = [(80, 700, 11, "1."), (80, 686, 11, "2.")]
    found, read = boxes(pdf([words + signs]), "2. Notice is given in time.")
    assert is_quote(read, "2. Notice is given in time.")
    assert min(box[1] for box in found) == pytest.approx(80, abs=1.5)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_and_cropped_pages_have_boxes_where_they_are_shown(turn: int):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([[(200, 500, 12, "Fees may rise at any time.")]]))))
    writer.pages[0].cropbox = RectangleObject((150, 300, 550, 800))
    writer.pages[0].rotate(turn)
    writer.write(memory := io.BytesIO())
    data = memory.getvalue()
    found = find_boxes(data, [Asked(1, "Fees may rise at any time.", "", "")])[0]
    assert len(found) == 1
    assert around(found[0], ink(data), 6)


def test_ligatures_and_full_width_forms_are_found_by_their_letters():
    quote = "The office affirms five offers."
    html = f'<p style="font: 14pt Noto Sans; font-variant-ligatures: common-ligatures">{quote}</p>'
    assert is_quote(boxes(HTML(string=html).write_pdf(), quote)[1], quote)


def test_japanese_quote_over_lines_is_marked_exactly():
    html = """<html lang="ja"><body style="font: 12pt Noto Serif CJK JP; width: 12em"><p>第１条（料金）当社は、６０日前
    までに通知することにより、料金を改定することができます。利用者は、これに同意しない場合、本契約を解約できます。</p>"""
    data = HTML(string=html).write_pdf()
    quote = "利用者は、これに同意しない場合、本契約を解約できます。"
    found, words = boxes(data, quote)
    assert is_quote(words, quote)
    assert len(found) >= 2


def test_words_that_are_not_on_the_page_have_no_box():
    data = pdf([column(LINES)])
    assert find_boxes(data, [Asked(1, "ΩΨΞ", "", ""), Asked(9, "The customer", "", ""), Asked(0, "x", "", "")]) == [
        [],
        [],
        [],
    ]


def test_scan_is_marked_at_the_recognised_words():
    quote = "Provider may raise the fees once a year"
    paper = pdf([column(TERMS)])
    printed, _ = boxes(paper, quote)
    found, words = boxes(scanned(drawn(paper)), quote)
    assert is_quote(words, quote)
    assert len(found) == 1
    assert found[0][1] == pytest.approx(printed[0][1], abs=3) and found[0][2] == pytest.approx(printed[0][2], abs=5)


def test_picture_is_marked_too():
    found, words = boxes(picture(drawn(pdf([column(TERMS)]))[0], "PNG", dpi=(200, 200)), "twelve months", name="a.png")
    assert is_quote(words, "twelve months")
    assert [box[0] for box in found] == [1]


def test_picture_is_shown_as_large_as_it_was_when_its_words_were_placed():
    page = drawn(pdf([column(TERMS)]))[0]
    data = picture(page, "PNG", dpi=(200, 200))
    shown = Image.open(io.BytesIO(page_picture(data, 1)))
    assert shown.size == (1190, 1684)
    (_, left, bottom, right, top), *_ = boxes(data, "SERVICE TERMS", name="a.png")[0]
    marked = shown.crop((int(left * 2), int(1684 - top * 2), int(right * 2) + 1, int(1684 - bottom * 2) + 1))
    upper = ImageChops.invert(shown).getbbox()
    assert ImageChops.invert(marked).getbbox() is not None
    assert abs(left * 2 - upper[0]) < 6 and abs(1684 - top * 2 - upper[1]) < 6


def test_words_of_a_line_are_joined_and_parts_of_words_shared_out():
    places = [
        Place(0, 4, 1, 10, 100, 30, 110, 90),
        Place(5, 9, 1, 28, 101, 60, 111, 90),
        Place(10, 14, 1, 10, 80, 50, 90, 90),
    ]
    assert boxes_of_places(places, 2, 12) == [(1, 20.0, 100, 60.0, 111), (1, 10.0, 80, 30.0, 90)]


def test_formats_without_pages_have_no_boxes_and_the_file_is_not_loaded():
    text = Text("Fees may rise.", (Page(1, 0, 14),), "en", media_type="text/html")

    def load() -> bytes:
        raise AssertionError("nobody needs the file")

    assert boxes_of(text, [(0, 4)], load, find_boxes) == [[]]


def test_child_finds_boxes_and_a_broken_file_leaves_the_report_without_them():
    guard = Guard(Bounds())
    data = pdf([column(LINES)])
    asked = [Asked(1, "The customer may then terminate", "", "")]
    try:
        assert guard.find_boxes(data, asked) == find_boxes(data, asked)
        assert guard.read(data, "a.pdf").body.startswith("1.1 The provider")
        with pytest.raises(Refused):
            guard.find_boxes(b"%PDF-1.4 nothing", asked)
        text = read_document(data, "a.pdf")
        assert boxes_of(text, [(0, 10)], lambda: b"%PDF-1.4 nothing", guard.find_boxes) == [[]]
    finally:
        guard.close()


def test_child_draws_the_pages_of_a_picture():
    guard = Guard(Bounds())
    pages = [Image.new("RGB", (400, 600), "white"), Image.new("RGB", (500, 600), "red")]
    pages[0].save(memory := io.BytesIO(), "TIFF", save_all=True, append_images=pages[1:], dpi=(72, 72))
    try:
        drawn_page = Image.open(io.BytesIO(guard.page_picture(memory.getvalue(), 2)))
        assert (drawn_page.format, drawn_page.size, drawn_page.getpixel((5, 5))) == ("PNG", (1000, 1200), (255, 0, 0))
        with pytest.raises(Refused):
            guard.page_picture(memory.getvalue(), 3)
    finally:
        guard.close()
