"""PDFs that stay open after they were read: the same answers, within bounds, and nothing kept where nobody asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.readers import open_pdf
from contracts.readers.boxes import find_boxes
from contracts.readers.guard import Bounds, Guard
from contracts.readers.open_pdf import CHARACTER_BYTES, KEPT, Kept, OpenPdf
from contracts.readers.pdf import read_pdf
from contracts.readers.refused import Refused
from contracts.values import Asked
from tests.unit.contracts.papers import column, pdf
from tests.unit.contracts.readers.test_pdf_forms import field, form

LINES = ["1.1 The provider may raise the fees once a year.", "1.2 The customer may then terminate this agreement."]
OTHER = ["2.1 The provider keeps the customer’s data for ninety days.", "2.2 Notices are given in writing."]
ASKED = [Asked(1, "The customer may then terminate", "", ""), Asked(2, "Notices are given", "", "")]


@pytest.fixture
def keeping() -> Iterator[Kept]:
    KEPT.most = 1_000_000
    yield KEPT
    KEPT.close()
    KEPT.most = 0


def test_nothing_stays_open_where_nobody_asked_for_it():
    read_pdf(pdf([column(LINES)]))
    assert KEPT.files == []


def test_boxes_of_a_file_just_read_come_from_its_open_pages(keeping: Kept):
    data = pdf([column(LINES), column(OTHER)])
    cold = find_boxes(data, ASKED)
    assert keeping.files == []
    read_pdf(data)
    (file,) = keeping.files
    assert sorted(file.pages) == [0, 1]
    assert find_boxes(data, ASKED) == cold
    assert all(cold)
    assert keeping.files == [file]


def test_file_that_is_read_again_gives_the_same_text_with_what_was_filled_in(keeping: Kept):
    data = form(field("160 665 360 685", "/FT /Tx /V (EUR 1,200)"))
    cold = read_pdf(data)
    assert "Monthly fee: | EUR 1,200" in cold.body
    assert read_pdf(data) == cold
    assert len(keeping.files) == 1


def test_oldest_files_are_closed_where_all_take_up_too_much(keeping: Kept):
    papers = [pdf([column([f"{at}.1 The provider may raise the fees."] * 9)]) for at in range(1, 6)]
    read_pdf(papers[0])
    keeping.most = 3 * keeping.files[0].cost + 50
    for paper in papers[1:]:
        read_pdf(paper)
    assert [file.data for file in keeping.files] == papers[2:]
    assert sum(file.cost for file in keeping.files) <= keeping.most


def test_of_a_long_file_only_the_first_pages_stay_open(keeping: Kept):
    data = pdf([column(LINES), column(OTHER), *(column([f"{at}.1 Fees of kind {at} are due."]) for at in range(3, 9))])
    keeping.most = len(data) + 3 * CHARACTER_BYTES * len("".join(LINES))
    cold = find_boxes(data, ASKED)
    read_pdf(data)
    pages = sorted(keeping.files[0].pages)
    assert 0 < len(pages) < 8
    assert pages == list(range(len(pages)))
    assert find_boxes(data, ASKED) == cold


def test_file_that_makes_the_process_grow_is_not_kept(keeping: Kept, monkeypatch: pytest.MonkeyPatch):
    sizes = iter([0, 2_000_000])
    monkeypatch.setattr(open_pdf, "address_space", lambda: next(sizes))
    read_pdf(pdf([column(LINES)]))
    assert keeping.files == []


def test_file_on_which_reading_broke_off_is_closed(keeping: Kept):
    data = pdf([column(LINES)])
    with pytest.raises(Refused), keeping.open(data) as file:
        file.let_go(0, file.load(0), keeping.most)
        assert isinstance(file, OpenPdf)
        assert list(file.pages) == [0]
        raise Refused("damaged")
    assert keeping.files == []
    assert file.pages == {}


def test_child_keeps_files_and_a_new_one_answers_as_well():
    guard = Guard(Bounds(files=2))
    data = pdf([column(LINES), column(OTHER)])
    try:
        text = guard.read(data, "a.pdf")
        warm = guard.find_boxes(data, ASKED)
        assert guard.child is None  # worn: the next question meets a child that has never seen the file
        assert guard.find_boxes(data, ASKED) == warm == find_boxes(data, ASKED)
        assert guard.read(data, "a.pdf") == text
    finally:
        guard.close()
