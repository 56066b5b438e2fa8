"""One or more whole files of each format, made or taken from the samples of the project."""

from __future__ import annotations

from pathlib import Path

from tests.unit.contracts.bundles import mail, zipped
from tests.unit.contracts.papers import column, docx, list_levels, paragraph, pdf
from tests.unit.contracts.scans import TERMS, drawn, picture, scanned

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
ENDINGS = (".pdf", ".docx", ".html", ".md", ".txt")
LARGEST = 400_000


def samples() -> list[tuple[str, bytes]]:
    """Names and bytes; the order is always the same. Scans are few: recognising takes most of the time."""
    paper = pdf([column(TERMS), column(TERMS)])
    japanese = (
        "第1条（料金）\n\n甲は、乙に対し、別紙2に定める料金を支払う。\n２　前項の料金は、第3条第2項に従い改定できる。\n"
        * 20
    )
    numbered = docx(
        paragraph("Fees", level=0) + paragraph("The customer pays.", level=1) + "<w:tbl><w:tr><w:tc>"
        + paragraph("Uptime") + "</w:tc><w:tc>" + paragraph("99.9 %") + "</w:tc></w:tr></w:tbl>",
        numbering=list_levels(("decimal", "%1."), ("decimal", "%1.%2")),
    )  # fmt: skip
    words = "\n".join(TERMS).encode()
    message = mail("Offer", "See attached.", ("application/pdf", "offer.pdf", paper), ("text/plain", "sla.txt", words))
    page = drawn(paper, dpi=60)[0]
    made = [
        ("made.pdf", paper),
        ("made.docx", numbered),
        ("made.zip", zipped(("terms.pdf", paper), ("sla.txt", words), ("dpa.docx", numbered))),
        ("made.eml", message.as_bytes()),
        ("utf-16.txt", japanese.encode("utf-16")),
        ("jis.txt", japanese.encode("iso2022_jp")),
        ("sjis.txt", japanese.encode("cp932")),
        ("euc.txt", japanese.encode("euc_jp")),
        ("page.png", picture(page, "PNG")),
        ("page.jpg", picture(page, "JPEG")),
        ("page.tif", picture(page, "TIFF")),
        ("scan.pdf", scanned([page])),
    ]
    found = [path for path in sorted(SAMPLES.rglob("*")) if path.suffix in ENDINGS and path.stat().st_size < LARGEST]
    return made + [(path.name, path.read_bytes()) for path in found]
