"""Web pages: the paper alone, lists numbered as browsers number them, encodings taken as browsers take them."""

from __future__ import annotations

import pytest

from contracts.readers.html import read_html


def read(page: str) -> str:
    return read_html(page.encode()).body


@pytest.mark.parametrize(
    "page",
    [
        "<body><header>Site</header><nav>Menu</nav>{}<footer>(c) Us</footer></body>",
        '<body><div id="root"><header><a>Home</a></header><div>{}</div><footer><a>Jobs</a> (c)</footer></div></body>',
        '<body><div class="Cookie-Banner">We use cookies.</div>{}<div id="onetrust-consent-sdk">Settings</div></body>',
        '<body>{}<div role="dialog">Subscribe</div><aside>More</aside><script>x</script></body>',
        "<body><main><header>{}</header></main><footer>Terms of the site and other words</footer></body>",
        '<body><div class="page"><header><h1></h1><a>Print</a>{}</header></div></body>',
    ],
)
def test_only_the_paper_is_read(page: str) -> None:
    body = read(page.format("<h1>Terms</h1><p>1. Fees. The fees are due.</p>"))
    assert body.removeprefix("Print\n\n") == "Terms\n\n1. Fees. The fees are due."


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "visibility: hidden",
        "font-size:0",
        "font-size: 0px",
        "opacity:0",
        "position:absolute;left:-9999px",
    ],
)
def test_what_nobody_sees_is_left_out_and_owned_up_to(style: str) -> None:
    text = read_html(f'<p>Seen.</p><p style="{style}">Not seen.</p>'.encode())
    assert (text.shown.body, text.notes) == ("Seen.", ("hidden_text",))
    assert [text.body[one.start : one.end] for one in text.hidden] == ["Not seen."]


@pytest.mark.parametrize("style", ["font-size:0.9em", "opacity:0.8", "left:-9px", "display:block"])
def test_what_is_only_small_or_pale_is_read(style: str) -> None:
    text = read_html(f'<p style="{style}">Seen.</p><p hidden> </p>'.encode())
    assert (text.body, text.notes) == ("Seen.", ())


@pytest.mark.parametrize(
    ("lists", "shown"),
    [
        ("<ol type=a><li>A<ol type=i><li>x</li><li>y</li></ol></li><li value=5>B</li></ol>",
         ["a. A", "i. x", "ii. y", "e. B"]),
        ("<ol start=3><li>A</li><li>B</li></ol>", ["3. A", "4. B"]),
        ('<ol style="list-style-type: upper-roman"><li>A</li><li>B</li></ol>', ["I. A", "II. B"]),
        ('<ol style="list-style:none"><li>1.1 A</li><li>B</li></ol>', ["1.1 A", "B"]),
        ("<ol><li>1. Fees</li><li>2. Term</li></ol>", ["1. Fees", "2. Term"]),
        ("<ol><li>(a) Fees</li></ol>", ["1. (a) Fees"]),
        ("<ul><li>(a) Fees</li><li>Term</li></ul>", ["(a) Fees", "• Term"]),
        ("<ol start=99999999999 type=i><li>A</li></ol>", ["i. A"]),
    ],
)  # fmt: skip
def test_lists_are_numbered_as_browsers_do(lists: str, shown: list[str]) -> None:
    assert read(lists).split("\n\n") == shown


def test_captions_stand_before_their_tables_and_readings_of_kanji_are_left_out() -> None:
    assert read("<table><caption>Levels</caption><tr><th>P</th><th>T</th></tr></table>") == "Levels\n\nP | T"
    assert read("<p><ruby>本契約<rp>(</rp><rt>ほんけいやく</rt><rp>)</rp></ruby>は</p>") == "本契約は"


@pytest.mark.parametrize(
    ("declared", "encoding", "words"),
    [
        ("Shift_JIS", "cp932", "①㈱利用規約です"),
        ("EUC-JP", "euc_jis_2004", "①利用規約です"),
        ("iso-2022-jp", "iso2022_jp", "利用規約です"),
        ("iso-8859-1", "cp1252", "“Fees” – café"),
        ("windows-1252", "cp1252", "“Fees” – café"),
        ("utf-8", "cp1252", "“Fees” – café"),
        ("no-such-encoding", "utf-8", "“Fees” 利用規約です"),
    ],
)
def test_encodings_are_taken_as_browsers_take_them(declared: str, encoding: str, words: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'
    assert read_html(page.encode(encoding)).body == words
