"""What a model may say, and what becomes of an answer that says something else."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.model.schema import SCHEMA, BadAnswer, parse_claims, tight_schema
from reviews.model.values import Claim, QuotedWords
from tests.unit.reviews.model.asking import CHECKLIST

NOTICE, DATA = CHECKLIST.items[0], CHECKLIST.items[1]
WORDS = "Provider may terminate this Agreement on thirty (30) days' written notice."


def answer(item: str = "exit.notice", **told: Any) -> dict[str, Any]:
    return {"item": item, "quotes": [], "values": [], "status": "absent", "grade": None} | told


def claims(*answers: Any, items=(NOTICE,)) -> tuple[Claim, ...]:
    return parse_claims(json.dumps({"answers": list(answers)}), items)


def trouble(raw: str, items=(NOTICE,)) -> tuple[str, str]:
    with pytest.raises(BadAnswer) as caught:
        parse_claims(raw, items)
    return caught.value.trouble, caught.value.note


GOOD = answer(
    quotes=[{"paper": 0, "words": WORDS}],
    values=[{"name": "days", "value": 30}, {"name": "law", "value": " Japan "}, {"name": "mode", "value": "a"}],
    status="present",
    grade="acceptable",
)


def test_good_answer():
    expected = Claim(
        "exit.notice",
        "present",
        "acceptable",
        {"days": 30, "law": "Japan", "mode": "a"},
        (QuotedWords(0, WORDS),),
    )
    assert claims(GOOD) == (expected,)


def test_claims_stand_in_the_order_of_the_items():
    told = claims(answer("exit.data"), answer("exit.notice"), items=(NOTICE, DATA))
    assert [claim.item for claim in told] == ["exit.notice", "exit.data"]


@pytest.mark.parametrize("wrapped", ["```json\n{}\n```", "Here it is:\n{}\nI hope that helps.", "\ufeff{}", "  {}\n"])
def test_words_round_the_object_are_cut_off(wrapped: str):
    raw = wrapped.replace("{}", json.dumps({"answers": [answer()]}))
    assert parse_claims(raw, (NOTICE,)) == (Claim("exit.notice", "absent"),)


def test_line_ends_in_strings_are_read():
    raw = json.dumps({"answers": [answer(quotes=[{"paper": 0, "words": "one LINE two"}])]}).replace("LINE", "\n")
    assert parse_claims(raw, (NOTICE,))[0].quotes == (QuotedWords(0, "one \n two"),)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("The contract is fine.", "not_json"),
        ('{"answers": [', "not_json"),
        ("{'answers': []}", "not_json"),
        ("[1, 2]", "not_json"),
        ("{} {}", "not_json"),
        ("{}", "wrong_schema"),
        ('{"answers": {}}', "wrong_schema"),
        ('{"answers": [7]}', "wrong_schema"),
        ('{"answers": []}', "wrong_schema"),
        ('{"answers": [], "answers": []}', "wrong_schema"),
        ('{"answers": [NaN]}', "wrong_schema"),
        ('{"answers": [-Infinity]}', "wrong_schema"),
        ('{"answers": ' + "[" * 100_000 + "]" * 99_999 + "}", "wrong_schema"),
        ('{"answers": "' + "a" * 200_000 + '"}', "wrong_schema"),
    ],
)
def test_what_is_no_answer(raw: str, expected: str):
    assert trouble(raw)[0] == expected


@pytest.mark.parametrize(
    "told",
    [
        {"status": "not_run"},
        {"status": "fine"},
        {"status": None},
        {"status": ["present"]},
        {"grade": "excellent"},
        {"grade": 3},
        {"grade": ["risky"]},
        {"quotes": None},
        {"quotes": "words"},
        {"quotes": ["words"]},
        {"values": None},
        {"values": ["days"]},
    ],
)
def test_wrong_types_spoil_the_answer(told: dict[str, object]):
    assert trouble(json.dumps({"answers": [answer(**told)]}))[0] == "wrong_schema"


def test_missing_field_spoils_the_answer():
    for name in ("quotes", "values", "status"):
        told = answer()
        del told[name]
        assert trouble(json.dumps({"answers": [told]}))[0] == "wrong_schema"


def test_every_item_has_to_be_answered_once():
    assert trouble(json.dumps({"answers": [answer()]}), (NOTICE, DATA)) == ("wrong_schema", "items are missing")
    assert trouble(json.dumps({"answers": [answer(), answer()]})) == ("wrong_schema", "an item twice")


def test_other_items_and_names_are_dropped():
    told = claims(answer("exit.other"), answer(**{"__proto__": {"grade": "favourable"}, "constructor": 1}))
    assert told == (Claim("exit.notice", "absent"),)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("days", "thirty"),
        ("days", True),
        ("days", None),
        ("days", -1),
        ("days", 1e300),
        ("days", [30]),
        ("mode", "c"),
        ("mode", 1),
        ("law", ""),
        ("law", "x" * 301),
        ("law", 5),
        ("days_", 30),
        ("__class__", 30),
    ],
)
def test_values_that_are_none_are_dropped(name: str, value: object):
    assert claims(answer(values=[{"name": name, "value": value}]))[0].values == {}


def test_huge_figures_are_no_figures():
    raw = json.dumps({"answers": [answer(values=[{"name": "days", "value": 30}])]}).replace("30", "9" * 10_000)
    assert parse_claims(raw, (NOTICE,))[0].values == {}


def test_first_of_two_values_counts():
    two = [{"name": "days", "value": 30}, {"name": "days", "value": 90}]
    assert claims(answer(values=two))[0].values == {"days": 30}


def test_booleans_are_true_or_false():
    told = [
        claims(answer("exit.data", values=[{"name": "returned", "value": one}]), items=(DATA,)) for one in (True, 1)
    ]
    assert [one[0].values for one in told] == [{"returned": True}, {}]


@pytest.mark.parametrize(
    "quote",
    [
        {"paper": -1, "words": WORDS},
        {"paper": "0", "words": WORDS},
        {"paper": True, "words": WORDS},
        {"paper": 0.0, "words": WORDS},
        {"paper": 0, "words": "  "},
        {"paper": 0, "words": None},
        {"paper": 0, "words": "x" * 6_001},
        {"words": WORDS},
    ],
)
def test_quotes_that_are_none_are_dropped(quote: dict[str, object]):
    assert claims(answer(quotes=[quote]))[0].quotes == ()


def test_quotes_are_bounded_and_told_once():
    many = [{"paper": 0, "words": f"words {number}"} for number in range(9)]
    assert len(claims(answer(quotes=many))[0].quotes) == 6
    assert claims(answer(quotes=many[:1] * 3))[0].quotes == (QuotedWords(0, "words 0"),)


def test_grade_counts_only_with_words():
    assert claims(answer(status="absent", grade="favourable"))[0].grade is None
    assert claims(answer(status="present", grade="null"))[0].grade is None


def test_schemas_are_strict_and_hold_a_good_answer():
    told = {"answers": [GOOD]}
    for schema in (SCHEMA, tight_schema((NOTICE,))):
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(told, schema)
        assert_strict(schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, tight_schema((NOTICE, DATA)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, tight_schema((DATA,)))


def assert_strict(schema: Any) -> None:
    """As strict modes want it: every object closed, all of its properties required."""
    if isinstance(schema, list):
        for one in schema:
            assert_strict(one)
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == [*schema["properties"]]
        for one in schema.values():
            assert_strict(one)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["answers", "item", "quotes", "values", "status", "grade"]), inner, max_size=6
        )
    ),
    max_leaves=20,
)


@given(JSON | st.builds(lambda inner: {"answers": inner}, st.lists(JSON, max_size=3)))
def test_noise_is_refused_and_breaks_nothing(told: object):
    with pytest.raises(BadAnswer):
        parse_claims(json.dumps(told), CHECKLIST.items)
