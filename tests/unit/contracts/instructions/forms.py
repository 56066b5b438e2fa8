"""Papers with something put into them, in the formats in which they come."""

# ruff: noqa: E501 (files are easier to see in one line)
from __future__ import annotations

from contracts.readers import read_document
from contracts.values import Paper
from reviews.pipeline import paper_of
from tests.unit.contracts.papers import assemble, docx, escaped

PAPER = {
    "en": (
        "Cloud Terms of Quillon GmbH",
        "1. Fees. Fees are due within thirty days.",
        "2. Term. The term is one year.",
    ),
    "ja": (
        "クラウド利用規約",
        "第1条（料金）料金の支払期限は、請求書の受領後30日とします。",
        "第2条（期間）契約期間は1年とします。",
    ),
}


def paper_with(form: str, words: str, language: str) -> Paper:
    data, name = file_with(form, words, "en" if form == "english paper" else language)
    return paper_of(name, data, "master_terms", read_document(data, name))


def file_with(form: str, words: str, language: str) -> tuple[bytes, str]:
    title, first, last = PAPER[language]
    if form == "split":
        words = (
            "\n\n".join(words[at : at + 12] for at in range(0, len(words), 12))
            if language == "ja"
            else "\n\n".join(words.split())
        )
    if form == "zero width":
        words = "\u200b".join(words)
    if form == "tags":
        words = "".join(chr(0xE0000 + ord(sign)) for sign in words)
    if form.startswith("html"):
        style = "display:none" if form.endswith("hidden") else "color:#ffffff"
        return (
            f'<html><meta charset="utf-8"><body><h1>{title}</h1><p>{first}</p><p style="{style}">{words}</p><p>{last}</p></body></html>'.encode(),
            "a.html",
        )
    if form.startswith("docx"):
        veil = "<w:vanish/>" if form.endswith("hidden") else '<w:color w:val="FFFFFF"/>'
        lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in (title, first, last))
        return docx(f"{lines}<w:p><w:r><w:rPr>{veil}</w:rPr><w:t>{words}</w:t></w:r></w:p>"), "a.docx"
    if form.startswith("pdf"):
        orders = "1 g 1 0 0 1 72 500 Tm" if form.endswith("white") else "1 0 0 1 72 -60 Tm"
        content = "".join(
            f"BT /F1 11 Tf 1 0 0 1 72 {y} Tm ({escaped(line)}) Tj ET\n"
            for y, line in ((760, title), (730, first), (700, last))
        )
        content += f"BT /F1 11 Tf {orders} ({escaped(words)}) Tj ET\n"
        return assemble(
            [
                "<< /Type /Catalog /Pages 2 0 R >>",
                "<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
                f"<< /Length {len(content)} >>\nstream\n{content}endstream",
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 4 0 R >>",
            ]
        ), "a.pdf"
    if form == "markdown remark":
        return f"# {title}\n\n{first}\n\n<!-- {words} -->\n\n{last}\n".encode(), "a.md"
    return f"{title}\n\n{first}\n\n{words}\n\n{last}\n".encode(), "a.txt"
