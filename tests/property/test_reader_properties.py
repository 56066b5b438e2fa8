"""What must hold of the local reader whatever a paper says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.segment import segment_text
from contracts.values import Kind, Page, Paper, Text
from reviews.checklist import default_checklist
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.local.tagged import prepare_papers
from reviews.values import Finding
from reviews.verify import is_verbatim, verify_evidence

CHECKLIST = default_checklist()
EXAMPLES = [(example.language, example.text) for item in CHECKLIST.items for example in item.examples]
ENGLISH = [text for language, text in EXAMPLES if language == "en"]
JAPANESE = [text for language, text in EXAMPLES if language == "ja"]
GLUE = [
    "\n\n",
    "\n",
    " ",
    "\n\n(a) ",
    "\n\n1. ",
    "\n\n- ",
    "\n\n一　",
    " | ",
    ": ",
    "次の各号の場合",
    "\n\n# Fees\n\n",
    "**",
]
ODD = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
KINDS = st.sampled_from(["master_terms", "order_form", "dpa", "sla", "policy", "other"])


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    language = draw(st.sampled_from(["en", "ja"]))
    sentences = st.sampled_from(ENGLISH if language == "en" else JAPANESE)
    pieces = draw(st.lists(st.one_of(sentences, sentences, st.sampled_from(GLUE), ODD), min_size=1, max_size=12))
    body = "".join(piece + draw(st.sampled_from(["\n\n", " ", ""])) for piece in pieces) or "x"
    text = Text(body, (Page(1, 0, len(body)),), language)
    kind: Kind = draw(KINDS)
    return Paper(draw(st.text("abc", min_size=1, max_size=3)), kind, text, tuple(segment_text(text)))


def review(bundle: list[Paper]) -> list[Finding]:
    return grade_answers(CHECKLIST, verify_evidence(find_answers(CHECKLIST, bundle), bundle), bundle)


@settings(max_examples=150, deadline=None)
@given(papers())
def test_every_quote_is_in_the_paper_and_every_present_item_has_one(paper: Paper) -> None:
    answers = find_answers(CHECKLIST, [paper])
    assert [answer.item for answer in answers] == [item.id for item in CHECKLIST.items]
    for answer in answers:
        assert all(is_verbatim(one, [paper]) for one in answer.evidence)
        assert bool(answer.evidence) or answer.status not in ("present", "referenced")
        assert set(answer.because.values()) <= set(range(len(answer.evidence)))


@settings(max_examples=60, deadline=None)
@given(st.lists(papers(), min_size=2, max_size=3, unique_by=lambda one: one.name), st.randoms())
def test_order_of_the_papers_changes_only_document_numbers(bundle: list[Paper], random: object) -> None:
    order = list(range(len(bundle)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = review([bundle[index] for index in order])
    assert [renumber(finding, order) for finding in shuffled] == review(bundle)


def renumber(finding: Finding, order: list[int]) -> Finding:
    evidence = tuple(replace(one, document=order[one.document]) for one in finding.evidence)
    conflict = finding.conflict and replace(
        finding.conflict, sides=tuple(replace(one, document=order[one.document]) for one in finding.conflict.sides)
    )
    return replace(finding, evidence=evidence, conflict=conflict)


@settings(max_examples=60, deadline=None)
@given(papers())
def test_shadow_has_one_part_for_each_sentence_and_one_mark_for_each_quantity(paper: Paper) -> None:
    (tagged,) = prepare_papers([paper])
    assert len(tagged.shadows) == len(tagged.sentences)
    ends = [0, *(sentence.end for sentence in tagged.sentences)]
    assert all(sentence.start >= end for sentence, end in zip(tagged.sentences, ends, strict=False))
    words = "".join(paper.text.body[one.start : one.end] for one in tagged.sentences)
    assert "".join(words.split()) == "".join(paper.text.body.split())


def test_same_paper_gives_the_same_findings_every_time() -> None:
    body = "\n\n".join(ENGLISH)
    text = Text(body, (Page(1, 0, len(body)),), "en")
    paper = Paper("all", "master_terms", text, tuple(segment_text(text)))
    first = review([paper])
    assert all(review([paper]) == first for _ in range(5))
