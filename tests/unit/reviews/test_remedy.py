"""What would have to change: papers first, then the shortest list of amendments."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.values import Kind
from reviews.checklist.values import Find, Item, Silence
from reviews.remedy import Remedy, Step, is_accepted, plan_remedy, settle, shortest_amendments
from reviews.score import score_findings
from reviews.values import BANDS, GRADES, Band, Finding, Grade, Score, Status


def item(name: str, applies_to: tuple[Kind, ...] = ("master_terms",), points_to: tuple[str, ...] = ()) -> Item:
    text = {"en": name, "ja": name}
    return Item(
        id=name,
        category="pricing",
        weight=1,
        title=text,
        question=text,
        why=text,
        values=(),
        grades=dict.fromkeys(GRADES, text),
        silence=Silence("risky", text),
        applies_to=applies_to,
        sources=(),
        fallback=text,
        find=Find(points_to=points_to),
    )


def finding(item: str, weight: int, grade: Grade | None, status: Status = "present") -> Finding:
    return Finding(item, "pricing", weight, status, grade, {}, (), 0.9, "local", {"en": "", "ja": ""})


def items_of(findings: list[Finding]) -> list[Item]:
    return [item(one.item) for one in findings]


def test_nothing_to_do_within_the_accepted_band():
    findings = [finding("a", 3, "acceptable"), finding("b", 3, "favourable")]
    assert plan_remedy(items_of(findings), findings, {"master_terms"}, "moderate") == Remedy("moderate", (), 0)


def test_greatest_gain_comes_first_and_asks_for_no_more_than_is_needed():
    findings = [finding("a", 2, "risky"), finding("b", 4, "risky"), finding("c", 4, "acceptable")]  # 490 / 10
    remedy = plan_remedy(items_of(findings), findings, {"master_terms"}, "moderate")
    assert remedy == Remedy("moderate", (Step("amend", ("b",), "acceptable", Score(33.0, 33.0, 33.0, "moderate")),), 1)


def test_favourable_is_asked_for_where_acceptable_is_not_enough():
    findings = [finding("a", 5, "risky"), finding("b", 5, "acceptable")]
    remedy = plan_remedy(items_of(findings), findings, {"master_terms"}, "low")
    assert [(step.items, step.target, step.after.score) for step in remedy.steps] == [(("a",), "favourable", 12.5)]


def test_critical_of_weight_five_must_go_even_where_the_sum_is_low():
    findings = [finding("a", 5, "critical")] + [finding(f"b{n}", 5, "favourable") for n in range(9)]
    remedy = plan_remedy(items_of(findings), findings, {"master_terms"}, "moderate")
    assert [(step.items, step.target, step.after) for step in remedy.steps] == [
        (("a",), "acceptable", Score(2.5, 2.5, 2.5, "low"))
    ]
    assert plan_remedy(items_of(findings), findings, {"master_terms"}, "high").steps == ()


def test_paper_that_is_missing_is_asked_for_before_anything_is_amended():
    items = [
        item("data.breach", ("dpa", "master_terms"), ("dpa",)),
        item("data.place", ("master_terms", "dpa"), ("dpa",)),
        item("sla.uptime", ("sla", "master_terms"), ("sla",)),
        item("pricing.right", ("master_terms",)),
    ]
    findings = [
        finding("pricing.right", 5, "risky"),
        finding("data.place", 4, "risky", "referenced"),
        finding("data.breach", 5, "critical", "referenced"),
        finding("sla.uptime", 5, "critical", "absent"),
    ]
    remedy = plan_remedy(items, findings, {"master_terms"}, "moderate")
    assert [(step.action, step.paper, step.items, step.after.score, step.after.band) for step in remedy.steps] == [
        ("ask", "dpa", ("data.breach", "data.place"), 55.3, "high"),
        ("ask", "sla", ("sla.uptime",), 35.5, "moderate"),
    ]
    assert remedy.needed == 2
    assert remedy.amendments == ()


def test_paper_at_hand_is_not_asked_for():
    items = [item("data.breach", ("dpa", "master_terms"), ("dpa",))]
    silent = finding("data.breach", 5, "critical", "absent")
    assert [step.action for step in plan_remedy(items, [silent], {"dpa"}, "moderate").steps] == ["amend"]
    assert [step.action for step in plan_remedy(items, [silent], {"master_terms"}, "moderate").steps] == ["ask"]


def test_what_was_not_assessed_is_asked_for_and_moves_no_score():
    items = [item("sla.uptime", ("sla",)), item("a")]
    findings = [finding("sla.uptime", 5, None, "not_assessed"), finding("a", 1, "acceptable")]
    remedy = plan_remedy(items, findings, {"master_terms"}, "moderate")
    assert remedy == Remedy(
        "moderate", (Step("ask", ("sla.uptime",), "acceptable", Score(25.0, 25.0, 25.0, "moderate"), "sla"),), 0
    )


bundles = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from([*GRADES, None]), st.sampled_from(["present", "unclear", "absent"])),
    max_size=7,
).map(lambda rows: [finding(f"i{n}", weight, grade, status) for n, (weight, grade, status) in enumerate(rows)])


@settings(deadline=None)
@given(bundles, st.sampled_from(BANDS))
def test_no_shorter_list_reaches_the_accepted_band(findings: list[Finding], accepted: Band):
    amendments = shortest_amendments(findings, accepted)
    state = findings
    for item, target in amendments:
        state = settle(state, {item: target})
    assert is_accepted(state, accepted)
    for fewer in combinations([one.item for one in findings], max(0, len(amendments) - 1)):
        if amendments:
            assert not is_accepted(settle(findings, dict.fromkeys(fewer, "favourable")), accepted)


@given(bundles, st.sampled_from(BANDS), st.randoms())
def test_steps_only_lower_the_score_and_order_does_not_matter(findings: list[Finding], accepted: Band, random):
    items = items_of(findings)
    remedy = plan_remedy(items, findings, {"master_terms"}, accepted)
    scores = [score_findings(findings).overall.score, *(step.after.score for step in remedy.steps)]
    assert scores == sorted(scores, key=lambda score: -(score or 0))
    shuffled = [replace(one) for one in findings]
    random.shuffle(shuffled)
    assert plan_remedy(items, shuffled, {"master_terms"}, accepted) == remedy
