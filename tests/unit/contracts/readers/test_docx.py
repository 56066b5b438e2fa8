"""Word files as people and programs make them: numbers as shown, what is seen and nothing else, where it belongs."""

from __future__ import annotations

import pytest

from contracts.readers.docx import read_docx
from tests.unit.contracts.papers import docx, list_levels, paragraph

COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def para(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    written = ("".join(f"<w:tc>{cell}</w:tc>" for cell in cells) for cells in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{cells}</w:tr>' for cells in written)}</w:tbl>"


def field(instruction: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def boxed(inside: str) -> str:
    """A text box as Word writes it: once for itself and once for older programs."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{COMPATIBLE}"><mc:Choice><w:drawing>{content}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def style(kind: str, name: str, properties: str, based: str = "") -> str:
    basis = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{basis}<w:rPr>{properties}</w:rPr></w:style>'


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ((("decimal", "第%1条"), ("decimalFullWidth", "%2")), ["第1条 A", "１ b", "第2条 C"]),
        ((("japaneseCounting", "第%1条"), ("decimalEnclosedCircle", "%2")), ["第一条 A", "① b", "第二条 C"]),
        ((("decimalEnclosedFullstop", "%1"), ("decimalEnclosedParen", "%2")), ["1. A", "(1) b", "2. C"]),
        ((("upperRoman", "Article %1"), ("decimalZero", "%1.%2")), ["Article I A", "I.01 b", "Article II C"]),
        ((("iroha", "%1"), ("aiueoFullWidth", "（%2）")), ["イ A", "（ア） b", "ロ C"]),
    ],
)
def test_numbers_look_as_word_shows_them(levels: tuple[tuple[str, str], ...], shown: list[str]) -> None:
    body = paragraph("A", level=0) + paragraph("b", level=1) + paragraph("C", level=0)
    assert read_docx(docx(body, numbering=list_levels(*levels))).body.split("\n\n") == shown


def test_a_list_that_starts_again_does_and_the_outer_one_goes_on() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = "".join(
        paragraph(words, level=level, number=number)
        for words, level, number in (("A", 0, 1), ("b", 1, 1), ("C", 0, 1), ("d", 1, 1), ("E", 0, 2), ("F", 0, 2))
    )
    text = read_docx(docx(body, numbering=list_levels(("decimal", "%1."), ("lowerLetter", "(%2)")) + again))
    assert text.body.split("\n\n") == ["1. A", "(a) b", "2. C", "(a) d", "1. E", "2. F"]


def test_digits_in_place_of_roman_numbers_where_the_level_says_so() -> None:
    levels = list_levels(("upperRoman", "Article %1"), ("decimal", "%1.%2"))
    levels = levels.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:isLgl/>')
    text = read_docx(docx(paragraph("A", level=0) + paragraph("b", level=1), numbering=levels))
    assert text.body == "Article I A\n\n1.1 b"


@pytest.mark.parametrize(
    ("body", "shown", "notes"),
    [
        pytest.param(para(run("Seen. ") + run("Not.", "<w:vanish/>")), "Seen.", ("hidden_text",), id="hidden"),
        pytest.param(para(run("Seen.", '<w:vanish w:val="0"/>')), "Seen.", (), id="not hidden after all"),
        pytest.param(
            para(run("Not.", '<w:rStyle w:val="Gone"/>') + run("Seen.")), "Seen.", ("hidden_text",), id="style"
        ),
        pytest.param(para(run("Seen.", '<w:rStyle w:val="Gone"/><w:vanish w:val="0"/>')), "Seen.", (), id="over style"),
        pytest.param(
            para(run("No"), '<w:pStyle w:val="Below"/>') + para(run("A")), "A", ("hidden_text",), id="based on"
        ),
        pytest.param(
            para(run("One ") + boxed(para(run("box.")) + para(run("Two."))) + run("line.")),
            "One line.\n\nbox.\n\nTwo.",
            (),
            id="text box",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{para(run('Block.'))}</w:sdtContent></w:sdt>", "Block.", (), id="sdt"
        ),
        pytest.param(
            para(run("Fee: ") + f"<w:sdt><w:sdtContent>{run('90 EUR')}</w:sdtContent></w:sdt>"),
            "Fee: 90 EUR",
            (),
            id="filled in",
        ),
        pytest.param(
            para(
                run("Fee: ")
                + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
                + run("Click here to enter text.")
                + "</w:sdtContent></w:sdt>"
            ),
            "Fee:",
            (),
            id="not filled in",
        ),
        pytest.param(para(run("See ") + field(" REF _Ref1 ", "6.6") + run(".")), "See 6.6.", (), id="field"),
        pytest.param(
            para(run("See ") + '<w:fldSimple w:instr=" REF a ">' + run("6.6") + "</w:fldSimple>"),
            "See 6.6",
            (),
            id="simple field",
        ),
        pytest.param(
            table((para(run("A")) + table((para(run("i")), para(run("ii")))) + para(""), para(run("B")))),
            "A\n\ni | ii\n\nB",
            (),
            id="table in a table",
        ),
        pytest.param(
            para("<w:moveFrom>" + run("Old") + "</w:moveFrom>") + para("<w:moveTo>" + run("New") + "</w:moveTo>"),
            "New",
            ("tracked_changes",),
            id="moved",
        ),
        pytest.param(
            para('<w:commentRangeStart w:id="0"/>' + run("Words") + '<w:r><w:commentReference w:id="0"/></w:r>'),
            "Words",
            (),
            id="comment",
        ),
        pytest.param(
            para(
                "<w:r><w:ruby><w:rt>"
                + run("ほんけいやく")
                + "</w:rt><w:rubyBase>"
                + run("本契約")
                + "</w:rubyBase></w:ruby></w:r>"
                + run("は")
            ),
            "本契約は",
            (),
            id="ruby",
        ),
        pytest.param(
            para('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" Renews")), "☒ Renews", (), id="ticked"
        ),
        pytest.param(
            para(f'<m:oMath xmlns:m="{MATHS}"><m:r><m:t>F = n × p</m:t></m:r></m:oMath>'), "F = n × p", (), id="formula"
        ),
        pytest.param(para(run("Words")) + "<w:altChunk/>", "Words", ("embedded_part",), id="embedded part"),
    ],
)
def test_what_is_seen_is_read_where_it_stands(body: str, shown: str, notes: tuple[str, ...]) -> None:
    styles = style("character", "Gone", "<w:vanish/>") + style("paragraph", "Up", "<w:vanish/>")
    text = read_docx(docx(body, styles=styles + style("paragraph", "Below", "", based="Up")))
    assert (text.shown.body, text.notes) == (shown, notes)


@pytest.mark.parametrize("form", ["lowerRoman", "upperLetter", "japaneseCounting", "decimal"])
def test_a_list_that_claims_to_begin_at_two_thousand_million_costs_nothing(form: str) -> None:
    levels = list_levels((form, "%1.")).replace('<w:start w:val="1"/>', '<w:start w:val="2147483647"/>')
    assert read_docx(docx(paragraph("Fees", level=0), numbering=levels)).body == "2147483647. Fees"
