"""Passages of one bundle that answer an item differently: which one the grade follows, and how that is said.

Two papers conflict where their figures differ: the paper that the papers themselves let prevail decides, else the worse
for the customer. They also conflict where each by itself meets another rule with another grade, and all of them
together come to that of the one that counts; else they complete each other. Clauses of one paper conflict where they
say the same with other figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from contracts.values import Paper
from reviews.checklist.values import Item, Rule, ValueSpec
from reviews.confidence import DISAGREEING
from reviews.values import GRADES, Answer, Conflict, Evidence, Finding, Side, Value

MAX_QUOTES = 5
FIGURES = ("duration", "percent", "money", "number")
UNITS: dict[str, dict[str, str]] = {
    "en": {"percent": " %", "days": " days", "hours": " hours", "months": " months", "years": " years"},
    "ja": {"percent": "％", "days": "日", "hours": "時間", "months": "か月", "years": "年"},
}
SAYS: dict[str, dict[str, str]] = {
    "en": {
        "papers": "The papers disagree: {sides}.",
        "clauses": "Clauses of {paper} disagree: {sides}.",
        "side": "{paper} comes to {what}",
        "between": "; ",
        "precedence": " The grade follows {paper}, which by the papers’ own order of precedence prevails.",
        "worse": " Nothing says which prevails, so the grade follows the worse.",
    },
    "ja": {
        "papers": "文書間で内容が食い違っています（{sides}）。",
        "clauses": "{paper}の条項間で内容が食い違っています（{sides}）。",
        "side": "{paper}では{what}",
        "between": "、",
        "precedence": "文書に定める優先順位により優先する{paper}に従って評価しています。",
        "worse": "優先順位の定めがないため、お客様に不利な方に従って評価しています。",
    },
}
GRADE_WORDS: dict[str, dict[str, str]] = {
    "en": {grade: grade for grade in GRADES},
    "ja": {"favourable": "「有利」", "acceptable": "「許容」", "risky": "「要注意」", "critical": "「重大」"},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one paper or clause comes to by itself."""

    answer: Answer
    rule: Rule
    values: dict[str, Value]

    @property
    def document(self) -> int:
        return self.answer.evidence[0].document

    @property
    def badness(self) -> int:
        return GRADES.index(self.rule.grade)


def find_conflict(item: Item, answer: Answer, rule: Rule) -> tuple[Reading, Reading] | None:
    """The reading that counts and one that says otherwise. `rule` is what all papers together come to."""
    reported = {spec.name for spec in item.values if spec.is_reported}
    readings = [
        Reading(one, own, {name: value for name, value in {**one.values, **own.set}.items() if name in reported})
        for one in answer.alone
        if (own := rule_for(item, one)) is not None and own.status == "present"
    ]
    pairs = [_ordered(answer, one, other) for one, other in combinations(readings, 2)]
    told = [pair for pair in pairs if _conflict(item, rule, *pair)]
    # The pair that lies furthest apart; where several do, the first.
    return max(told, key=lambda pair: abs(pair[0].badness - pair[1].badness), default=None)


def decides(item: Item, one: Reading, other: Reading) -> bool:
    """True where two papers give different figures: then one of them is the answer, not both together."""
    return one.document != other.document and any(_differs(spec, one.values, other.values) for spec in item.values)


def _ordered(answer: Answer, one: Reading, other: Reading) -> tuple[Reading, Reading]:
    prevailing = answer.prevailing
    if prevailing is not None and {one.document, other.document} == {prevailing.document, prevailing.over}:
        return (one, other) if one.document == prevailing.document else (other, one)
    return (one, other) if one.badness >= other.badness else (other, one)


def rule_for(item: Item, answer: Answer) -> Rule | None:
    """The first rule that applies; the last one has no condition."""
    return next(
        (rule for rule in item.rules if rule.condition is None or rule.condition.holds(answer.facts, answer.values)),
        None,
    )


def _conflict(item: Item, rule: Rule, one: Reading, other: Reading) -> bool:
    if decides(item, one, other):
        return True
    if one.rule.condition is None or other.rule.condition is None or one.rule.grade == other.rule.grade:
        return False
    if one.rule.grade != rule.grade:
        # What one passage lacks the other gives: together they are another answer, and no contradiction.
        return False
    if one.document != other.document:
        return True
    return one.answer.facts == other.answer.facts and any(
        _differs(spec, one.values, other.values) and spec.name in _support(one) and spec.name in _support(other)
        for spec in item.values
    )


def _differs(spec: ValueSpec, one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Of figures only: names are written in many ways, and what is not said at all often counts as a choice."""
    if spec.type not in FIGURES:
        return False
    return spec.name in one and spec.name in other and one[spec.name] != other[spec.name]


def _support(reading: Reading) -> list[str]:
    condition = reading.rule.condition
    return [] if condition is None else condition.support(reading.answer.facts, reading.answer.values)


def tell_conflict(
    item: Item, finding: Finding, answer: Answer, sides: tuple[Reading, Reading], papers: Sequence[Paper]
) -> Finding:
    """The finding with both passages quoted first, and which of them counts said in its reason."""
    prevailing = answer.prevailing
    is_settled = prevailing is not None and prevailing.document == sides[0].document != sides[1].document
    quotes: list[Evidence] = [_quote(one) for one in sides]
    if is_settled and prevailing is not None:
        quotes.append(prevailing.evidence)
    places = {(one.document, one.start, one.end) for one in quotes}
    others = [one for one in finding.evidence if (one.document, one.start, one.end) not in places]
    conflict = Conflict(
        sides=tuple(Side(one.document, one.rule.grade, one.values, number) for number, one in enumerate(sides)),
        precedence=2 if is_settled else None,
    )
    told = {language: _tell(item, sides, is_settled, papers, language) for language in SAYS}
    rationale = {
        language: f"{text}{' ' if language == 'en' else ''}{told.get(language, '')}"
        for language, text in finding.rationale.items()
    }
    evidence = tuple([*quotes, *others][:MAX_QUOTES])
    confidence = max(0.0, finding.confidence - DISAGREEING / 100)
    return replace(finding, evidence=evidence, rationale=rationale, conflict=conflict, confidence=confidence)


def _quote(reading: Reading) -> Evidence:
    names = _support(reading)
    numbers = [reading.answer.because[name] for name in names if name in reading.answer.because]
    return reading.answer.evidence[numbers[0] if numbers else 0]


def _tell(item: Item, sides: Sequence[Reading], is_settled: bool, papers: Sequence[Paper], language: str) -> str:
    says = SAYS[language]
    names = [_name(papers[one.document], language) for one in sides]
    is_one_paper = sides[0].document == sides[1].document
    whats = [_what(item, one, language) for one in sides]
    told = [
        what if is_one_paper else says["side"].format(paper=name, what=what)
        for name, what in zip(names, whats, strict=True)
    ]
    text = says["clauses" if is_one_paper else "papers"].format(paper=names[0], sides=says["between"].join(told))
    return text + says["precedence" if is_settled else "worse"].format(paper=names[0])


def _name(paper: Paper, language: str) -> str:
    name = paper.title or paper.name
    return f"「{name}」" if language == "ja" else f"“{name}”"


def _what(item: Item, reading: Reading, language: str) -> str:
    grade = GRADE_WORDS[language][reading.rule.grade]
    values = [
        f"{_figure(reading.values[spec.name])}{UNITS[language].get(spec.unit or spec.type, '')}"
        for spec in item.values
        if spec.name in reading.values and spec.type in FIGURES
    ]
    if not values:
        return grade
    return f"{grade} ({', '.join(values)})" if language == "en" else f"{grade}（{'、'.join(values)}）"


def _figure(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
