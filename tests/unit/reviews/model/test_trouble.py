"""Each way in which a model server can fail, over a real socket, and what comes of asking it."""

from __future__ import annotations

import json

import pytest

from reviews.model.memory import MemoryDoor
from reviews.model.values import Claim, Prices
from tests.model_server import (
    Behaviour,
    ModelServer,
    cut_body,
    cut_chunks,
    drips,
    drips_headers,
    fails,
    gigantic,
    hangs,
    no_choices,
    packed,
    refuses,
    resets,
    says,
    sends,
)
from tests.unit.reviews.model.asking import Waits, ask

ITEMS = ("exit.notice", "exit.data", "price.change")
ANSWERED = tuple(Claim(item, "absent") for item in ITEMS)
HTML = b"<!doctype html><title>502</title><h1>Bad gateway</h1>"
DEEP = '{"answers": ' + "[" * 5_000 + "]" * 5_000 + "}"
TWICE = json.dumps({"answers": [{"item": "exit.notice"}] * 2})
WRONG = json.dumps({"findings": []})

LASTING: dict[str, tuple[Behaviour, str, int]] = {
    # what it does for ever, the trouble, and how many calls there are of each category
    "never answers": (hangs, "timeout", 3),
    "drips": (drips, "timeout", 3),
    "drips headers": (drips_headers, "timeout", 3),
    "resets": (resets, "unreachable", 3),
    "429": (fails(429), "rate_limited", 3),
    "500": (fails(500), "server_error", 3),
    "503": (fails(503), "server_error", 3),
    "529": (fails(529), "rate_limited", 3),
    "408": (fails(408), "timeout", 3),
    "cut body": (cut_body, "cut_off", 3),
    "cut chunks": (cut_chunks, "cut_off", 3),
    "length": (says('{"answers": [', "length"), "cut_off", 3),
    "gigantic": (gigantic, "cut_off", 1),
    "packed": (packed, "cut_off", 1),
    "not json": (says("I think that the contract is fine."), "not_json", 2),
    "half json": (says('{"answers": [{"item": "exit.notice"}'), "not_json", 2),
    "body not json": (sends(b'{"choices": [{'), "not_json", 2),
    "html": (sends(HTML, "text/html"), "not_json", 2),
    "html 502": (sends(HTML, "text/html", 502), "server_error", 3),
    "wrong schema": (says(WRONG), "wrong_schema", 2),
    "an item twice": (says(TWICE), "wrong_schema", 2),
    "deep": (says(DEEP), "wrong_schema", 2),
    "refusal": (refuses, "refused", 1),
    "content filter": (says("", "content_filter"), "refused", 1),
    "filtered prompt": (fails(400, "Triggered the content management policy", "content_filter"), "refused", 1),
    "empty": (says(""), "empty", 2),
    "nothing": (says(None), "empty", 2),
    "no choices": (no_choices, "empty", 2),
    "model gone": (fails(404, "The model does not exist", "model_not_found"), "no_such_model", 1),
    "401": (fails(401, "Incorrect API key"), "no_access", 1),
    "403": (fails(403), "no_access", 1),
    "no money": (fails(429, "You exceeded your current quota", "insufficient_quota"), "no_access", 1),
    "too long": (fails(400, "maximum context length is 8192 tokens", "context_length_exceeded"), "too_long", 1),
    "413": (fails(413), "too_long", 1),
    "bad request": (fails(400, "Something is odd"), "server_error", 1),
}  # fmt: skip


def patience_for(trouble: str) -> float:
    """Short only where it is to run out: the machine may be busy."""
    return 0.25 if trouble == "timeout" else 5.0


@pytest.mark.parametrize("name", LASTING)
def test_lasting_trouble_leaves_items_unanswered(name: str, model_server: ModelServer):
    behaviour, trouble, most = LASTING[name]
    model_server.always(behaviour)
    asked = ask(model_server.endpoint(patience=patience_for(trouble), at_once=1))
    assert asked.claims == ()
    assert asked.unanswered == dict.fromkeys(ITEMS, trouble)
    assert {call.trouble for call in asked.calls} == {trouble}
    assert len([call for call in asked.calls if call.category == "exit"]) == most


@pytest.mark.parametrize("name", LASTING)
def test_trouble_leads_to_the_next_endpoint(name: str, model_server: ModelServer, second_model_server: ModelServer):
    behaviour, trouble, _ = LASTING[name]
    model_server.always(behaviour)
    asked = ask(
        model_server.endpoint(patience=patience_for(trouble), at_once=1),
        second_model_server.endpoint(name="second", model="other"),
    )
    assert asked.claims == ANSWERED
    assert asked.unanswered == {}
    assert [call.model for call in asked.calls if not call.trouble] == ["other", "other"]


@pytest.mark.parametrize("name", [name for name, (_, trouble, most) in LASTING.items() if most > 1])
def test_passing_trouble_is_overcome(name: str, model_server: ModelServer):
    behaviour, trouble, _ = LASTING[name]
    model_server.then(behaviour)
    asked = ask(model_server.endpoint(patience=2 * patience_for(trouble), at_once=1))
    assert asked.claims == ANSWERED
    assert asked.unanswered == {}
    assert [call.trouble for call in asked.calls] == [trouble, None, None]


def test_nobody_there(model_server: ModelServer):
    endpoint = model_server.endpoint()
    model_server.close()
    asked = ask(endpoint)
    assert asked.unanswered == dict.fromkeys(ITEMS, "unreachable")
    assert {call.characters for call in asked.calls} == {0}


def test_redirect_is_not_followed(model_server: ModelServer, second_model_server: ModelServer):
    model_server.always(sends(b"", status=307, Location=f"{second_model_server.url}/chat/completions"))
    assert ask(model_server.endpoint()).unanswered == dict.fromkeys(ITEMS, "no_such_model")
    assert second_model_server.received == []


def test_waits_grow_and_are_drawn(model_server: ModelServer):
    waits = Waits()
    model_server.then(fails(500), fails(503))
    assert ask(model_server.endpoint(at_once=1), waits=waits).claims == ANSWERED
    assert waits.seconds == [0.5, 1.0]


def test_retry_after_is_honoured(model_server: ModelServer):
    waits = Waits()
    model_server.then(fails(429, Retry_After="7"))
    assert ask(model_server.endpoint(at_once=1), waits=waits).claims == ANSWERED
    assert waits.seconds == [7.5]


def test_retry_after_beyond_patience_is_not_waited_for(model_server: ModelServer, second_model_server: ModelServer):
    waits = Waits()
    model_server.always(fails(429, Retry_After="3600"))
    asked = ask(model_server.endpoint(at_once=1), second_model_server.endpoint(name="second"), waits=waits)
    assert asked.claims == ANSWERED
    assert waits.seconds == []


@pytest.mark.parametrize("told", ["soon", "nan", "-5", "inf", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_odd_retry_after_is_as_none(told: str, model_server: ModelServer):
    waits = Waits()
    model_server.then(fails(429, Retry_After=told))
    assert ask(model_server.endpoint(at_once=1), waits=waits).claims == ANSWERED
    assert waits.seconds == [0.5]


def test_endpoint_that_keeps_failing_is_left_alone(model_server: ModelServer, second_model_server: ModelServer):
    """Three tries of the first category open nothing yet, the second's end it; with no access the first call does."""
    model_server.always(fails(401))
    asked = ask(model_server.endpoint(at_once=1), second_model_server.endpoint(name="second"))
    assert asked.claims == ANSWERED
    assert len(model_server.received) == 1


def test_cut_off_answer_is_given_more_room(model_server: ModelServer):
    model_server.then(says('{"answers": [', "length"))
    ask(model_server.endpoint(at_once=1))
    first, second = (one.body["max_tokens"] for one in model_server.received[:2])
    assert second == 2 * first


def test_bad_answer_is_asked_again_with_a_note_at_the_end(model_server: ModelServer):
    model_server.then(says("no"))
    ask(model_server.endpoint(at_once=1))
    first, second = model_server.received[:2]
    assert second.prompt == first.prompt + "\nYour last answer was not JSON. Answer with the JSON object alone."


def test_spending_is_assumed_where_nothing_is_told(model_server: ModelServer):
    """An endpoint that hangs may have read all of it; one that breaks off with a 500 did not say so."""
    model_server.then(hangs, fails(500))
    calls = ask(model_server.endpoint(patience=0.3, at_once=1)).calls
    assert calls[0].usage.sent > 500
    assert calls[1].usage.sent == 0


def test_budget_stops_before_anything_is_sent(model_server: ModelServer):

    door = MemoryDoor(budget=0.000_001)
    asked = ask(model_server.endpoint(prices=Prices(fresh=1.0, output=4.0)), door=door)
    assert asked.unanswered == dict.fromkeys(ITEMS, "budget")
    assert model_server.received == []
    assert [(call.trouble, call.cost, call.characters) for call in door.calls] == [("budget", 0.0, 0)] * 2
