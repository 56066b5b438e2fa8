"""Scans and pictures: what stands on them is read, placed and owned up to, whatever state they are in."""

from __future__ import annotations

import pytest
from PIL import Image
from rapidfuzz import fuzz
from weasyprint import HTML

from contracts.readers import read_document
from contracts.readers.guard import Bounds, Guard
from contracts.readers.pdf import read_pdf
from contracts.readers.refused import Refused
from contracts.segment import segment_text
from contracts.values import Text
from tests.unit.contracts.papers import assemble, column, pdf
from tests.unit.contracts.scans import TERMS, drawn, joined, picture, scanned, worn

PAPER = pdf([column(TERMS)])
RIGHT = read_pdf(PAPER).body
JAPANESE = """
<h1>利用条件</h1>
<h2>第1条（料金）</h2>
<p>利用者は、請求書の日付から30日以内に料金を支払うものとします。当社は、60日前までに書面で通知することにより、
料金を年1回、5パーセントを超えない範囲で改定することができます。</p>
<h2>第2条（契約期間）</h2>
<p>本契約の期間は12か月とし、期間満了の90日前までにいずれの当事者からも通知がない場合は、同一の条件で更新されます。</p>
"""


def likeness(text: Text, right: str) -> float:
    return fuzz.ratio(" ".join(text.body.split()), " ".join(right.split()))


def place_of(text: Text, words: str) -> tuple[float, float, float, float]:
    start = text.body.index(words)
    place = next(place for place in text.places if place.start == start)
    assert place.end == start + len(words)
    return place.left, place.bottom, place.right, place.top


@pytest.mark.parametrize(("turn", "specks"), [(0, 0), (2, 0), (-2, 300), (5, 0)])
def test_scan_gives_the_words_and_clauses_of_the_paper(turn: float, specks: int):
    text = read_pdf(scanned([worn(drawn(PAPER)[0], turn, specks)]))
    assert likeness(text, RIGHT) >= 98.5
    assert (text.source, text.pages[0].source, text.language) == ("ocr", "ocr", "en")
    assert text.pages[0].sureness is not None and text.pages[0].sureness >= 85
    assert [(clause.number, clause.heading) for clause in segment_text(text)] == [
        (clause.number, clause.heading) for clause in segment_text(read_pdf(PAPER))
    ]


def test_every_recognised_word_has_a_place_and_a_sureness():
    text = read_pdf(scanned(drawn(PAPER)))
    assert [text.body[place.start : place.end] for place in text.places] == text.body.split()
    assert all(place.page == 1 and 0 <= (place.sureness or -1) <= 100 for place in text.places)
    # "SERVICE TERMS" is the first line: 11 points high, 72 from the left edge and 760 from the lower one.
    left, bottom, right, top = place_of(text, "SERVICE")
    assert (abs(left - 72) < 2, abs(bottom - 760) < 2, abs(top - 768) < 2, 110 < right < 135) == (True,) * 4


def test_words_of_a_scan_that_lies_askew_are_placed_where_they_lie():
    turned = read_pdf(scanned([worn(drawn(PAPER)[0], 3)]))
    # Turned against the clock about its middle, the line's end rises above its beginning.
    assert place_of(turned, "SERVICE")[1] < 760 - 5
    assert place_of(turned, "form")[1] > place_of(turned, "1.1")[1] + 10


def test_columns_of_a_scan_are_read_one_after_the_other():
    left = column([f"Left line {number} of the column goes on to" for number in range(1, 25)], left=60, size=10)
    right = column([f"right line {number} of the column goes on to" for number in range(1, 25)], left=320, size=10)
    body = read_pdf(scanned([worn(drawn(pdf([[*left, *right]]))[0], 1)])).body
    assert body.index("Left line 24") < body.index("right line 1 ")
    assert body.index("Left line 1 ") < body.index("Left line 2 ")


def test_rows_of_a_scanned_table_keep_their_cells():
    rows = [("Availability", "Credit"), ("99.9%", "10% of the fees"), ("99.0%", "25% of the fees")]
    placed = [
        (72 + 220 * at, 700 - 18 * row, 11, words) for row, cells in enumerate(rows) for at, words in enumerate(cells)
    ]
    body = read_pdf(scanned(drawn(pdf([[*column(["Service credits are as follows."]), *placed]])))).body
    assert "Availability | Credit\n99.9% | 10% of the fees\n99.0% | 25% of the fees" in body


def test_running_heads_and_page_numbers_of_scans_are_left_out():
    words = ["The fees are due.", "The term is a year.", "Data is deleted at the end."]
    pages = [
        [(200.0, 800.0, 9.0, "Norvik AI Service Terms"), *column([line] * 3), (290.0, 30.0, 9.0, f"Page {number}")]
        for number, line in enumerate(words, 1)
    ]
    body = read_pdf(scanned(drawn(pdf(pages)))).body
    assert ("Norvik" in body, "Page" in body, all(line in body for line in words)) == (False, False, True)


def test_mixed_file_says_which_pages_were_recognised():
    scan = scanned(drawn(pdf([column(["3. Liability", "", "Neither party is liable for lost profit."])])))
    text = read_pdf(joined([PAPER, scan, PAPER]))
    assert [page.source for page in text.pages] == ["text", "ocr", "text"]
    assert [page.sureness is None for page in text.pages] == [True, False, True]
    assert text.source == "ocr"
    assert {place.page for place in text.places if place.sureness is not None} == {2}
    second = text.body[text.pages[1].start : text.pages[1].end]
    assert "Neither party is liable for lost profit." in second


def test_japanese_scan_is_read_as_japanese():
    paper = HTML(string=f"<style>body{{font-family:'Noto Serif CJK JP'}}</style>{JAPANESE}").write_pdf()
    text = read_pdf(scanned([worn(page, 1.5, 100) for page in drawn(paper)]))
    right = read_pdf(paper).body
    assert text.language == "ja"
    assert fuzz.ratio("".join(text.body.split()), "".join(right.split())) >= 95
    assert "60日前" in text.body
    placed = sum(place.end - place.start for place in text.places)
    assert placed >= 0.99 * len("".join(text.body.split()))


def soup_pdf() -> bytes:
    """Visible words in a font that says of every letter that it is one for private use."""
    lines = [line for line in TERMS if line]
    content = "".join(f"BT /F1 11 Tf 72 {760 - 20 * at} Td ({line}) Tj ET\n" for at, line in enumerate(lines))
    known = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Soup def /CMapType 2 def"
        " 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <21> <7E> <E021> endbfrange"
        " endcmap end end"
    )
    return assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}endstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
            f"<< /Length {len(known)} >>\nstream\n{known}\nendstream",
        ]
    )


def test_page_whose_letters_are_glyph_soup_is_recognised_instead():
    text = read_pdf(soup_pdf())
    assert text.pages[0].source == "ocr"
    assert likeness(text, " ".join(TERMS)) >= 95


def test_stamp_on_a_scan_does_not_stand_for_its_text():
    page = drawn(PAPER)[0]
    stamp = pdf([[(40, 820, 8, "Received on 3 May by the Norvik legal department, file 4711")]])
    text = read_pdf(stamped(scanned([page]), stamp))
    assert (text.source, likeness(text, RIGHT) > 90) == ("ocr", True)


def stamped(paper: bytes, stamp: bytes) -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(io.BytesIO(paper))
    writer.pages[0].merge_page(PdfReader(io.BytesIO(stamp)).pages[0])
    writer.write(memory := io.BytesIO())
    return memory.getvalue()


def test_empty_pages_with_rules_are_not_recognised():
    text = read_pdf(joined([PAPER, pdf([[]])]))
    assert ([page.source for page in text.pages], text.source) == (["text", "text"], "text")


@pytest.mark.parametrize(
    ("form", "media_type", "options"),
    [
        ("PNG", "image/png", {"dpi": (200, 200)}),
        ("PNG", "image/png", {}),
        ("JPEG", "image/jpeg", {"dpi": (200, 200), "quality": 70}),
        ("JPEG", "image/jpeg", {"dpi": (1, 1)}),
        ("TIFF", "image/tiff", {"compression": "group4"}),
    ],
)
def test_picture_is_read_as_a_paper(form: str, media_type: str, options: dict[str, object]):
    page = drawn(PAPER)[0]
    text = read_document(picture(page.convert("1") if form == "TIFF" else page, form, **options), "photo")
    assert likeness(text, RIGHT) >= 98.5
    assert (text.media_type, text.source, len(text.pages)) == (media_type, "ocr", 1)
    left, bottom, _, _ = place_of(text, "SERVICE")
    assert (abs(left - 72) < 3, abs(bottom - 760) < 3) == (True, True)


def test_tiff_of_many_pages_keeps_them():
    pages = [drawn(pdf([column([f"{number}. The fees of part {number} are due."])]))[0] for number in (1, 2, 3)]
    data = picture(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))
    text = read_document(data, "scan.tif")
    assert [page.number for page in text.pages] == [1, 2, 3]
    assert all(f"part {page.number}" in text.body[page.start : page.end] for page in text.pages)


def test_photograph_is_turned_as_its_camera_says():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter with the clock
    page = drawn(PAPER)[0].transpose(Image.Transpose.ROTATE_90)
    assert likeness(read_document(picture(page, "JPEG", exif=exif, dpi=(200, 200)), "a.jpg"), RIGHT) >= 98


def test_dark_words_on_a_clear_ground_are_read():
    page = drawn(PAPER)[0]
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
    clear.putalpha(page.point(lambda shade: 255 - shade))
    assert likeness(read_document(picture(clear, "PNG", dpi=(200, 200)), "a.png"), RIGHT) >= 98


def test_picture_without_words_is_refused():
    with pytest.raises(Refused) as error:
        read_document(picture(Image.new("L", (800, 1000), 255), "PNG"), "a.png")
    assert error.value.code == "no_words"


def test_guarded_child_reads_scans_as_this_process_does():
    data = scanned(drawn(pdf([column(TERMS), column(["3. Liability", "", *TERMS[4:6]]), column(TERMS[:3])])))
    guard = Guard()
    assert guard.read(data, "scan.pdf") == read_pdf(data)
    assert guard.read(PAPER, "text.pdf") == read_pdf(PAPER)
    guard.close()


def test_scan_without_tesseract_ends_in_its_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TESSDATA_PREFIX", "/nowhere")
    guard = Guard()
    for data in (scanned(drawn(PAPER)), picture(drawn(PAPER)[0], "PNG")):
        with pytest.raises(Refused) as error:
            guard.read(data, "scan")
        assert error.value.code == "scan"
    text = guard.read(joined([PAPER, PAPER, scanned(drawn(PAPER))]), "mixed.pdf")
    assert (text.notes, text.source) == (("scanned_pages",), "text")
    guard.close()


def test_more_scanned_pages_than_are_read_at_once_are_refused():
    pages = [Image.new("L", (40, 50), 200)] * 401
    with pytest.raises(Refused) as error:
        read_pdf(scanned(pages, dpi=30))
    assert error.value.code == "too_many_scans"


def test_pages_of_noise_end_in_a_sentence():
    noise = Image.effect_noise((1240, 1754), 250).point(lambda shade: 0 if shade < 60 else 255)
    with pytest.raises(Refused) as error:
        read_pdf(scanned([noise] * 6, dpi=150))
    assert error.value.code in ("too_slow", "no_words")


def test_time_for_recognising_is_bounded_too():
    guard = Guard(Bounds(computing=1))
    pages = [worn(page, 1, 2000) for page in drawn(pdf([column([*TERMS, *TERMS, *TERMS])] * 3), dpi=300)]
    text = guard.read(scanned(pages, dpi=300), "scan.pdf")
    assert len(text.pages) == 3  # more than a second of computing, which the pages were given
    guard.close()


def test_page_that_was_given_up_is_owned_up_to():
    noise = Image.effect_noise((1240, 1754), 250).point(lambda shade: 0 if shade < 60 else 255)
    text = read_pdf(scanned([*drawn(PAPER, 150), noise], dpi=150))
    assert (text.notes, likeness(text, RIGHT) >= 98) == (("unfinished_pages",), True)
