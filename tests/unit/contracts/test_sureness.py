from contracts.sureness import doubt_in, sureness_of
from contracts.values import Page, Place, Text

TEXT = Text(
    body="Fees are due now.",
    pages=(Page(1, 0, 17, "", "ocr", 80),),
    language="en",
    places=(
        Place(0, 4, 1, 10, 10, 20, 20, 90),
        Place(5, 8, 1, 22, 10, 30, 20, 60),
        Place(9, 12, 1, 32, 10, 40, 20, 30),
        Place(13, 17, 1, 42, 10, 50, 20, None),
    ),
)


def test_sureness_is_the_mean_over_the_recognised_letters():
    assert sureness_of(TEXT, 0, 4) == 90
    assert sureness_of(TEXT, 0, 8) == round((4 * 90 + 3 * 60) / 7)
    assert sureness_of(TEXT, 2, 6) == round((2 * 90 + 60) / 3)
    assert sureness_of(TEXT, 9, 17) == 30


def test_what_was_not_recognised_has_no_sureness():
    assert sureness_of(TEXT, 13, 17) is None
    assert sureness_of(TEXT, 4, 5) is None
    assert sureness_of(Text("Fees", (), "en"), 0, 4) is None


def test_only_of_unsurely_recognised_passages_there_is_doubt():
    assert [doubt_in(TEXT, *span) for span in ((0, 4), (5, 12), (13, 17))] == [None, 45, None]


def test_one_unsure_figure_among_sure_words_is_doubtful():
    body = "Customer pays 58% within thirty days."
    ends = [8, 13, 17, 24, 31, 37]
    starts = [0, *(end + 1 for end in ends[:-1])]

    def read(figure: int) -> Text:
        sure = [97, 97, figure, 97, 97, 97]
        places = tuple(Place(s, e, 1, 0, 0, 1, 1, n) for s, e, n in zip(starts, ends, sure, strict=True))
        return Text(body, (Page(1, 0, len(body), "", "ocr", 90),), "en", "ocr", places=places)

    assert doubt_in(read(50), 0, len(body)) == 50
    assert doubt_in(read(70), 0, len(body)) is None
    assert doubt_in(read(50), 18, len(body)) is None
