"""Loading checklists: the default one, and a hundred mistakes that must each be told with their line."""

from __future__ import annotations

import re
from time import perf_counter

import pytest

from reviews.checklist import (
    DEFAULT,
    ChecklistError,
    default_checklist,
    default_source,
    load_checklist,
    load_folder,
)
from reviews.checklist.source import read_source
from tests.unit.reviews.small import HEAD, small_source

FIND = """\
facts:
  ends:
    en: ["may terminate"]
    ja: [解約できる]
values:
  days: {en: ["<duration> .. notice"], ja: ["<duration>前"]}
  mode: {cases: {yes: ends}}
"""
RULES = """\
rules:
  - {if: ends, grade: critical, because: {en: "{days} days", ja: "{days}日"}}
  - {grade: acceptable}
examples:
  en:
    match: ["We may terminate."]
    miss: ["You pay."]
"""
GOOD = small_source(FIND, RULES)


def messages(source: str) -> list[str]:
    with pytest.raises(ChecklistError) as caught:
        load_checklist(source, "mine.yaml")
    return caught.value.messages


def line_of(source: str, needle: str) -> int:
    return source[: source.index(needle)].count("\n") + 1


def test_default_checklist_is_whole() -> None:
    checklist = default_checklist()
    assert len(checklist.items) == 47
    assert [category.id for category in checklist.categories] == [
        "pricing",
        "data",
        "sla",
        "continuity",
        "ai",
        "liability",
    ]
    weights = {item.weight for item in checklist.items}
    assert weights <= {1, 2, 3, 4, 5}
    for item in checklist.items:
        texts = [item.title, item.question, item.why, item.fallback, item.silence.because, *item.grades.values()]
        assert all(text["en"] and text["ja"] for text in texts), item.id


def test_one_file_and_a_folder_are_the_same_checklist() -> None:
    assert load_checklist(default_source()).sha256 == load_folder(DEFAULT).sha256


def test_hash_is_of_the_content() -> None:
    again = load_checklist("# a comment\n" + GOOD.replace("weight: 3", "weight:   3"), "other.yaml")
    assert again.sha256 == load_checklist(GOOD).sha256
    assert load_checklist(GOOD.replace("weight: 3", "weight: 4")).sha256 != again.sha256


def test_default_checklist_loads_quickly() -> None:
    """A bound with much room for slow machines; it catches a loader that has become many times slower."""
    source = default_source()
    started = perf_counter()
    load_checklist(source)
    assert perf_counter() - started < 4


CHANGES = [
    ("weight: 3", "weight: 9", "from 1 to 5"),
    ("weight: 3", "weight: 0", "from 1 to 5"),
    ("weight: 3", "weight: high", "from 1 to 5"),
    ("weight: 3", "weight: true", "from 1 to 5"),
    ("weight: 3", "weight: 2.5", "from 1 to 5"),
    ("weight: 3", "wight: 3", "“wight” is not a key of an item"),
    ("category: exit", "category: entry", "there is no category “entry”"),
    ("id: exit.one", "id: Exit One", "is not an id"),
    ("id: exit.one", "name: exit.one", "“name” is not a key"),
    ("title: {en: T, ja: T}", "title: {en: T}", "“ja” is missing"),
    ("title: {en: T, ja: T}", "title: T", "must give en and ja"),
    ("title: {en: T, ja: T}", "title: {en: T, ja: T, fr: T}", "“fr” is not a key"),
    ("question: {en: Q, ja: Q}", "question: {en: Q, ja: 3}", "“ja” must be text"),
    ("favourable: {en: F, ja: F}", "good: {en: F, ja: F}", "“good” is not a key of grades"),
    ("critical: {en: C, ja: C}", "critical: {en: C}", "“ja” is missing"),
    ("grade: risky, because", "grade: awful, because", "must be one of favourable"),
    ("silence: {grade: risky, because: {en: Silent, ja: 定めなし}}", "silence: risky", "“silence” must give"),
    ("applies_to: [master_terms]", "applies_to: [contract]", "“contract” is not known"),
    ("applies_to: [master_terms]", "applies_to: master_terms", "must be a list of words"),
    ("sources: []", "sources: [[]]", "must be a list of words"),
    ("type: duration", "type: time", "must be one of duration"),
    ("type: enum, options: [yes, no]", "type: enum", "“options”"),
    ("type: percent, unit: percent", "type: percent, options: [a]", "“options”"),
    ("name: days, type", "nam: days, type", "“nam” is not a key of a value"),
    ("facts:", "fact:", "“fact” is not a key of find"),
    ("  ends:", "  Ends It:", "is not a name"),
    ("  ends:", "  days:", "is a fact and a value"),
    ('en: ["may terminate"]', "en: may terminate", "must be a list of words"),
    ('en: ["may terminate"]', 'em: ["may terminate"]', "“em” is not a key"),
    ('en: ["may terminate"]', "not: {}", "phrases for “en” are missing"),
    ("may terminate", "(may terminate", "“)” is missing"),
    ("may terminate", "@nowhere", "no word list @nowhere"),
    ("may terminate", "<seller> may", "“<seller>” is not known"),
    ("may terminate", "... ...", "no word that must be there"),
    ("may terminate", "may ..... terminate", "is not a gap"),
    ("ja: [解約できる]", "ja: ['解約[できる']", "is missing"),
    ("ja: [解約できる]", "ja: [解約できる]\n          scope: page", "must be one of sentence"),
    ("ja: [解約できる]", "ja: [解約できる]\n          with: [nothing]", "“nothing” is not known"),
    ("ja: [解約できる]", "ja: [解約できる]\n          unless: [nothing]", "“nothing” is not known"),
    ("ja: [解約できる]", "ja: [解約できる]\n          with: [ends]", "circle"),
    ("ja: [解約できる]", "ja: [解約できる]\n          strength: 2", "above 0"),
    ("ja: [解約できる]", "ja: [解約できる]\n          answers: maybe", "true or false"),
    ("ja: [解約できる]", "ja: [解約できる]\n          near: [fees]", "must give lists of phrases"),
    ("ja: [解約できる]", "ja: [解約できる]\n          near: {en: ['(']}", "is missing"),
    ("ja: [解約できる]", "ja: [解約できる]\n          kinds: [letter]", "“letter” is not known"),
    ("days: {en:", "weeks: {en:", "“weeks” is not a value"),
    ("<duration> .. notice", "some notice", "name the quantity"),
    ('ja: ["<duration>前"]}', 'ja: ["<duration>前"], choose: best}', "must be one of first"),
    ('ja: ["<duration>前"]}', 'ja: ["<duration>前"], choose: all}', "is not a choice among"),
    ('ja: ["<duration>前"]}', 'ja: ["<duration>前"], text: true}', "belongs to values of type text"),
    ("mode: {cases: {yes: ends}}", "mode: {en: [x], ja: [x]}", "give it “cases”"),
    ("mode: {cases: {yes: ends}}", "mode: {cases: {perhaps: ends}}", "“perhaps” is not a enum"),
    ("mode: {cases: {yes: ends}}", "mode: {cases: {yes: begins}}", "“begins” is not a fact"),
    ("mode: {cases: {yes: ends}}", "mode: {cases: {yes: ends}, choose: least}", "“choose” is not a key"),
    ("mode: {cases: {yes: ends}}", "mode: 3", "must say how it is read"),
    ("if: ends,", "if: begins,", "“begins” is not a fact"),
    ("if: ends,", "if: ends and,", "is missing in the condition"),
    ("if: ends,", 'if: "weeks > 3",', "“weeks” is not a value"),
    ("if: ends,", 'if: "days > often",', "“often” is not a duration"),
    ("if: ends,", 'if: "mode == perhaps",', "“perhaps” is not a enum"),
    ("if: ends,", 'if: "has weeks",', "“weeks” is not a value"),
    ("if: ends,", 'if: "__import__(1)",', "not"),
    ("if: ends, grade: critical", "grade: critical", "must be the last"),
    ("- {grade: acceptable}", "- {if: ends, grade: acceptable}", "the last rule must have no"),
    ("- {grade: acceptable}", "- {grade: fine}", "must be one of favourable"),
    ("- {grade: acceptable}", "- {grade: acceptable, status: absent}", "has no grade"),
    ("- {grade: acceptable}", "- {status: lost}", "must be one of present"),
    ("- {grade: acceptable}", "- {grade: acceptable, set: {weeks: 3}}", "“weeks” is not a value"),
    ("- {grade: acceptable}", "- {grade: acceptable, set: {mode: often}}", "“often” is not a enum"),
    ("- {grade: acceptable}", "- acceptable", "must be a mapping"),
    ("- {grade: acceptable}", "- {grade: acceptable, weight: 3}", "“weight” is not a key of a rule"),
    ("{days} days", "{weeks} weeks", "“{weeks}” is not a value"),
    ('because: {en: "{days} days", ja: "{days}日"}', 'because: {en: "days"}', "“ja” is missing"),
    ('match: ["We may terminate."]', 'hits: ["We may terminate."]', "“hits” is not a key"),
    ('match: ["We may terminate."]', "match: We may terminate.", "must be a list"),
    ('match: ["We may terminate."]', "match: [{txt: x}]", "“txt” is not a key"),
    ('match: ["We may terminate."]', "match: [{text: x, grade: fine}]", "must be one of favourable"),
    ('match: ["We may terminate."]', "match: [{text: x, kind: letter}]", "must be one of"),
    ('match: ["We may terminate."]', "match: [{text: x, values: {weeks: 3}}]", "“weeks” is not a value"),
    ('match: ["We may terminate."]', "match: [3]", "an example is a sentence"),
    ('name: {en: "Small", ja: "小"}', 'name: {en: "Small"}', "“ja” is missing"),
    ('name: {en: "Small", ja: "小"}', 'name: {en: "Small", ja: "小"}\nauthor: me', "“author” is not a key"),
    ('{id: exit, en: "Exit", ja: "終了"}', '{id: exit, en: "Exit"}', "“ja” is missing"),
    ('{id: exit, en: "Exit", ja: "終了"}', '{id: Exit, en: "Exit", ja: "終了"}', "is not an id"),
    ("categories: [", "categories: [{id: exit, en: E, ja: E}, ", "the category “exit” stands here twice"),
    ("price: {en: [fee, fees, price*], ja: [料金, 価格]}", "price: [fee]", "with lists for en and ja"),
    ("price: {en: [fee, fees, price*], ja: [料金, 価格]}", "price: {en: ['('], ja: []}", "is missing"),
    ("price: {en: [fee, fees, price*], ja: [料金, 価格]}", "price: {en: ['@price'], ja: []}", "holds itself"),
    (
        'sla: {en: ["service level agreement"], ja: [サービスレベル契約]}',
        "letter: {en: [x], ja: [x]}",
        "“letter” is not a key of papers",
    ),
    ('heading: {en: ["beta services"], ja: [ベータ版]}', "page: {en: [x], ja: [x]}", "“page” is not a key of ignore"),
    ("weight: 3", "weight: 3\n    weight: 4", "stands here twice"),
    ("weight: 3", "weight: &w 3", "anchors and aliases"),
    ("weight: 3", "weight: !!int 3", "tags"),
    ("weight: 3", "weight: [3", "not readable as YAML"),
    ("weight: 3", "weight: 3\n\tgap: x", "not readable as YAML"),
    ("weight: 3", "weight: " + "[" * 60 + "]" * 60, "nested too deeply"),
    ("weight: 3", "weight: 3\n    [a]: b", "a key must be a word"),
]


@pytest.mark.parametrize(("old", "new", "said"), CHANGES)
def test_mistake_is_told_with_its_line(old: str, new: str, said: str) -> None:
    assert old in GOOD
    broken = GOOD.replace(old, new, 1)
    told = messages(broken)
    assert any(said in one for one in told), told
    assert all(re.match(r"mine\.yaml:\d+: ", one) for one in told), told


def test_line_is_that_of_the_mistake() -> None:
    broken = GOOD.replace("weight: 3", "weight: 9").replace("if: ends,", "if: begins,")
    assert [int(one.split(":")[1]) for one in messages(broken)] == [
        line_of(broken, "weight: 9"),
        line_of(broken, "if: begins"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "just words",
        "[]",
        "3",
        "a: b\n---\nc: d",
        "\x00",
        "a: " + "x" * 2_100_000,
        "[" * 200_000,
        "- " * 100_000,
        "{a: " * 100_000,
        "a: &a [x]\nb: [*a, *a]",
        HEAD + "  - 3\n",
        HEAD.replace("items:", "items: none"),
    ],
    ids=range(13),
)
def test_what_is_no_checklist_is_refused(source: str) -> None:
    assert messages(source)


def test_ids_stand_once() -> None:
    item = GOOD.split("items:\n", 1)[1]
    assert any("the item “exit.one” stands here twice" in one for one in messages(GOOD + item))


def test_words_stay_words() -> None:
    """YAML would make truth values of `no` and `on`; a person who writes an option means the word."""
    assert read_source("options: [no, on, off, yes, 1.5, 2, true]", "x")["options"] == [
        "no",
        "on",
        "off",
        "yes",
        1.5,
        2,
        True,
    ]
