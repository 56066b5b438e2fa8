"""Papers of one bundle that disagree: both are quoted, one counts, and the reason says which and why."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from contracts.values import Kind, Paper
from reviews.local.precedence import Precedence
from reviews.local.tagged import prepare_papers
from reviews.values import Conflict
from tests.unit.reviews.small import paper, review, small

FIND = """\
facts:
  ends: {en: ["<vendor> may (terminate|end)"], ja: ["<vendor>は ... 解約"]}
  refunded: {en: ["refund*"], ja: [返金], with: [ends], within: clause, answers: false}
values:
  days: {en: ["<duration> .. notice", "notice of .. <duration>"], ja: ["<duration>前"], with: [ends], within: next}
"""
RULES = """\
rules:
  - {if: "days >= 90", grade: acceptable}
  - {if: "days >= 30", grade: risky}
  - {if: "days < 30", grade: critical}
  - {if: "refunded", grade: acceptable}
  - {grade: risky}
"""
CHECKLIST = small(FIND, RULES)
TERMS = {
    "en": "Provider may terminate this agreement on {days} days’ notice.\n\n{more}\n",
    "ja": "当社は、{days}日前に通知して本契約を解約できます。\n\n{more}\n",
}
AMENDMENT = {
    "en": "Provider may terminate this agreement on {days} days’ notice.\n\n{more}\n",
    "ja": "当社は、{days}日前に通知して本契約を解約できます。\n\n{more}\n",
}
PRECEDENCE = {
    "en": "In the event of a conflict between an amendment and these terms, the amendment shall prevail.",
    "ja": "変更覚書と本規約の内容が矛盾する場合は、変更覚書が優先するものとします。",
}


def bundle(language: str, days: tuple[int, int], more: str = "") -> list[Paper]:
    return [
        paper(TERMS[language].format(days=days[0], more=more), name="terms.md"),
        paper(AMENDMENT[language].format(days=days[1], more=""), "amendment", name="amendment.md"),
    ]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("is_turned", [False, True])
def test_worse_paper_counts_where_nothing_else_is_said(language: str, is_turned: bool) -> None:
    papers = bundle(language, (90, 14))
    finding = review(CHECKLIST, *(papers[::-1] if is_turned else papers))
    assert (finding.grade, finding.values) == ("critical", {"days": 14})
    assert finding.conflict is not None
    assert [(side.grade, side.values) for side in finding.conflict.sides] == [
        ("critical", {"days": 14}),
        ("acceptable", {"days": 90}),
    ]
    quotes = [finding.evidence[side.evidence].quote for side in finding.conflict.sides]
    assert ["14" in quotes[0], "90" in quotes[1]] == [True, True]
    assert {one.document for one in finding.evidence} == {0, 1}
    assert finding.conflict.precedence is None
    for words in ("terms.md", "amendment.md", "14 days", "90 days", "the worse"):
        assert words in finding.rationale["en"]
    for words in ("「terms.md」", "「amendment.md」", "14日", "90日", "不利"):
        assert words in finding.rationale["ja"]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("days", "grade"), [((14, 90), "acceptable"), ((90, 14), "critical")])
def test_order_of_precedence_decides_before_the_worse(language: str, days: tuple[int, int], grade: str) -> None:
    finding = review(CHECKLIST, *bundle(language, days, PRECEDENCE[language]))
    assert (finding.grade, finding.values) == (grade, {"days": days[1]})
    assert finding.conflict is not None and finding.conflict.precedence is not None
    assert finding.evidence[finding.conflict.precedence].quote == PRECEDENCE[language]
    assert [side.document for side in finding.conflict.sides] == [1, 0]
    assert "which by the papers’ own order of precedence prevails" in finding.rationale["en"]
    assert "優先順位により優先する「amendment.md」" in finding.rationale["ja"]


def test_papers_that_say_the_same_do_not_conflict() -> None:
    finding = review(CHECKLIST, *bundle("en", (30, 30)))
    assert (finding.grade, finding.conflict) == ("risky", None)
    assert "disagree" not in finding.rationale["en"]


def test_paper_that_only_adds_does_not_conflict() -> None:
    """One paper says that the vendor may end, the other when: together they are one answer."""
    bare = paper("Provider may end the service.", name="terms.md")
    dated = paper("Provider may end the service on 90 days’ notice.", "amendment", name="amendment.md")
    finding = review(CHECKLIST, bare, dated)
    assert (finding.grade, finding.conflict) == ("acceptable", None)


def test_paper_of_which_the_item_does_not_speak_is_no_side() -> None:
    other = paper("Provider may terminate this agreement on 5 days’ notice.", "sla", name="sla.md")
    assert review(CHECKLIST, bundle("en", (90, 14))[0], other).conflict is None


def test_clauses_of_one_paper_conflict_only_where_they_say_the_same() -> None:
    clause = "# {number}. {name}\n\nProvider may terminate this agreement on {days} days’ notice.\n\n"
    parties = "This agreement is between Acme Inc. (“Provider”) and Beta Ltd. (“Customer”).\n\n"
    body = parties + clause.format(number=1, name="Term", days=14) + clause.format(number=2, name="Exit", days=90)
    finding = review(CHECKLIST, paper(body, name="terms.md"))
    assert finding.grade == "critical"
    assert finding.conflict is not None
    assert "Clauses of “terms.md” disagree" in finding.rationale["en"]
    assert [side.document for side in finding.conflict.sides] == [0, 0]
    refunded = body.replace("90 days’ notice.", "90 days’ notice. It refunds what was prepaid.")
    assert review(CHECKLIST, paper(refunded, name="terms.md")).conflict is None


def test_conflict_makes_less_sure() -> None:
    alone = review(CHECKLIST, bundle("en", (14, 14))[0])
    both = review(CHECKLIST, *bundle("en", (90, 14)))
    assert both.confidence < alone.confidence


def test_conflict_survives_storage() -> None:
    conflict = review(CHECKLIST, *bundle("en", (90, 14))).conflict
    assert conflict is not None
    assert Conflict.read(asdict(conflict)) == conflict


@pytest.mark.parametrize(
    ("words", "winner", "loser"),
    [
        ("In the event of any conflict, the Order Form prevails over the Agreement.", "order_form", "master_terms"),
        ("If this Agreement and the DPA are inconsistent, the DPA shall control.", "dpa", "master_terms"),
        (
            "The papers apply in the following order of precedence: (a) the Order Form; (b) the Service Level "
            "Agreement; (c) these Terms.",
            "order_form",
            "sla",
        ),
        (
            "In case of conflict between these Terms and an Order Form, these Terms take precedence.",
            "master_terms",
            "order_form",
        ),
        ("本規約と注文書の内容が異なる場合は、注文書が優先して適用されます。", "order_form", "master_terms"),
        ("本規約とサービスレベル規定との間に矛盾がある場合、本規約が優先する。", "master_terms", "sla"),
        (
            "各文書に齟齬があるときは、注文書、個人情報の取扱いに関する覚書、利用規約の順に優先する。",
            "order_form",
            "dpa",
        ),
        ("The laws of Norway shall govern this Agreement and any Order Form.", None, None),
        ("当社は、有償のお客様のお問い合わせに優先して対応します。", None, None),
    ],
)
def test_order_of_precedence_is_read(words: str, winner: Kind | None, loser: Kind | None) -> None:
    kinds: list[Kind] = ["master_terms", "order_form", "dpa", "sla"]
    language = "ja" if words[-1] == "。" else "en"
    filler = {"en": "This paper stands alone.", "ja": "本書は単独で効力を有する。"}[language]
    papers = [paper(words, name="0.txt"), *(paper(filler, kind, f"{kind}.txt") for kind in kinds[1:])]
    asked = [kinds.index(kind) for kind in (winner, loser) if kind] or range(4)
    found = Precedence(dict(enumerate(prepare_papers(papers)))).between(asked)
    if winner is None or loser is None:
        assert found is None
    else:
        assert found is not None
        assert (kinds[found.document], kinds[found.over]) == (winner, loser)
        assert found.evidence.quote == words
