"""Lines that the outline of a PDF names are headings, whatever their letters look like."""

from __future__ import annotations

import pypdfium2.raw as pdfium
import pytest

from contracts.readers.outline import outline_of
from contracts.readers.pdf import read_pdf
from contracts.segment import segment_text
from contracts.values import Text
from tests.unit.contracts.papers import Bookmark, assemble, column, pdf

FIRST = [
    "Terms of Alder Cloud",
    "",
    "What you pay and when you pay it",
    "The customer pays the fees of each month within thirty days of the invoice, and",
    "no fee is raised within the first year of the term of this agreement.",
    "",
    "how we keep data",
    "Data of the customer is kept in the region that the customer has chosen before.",
]
SECOND = ["2. Support", "Our staff answers within one hour of the day on which the customer has asked it."]
OUTLINE: list[Bookmark] = [
    (1, "Terms of Alder Cloud", 1),
    (2, "What you pay and when you pay it", 1),
    (3, "How we keep data.", 1),
    (2, "Support", 2),
    (2, "What you pay and when you pay it", 2),
]


def headings(text: Text) -> list[tuple[str, int]]:
    return [(text.body[mark.start : mark.end], mark.level) for mark in text.marks]


def test_lines_that_the_outline_names_on_their_page_are_headings():
    text = read_pdf(pdf([column(FIRST), column(SECOND)], outline=OUTLINE))
    assert headings(text) == [
        ("Terms of Alder Cloud", 1),
        ("What you pay and when you pay it", 2),
        ("how we keep data", 3),
        ("2. Support", 2),
    ]
    assert [(clause.heading, clause.level) for clause in segment_text(text)] == [
        ("Terms of Alder Cloud", 1),
        ("What you pay and when you pay it", 1),
        ("how we keep data", 2),
        ("Support", 1),
    ]


def test_the_words_of_a_paper_are_the_same_with_an_outline_and_without():
    assert read_pdf(pdf([column(FIRST), column(SECOND)], outline=OUTLINE)).body == (
        read_pdf(pdf([column(FIRST), column(SECOND)])).body
    )


def test_a_heading_over_two_lines_is_one_and_stands_apart_from_what_follows():
    lines = [
        "Availability of the service in each region in which it is offered to the customer and",
        "what is credited",
        "the service is available for ninety-nine hours of each hundred hours of any month.",
    ]
    title = " ".join(lines[:2])
    text = read_pdf(pdf([column(lines)], outline=[(1, title, 1)]))
    assert (headings(text), text.body) == ([(title, 1)], f"{title}\n\n{lines[2]}")


def test_a_large_heading_that_the_outline_leaves_out_keeps_its_rank():
    page = [(72, 780, 22, "Alder Cloud"), (72, 740, 14, "Fees"), *column(FIRST[2:], top=700)]
    page += [(72, 560, 14, "Term"), *column(SECOND[1:], top=540)]
    text = read_pdf(pdf([page], outline=[(1, "Fees", 1)]))
    assert headings(text) == [("Alder Cloud", 1), ("Fees", 2), ("Term", 2)]


@pytest.mark.parametrize("link", ["/Next 3 0 R", "/First 3 0 R /Last 3 0 R"])
def test_an_outline_that_leads_in_a_circle_ends(link: str):
    data = assemble(
        [
            "<< /Type /Catalog /Pages 4 0 R /Outlines 2 0 R >>",
            "<< /Type /Outlines /First 3 0 R /Last 3 0 R /Count 1 >>",
            f"<< /Title (Fees) /Parent 2 0 R /Dest [5 0 R /Fit] {link} >>",
            "<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            "<< /Type /Page /Parent 4 0 R /MediaBox [0 0 595 842] >>",
        ]
    )
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    found = outline_of(document)
    pdfium.FPDF_CloseDocument(document)
    assert {(entry.page, entry.letters) for entry in found} == {(1, "fees")}
