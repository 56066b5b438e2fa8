"""A finding that rests on unsurely recognised words says so; all others stay as they are."""

from __future__ import annotations

from contracts.values import Page, Paper, Place, Text
from reviews.doubt import own_up_to_doubt
from reviews.values import Evidence, Finding

BODY = "Fees rise by 5% a year. Data is deleted."


def paper(sureness: int | None) -> Paper:
    places = (Place(0, 23, 1, 0, 0, 9, 9, sureness), Place(24, 40, 1, 0, 0, 9, 9, None if sureness is None else 96))
    source = "text" if sureness is None else "ocr"
    text = Text(BODY, (Page(1, 0, 40, "", source, sureness),), "en", source, places=places)
    return Paper("scan.pdf", "master_terms", text, ())


def finding(start: int, end: int) -> Finding:
    return Finding(
        item="pricing.cap",
        category="pricing",
        weight=3,
        status="present",
        grade="acceptable",
        values={"percent": 5},
        evidence=(Evidence(0, start, end, BODY[start:end]),),
        confidence=0.9,
        reader="local",
        rationale={"en": "A limit stands.", "ja": "上限があります。"},
    )


def test_finding_on_unsure_words_is_less_sure_and_says_why():
    (found,) = own_up_to_doubt([finding(0, 23)], [paper(60)])
    assert (found.status, found.grade, found.confidence) == ("present", "acceptable", 0.54)
    assert found.rationale == {
        "en": "A limit stands. These words were recognised in a picture, and not surely (60%):"
        " compare them with the page.",
        "ja": "上限があります。この箇所は画像から文字認識したもので、確度が低い（60%）ため、"
        "原本のページと照合してください。",
    }


def test_finding_on_sure_words_stays_as_it_is():
    sure = [finding(24, 40)]
    assert own_up_to_doubt(sure, [paper(60)]) == sure
    assert own_up_to_doubt([finding(0, 23)], [paper(96)]) == [finding(0, 23)]
    assert own_up_to_doubt([finding(0, 23)], [paper(None)]) == [finding(0, 23)]
