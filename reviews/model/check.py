"""What counts of a model's claims: quotes that stand in the papers, values that these state, grades that fit them.

Before it: `ask.py`; after it: `compare.py`. Nothing that a model writes goes further: a finding holds spans of the
papers, figures read off them, options and grades of the checklist, and the checklist's own words as its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.values import Paper
from reviews.checklist.values import Checklist, Item, Rule
from reviews.conflict import rule_for
from reviews.grade import graded, is_by_value, ungraded
from reviews.local.reread import Rereader
from reviews.local.tagged import Tagged, prepare_papers
from reviews.model.evidence import Located, Locator, Withheld, without_doubles
from reviews.model.stated import Stated, read_stated
from reviews.model.values import Claim, RefusedQuote
from reviews.values import POINTS, Answer, Evidence, Finding, Grade, Status, Value

MOST_QUOTES = 12
"""Quotes of one claim that are looked at."""
MOST_SHOWN = 5
SURE = {"value": 80, "stated": 70, "phrases": 65, "likeness": 55, "unlike": 35}
"""How sure a finding is, in per cent, by what stands behind it: a figure that phrases found in the quote; a figure that
the quote states; phrases that matched in it; its likeness to what answers the item; nothing but the model."""
SETTLED: dict[Status, int] = {"referenced": 50, "absent": 45, "unclear": 30}
LIKE = -400
"""Likeness (of 1000) from which a passage reads as if it were about the item's matter."""
SETTLING: tuple[Status, ...] = ("unclear", "referenced", "absent")
"""What a model may say without a quote, what counts most first."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings of the model in the order of the checklist, of those items for which a claim stands; and what was lost.

    `dropped_claims` are those of words in the papers without a single quote that counts, of unknown items, and of what
    no model can say; `dropped_values` those that the quotes do not state.
    """

    findings: tuple[Finding, ...] = ()
    refused: tuple[RefusedQuote, ...] = ()
    quotes: int = 0
    dropped_claims: int = 0
    dropped_values: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim with the quotes of it that count."""

    claim: Claim
    located: tuple[Located, ...]
    evidence: tuple[Evidence, ...]
    stated: Stated


def check_claims(
    checklist: Checklist,
    papers: Sequence[Paper],
    claims: Sequence[Claim],
    prepared: Sequence[Tagged] | None = None,
    withheld: Sequence[Withheld] = (),
) -> Checked:
    """Words within the passages `withheld` (paper, start, end) count for nothing: hidden text, instructions."""
    tagged = prepared if prepared is not None else prepare_papers(papers)
    checker = _Checker(checklist, Locator(papers, tagged, withheld), tagged)
    by_item: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_item[claim.item].append(claim)
    known = {item.id for item in checklist.items}
    checker.dropped_claims = sum(len(own) for item, own in by_item.items() if item not in known)
    findings = [checker.finding(place, by_item.get(item.id, ())) for place, item in enumerate(checklist.items)]
    return Checked(
        findings=tuple(finding for finding in findings if finding is not None),
        refused=tuple(checker.refused),
        quotes=checker.quotes,
        dropped_claims=checker.dropped_claims,
        dropped_values=checker.dropped_values,
    )


class _Checker:
    def __init__(self, checklist: Checklist, locator: Locator, tagged: Sequence[Tagged]) -> None:
        self.checklist, self.locator, self.tagged = checklist, locator, tagged
        self.rereader = Rereader(checklist, tagged)
        self.refused: list[RefusedQuote] = []
        self.quotes = self.dropped_claims = self.dropped_values = 0

    def finding(self, place: int, claims: Sequence[Claim]) -> Finding | None:
        """What all claims about one item come to: words of the papers before silence, worse grades before better ones.

        None where no claim stands, or one fell and the rest is silence: then the model has said nothing.
        """
        item = self.checklist.items[place]
        before = self.dropped_claims
        present = [claim for claim in claims if claim.status == "present"]
        standing = [one for claim in present if (one := self.standing(item, claim)) is not None]
        others = [claim for claim in claims if claim.status in SETTLING]
        self.dropped_claims += len(claims) - len(standing) - len(others)
        if standing:
            return self.present(place, standing)
        if not others or self.dropped_claims > before:
            return None
        status = min((claim.status for claim in others), key=SETTLING.index)
        return self.settled(item, status)

    def standing(self, item: Item, claim: Claim) -> Standing | None:
        located: list[Located] = []
        for quoted in claim.quotes[:MOST_QUOTES]:
            found = self.locator.locate(quoted)
            if isinstance(found, str):
                self.refused.append(RefusedQuote(item.id, quoted.words, found))
            elif found not in located:
                located.append(found)
        if not located:
            return None
        self.quotes += len(located)
        stated = read_stated(item, claim.values, located, self.tagged)
        self.dropped_values += stated.dropped
        evidence = without_doubles([span for one in located for span in self.locator.show(one)])
        return Standing(claim, tuple(located), evidence, stated)

    def settled(self, item: Item, status: Status, evidence: tuple[Evidence, ...] = ()) -> Finding:
        answer = Answer(item.id, status, evidence=evidence, reader="model")
        return replace(ungraded(item, answer, status), confidence=SETTLED[status] / 100)

    def present(self, place: int, standing: Sequence[Standing]) -> Finding:
        item = self.checklist.items[place]
        sentences: dict[int, set[int]] = defaultdict(set)
        for one in standing:
            for located in one.located:
                leads = {
                    lead for own in located.sentences for lead in self.tagged[located.document].sentences[own].leads
                }
                sentences[located.document] |= leads | set(located.sentences)
        read = self.rereader.read(place, sentences)
        is_found = read.status == "present"
        rule = rule_for(item, read) if is_found else None
        evidence = without_doubles([span for one in standing for span in one.evidence])
        if rule is not None and rule.status == "present" and is_by_value(item, read, rule):
            return self.by_phrases(item, read, rule, standing)
        findings = [self.by_claim(item, read, one) for one in standing]
        told = [finding for finding in findings if finding is not None]
        if not told:
            return self.settled(item, "unclear", evidence)
        worst = max(told, key=lambda finding: POINTS[finding.grade or "favourable"])
        others = [span for span in evidence if span not in worst.evidence]
        worst = replace(worst, evidence=without_doubles([*worst.evidence, *others])[:MOST_SHOWN])
        is_like = is_found or self.rereader.like(place, sentences) >= LIKE
        if not is_like and POINTS[worst.grade or "favourable"] < POINTS[item.silence.grade]:
            # True words of the contract, but of another matter: they do not make silence any better.
            return self.settled(item, "unclear", evidence)
        sure = "stated" if worst.is_by_value else "phrases" if is_found else "likeness" if is_like else "unlike"
        return replace(worst, confidence=SURE[sure] / 100)

    def by_phrases(self, item: Item, read: Answer, rule: Rule, standing: Sequence[Standing]) -> Finding:
        """Graded as the local reader grades these sentences: a figure that its phrases find in them decides."""
        values = {**_fitting(item, rule.grade, standing), **read.values}
        shown = without_doubles([*read.evidence, *(span for one in standing for span in one.evidence)])
        finding = graded(item, replace(read, reader="model", values=values), rule)
        first = without_doubles(finding.evidence)
        evidence = [*first, *(span for span in shown if span not in first)]
        return replace(finding, evidence=without_doubles(evidence)[:MOST_SHOWN], confidence=SURE["value"] / 100)

    def by_claim(self, item: Item, read: Answer, one: Standing) -> Finding | None:
        """Graded by a figure that the quote states, else as the model did; None where it gave no grade."""
        claimed = one.claim.grade if one.claim.grade in item.grades else None
        values = {**one.stated.values, **(read.values if read.status == "present" else {})}
        answer = Answer(item.id, "present", read.facts, values, one.evidence, reader="model")
        rule = rule_for(item, answer)
        if rule is not None and rule.status == "present" and is_by_value(item, answer, rule):
            names = rule.condition.support(answer.facts, answer.values) if rule.condition else []
            doubtful = [name for name in names if name in one.stated.values and name not in one.stated.plain]
            if not doubtful or claimed is None or POINTS[rule.grade] >= POINTS[claimed]:
                values = {**_fitting(item, rule.grade, [one]), **_figures(item, values)}
                return graded(item, replace(answer, values=values), rule)
        if claimed is None:
            return None
        values = {**_fitting(item, claimed, [one]), **_figures(item, values)}
        return graded(item, replace(answer, values=values), Rule(None, claimed))


def _figures(item: Item, values: Mapping[str, Value]) -> dict[str, Value]:
    options = {spec.name for spec in item.values if spec.type == "enum"}
    return {name: value for name, value in values.items() if name not in options}


def _fitting(item: Item, grade: Grade, standing: Sequence[Standing]) -> dict[str, Value]:
    """The values of the claims; an option that the checklist's rules set goes only with a grade with which they do."""
    found: dict[str, Value] = {}
    for one in standing:
        for name, value in one.stated.values.items():
            grades = {rule.grade for rule in item.rules if rule.set.get(name) == value}
            if name not in found and (not grades or grade in grades):
                found[name] = value
    return found
