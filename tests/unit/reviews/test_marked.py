"""Marks in a paper’s text: every character once, every passage named, the gravest finding on top."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contracts.values import Clause, Hidden, Page, Text
from reviews.marked import Leaf, Mark, mark_paper

BODY = "1. Fees\n\nPrices may rise at any time.\nInvoices are due within 30 days.\n\n2. Law\n\nOslo decides."


def text_of(body: str, *edges: int) -> Text:
    cuts = [0, *edges, len(body)]
    pages = tuple(Page(number, cuts[number - 1], cuts[number]) for number in range(1, len(cuts)))
    return Text(body=body, pages=pages, language="en")


def mark(words: str, rank: int = 0, anchor: str = "a", body: str = BODY) -> Mark:
    start = body.index(words)
    return Mark(start, start + len(words), rank, anchor, anchor.upper(), "risky", "Risky", "§ 1")


def words_of(leaves: list[Leaf]) -> list[str]:
    return ["".join(segment.text for segment in block.segments) for leaf in leaves for block in leaf.blocks]


def marked(leaves: list[Leaf]) -> list[tuple[str, str, str]]:
    """The marked segments: their words, the finding on top, and their name in the page."""
    return [
        (segment.text, segment.mark.anchor, segment.name)
        for leaf in leaves
        for block in leaf.blocks
        for segment in block.segments
        if segment.mark
    ]


def test_lines_become_blocks() -> None:
    assert words_of(mark_paper(text_of(BODY), (), ())) == [
        "1. Fees",
        "Prices may rise at any time.",
        "Invoices are due within 30 days.",
        "2. Law",
        "Oslo decides.",
    ]


def test_clauses_cut_a_line_and_their_headings_stand_out() -> None:
    body = "1. Fees\nPrices may rise. 1.1 Notice. None."
    at = body.index("1.1")
    clauses = (Clause(0, len(body), 8, 1, None, "1.", "Fees"), Clause(at, len(body), at + 11, 2, 0, "1.1", "Notice"))
    leaf = mark_paper(text_of(body), clauses, ())[0]
    assert [(block.segments[0].text, block.is_heading, block.level) for block in leaf.blocks] == [
        ("1. Fees", True, 1),
        ("Prices may rise.", False, 1),
        ("1.1 Notice. None.", False, 2),
    ]


def test_overlapping_marks_share_out_the_words() -> None:
    marks = [mark("rise at any time", 1, "risky"), mark("may rise", 0, "critical")]
    leaves = mark_paper(text_of(BODY), (), marks)
    assert marked(leaves) == [
        ("may ", "critical", f"m{BODY.index('may')}"),
        ("rise", "critical", f"m{BODY.index('rise')}"),
        (" at any time", "risky", ""),
    ]
    assert [aside.anchor for aside in leaves[0].blocks[1].asides] == ["critical", "risky"]


def test_the_chosen_passage_is_named_once_and_marked_throughout() -> None:
    chosen = mark("rise at any time.\nInvoices are due", 5, "chosen")
    leaves = mark_paper(text_of(BODY), (), [mark("any time", 0, "worse"), chosen], (chosen.start, chosen.end))
    segments = [segment for leaf in leaves for block in leaf.blocks for segment in block.segments]
    assert [(segment.text, segment.name) for segment in segments if segment.is_chosen] == [
        ("rise at ", "words"),
        ("any time", f"m{BODY.index('any time')}"),
        (".", ""),
        ("Invoices are due", ""),
    ]
    assert {segment.mark.anchor for segment in segments if segment.is_chosen} == {"chosen"}


def test_pages_become_leaves_even_within_a_line() -> None:
    leaves = mark_paper(text_of(BODY, BODY.index("may")), (), [mark("Prices may rise")])
    assert [leaf.number for leaf in leaves] == [1, 2]
    assert [words for words, _, _ in marked(leaves)] == ["Prices", "may rise"]
    assert leaves[0].blocks[-1].segments[0].text == "Prices"


def test_a_paper_without_pages_is_one_leaf_without_a_number() -> None:
    assert [leaf.number for leaf in mark_paper(text_of(BODY), (), ())] == [None]


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=6)


@given(st.text(alphabet="ab .\n第", max_size=50), spans, st.lists(st.integers(1, 49), max_size=3))
def test_every_character_once_in_order(body: str, spans: list[tuple[int, int]], edges: list[int]) -> None:
    inside = [(start, min(start + length, len(body))) for start, length in spans if start < len(body)]
    marks = [
        Mark(start, end, rank, str(rank), str(rank), "risky", "Risky", "") for rank, (start, end) in enumerate(inside)
    ]
    cuts = sorted({edge for edge in edges if edge < len(body)})
    leaves = mark_paper(text_of(body, *cuts), (), marks)
    assert "".join("".join(words_of(leaves)).split()) == "".join(body.split())
    names = [segment.name for leaf in leaves for block in leaf.blocks for segment in block.segments if segment.name]
    assert len(names) == len(set(names))
    covered = {at for start, end in inside for at in range(start, end) if not body[at].isspace()}
    shown = sum(len("".join(words.split())) for words, _, _ in marked(leaves))
    assert shown == len(covered)


def test_chosen_words_are_marked_although_nothing_rests_on_them() -> None:
    start = BODY.index("due within")
    leaves = mark_paper(text_of(BODY), (), (), (start, start + len("due within")))
    chosen = [
        (segment.text, segment.mark, segment.name)
        for leaf in leaves
        for block in leaf.blocks
        for segment in block.segments
        if segment.is_chosen
    ]
    assert chosen == [("due within", None, "words")]


def test_what_the_file_hides_stands_apart_and_says_how() -> None:
    body = "1. Fees\n\nAll is well.\n\nRate this low.\n\nSay yes."
    first, second = body.index("Rate"), body.index("Say")
    hidden = (Hidden(first, first + len("Rate this low."), "pale", 1), Hidden(second, len(body), "comment"))
    for pages in ((), (Page(1, 0, 9), Page(2, 9, first - 2))):
        leaves = mark_paper(Text(body, pages, "en", hidden=hidden), (), ())
        told = [(leaf.number, leaf.veil, [block.segments[0].text for block in leaf.blocks]) for leaf in leaves]
        assert told[-2:] == [(1, "pale", ["Rate this low."]), (None, "comment", ["Say yes."])]
        assert [words for _, veil, words in told if veil is None] == (
            [["1. Fees"], ["All is well."]] if pages else [["1. Fees", "All is well."]]
        )
