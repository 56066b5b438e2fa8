"""What is asked of whom, and what comes back, whichever call ends first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviews.checklist import default_checklist
from reviews.model.ask import ask_model, estimate_calls, language_of, settled
from reviews.model.candidates import is_weak
from reviews.model.memory import MemoryDoor
from reviews.model.parts import cut_into_parts, whole
from reviews.model.prompt import Passage
from reviews.model.tokens import count_tokens
from reviews.model.values import Call, Claim, Endpoint, OverBudget, Prices, QuotedWords, Usage
from tests.model_server import Exchange, ModelServer, answer, fails
from tests.unit.reviews.model.asking import CHECKLIST, TERMS, Waits, ask, local_findings, papers
from tests.unit.reviews.model.test_prompt import hide
from tests.unit.reviews.small import paper

WORDS = "1.1 Provider may terminate this Agreement on thirty (30) days' written notice."
SAID = {
    "exit.notice": {
        "quotes": [{"paper": 0, "words": WORDS}],
        "values": [{"name": "days", "value": 30}],
        "status": "present",
        "grade": "acceptable",
    },
    "price.change": {"quotes": [], "values": [], "status": "unclear", "grade": None},
}
CLAIMS = (
    Claim("exit.notice", "present", "acceptable", {"days": 30}, (QuotedWords(0, WORDS),)),
    Claim("exit.data", "absent"),
    Claim("price.change", "unclear"),
)
ANYWHERE = Endpoint("any", "https://model.invalid/v1", "any")


def test_one_call_for_each_category(model_server: ModelServer):
    model_server.answers = SAID
    asked = ask(model_server.endpoint())
    assert asked.claims == CLAIMS
    assert sorted(one.items for one in model_server.received) == [["exit.notice", "exit.data"], ["price.change"]]
    assert [(call.category, call.trouble, call.from_cache) for call in asked.calls] == [
        ("exit", None, False),
        ("price", None, False),
    ]


def test_order_does_not_depend_on_which_call_ends_first(model_server: ModelServer):
    def late(exchange: Exchange) -> None:
        exchange.server.closing.wait(0.2 if "exit.notice" in exchange.received.items else 0)
        answer(exchange)

    model_server.answers = SAID
    model_server.always(late)
    asked = ask(model_server.endpoint(at_once=4))
    assert asked.claims == CLAIMS
    assert [call.category for call in asked.calls] == ["exit", "price"]


def test_calls_are_priced(model_server: ModelServer):
    prices = Prices(fresh=2.0, cached=0.5, output=8.0)
    asked = ask(model_server.endpoint(prices=prices, at_once=1))
    first, second = asked.calls
    assert second.usage.cached > 0
    for call in (first, second):
        fresh = call.usage.sent - call.usage.cached
        assert call.cost == pytest.approx((2 * fresh + 0.5 * call.usage.cached + 8 * call.usage.received) / 1e6)


def test_second_review_costs_nothing(model_server: ModelServer):
    model_server.answers = SAID
    door = MemoryDoor()
    endpoint = model_server.endpoint(prices=Prices(1, 1, 1))
    first = ask(endpoint, door=door)
    again = ask(replace(endpoint, name="moved", base_url="http://127.0.0.1:9/v1"), door=door)
    assert again.claims == first.claims == CLAIMS
    assert again.calls == (
        Call("moved", "test-model", "exit", Usage(), 0.0, 0.0, from_cache=True),
        Call("moved", "test-model", "price", Usage(), 0.0, 0.0, from_cache=True),
    )
    assert len(model_server.received) == 2
    assert len(door.calls) == 4
    ask(replace(endpoint, model="other"), door=door)
    assert len(model_server.received) == 4


def test_kept_answer_that_cannot_be_read_is_asked_again(model_server: ModelServer):
    class Spoilt(MemoryDoor):
        def recall(self, digest: str) -> str | None:
            return "spoilt"

    asked = ask(model_server.endpoint(), door=Spoilt())
    assert len(asked.claims) == 3
    assert len(model_server.received) == 2


def test_no_endpoint_no_answer():
    assert ask().claims == ()


def test_what_the_door_raises_comes_through(model_server: ModelServer):
    class Taken(Exception):
        pass

    class Shut(MemoryDoor):
        def enter(self, endpoint: Endpoint, category: str, most: float):
            raise Taken

    with pytest.raises(Taken):
        ask(model_server.endpoint(), door=Shut())
    assert model_server.received == []


def test_budget_that_is_used_up_half_way(model_server: ModelServer, second_model_server: ModelServer):
    """What costs nothing may still be asked."""

    class Once(MemoryDoor):
        def enter(self, endpoint: Endpoint, category: str, most: float):
            if most and self.calls:
                raise OverBudget
            return super().enter(endpoint, category, most)

    dear = model_server.endpoint(prices=Prices(1, 1, 1), at_once=1)
    asked = ask(dear, second_model_server.endpoint(name="free", at_once=1), door=Once())
    assert [(call.endpoint, call.trouble) for call in asked.calls] == [
        ("own", None),
        ("own", "budget"),
        ("free", None),
    ]
    assert asked.unanswered == {}


def test_endpoint_is_left_alone_after_failures_in_a_row(model_server: ModelServer, second_model_server: ModelServer):
    model_server.always(fails(500))
    waits = Waits()
    bundle = papers()
    asked = ask_model(
        CHECKLIST,
        bundle,
        local_findings(CHECKLIST, bundle),
        [model_server.endpoint(at_once=1), second_model_server.endpoint(name="second")],
        MemoryDoor(),
        "thorough",
        patience=waits.patience(failures=2),
    )
    assert len(model_server.received) == 2
    assert [call.endpoint for call in asked.calls] == ["own", "own", "second", "second"]


def test_mask_is_taken_off_answers(model_server: ModelServer):
    quote = {"paper": 0, "words": 'This Agreement is made between [COMPANY 1] ("Provider") and the buyer'}
    law = {"name": "law", "value": "of [COMPANY 1]"}
    model_server.answers = {"exit.notice": SAID["exit.notice"] | {"quotes": [quote], "values": [law]}}
    bundle = papers()
    local = local_findings(CHECKLIST, bundle)
    door = MemoryDoor()
    asked = ask_model(CHECKLIST, bundle, local, [model_server.endpoint()], door, "thorough", mask=hide)
    assert asked.claims[0].quotes[0].words == 'This Agreement is made between Alder Ltd ("Provider") and the buyer'
    assert asked.claims[0].values == {"law": "of Alder Ltd"}
    assert all("Alder" not in one.raw.decode() for one in model_server.received)
    again = ask_model(CHECKLIST, bundle, local, [model_server.endpoint()], door, "thorough", mask=hide)
    assert again.claims == asked.claims
    ask_model(CHECKLIST, bundle, local, [model_server.endpoint(is_masked=False)], door, "thorough", mask=hide)
    assert "Alder Ltd" in model_server.received[-1].prompt


def test_withheld_spans_never_leave(model_server: ModelServer):
    bundle = papers()
    start = bundle[0].text.body.index("Provider will return")
    ask_model(
        CHECKLIST,
        bundle,
        local_findings(CHECKLIST, bundle),
        [model_server.endpoint()],
        MemoryDoor(),
        "thorough",
        withheld=[(0, start, start + 20)],
    )
    assert all("1.2 [passage withheld] Customer data" in one.prompt for one in model_server.received)


# Economy


def test_economy_asks_of_weak_findings_alone(model_server: ModelServer):
    """All three are decided by the last rule, or silent; with one of them sure, it is not asked about."""
    bundle = papers()
    local = local_findings(CHECKLIST, bundle)
    sure = [replace(one, confidence=0.9) if one.item == "price.change" else one for one in local]
    ask_model(CHECKLIST, bundle, sure, [model_server.endpoint()], MemoryDoor(), "economy")
    (received,) = model_server.received
    assert received.items == ["exit.notice", "exit.data"]
    assert "terminate this Agreement" in received.prompt
    assert "change the fees" not in received.prompt
    assert "Order Form" not in received.prompt


def test_economy_asks_nothing_where_all_is_sure(model_server: ModelServer):
    bundle = papers()
    sure = [replace(one, confidence=0.9) for one in local_findings(CHECKLIST, bundle)]
    asked = ask_model(CHECKLIST, bundle, sure, [model_server.endpoint()], MemoryDoor(), "economy")
    assert (asked.claims, asked.calls, model_server.received) == ((), (), [])


@pytest.mark.parametrize(
    ("status", "confidence", "expected"),
    [
        ("present", 0.52, True),
        ("present", 0.78, False),
        ("absent", 0.42, True),
        ("absent", 0.70, False),
        ("unclear", 0.30, True),
        ("referenced", 0.75, True),
        ("not_assessed", 0.95, False),
        ("not_run", 0.0, False),
    ],
)
def test_what_is_weak(status: str, confidence: float, expected: bool):
    finding = replace(local_findings(CHECKLIST, papers())[0], status=status, confidence=confidence)
    assert is_weak(finding) is expected


# Long papers

KEEPS = "{0}. Clause {0}\n\nThe Provider keeps record {0} of the service in good order, for as long as it lasts."
CLAUSES = [KEEPS.format(number) for number in range(1, 60)]
CLAUSES[40] = "41. Ending\n\nProvider may terminate this Agreement on thirty (30) days' written notice."
LONG = paper("# Long Terms\n\n" + "\n\n".join(CLAUSES) + "\n")


@pytest.mark.parametrize("context", [2_400, 2_800])
def test_long_papers_are_asked_about_in_parts(context: int, model_server: ModelServer):
    def here(received):
        return SAID if "thirty (30) days" in received.prompt else {}

    model_server.answers = here
    local = local_findings(CHECKLIST, [LONG])
    endpoint = model_server.endpoint(context=context, at_once=1)
    asked = ask_model(CHECKLIST, [LONG], local, [endpoint], MemoryDoor(), "thorough")
    assert [(claim.item, claim.status) for claim in asked.claims] == [
        ("exit.notice", "present"),
        ("exit.data", "absent"),
        ("price.change", "unclear"),
    ]
    sent = "".join(one.prompt for one in model_server.received if "price.change" in one.items)
    assert all(f"Clause {number}\n" in sent for number in range(1, 60) if number != 41)
    for one in model_server.received:
        assert count_tokens(one.task + one.prompt) + one.body["max_tokens"] <= context
    # Both categories are asked of the same parts, so that a provider has each of them once.
    parts = [
        [one.prompt.partition("Items to answer:")[0] for one in model_server.received if item in one.items]
        for item in ("exit.notice", "price.change")
    ]
    assert parts[0] == parts[1]
    assert len(parts[0]) > 1


def test_context_that_holds_nothing_is_too_long(model_server: ModelServer):
    asked = ask(model_server.endpoint(context=1_000))
    assert set(asked.unanswered.values()) == {"too_long"}
    assert model_server.received == []


def test_parts_begin_with_what_the_local_reader_would_look_at():
    """Where there would be more parts than can be asked about."""
    bundle = [LONG]
    body = LONG.text.body
    start = body.index("41. Ending")
    parts = cut_into_parts(bundle, whole(bundle), 100, lambda: [Passage(0, start, start + 90)])
    assert len(parts) == 8
    spans = [one for part in parts for one in part]
    assert spans == sorted(spans)
    assert any(one.start <= start < one.end for one in spans)
    assert all(sum(count_tokens(body[one.start : one.end]) for one in part) <= 100 for part in parts)


def test_text_without_clauses_is_cut_too():
    flat = paper("The provider keeps a record of it all in good order. " * 400)
    parts = cut_into_parts([flat], whole([flat]), 2_000)
    body = flat.text.body
    assert "".join(body[one.start : one.end] for part in parts for one in part) == body
    assert all(sum(count_tokens(body[one.start : one.end]) for one in part) <= 2_000 for part in parts)


def test_silence_of_one_part_says_nothing_of_the_others():
    present = Claim("a.b", "present", "risky")
    assert settled([Claim("a.b", "absent"), present, Claim("a.b", "absent")]) == [present]
    assert settled([Claim("a.b", "absent")] * 3) == [Claim("a.b", "absent")]
    assert settled([present, Claim("a.b", "unclear")]) == [present, Claim("a.b", "unclear")]


# Before anything is sent


def test_estimate_is_what_is_sent(model_server: ModelServer):
    bundle = papers()
    local = local_findings(CHECKLIST, bundle)
    endpoint = model_server.endpoint(prices=Prices(fresh=3.0, output=15.0))
    told = estimate_calls(CHECKLIST, bundle, local, [endpoint], "thorough")
    asked = ask_model(CHECKLIST, bundle, local, [endpoint], MemoryDoor(), "thorough")
    assert told.calls == len(asked.calls) == 2
    assert sum(call.usage.sent for call in asked.calls) <= told.tokens
    assert sum(call.cost for call in asked.calls) <= told.cost
    room = sum(one.body["max_tokens"] for one in model_server.received)
    assert told.cost == pytest.approx((3 * told.tokens + 15 * room) / 1e6)


def test_estimate_without_endpoints_is_nothing():
    assert estimate_calls(CHECKLIST, papers(), [], [], "thorough").calls == 0


@pytest.mark.parametrize(("language", "most"), [("en", 2_000), ("ja", 2_900)])
def test_questions_stay_short(language: str, most: int):
    """What a call of the default checklist costs beside the contract, on average."""
    body = TERMS if language == "en" else "# 利用規約\n\n第1条\n当社は、いつでも料金を変更することができます。\n"
    bundle = [paper(body)]
    checklist = default_checklist()
    told = estimate_calls(checklist, bundle, local_findings(checklist, bundle), [ANYWHERE], "thorough")
    assert language_of(bundle) == language
    assert told.calls == 6
    assert (told.tokens - 6 * count_tokens(bundle[0].text.body)) / 6 < most
