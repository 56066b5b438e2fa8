"""The shadow that phrases see, and the way back from it to the paper."""

from __future__ import annotations

from time import perf_counter

from reviews.local.tagged import Tagged, prepare_papers
from reviews.management.commands.try_phrase import readable
from tests.unit.reviews.small import paper


def tag(body: str) -> Tagged:
    return prepare_papers([paper(body)])[0]


def shadows(body: str) -> list[str]:
    return [readable(shadow) for shadow in tag(body).shadows]


def test_parties_and_quantities_become_marks() -> None:
    assert shadows("We shall give you thirty (30) days’ prior written notice.") == [
        " <vendor> shall give <customer> <duration> prior written notice "
    ]
    assert shadows("当社は、契約者に対し、30日前までに通知する。") == [
        "<vendor>は<customer>に対し<duration>前までに通知する"
    ]


def test_data_named_after_the_customer_are_customer_data() -> None:
    body = "Supplier shall host it. Licensee shall pay. Supplier keeps Licensee Data. Licensee’s data are safe."
    assert shadows(body)[2:] == [" <vendor> keeps customer data ", " <customer> data are safe "]


def test_punctuation_articles_and_spelling_do_not_matter() -> None:
    assert shadows("**The “Fees”, an amount;** the Fees!") == shadows("Fees amount Fees") == [" fees amount fees "]
    assert shadows("データ及びサーバーの取り扱い") == shadows("デ―タ　およびサーバの取扱い")


def test_links_are_their_words() -> None:
    assert shadows("See [our price list](https://example.org/any-time) for fees.") == shadows(
        "See our price list for fees."
    )


def test_quantity_is_found_again_by_its_place() -> None:
    tagged = tag("Within 10 days or 2% of it.\n\nThen: on 30 days' notice:\n\n(a) after 60 days; and\n\n(b) at 5%.\n")
    read = []
    for unit in tagged.units:
        for place, byte in enumerate(unit.shadow):
            if byte in b"\x04\x05":
                quantity = tagged.quantity_at(unit.parts, unit.shadow, place)
                assert quantity is not None
                read.append(quantity.value)
    assert read == [10, 2, 30, 30, 60, 30, 5]


def test_clause_is_what_stands_under_a_heading() -> None:
    tagged = tag("# 1. Fees\n\nFirst. Second.\n\n(a) Third item here;\n\n# 2. Term\n\nFourth.\n")
    groups = [[readable(tagged.shadows[index]) for index in group.sentences] for group in tagged.groups]
    assert [len(group) for group in groups] == [3, 1]
    assert b" fees " in tagged.groups[0].headings
    assert b" fees " not in tagged.groups[1].headings


def test_control_characters_of_a_paper_are_no_marks() -> None:
    tagged = tag("Fees \x04 are due.")
    assert readable(tagged.shadows[0]) == " fees are due "
    assert tagged.quantities == []


def test_links_that_never_end_cost_little() -> None:
    started = perf_counter()
    tag("Fees. " + "[a](" * 30_000)
    assert perf_counter() - started < 3
