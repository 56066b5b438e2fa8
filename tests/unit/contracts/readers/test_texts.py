"""Markdown, plain text, HTML and DOCX: the words as a person reads them, the same from every format."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.readers import read_document
from contracts.readers.docx_numbers import write_number
from contracts.readers.refused import Refused
from contracts.readers.sniff import media_type
from contracts.segment import segment_text
from tests.unit.contracts.papers import column, docx, list_levels, paragraph, pdf


def read(data: str | bytes, name: str) -> str:
    return read_document(data.encode() if isinstance(data, str) else data, name).shown.body


MARKDOWN = """---
title: hidden
---
# Hosting *Terms*

**1. Services**

See our [policy](https://quillon.example/policy "P") and `keys`. Fees are 5 \\* 3 _in all_, with snake_case kept.

1. Fees
   1. **Prices.** They may rise
      on notice.
   2. Taxes
2. Term

* one thing
* 2.1 numbered thing

| Uptime | Credit |
|--------|-------:|
| 99%    | 10%    |

<span class="x">Tagged</span> words &amp; [ *** ] stay, <Customer> too.<!-- gone -->
"""


def test_markdown_loses_its_marks_and_keeps_its_words():
    assert read(MARKDOWN, "terms.md").split("\n") == [
        "Hosting Terms",
        "",
        "1. Services",
        "",
        "See our policy and keys. Fees are 5 * 3 in all, with snake_case kept.",
        "",
        "1. Fees",
        "",
        "1. Prices. They may rise on notice.",
        "",
        "2. Taxes",
        "",
        "2. Term",
        "",
        "• one thing",
        "",
        "2.1 numbered thing",
        "",
        "Uptime | Credit",
        "99% | 10%",
        "",
        "Tagged words & [ *** ] stay, <Customer> too.",
    ]


def test_line_ends_of_windows_change_nothing():
    assert read(MARKDOWN.replace("\n", "\r\n"), "terms.md") == read(MARKDOWN, "terms.md")


def test_hard_wrapped_text_is_joined_and_short_lines_are_not():
    line = "The provider keeps the service available for the customer and repairs it when"
    wrapped = "\n".join([line] * 12 + ["it breaks."])
    assert read(f"Quillon Ltd.\n12 Harbour Road\n\n{wrapped}\n", "a.txt").split("\n\n") == [
        "Quillon Ltd.",
        "12 Harbour Road",
        " ".join([line] * 12 + ["it breaks."]),
    ]


SPACED_ENGLISH = [
    "1. Fees",
    "The Customer pays the fees of each month within thirty days of the date of the",
    "invoice, and the Provider may raise them once in each year with ninety days of",
    "Notice to the Customer. A fee that is not paid bears interest.",
    "2. Term",
    "The term begins on the day on which the Order Form is signed by both of the parties",
    "and goes on for twelve months.",
    "- either party may end it with thirty days of notice",
    "- the Provider may not end it within the first year",
    "3. Law",
    "The law of the country in which the Customer has its seat applies to this Agreement",
    "and to all that follows from it, whatever the other terms of the parties may say.",
]
SPACED_JAPANESE = [
    "第1条（料金）",
    "契約者は、当社に対し、本サービスの料金を毎月末日までに当社の指定する銀行口座に振り込",
    "む方法により支払うものとし、振込手数料は契約者の負担とします。",
    "第2条（変更）",
    "当社は、本サービスの料金を変更しようとするときは、変更日の九十日前までに契約者に対し",
    "書面により通知するものとし、契約者は変更日までに本契約を解約することができます。",
    "2 前項の通知がないときは、料金の変更は契約者に対して効力を生じないものとし、当社は、",
    "変更前の料金により本サービスを提供するものとします。",
    "第3条（期間）",
    "本契約の期間は、契約成立の日から一年間とし、期間満了の三箇月前までにいずれの当事者か",
    "らも書面による申出がないときは、更に一年間更新されるものとし、以後も同様とします。",
]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_lines_with_an_empty_line_behind_each_are_joined_where_a_sentence_goes_on(name: str):
    assert read("\n\n".join(SPACED_ENGLISH), name).split("\n\n")[1:4] == [
        " ".join(SPACED_ENGLISH[1:4]),
        "2. Term",
        " ".join(SPACED_ENGLISH[5:7]),
    ]
    assert read("\n\n".join(SPACED_JAPANESE), name).split("\n\n") == [
        SPACED_JAPANESE[0],
        "".join(SPACED_JAPANESE[1:3]),
        SPACED_JAPANESE[3],
        "".join(SPACED_JAPANESE[4:6]),
        "".join(SPACED_JAPANESE[6:8]),
        SPACED_JAPANESE[8],
        "".join(SPACED_JAPANESE[9:]),
    ]


def test_short_lines_and_whole_paragraphs_with_empty_lines_between_stay_apart():
    items = [f"the data of account {number}" for number in range(12)]
    paragraphs = [f"{'The fees of a month are due at its end ' * (2 + at % 4)}and" for at in range(12)]
    for lines in (items, paragraphs):
        assert read("\n\n".join(lines), "a.txt").split("\n\n") == lines


def test_japanese_lines_are_joined_without_spaces_and_articles_are_not():
    line = "当社は、契約者に対し、本サービスを善良な管理者の注意をもって提供し、その品質を保つため"
    text = "\n".join([line, "に必要な措置を講ずる。", "第2条　料金", "２　料金は別に定める。"] * 5)
    assert read(text, "a.txt").split("\n\n")[:3] == [
        f"{line}に必要な措置を講ずる。",
        "第2条　料金",
        "２　料金は別に定める。",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932", "euc_jp", "iso2022_jp"])
def test_japanese_encodings_are_told_from_the_bytes(encoding: str):
    text = "利用規約\n\n第1条（目的）\n\n当社は、契約者にサービスを提供する。カタカナも使う。"
    read_text = read_document(text.encode(encoding), "kiyaku.txt")
    assert (read_text.body, read_text.language) == (text, "ja")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_western_encodings_are_told_from_the_bytes(encoding: str):
    text = "The “Customer” pays the provider’s fees – in full."
    read_text = read_document(text.encode(encoding), "terms.txt")
    assert (read_text.body, read_text.language) == (text, "en")


HTML = """<!doctype html><html><head><title>x</title><style>p{}</style></head><body>
<header>Quillon</header><nav><a href="/">Menu</a></nav>
<main><h1>Hosting Terms</h1><h2>1. Fees</h2>
<p>Prices may rise<br>on <b>notice</b>.<script>alert(1)</script><span style="display:none">hidden</span></p>
<ol type="a"><li><p>One thing;</p></li><li>Other thing.</li></ol><ul><li>Bullet</li></ul>
<table><tr><th>Uptime</th><th>Credit</th></tr><tr><td>99%</td><td>10<br>%</td></tr></table></main>
<footer>Imprint</footer></body></html>"""


def test_html_gives_its_legal_part_alone():
    assert read(HTML, "page").split("\n") == [
        "Hosting Terms",
        "",
        "1. Fees",
        "",
        "Prices may rise",
        "",
        "on notice.",
        "",
        "a. One thing;",
        "",
        "b. Other thing.",
        "",
        "• Bullet",
        "",
        "Uptime | Credit",
        "99% | 10 %",
    ]


def test_docx_counts_as_word_counts():
    numbering = list_levels(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerRoman", "(%3)"))
    body = "".join(
        paragraph(words, level=level)
        for words, level in [("Fees", 0), ("Prices.", 1), ("first;", 2), ("second.", 2), ("Taxes.", 1), ("Term", 0),
                             ("Start.", 1)]
    )  # fmt: skip
    assert read(docx(body, numbering=numbering), "x").split("\n\n") == [
        "1. Fees",
        "1.1 Prices.",
        "(i) first;",
        "(ii) second.",
        "1.2 Taxes.",
        "2. Term",
        "2.1 Start.",
    ]


def test_docx_headings_give_the_tree():
    styles = '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    body = paragraph("Hosting", "H1") + paragraph("Fees", "H1") + paragraph("You pay.") + paragraph("Term", "H1")
    text = read_document(docx(body, styles=styles), "x.docx")
    assert [(c.level, c.heading) for c in segment_text(text)] == [(1, "Hosting"), (1, "Fees"), (1, "Term")]


def test_docx_reads_changes_as_accepted_and_says_so():
    body = (
        "<w:p><w:r><w:t>Notice of </w:t></w:r><w:del><w:r><w:delText>ten</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>thirty</w:t></w:r></w:ins><w:r><w:t> days.</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Joined </w:t></w:r></w:p>"
        "<w:p><w:r><w:t>words.</w:t></w:r></w:p>"
    )
    text = read_document(docx(body), "x.docx")
    assert (text.body, text.notes) == ("Notice of thirty days.\n\nJoined words.", ("tracked_changes",))


def test_docx_rows_footnotes_and_hidden_words():
    cell = "<w:tc>{}</w:tc>"
    row = "<w:tr>" + cell.format(paragraph("99%")) + cell.format(paragraph("10%")) + "</w:tr>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
    body = f"<w:p><w:r><w:t>Credits</w:t></w:r>{note}{hidden}</w:p><w:tbl>{row}{row}</w:tbl>"
    footnotes = f'<w:footnote w:id="2">{paragraph("Of the monthly fee.")}</w:footnote>'
    assert read(docx(body, footnotes=footnotes), "x") == "Credits\n\nOf the monthly fee.\n\n99% | 10%\n99% | 10%"


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (3, "decimal", "3"),
        (28, "lowerLetter", "bb"),
        (9, "upperRoman", "IX"),
        (44, "lowerRoman", "xliv"),
        (3, "decimalEnclosedCircle", "③"),
        (12, "decimalFullWidth", "１２"),
        (21, "japaneseCounting", "二十一"),
        (3, "aiueo", "ウ"),
        (2, "iroha", "ロ"),
    ],
)
def test_formats_of_numbers(value: int, form: str, shown: str):
    assert write_number(value, form) == shown


def test_same_paper_gives_the_same_words_and_tree_in_every_format():
    markdown = "# Hosting\n\n1. Fees\n   1. Prices. They may rise.\n   2. Taxes. You pay them.\n2. Term\n"
    page = (
        "<html><body><h1>Hosting</h1><ol><li>Fees<ol><li>Prices. They may rise.</li><li>Taxes. You pay them.</li></ol>"
        "</li><li>Term</li></ol></body></html>"
    )
    numbering = list_levels(("decimal", "%1."), ("decimal", "%2."))
    styles = '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    listed = [("Fees", 0), ("Prices. They may rise.", 1), ("Taxes. You pay them.", 1), ("Term", 0)]
    word = docx(
        paragraph("Hosting", "H1") + "".join(paragraph(words, level=level) for words, level in listed),
        numbering=numbering,
        styles=styles,
    )
    texts = [read_document(markdown.encode(), "a.md"), read_document(page.encode(), "a"), read_document(word, "a")]
    assert len({text.body for text in texts}) == 1
    assert len({segment_text(text) for text in texts}) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"GIF89a" + b"x" * 400, "image"),
        (b"RIFF0000WEBP" + b"x" * 50, "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"x" * 400, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "damaged"),
        (b"II*\x00" + b"x" * 50, "damaged"),
        (b"{\\rtf1\\ansi words}", "rtf"),
        (b"\x7fELF" + b"\x00" * 200, "unknown_type"),
        (b"words\x00\x01\x02" * 40, "unknown_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "legacy_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "legacy_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"... --- 123", "no_words"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_bytes(data: bytes, code: str):
    with pytest.raises(Refused) as error:
        read_document(data, "contract.pdf")
    assert error.value.code == code


def test_name_parts_markdown_from_text_and_nothing_else():
    assert media_type(b"# Terms\n\nWords.", "a.md") == "text/markdown"
    assert media_type(b"Terms\n\nWords.", "a.pdf") == "text/plain"
    assert media_type(b"%PDF-1.7\n", "a.md") == "application/pdf"
    assert media_type(b"<html><p>x</p></html>", "a.txt") == "text/html"


SOUND = [
    MARKDOWN.encode(),
    HTML.encode(),
    docx(paragraph("Fees", level=0) * 3, numbering=list_levels(("decimal", "%1."))),
    pdf([column(["1. Fees", "The customer pays."])] * 2),
    "第1条（目的）\n\n当社は提供する。".encode("cp932"),
]


@given(st.sampled_from(SOUND), st.integers(0, 5000), st.integers(0, 300), st.binary(max_size=12), st.booleans())
def test_broken_file_is_read_or_refused(sound: bytes, at: int, gone: int, new: bytes, is_markdown: bool):
    at %= len(sound)
    broken = sound[:at] + new + sound[at + gone :]
    try:
        text = read_document(broken, "x.md" if is_markdown else "x")
    except Refused:
        return
    assert text.body.encode().strip()
    segment_text(text)


def test_a_line_that_looks_like_a_table_costs_little():
    started = perf_counter()
    assert "end" in read("Fees.\n\n" + "|-" * 100_000 + " end", "terms.md")
    assert perf_counter() - started < 3


def test_table_drawn_with_bars_has_rows_in_plain_text_too() -> None:
    table = "Levels:\n| Level | Reply \\| begin |\n|:---|---:|\n| Urgent | 1 hour |\n| | |\nWords after."
    assert read(table, "a.txt") == "Levels:\n\nLevel | Reply | begin\nUrgent | 1 hour\n\nWords after."
    assert read(table, "a.md") == read(table, "a.txt")
