"""Words that lie pale or aslant over a page are no words of its sentences, and every other word is read."""

from __future__ import annotations

import pytest
from weasyprint import HTML

from contracts.readers.pdf import read_pdf

ENGLISH = "".join(
    f"<h2>{number}. {heading}</h2><p>"
    + "The provider may change the fees of the service with ninety days of notice, and the customer may end it. " * 5
    for number, heading in enumerate(["Fees", "Term", "Support", "Data", "Notices", "Law", "Scope", "Credits"], 1)
)
JAPANESE = "".join(
    f"<h2>第{number}条（{heading}）</h2><p>" + "乙は、甲に対し、本サービスの料金を毎月末日までに支払うものとする。" * 6
    for number, heading in enumerate(["料金", "期間", "支援", "情報", "責任", "通知"], 1)
)


def body_of(paper: str, mark: str = "", style: str = "") -> str:
    sheet = (
        f"body {{ font-family: 'Noto Sans CJK JP', sans-serif }} i {{ position: fixed; font-style: normal; {style} }}"
    )
    text = read_pdf(HTML(string=f"<style>{sheet}</style><i>{mark}</i>{paper}").write_pdf())
    assert text.hidden == ()
    return text.body


@pytest.mark.parametrize("share", [1, 3])
@pytest.mark.parametrize(
    ("paper", "mark", "style"),
    [
        (ENGLISH, "CONFIDENTIAL", "color: #ddd; transform: rotate(-45deg); font-size: 80px; top: 300px"),
        (ENGLISH, "CONFIDENTIAL", "color: rgba(0, 0, 0, .1); transform: rotate(-45deg); font-size: 80px; top: 300px"),
        (ENGLISH, "CONFIDENTIAL", "color: #888; transform: rotate(-30deg); font-size: 36px; top: 200px"),
        (ENGLISH, "DRAFT", "color: #e5e5e5; font-size: 120px; top: 150px"),
        (ENGLISH, "DRAFT", "color: #bbb; font-size: 50px; top: 60px"),
        (JAPANESE, "社外秘", "color: #e0e0e0; transform: rotate(-45deg); font-size: 110px; top: 150px; left: 100px"),
        (JAPANESE, "社外秘", "color: #d0d0d0; font-size: 50px; top: 60px; left: 100px"),
        (JAPANESE, "社外秘", "color: rgba(200, 0, 0, .3); font-size: 90px; top: 60px; letter-spacing: 20px"),
    ],
)
def test_a_watermark_leaves_the_text_as_it_is(paper: str, mark: str, style: str, share: int):
    paper = paper[: len(paper) // share]
    assert body_of(paper, mark, style) == body_of(paper)


@pytest.mark.parametrize(
    "style",
    [
        "color: #999; font-size: 12px; top: -30px",
        "color: #ccc; font-size: 16px; top: 860px",
        "color: #000; font-size: 26px; top: -40px",
        "transform: rotate(-45deg); font-size: 9px; top: 860px",
    ],
)
def test_pale_or_slanted_words_that_stand_alone_are_read(style: str):
    assert "Sample" in body_of(ENGLISH[: len(ENGLISH) // 4], "Sample", style)


def test_a_page_that_lies_aslant_is_read():
    paper = "<div style='transform: rotate(-12deg); font-size: 30px; margin-top: 200px'>Fees are due.<p>At once.</div>"
    assert "Fees are due." in body_of(paper)
