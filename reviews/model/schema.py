"""The form of an answer, and how an answer is read: strictly, since nothing in it can be trusted.

Big providers put the schema before the prompt, where one for each category would cost the prefix that they keep: they
get one and the same with every call. What it cannot say is checked here: that each item is answered, and none twice.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from reviews.checklist.values import Item, ValueSpec
from reviews.model.values import Claim, QuotedWords, Trouble
from reviews.values import GRADES, Grade, Status, Value

CLAIMED: tuple[Status, ...] = ("present", "absent", "referenced", "unclear")
"""What a model can say of an item; the other statuses are for us to say."""
MOST_CHARACTERS = 200_000
MOST_QUOTES = 6
LONGEST_QUOTE = 6_000
LONGEST_TEXT = 300
DEEPEST = 12
LARGEST = 1e12


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _list(items: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "items": items}


ANSWER: dict[str, object] = {
    "item": {"type": "string"},
    "quotes": _list(_object({"paper": {"type": "integer"}, "words": {"type": "string"}})),
    "values": _list(_object({"name": {"type": "string"}, "value": {"type": ["string", "number", "boolean"]}})),
    "status": {"type": "string", "enum": [*CLAIMED]},
    "grade": {"anyOf": [{"type": "string", "enum": [*GRADES]}, {"type": "null"}]},
}
"""Quotes come before values, status and grade, so that a model finds the words before it judges them."""
SCHEMA = _object({"answers": _list(_object(ANSWER))})


def tight_schema(items: Sequence[Item]) -> dict[str, object]:
    """The same form, held to the very items in their order: for servers that make every token follow the schema, and
    whose prefix it does not touch.
    """
    few = {name: cast("dict[str, object]", ANSWER[name]) | {"maxItems": MOST_QUOTES} for name in ("quotes", "values")}
    answers = [_object(ANSWER | few | {"item": {"const": item.id}}) for item in items]
    told = {"type": "array", "prefixItems": answers, "items": False, "minItems": len(items), "maxItems": len(items)}
    return _object({"answers": told})


class BadAnswer(Exception):
    """An answer that cannot be used. `note` says what was wrong in a word or two, never in the answer's own."""

    def __init__(self, trouble: Trouble, note: str = "") -> None:
        super().__init__(f"{trouble}: {note}")
        self.trouble, self.note = trouble, note


def parse_claims(raw: str, items: Sequence[Item]) -> tuple[Claim, ...]:
    """One claim for each item, in their order. Raises BadAnswer.

    What belongs to no item, and values and quotes that cannot be what was asked for, are dropped; an item that is
    missing, told twice, or of which status or grade is no such thing, spoils the answer.
    """
    if not raw.strip():
        raise BadAnswer("empty")
    answers = _read_object(raw).get("answers")
    if not isinstance(answers, list):
        raise BadAnswer("wrong_schema", "no list of answers")
    wanted = {item.id: item for item in items}
    claims: dict[str, Claim] = {}
    for answer in answers:
        if not isinstance(answer, dict):
            raise BadAnswer("wrong_schema", "an answer is no object")
        item = wanted.get(answer["item"]) if isinstance(answer.get("item"), str) else None
        if item is None:
            continue
        if item.id in claims:
            raise BadAnswer("wrong_schema", "an item twice")
        claims[item.id] = _claim(answer, item)
    if len(claims) < len(wanted):
        raise BadAnswer("wrong_schema", "items are missing")
    return tuple(claims[item.id] for item in items)


def _read_object(raw: str) -> Mapping[str, Any]:
    """The JSON object, also where it stands in a code fence or among words."""
    if len(raw) > MOST_CHARACTERS:
        raise BadAnswer("wrong_schema", "too long")
    begin, end = raw.find("{"), raw.rfind("}")
    if begin < 0 or end < begin:
        raise BadAnswer("not_json")
    if _depth(raw[begin : end + 1]) > DEEPEST:
        raise BadAnswer("wrong_schema", "too deep")
    try:
        # Line ends and the like in strings, which JSON forbids, do no harm, and small models write them.
        read = json.loads(
            raw[begin : end + 1],
            object_pairs_hook=_once,
            parse_constant=_refuse,
            parse_int=_number,
            strict=False,
        )
    except (ValueError, RecursionError):
        raise BadAnswer("not_json") from None
    return cast("Mapping[str, Any]", read)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which a name stands twice can be read in two ways."""
    read = dict(pairs)
    if len(read) < len(pairs):
        raise BadAnswer("wrong_schema", "a name twice")
    return read


def _refuse(constant: str) -> None:
    raise BadAnswer("wrong_schema", "no number")


def _number(digits: str) -> int | float:
    """Numbers of thousands of digits cost time to read and mean nothing."""
    return int(digits) if len(digits) <= 15 else math.inf


def _depth(raw: str) -> int:
    """How deep brackets stand within each other, those in strings too: no honest answer comes near the limit."""
    depth = deepest = 0
    for sign in raw:
        if sign in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "}]":
            depth -= 1
    return deepest


def _claim(answer: Mapping[str, Any], item: Item) -> Claim:
    status, grade = answer.get("status"), answer.get("grade")
    if status not in CLAIMED:
        raise BadAnswer("wrong_schema", "status")
    if grade == "null":  # as models without a schema write it
        grade = None
    if grade is not None and grade not in GRADES:
        raise BadAnswer("wrong_schema", "grade")
    return Claim(
        item=item.id,
        status=cast(Status, status),
        grade=cast(Grade, grade) if grade in item.grades and status == "present" else None,
        values=_values(answer.get("values"), item),
        quotes=_quotes(answer.get("quotes")),
    )


def _quotes(told: object) -> tuple[QuotedWords, ...]:
    if not isinstance(told, list):
        raise BadAnswer("wrong_schema", "quotes")
    quotes = []
    for one in told[:MOST_QUOTES]:
        if not isinstance(one, dict):
            raise BadAnswer("wrong_schema", "a quote is no object")
        paper, words = one.get("paper"), one.get("words")
        if type(paper) is int and paper >= 0 and isinstance(words, str) and 0 < len(words.strip()) <= LONGEST_QUOTE:
            quotes.append(QuotedWords(paper, words))
    return tuple(dict.fromkeys(quotes))


def _values(told: object, item: Item) -> dict[str, Value]:
    """Also where they come as an object, as models without a schema write them."""
    if isinstance(told, dict):
        told = [{"name": name, "value": value} for name, value in told.items()]
    if not isinstance(told, list):
        raise BadAnswer("wrong_schema", "values")
    specs = {spec.name: spec for spec in item.values if spec.is_reported}
    values: dict[str, Value] = {}
    for one in told:
        if not isinstance(one, dict):
            raise BadAnswer("wrong_schema", "a value is no object")
        name = one.get("name")
        spec = specs.get(name) if isinstance(name, str) else None
        if spec is not None and spec.name not in values and (value := _value(one.get("value"), spec)) is not None:
            values[spec.name] = value
    return values


def _value(told: object, spec: ValueSpec) -> Value | None:
    """The value as the checklist types it, None where it is no such thing."""
    if spec.type == "boolean":
        return told if isinstance(told, bool) else None
    if spec.type == "enum":
        return told if isinstance(told, str) and told in spec.options else None
    if spec.type == "text":
        return told.strip() if isinstance(told, str) and 0 < len(told.strip()) <= LONGEST_TEXT else None
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    return told if math.isfinite(told) and 0 <= told <= LARGEST else None
