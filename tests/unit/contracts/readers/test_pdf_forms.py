"""What was filled into a PDF is read where it stands; what the file carries beside its pages is named, never opened."""

from __future__ import annotations

from contracts.readers.boxes import find_boxes
from contracts.readers.pdf import read_pdf
from contracts.values import Asked
from tests.unit.contracts.papers import assemble

LINES = "".join(
    f"BT /F1 11 Tf 1 0 0 1 {left} {y} Tm ({words}) Tj ET\n"
    for left, y, words in (
        (72, 720, "Order form"),
        (72, 700, "Customer:"),
        (72, 670, "Monthly fee:"),
        (90, 640, "The order renews each year."),
        (90, 620, "The price may rise."),
        (72, 590, "The fee is due in advance."),
    )
)
FONT = "/Resources << /Font << /F1 3 0 R >> >>"


def stream(head: str, content: str) -> str:
    return f"<< {head} /Length {len(content)} >>\nstream\n{content}\nendstream"


def drawn(words: str) -> str:
    """How a field looks, in coordinates of its own: they are the same in all of them."""
    return stream(
        f"/Type /XObject /Subtype /Form /BBox [0 0 300 20] {FONT}", f"/Tx BMC BT /F1 11 Tf 2 5 Td ({words}) Tj ET EMC"
    )


def field(rect: str, more: str) -> str:
    return f"<< /Type /Annot /Subtype /Widget /F 4 /Rect [{rect}] {more} >>"


def form(*annotations: str, catalogue: str = "", extra: tuple[str, ...] = ()) -> bytes:
    """An order form with these annotations; `extra` objects are numbered on from 6, after them the annotations."""
    first = 6 + len(extra)
    numbers = " ".join(f"{first + at} 0 R" for at in range(len(annotations)))
    return assemble(
        [
            f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{numbers}] >> {catalogue} >>",
            "<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {FONT} /Contents 5 0 R /Annots [{numbers}] >>",
            stream("", LINES),
            *extra,
            *annotations,
        ]
    )


def test_fields_are_read_beside_their_labels() -> None:
    data = form(
        field("160 695 360 715", "/FT /Tx /V (Sable Retail Ltd) /AP << /N 6 0 R >>"),
        field("160 665 360 685", "/FT /Tx /V (EUR 1,200)"),
        "<< /Type /Annot /Subtype /FreeText /F 4 /Rect [72 560 372 580] /AP << /N 7 0 R >> >>",
        extra=(drawn("Sable Retail Ltd"), drawn("No price rise in year one.")),
    )
    text = read_pdf(data)
    assert text.body == (
        "Order form\n\nCustomer: | Sable Retail Ltd\nMonthly fee: | EUR 1,200\n\nThe order renews each year.\n\n"
        "The price may rise.\n\nThe fee is due in advance.\n\nNo price rise in year one."
    )
    words = "No price rise in year one."
    ((page, left, bottom, right, top),) = find_boxes(data, [Asked(1, words, "advance.", "")])[0]
    assert (page, 70 < left < 76, 560 <= bottom < top <= 580, right < 372) == (1, True, True, True)


def test_boxes_are_read_with_their_ticks() -> None:
    look = "<< /N << /Yes 6 0 R /Off 7 0 R >> >>"
    data = form(
        field("72 638 84 650", f"/FT /Btn /AS /Yes /V /Yes /AP {look}"),
        field("72 618 84 630", f"/FT /Btn /AS /Off /AP {look}"),
        extra=(drawn("4"), drawn("")),
    )
    body = read_pdf(data).body
    assert "☒ The order renews each year." in body
    assert "☐ The price may rise." in body
    assert body.endswith("The fee is due in advance.")


def test_what_nobody_sees_or_filled_in_is_not_read() -> None:
    data = form(
        "<< /Type /Annot /Subtype /Widget /F 2 /FT /Tx /V (hidden words) /Rect [160 695 360 715] >>",
        field("160 665 360 685", "/FT /Tx"),
        "<< /Type /Annot /Subtype /Text /Contents (a comment) /Rect [300 600 320 620] >>",
    )
    assert read_pdf(data).body == read_pdf(form()).body


def test_attachments_and_scripts_are_named() -> None:
    catalogue = (
        "/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >>"
        " /JavaScript << /Names [(b) << /S /JavaScript /JS (app.alert) >>] >> >>"
    )
    files = (
        stream("/Type /EmbeddedFile", "Words of the attached file."),
        "<< /Type /Filespec /F (../prices 2026.xlsx) /UF (../prices 2026.xlsx) /EF << /F 6 0 R >> >>",
    )
    text = read_pdf(form(catalogue=catalogue, extra=files))
    assert text.notes[-1] == "scripts"
    assert len(text.notes) == 2
    assert "attached file" not in text.body
    assert read_pdf(form()).notes == ()
