"""Where sentences end, and what leads into which item."""

from __future__ import annotations

import pytest

from reviews.local.tagged import Tagged, prepare_papers
from tests.unit.reviews.small import paper


def tag(body: str) -> Tagged:
    return prepare_papers([paper(body)])[0]


def sentences(body: str) -> list[str]:
    tagged = tag(body)
    return [tagged.paper.text.body[one.start : one.end] for one in tagged.sentences if not one.is_heading]


def leads(body: str) -> dict[str, list[str]]:
    """For each sentence with leads the first word of each lead."""
    tagged = tag(body)
    text = tagged.paper.text.body
    words = [text[one.start : one.end] for one in tagged.sentences]
    return {
        words[index]: [words[lead].split()[0][:4] for lead in one.leads]
        for index, one in enumerate(tagged.sentences)
        if one.leads
    }


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("We pay. You pay.", 2),
        ("Acme Inc. and Beta Ltd. agree. They sign.", 2),
        ("Uptime is 99.9% each month. Credits follow.", 2),
        ("See Section 4.2 and Art. 28 of the law, e.g. the GDPR. It binds.", 2),
        ("It ends (see above). Then it stops.", 2),
        ("He said “stop.” Then we stopped.", 2),
        ("Pay within thirty (30) days. Interest runs at 1.5% p.a. until paid.", 2),
        ("当社は通知する。契約者は支払う。", 2),
        ("株式会社甲（以下「甲」という。）は支払う。", 1),
        ("当社は（ただし、緊急の場合を除く。）通知する。以上。", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(body: str, count: int) -> None:
    assert len(sentences(body)) == count


def test_items_follow_their_lead() -> None:
    body = "Provider may suspend if:\n\n(a) fees are late;\n\n(b) the law says so.\n\nThis Section survives.\n"
    assert leads(body) == {"fees are late;": ["Prov"], "(b) the law says so.": ["Prov"]}


def test_lists_within_lists() -> None:
    items = ["(a) stop if:", "(i) fees are late; or", "(ii) data leaks;", "(b) change prices.", "End of it."]
    found = leads("\n\n".join(["Provider may:", *items]))
    assert found == {
        "stop if:": ["Prov"],
        "fees are late; or": ["Prov", "stop"],
        "data leaks;": ["Prov", "stop"],
        "(b) change prices.": ["Prov"],
    }


def test_japanese_items_follow_the_sentence_that_names_them() -> None:
    items = ["一　法令に違反する行為", "二　転売", "第2条（料金）", "料金は別途定める。"]
    found = leads("\n\n".join(["契約者は、次の各号の行為をしてはならない。", *items]))
    assert list(found.values()) == [["契約者は"], ["契約者は"]]


def test_japanese_items_with_numbers_in_one_character() -> None:
    items = ["⑴　着手しないとき。", "⑵　破産したとき。"]
    found = leads("\n\n".join(["発注者は、次の各号のいずれかに該当するときは、解除できる。", *items]))
    assert list(found.values()) == [["発注者は"], ["発注者は"]]


def test_heading_ends_a_list() -> None:
    body = "# 1. Suspension\n\nProvider may suspend if:\n\n- fees are late\n\n# 2. Fees\n\nCustomer pays monthly.\n"
    assert not any("monthly" in key for key in leads(body))


def test_endless_line_is_cut() -> None:
    assert max(map(len, sentences("word " * 4_000))) <= 5_000
    assert max(map(len, sentences("x" * 12_000))) <= 5_000
