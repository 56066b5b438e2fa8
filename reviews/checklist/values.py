"""A checklist as plain values: what is asked of a contract, what to look for, how it is graded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from contracts.values import Kind
from reviews.conditions import Condition
from reviews.values import Grade, Status, Value

Localised = dict[str, str]
"""{"en": ..., "ja": ...}"""
Phrases = dict[str, tuple[str, ...]]
"""Phrases as written, by language."""
Scope = Literal["sentence", "next", "clause"]
"""The sentence; it and its neighbours; all of the clause."""
SCOPES: tuple[Scope, ...] = ("sentence", "next", "clause")
Choice = Literal["first", "least", "greatest", "all"]
CHOICES: tuple[Choice, ...] = ("first", "least", "greatest", "all")
"""Which of several readings counts; "all" joins the words of a text value."""
ValueType = Literal["duration", "percent", "money", "enum", "boolean", "text", "number"]


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    title: Localised


@dataclass(frozen=True, slots=True)
class ValueSpec:
    """A value that an item reads. `unit` is the one in which it is reported; `options` are those of an enum.

    One that is not reported only serves the rules and their reasons.
    """

    name: str
    type: ValueType
    unit: str = ""
    options: tuple[str, ...] = ()
    is_reported: bool = True


@dataclass(frozen=True, slots=True)
class Search:
    """What fact and value reader share: phrases, and what must or must not stand around a match.

    `without` cancels a match in `scope`; `unless` are facts that do; `with_facts` must have matched within `within`.
    `near` must match in the clause or a heading above it; `heading` must match such a heading.
    A weak fact does not answer by itself where the papers point to one that was not supplied.
    """

    phrases: Phrases
    without: Phrases = field(default_factory=dict)
    scope: Scope = "sentence"
    unless: tuple[str, ...] = ()
    with_facts: tuple[str, ...] = ()
    within: Scope = "sentence"
    near: Phrases = field(default_factory=dict)
    heading: Phrases = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()
    answers: bool = True
    is_weak: bool = False
    strength: float = 0.7


@dataclass(frozen=True, slots=True)
class Fact:
    """`same_as` is where the search was taken over from ("pricing.change_right.any_time"), "" where it is its own."""

    name: str
    search: Search
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class ValueReader:
    """Reads one value. `cases` maps facts to the value, first that holds; a reader with cases has no search."""

    name: str
    search: Search | None
    choose: Choice = "first"
    cases: tuple[tuple[Value, Condition], ...] = ()


@dataclass(frozen=True, slots=True)
class Find:
    facts: tuple[Fact, ...] = ()
    values: tuple[ValueReader, ...] = ()
    """In order of preference where several read the same value."""
    referenced: Phrases = field(default_factory=dict)
    points_to: tuple[str, ...] = ()
    ignore: dict[str, Phrases] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """`condition` None always holds. `because` may be empty: then the grade's own ladder text is the reason.

    `status` is "present", or what the words come to although something was found: "referenced", "absent", "unclear";
    the grade is then that of silence.
    """

    condition: Condition | None
    grade: Grade
    status: Status = "present"
    set: dict[str, Value] = field(default_factory=dict)
    because: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that an item must answer as said (`match`) or must leave alone (`miss`)."""

    language: str
    is_match: bool
    text: str
    line: int
    heading: str = ""
    kind: Kind | None = None
    grade: Grade | None = None
    values: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silence:
    grade: Grade
    because: Localised


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    category: str
    weight: int
    title: Localised
    question: Localised
    why: Localised
    values: tuple[ValueSpec, ...]
    grades: dict[Grade, Localised]
    silence: Silence
    applies_to: tuple[Kind, ...]
    sources: tuple[str, ...]
    fallback: Localised
    find: Find = field(default_factory=Find)
    rules: tuple[Rule, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """`sha256` is of the content, not of its layout: comments and line breaks do not change it."""

    name: Localised
    version: str
    categories: tuple[Category, ...]
    items: tuple[Item, ...]
    words: dict[str, Phrases]
    papers: dict[str, Phrases]
    ignore: dict[str, Phrases]
    sha256: str
    whole: Checklist | None = None
    """The checklist of which this one is a part: what is learned from items is learned from all of them."""
