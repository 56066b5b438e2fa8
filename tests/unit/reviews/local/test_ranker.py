"""The ranker: what it learns, that it learns the same each time, and what it does to answers."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reviews.checklist import DEFAULT, Checklist, load_folder
from reviews.checklist.values import Example
from reviews.grade import grade_answers
from reviews.local.alone import paper_of
from reviews.local.find import find_answers
from reviews.local.proposals import MEASURES, likeness_for
from reviews.local.ranker.features import features_of
from reviews.local.ranker.ranker import Ranker, build, learn_item, load_built, rarity_of
from reviews.local.ranker.texts import FEWEST, Judged, fingerprint, is_learnable, read_texts
from reviews.local.tagged import prepare_papers
from reviews.values import LIKENESS, Finding
from reviews.verify import verify_evidence

LANGUAGES = ("en", "ja")
UNFORESEEN = (
    "Should the monthly availability of the hosted service fall short of the committed level, Supplier will grant "
    "Client a reduction of the subscription fee, calculated as a share of the fee of that month."
)


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return load_folder(DEFAULT)


def shadow_of(text: str, language: str) -> bytes:
    tagged = prepare_papers([paper_of(text, language)])[0]
    return tagged.units[-1].shadow


def score(ranker: Ranker, item: str, text: str, language: str) -> int | None:
    return ranker.score(item, ranker.see(features_of(shadow_of(text, language), language)))


def test_english_features_know_who_does_what() -> None:
    vendor = features_of(shadow_of("Provider may terminate the agreement.", "en"), "en")
    customer = features_of(shadow_of("Customer may terminate the agreement.", "en"), "en")
    assert "\x01>termin" in vendor - customer
    assert "\x02>termin" in customer - vendor
    assert "termin" in vendor & customer
    assert features_of(shadow_of("Terminating", "en"), "en") & features_of(shadow_of("termination", "en"), "en")


def test_digits_do_not_count_but_that_there_are_some() -> None:
    one, other = (features_of(shadow_of(f"第{number}条を準用する。", "ja"), "ja") for number in (3, 28))
    assert one == other


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_of_the_default_checklist_was_built(checklist: Checklist, language: str) -> None:
    built = load_built(language)
    stale = [
        item.id
        for item in checklist.items
        if is_learnable(item, language)
        and built["items"].get(item.id, {"asks": ""})["asks"] != fingerprint(item, language)
    ]
    assert stale == [], "run manage.py build_ranker"
    assert all(isinstance(weight, int) for entry in built["items"].values() for weight in entry["weights"].values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_examples_are_likest_to_their_item(checklist: Checklist, language: str) -> None:
    ranker = Ranker(checklist, language, load_built(language))
    places = []
    for item in checklist.items:
        for example in item.examples:
            if example.language == language and example.is_match:
                seen = ranker.see(features_of(shadow_of(example.text, language), language))
                scores = {other.id: ranker.score(other.id, seen) or -9999 for other in checklist.items}
                places.append(sorted(scores, key=lambda one: -scores[one]).index(item.id))
    assert sum(place < 3 for place in places) >= 0.9 * len(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_wording_left_out_of_learning_is_still_ranked(checklist: Checklist, language: str) -> None:
    """Leave one text out: of each item's first example nothing is learned, and yet it is known among 47 items."""
    items = [item for item in checklist.items if is_learnable(item, language)][::6]
    texts = read_texts(checklist, language)
    rare = rarity_of(texts)
    found = 0
    for item in items:
        first = next(one for one in item.examples if one.language == language and one.is_match)
        left = features_of(shadow_of(first.text, language), language)
        rest = [text for text in texts if not (text.item == item.id and text.features >= left)]
        assert len(rest) < len(texts)
        ranker = Ranker(checklist, language, load_built(language))
        ranker._weights[item.id] = learn_item(item.id, rest, rare)
        seen = ranker.see(left)
        scores = {other.id: ranker.score(other.id, seen) or -9999 for other in checklist.items}
        found += sorted(scores, key=lambda one: -scores[one]).index(item.id) < 5
    assert found >= 0.6 * len(items)


def test_same_texts_give_the_same_weights(checklist: Checklist) -> None:
    few = replace(checklist, items=checklist.items[:4])
    once, again = (json.dumps(build(few, "en", read_texts(few, "en"))) for _ in range(2))
    assert once == again


ESCROW = {
    True: (
        "The vendor deposits the source code of the platform with an escrow agent and keeps the deposit current.",
        "A release of the escrow deposit takes place if the vendor becomes insolvent.",
        "The source code shall be held in escrow by an independent agent for the benefit of the customer.",
        "Supplier shall lodge the source code and build scripts with the escrow agent every quarter.",
        "The escrow agent shall release the source code to Client upon a release event.",
    ),
    False: ("Customer may request a copy of its own source code.",),
}


def with_own_item(checklist: Checklist, count: int) -> Checklist:
    """The checklist with an item of a team's own beside the others, with so many examples that answer it."""
    examples = tuple(
        Example("en", is_match, text, line=1)
        for is_match, texts in ESCROW.items()
        for text in (texts[:count] if is_match else texts)
    )
    own = replace(checklist.items[0], id="exit.escrow", question={"en": "Is there an escrow?"}, examples=examples)
    own = replace(own, grades={}, fallback={"en": "Vendor keeps the source code in escrow."})
    return replace(checklist, items=(*checklist.items, own), sha256=f"{checklist.sha256}-{count}")


def test_own_item_is_learned_from_its_first_day(checklist: Checklist) -> None:
    ranker = Ranker(with_own_item(checklist, FEWEST), "en", load_built("en"))
    like = score(ranker, "exit.escrow", "Vendor lodges its source code with an escrow agent.", "en")
    unlike = score(ranker, "exit.escrow", "Customer pays the invoice within ten days.", "en")
    assert like is not None and unlike is not None
    assert like > 0 and unlike < -700


def test_item_with_few_examples_is_not_guessed_at(checklist: Checklist) -> None:
    ranker = Ranker(with_own_item(checklist, FEWEST - 1), "en", load_built("en"))
    assert score(ranker, "exit.escrow", "The source code is held in escrow.", "en") is None


def test_decisions_are_learned_like_examples(checklist: Checklist) -> None:
    item = "sla.support"
    strange = "Whoever rings the red bell is called upon by a wizard before the kettle boils."
    one = replace(checklist, items=tuple(each for each in checklist.items if each.id == item))
    scores = []
    for judged in ([], [Judged(item, "en", strange, True)] * 3):
        built = build(one, "en", read_texts(checklist, "en", judged))
        scores.append(score(Ranker(one, "en", built), item, strange, "en"))
    assert scores[0] < -500 < 500 < scores[1]


def review(checklist: Checklist, text: str, language: str, **options: bool) -> dict[str, Finding]:
    papers = [paper_of(text, language)]
    answers = verify_evidence(find_answers(checklist, papers, **options), papers)
    return {finding.item: finding for finding in grade_answers(checklist, answers, papers)}


def without_phrases(checklist: Checklist, item: str, kept: int) -> Checklist:
    """The checklist with only every `kept`-th phrase of the facts that answer an item."""
    items = []
    for one in checklist.items:
        if one.id == item:
            facts = tuple(
                replace(
                    fact,
                    search=replace(
                        fact.search, phrases={key: found[::kept] for key, found in fact.search.phrases.items()}
                    ),
                )
                if fact.search.answers
                else fact
                for fact in one.find.facts
            )
            one = replace(one, find=replace(one.find, facts=facts))
        items.append(one)
    return replace(checklist, items=tuple(items), sha256=f"{checklist.sha256}-{item}-{kept}")


def rescued(checklist: Checklist, language: str) -> list[tuple[str, Finding]]:
    """Of examples whose phrases were taken away, those that likeness still finds."""
    found = []
    for item in checklist.items[::4]:
        poorer = without_phrases(checklist, item.id, 3)
        for example in item.examples:
            if example.language != language or not example.is_match or example.heading or example.kind:
                continue
            if review(poorer, example.text, language, with_ranker=False)[item.id].status != "absent":
                continue
            finding = review(poorer, example.text, language)[item.id]
            if finding.status == "present":
                found.append((example.text, finding))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_phrase_finds_is_found_by_likeness_and_says_so(checklist: Checklist, language: str) -> None:
    found = rescued(checklist, language)
    assert len(found) >= 2
    for text, finding in found:
        first = next(one for one in finding.evidence if one.is_by_likeness)
        assert first.quote in text
        kind, _, points = first.found_by.partition(LIKENESS)
        assert kind == "" and int(points) >= MEASURES[language].both
        assert finding.confidence < 0.7
        assert "likeness" in finding.rationale["en"] and "類似" in finding.rationale["ja"]


def test_near_misses_of_the_examples_are_hardly_ever_proposed(checklist: Checklist) -> None:
    tried, proposed = 0, []
    for item in checklist.items[::3]:
        for example in item.examples:
            if not example.is_match and not example.heading and not example.kind:
                tried += 1
                finding = review(checklist, example.text, example.language)[item.id]
                proposed += [example.text for one in finding.evidence if one.is_by_likeness]
    assert len(proposed) <= 0.05 * tried, proposed


def test_order_of_papers_changes_nothing(checklist: Checklist) -> None:
    poorer = without_phrases(checklist, "data.residency", 4)
    papers = [paper_of(text, "en") for text in (UNFORESEEN, "All content stays in data centres in Norway.")]
    one = find_answers(poorer, papers)
    other = find_answers(poorer, papers[::-1])
    assert [(a.status, a.values, [e.quote for e in a.evidence]) for a in one] == [
        (a.status, a.values, [e.quote for e in a.evidence]) for a in other
    ]


def test_likeness_is_made_once_for_a_checklist(checklist: Checklist) -> None:
    assert likeness_for(checklist, "en") is likeness_for(replace(checklist), "en")
