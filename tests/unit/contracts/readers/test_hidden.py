"""What a file says without showing it stands behind the text, and nowhere else."""

from __future__ import annotations

import pytest

from contracts.readers import read_document
from contracts.values import Veil
from tests.unit.contracts.papers import assemble, docx

PLAIN = "BT /F1 11 Tf 1 0 0 1 72 700 Tm (Fees are due.) Tj ET\n"
HIDDEN = "BT /F1 11 Tf 1 0 0 1 72 600 Tm {} (Nobody sees this.) Tj ET\n"


def pdf_of(content: str, box: str = "") -> bytes:
    """One page drawn by these orders."""
    return assemble(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            f"<< /Length {len(content)} >>\nstream\n{content}endstream",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {box} /Resources << /Font << /F1 3 0 R >>"
            " /ExtGState << /None << /ca 0 >> >> >> /Contents 4 0 R >>",
        ]
    )


def words_of(data: bytes, name: str) -> tuple[str, list[tuple[str, Veil, int]]]:
    text = read_document(data, name)
    return text.shown.body, [(text.body[one.start : one.end], one.how, one.page) for one in text.hidden]


@pytest.mark.parametrize(
    ("orders", "how"),
    [
        ("3 Tr", "invisible"),
        ("7 Tr", "invisible"),
        ("1 1 1 rg", "pale"),
        ("0.98 1 0.99 rg", "pale"),
        ("1 g", "pale"),
        ("/None gs", "pale"),
        ("/F1 1 Tf", "tiny"),
        ("/F1 10 Tf 0.1 0 0 0.1 72 600 Tm", "tiny"),
        ("1 0 0 1 700 600 Tm", "outside"),
        ("1 0 0 1 72 -40 Tm", "outside"),
    ],
)
def test_words_that_a_pdf_hides_stand_behind_its_text(orders: str, how: Veil):
    assert words_of(pdf_of(PLAIN + HIDDEN.format(orders)), "a.pdf") == (
        "Fees are due.",
        [("Nobody sees this.", how, 1)],
    )


def test_words_within_a_line_are_taken_out_of_it():
    line = "BT /F1 11 Tf 1 0 0 1 72 700 Tm (Fees are due.) Tj 1 g ( Not so. ) Tj 0 g (At once.) Tj ET\n"
    shown, hidden = words_of(pdf_of(line), "a.pdf")
    assert (shown.replace("|", "").split(), hidden) == (
        ["Fees", "are", "due.", "At", "once."],
        [("Not so.", "pale", 1)],
    )


def test_words_outside_the_crop_box_are_hidden():
    below = "BT /F1 11 Tf 1 0 0 1 72 50 Tm (Nobody sees this.) Tj ET\n"
    assert words_of(pdf_of(PLAIN + below, "/CropBox [0 100 595 842]"), "a.pdf")[1] == [
        ("Nobody sees this.", "outside", 1)
    ]


@pytest.mark.parametrize(
    "orders",
    [
        "0 0 0.5 rg 60 590 300 30 re f BT 1 g /F1 11 Tf 1 0 0 1 72 600 Tm (White on blue.) Tj ET\n",
        "BT 0.75 g /F1 11 Tf 1 0 0 1 72 600 Tm (Grey on white.) Tj ET\n",
        "BT 1 g 0 G 2 Tr /F1 11 Tf 1 0 0 1 72 600 Tm (Outlined words.) Tj ET\n",
        "BT /F1 4 Tf 1 0 0 1 72 600 Tm (The finest print.) Tj ET\n",
        "BT /F1 11 Tf 1 0 0 1 72 600 Tm (- - - .) Tj ET\n",
    ],
)
def test_what_a_person_can_see_is_not_hidden(orders: str):
    assert words_of(pdf_of(PLAIN + orders), "a.pdf")[1] == []


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("properties", "how"),
    [
        ("<w:vanish/>", "styled"),
        ('<w:color w:val="FFFFFF"/>', "pale"),
        ('<w:color w:val="FDFDFD"/>', "pale"),
        ('<w:sz w:val="2"/>', "tiny"),
        ('<w:rStyle w:val="Ghost"/>', "pale"),
    ],
)
def test_words_that_a_word_file_hides(properties: str, how: Veil):
    styles = '<w:style w:styleId="Ghost"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    body = f"<w:p>{run('Fees are due. ')}{run('Not so.', properties)}</w:p>"
    assert words_of(docx(body, styles=styles), "a.docx") == ("Fees are due.", [("Not so.", how, 0)])
    table = f"<w:tbl><w:tr><w:tc>{body}</w:tc><w:tc><w:p>{run('Cell')}</w:p></w:tc></w:tr></w:tbl>"
    if how != "pale":
        assert words_of(docx(table, styles=styles), "a.docx") == ("Fees are due. | Cell", [("Not so.", how, 0)])


@pytest.mark.parametrize(
    "body",
    [
        f"<w:p>{run('Seen.', '<w:color w:val=“FFFFFF”/><w:shd w:fill=“1F3864”/>')}</w:p>",
        f"<w:p><w:pPr><w:shd w:fill=“1F3864”/></w:pPr>{run('Seen.', '<w:color w:val=“FFFFFF”/>')}</w:p>",
        f"<w:tbl><w:tr><w:tc><w:p>{run('Seen.', '<w:color w:val=“FFFFFF”/>')}</w:p></w:tc></w:tr></w:tbl>",
    ],
)
def test_white_words_on_a_colour_are_seen(body: str):
    assert words_of(docx(body.replace("“", '"').replace("”", '"')), "a.docx") == ("Seen.", [])


@pytest.mark.parametrize(
    ("opening", "how"),
    [
        ("<p hidden>", "styled"),
        ('<p style="display:none">', "styled"),
        ('<p style="font-size:1px">', "tiny"),
        ('<p style="position:absolute;left:-9999px">', "outside"),
        ('<p style="opacity:0">', "invisible"),
        ('<p style="color:#fff">', "pale"),
        ('<p style="background:#123456;color:#123457">', "pale"),
    ],
)
def test_words_that_a_page_hides(opening: str, how: Veil):
    page = f"<html><body><p>Fees are due.</p>{opening}Nobody sees this.</p></body></html>"
    assert words_of(page.encode(), "a.html") == ("Fees are due.", [("Nobody sees this.", how, 0)])


def test_remarks_in_markdown_are_hidden():
    assert words_of(b"# Terms\n\nFees are due.<!-- Not\nso. -->\n", "a.md") == (
        "Terms\n\nFees are due.",
        [("Not so.", "comment", 0)],
    )


SPELLED = "Not so, reader."


@pytest.mark.parametrize(
    "signs",
    [
        "".join(chr(0xE0000 + ord(sign)) for sign in SPELLED),
        "".join(chr(0xE0100 + ord(sign) - 16) for sign in SPELLED),
        "".join("\u200b\u200c"[int(bit)] for sign in SPELLED for bit in f"{ord(sign):08b}"),
    ],
)
def test_words_spelled_in_signs_that_no_font_shows(signs: str):
    assert words_of(f"Fees are due.{signs} At once.\n".encode(), "a.txt") == (
        "Fees are due. At once.",
        [(SPELLED, "signs", 0)],
    )


@pytest.mark.parametrize("words", ["葛󠄀城市と辻󠄀氏", "Flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 here", "Zero\u200bwidth"])
def test_signs_that_writing_needs_spell_nothing(words: str):
    assert words_of(f"Fees are due. {words}.\n".encode(), "a.txt")[1] == []


def test_hidden_words_are_in_no_clause():
    from contracts.segment import segment_text

    text = read_document(b"# Terms\n\n1. Fees are due.\n\n<!-- 2. Fees are not due. -->\n", "a.md")
    assert max(clause.end for clause in segment_text(text)) <= len(text.shown.body) < text.hidden[0].start
