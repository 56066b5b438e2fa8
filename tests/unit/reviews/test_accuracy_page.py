"""The tables of the accuracy page, from mistakes whose kind is plain to see."""

from __future__ import annotations

from reviews.accuracy import Label, Tally
from reviews.management.accuracy_page import breakdown, category_table, item_table, kind_table
from reviews.values import Evidence, Finding, Grade, Status

WORDS = "the provider may raise prices"


def finding(item: str, status: Status, grade: Grade | None, quote: str = WORDS, **values: float) -> Finding:
    evidence = (Evidence(0, 0, len(quote), quote),) if status == "present" else ()
    return Finding(item, item.partition(".")[0], 3, status, grade, dict(values), evidence, 0.9, "local", {})


def label(status: str, grade: Grade, **values: float) -> Label:
    return {"status": status, "grade": grade, "quotes": [WORDS], "values": dict(values)}


def tally() -> Tally:
    told = Tally()
    told.add(
        "one",
        {
            "sla.a": label("present", "critical", days=30),
            "sla.b": label("present", "favourable", days=30, hours=2),
            "data.c": label("absent", "risky"),
            "data.d": label("present", "acceptable"),
        },
        [
            finding("sla.a", "absent", "risky"),
            finding("sla.b", "present", "critical", "something else entirely", days=31),
            finding("data.c", "present", "risky"),
            finding("data.d", "present", "acceptable"),
        ],
    )
    return told


def rows(table: str) -> dict[str, list[str]]:
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {line[0]: line[1:] for line in lines}


def test_every_kind_of_mistake_is_counted_once() -> None:
    counted = rows(kind_table({"gold": {"en": tally()}}))
    assert counted[""] == ["gold, en"]
    assert {words: cells[0] for words, cells in counted.items() if cells[0] not in ("0", "---:", "gold, en")} == {
        "labels looked at": "4",
        "stated, and we say silent": "1",
        "silent, and we say stated": "1",
        "another passage quoted": "1",
        "graded one step too good": "1",
        "graded two or three steps too bad": "1",
        "a value not read": "2",
        "a value read wrongly": "1",
    }


def test_category_sums_its_items() -> None:
    counted = rows(category_table({"unseen": {"ja": tally()}}))
    assert counted["data"] == ["unseen, ja", "2", "1", "100%", "1", "100%", "–"]
    assert counted["sla"] == ["unseen, ja", "2", "2", "0%", "0", "0%", "0%"]


def test_languages_stand_side_by_side_for_each_item() -> None:
    counted = rows(item_table({"en": tally(), "ja": Tally()}))
    assert counted["sla.b"] == ["1", "1", "0%", "0", "0%", "0%", "0", "0", "–", "0", "–", "–"]


def test_items_of_unseen_contracts_are_never_told_apart() -> None:
    page = breakdown({"unseen": {"en": tally()}})
    assert "sla.b" not in page
    assert "By item" not in page


def test_nothing_labelled_is_no_table() -> None:
    assert breakdown({}) == ""
