"""What goes over the wire, and what does not."""

from __future__ import annotations

import json
import logging

import pytest

from reviews.model.client import Client, read_reply
from reviews.model.schema import SCHEMA
from reviews.model.values import Endpoint, Usage
from tests.model_server import ModelServer, fails, says
from tests.unit.reviews.model.asking import ask

MESSAGES = [{"role": "system", "content": "Task."}, {"role": "user", "content": "Words of a contract."}]


def test_request_names_schema_and_bounds(model_server: ModelServer):
    model_server.then(says("{}"))
    Client(model_server.endpoint()).ask(MESSAGES, 700)
    body = model_server.received[0].body
    schema = body["response_format"].pop("json_schema")
    assert body == {
        "messages": MESSAGES,
        "model": "test-model",
        "max_tokens": 700,
        "temperature": 0,
        "seed": 20261120,
        "response_format": {"type": "json_schema"},
    }
    assert (schema["strict"], schema["schema"]["additionalProperties"]) == (True, False)


def test_headers_hold_nothing_of_machine_or_environment(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch):
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "https://elsewhere.invalid")
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    model_server.then(says("{}"))
    Client(model_server.endpoint()).ask(MESSAGES, 700)
    headers = {name.lower(): told for name, told in model_server.received[0].headers.items()}
    assert headers.pop("user-agent").startswith("OpenAI/Python")
    assert int(headers.pop("content-length")) == len(model_server.received[0].raw)
    assert headers == {
        "host": model_server.url.removeprefix("http://").removesuffix("/v1"),
        "authorization": "Bearer secret-key",
        "accept": "application/json",
        "accept-encoding": "identity",
        "content-type": "application/json",
    }


@pytest.mark.parametrize(("strictness", "format"), [("strict", "json_schema"), ("json", "json_object"), ("text", None)])
def test_strictness_chooses_the_form(strictness: str, format: str | None, model_server: ModelServer):
    model_server.then(says("{}"))
    Client(model_server.endpoint(strictness=strictness)).ask(MESSAGES, 700)
    assert model_server.received[0].body.get("response_format", {}).get("type") == format


def test_store_is_off_where_there_is_one():
    """Nothing is sent here: those are other people's machines."""
    client = Client(far("https://api.openai.com/v1"))
    request = client._request(MESSAGES, 700, ())
    assert (request["store"], request["max_completion_tokens"], "max_tokens" in request) == (False, 700, False)
    assert Client(far("https://team.openai.azure.com/openai/v1"))._request(MESSAGES, 7, ())["store"] is False
    assert "store" not in Client(far("https://notopenai.com/v1"))._request(MESSAGES, 7, ())


def test_refused_parameters_are_left_out_from_then_on(model_server: ModelServer):
    model_server.then(
        fails(400, "Unsupported value", "unsupported_value", "temperature"),
        fails(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.", param="max_tokens"),
        fails(422, "prefixItems is not supported"),
        fails(422, "response_format: json_schema is not supported"),
        says("{}"),
        says("{}"),
    )
    client = Client(model_server.endpoint())
    client.ask(MESSAGES, 700)
    client.ask(MESSAGES, 700)
    assert len(model_server.received) == 6
    for received in model_server.received[4:]:
        assert received.body == {
            "messages": MESSAGES,
            "model": "test-model",
            "max_completion_tokens": 700,
            "seed": 20261120,
            "response_format": {"type": "json_object", "schema": SCHEMA},
        }


def test_usage_is_what_the_server_counted(model_server: ModelServer):
    reply = Client(model_server.endpoint()).ask([*MESSAGES[:1], {"role": "user", "content": "x" * 8_000}], 700)
    again = Client(model_server.endpoint()).ask([*MESSAGES[:1], {"role": "user", "content": "x" * 8_000 + "y"}], 700)
    assert reply.usage == Usage(sent=2001, cached=0, received=50)
    assert again.usage == Usage(sent=2001, cached=1920, received=50)


@pytest.mark.parametrize(
    "usage",
    [
        None,
        [],
        "much",
        {"prompt_tokens": -5},
        {"prompt_tokens": "many"},
        {"prompt_tokens": 1e400},
        {"prompt_tokens": True},
    ],
)
def test_usage_that_is_none_counts_nothing(usage: object):
    body = {"choices": [{"message": {"content": "{}"}}], "usage": usage}
    assert read_reply(json.dumps(body).encode()).usage == Usage()


def test_all_calls_of_a_review_begin_with_the_same_bytes(model_server: ModelServer):
    asked = ask(model_server.endpoint(at_once=1))
    first, second = model_server.received
    assert first.prompt.partition("Items to answer:")[0] == second.prompt.partition("Items to answer:")[0]
    assert first.task == second.task
    assert first.raw.split(b"Items to answer:")[0] == second.raw.split(b"Items to answer:")[0]
    assert asked.calls[1].usage.cached > 0


def test_nothing_is_logged(model_server: ModelServer, caplog: pytest.LogCaptureFixture):
    model_server.then(fails(500, "Provider may terminate"), fails(401, "secret-key"))
    with caplog.at_level(logging.DEBUG):
        ask(model_server.endpoint(at_once=1))
    assert [record.getMessage() for record in caplog.records if record.name.startswith(("openai", "http"))] == []
    assert "terminate" not in caplog.text and "secret-key" not in caplog.text


def test_key_stands_in_no_error(model_server: ModelServer):
    assert "secret-key" not in repr(model_server.endpoint())
    model_server.always(fails(401, "Incorrect API key secret-key"))
    assert "secret-key" not in repr(ask(model_server.endpoint()))


def far(url: str) -> Endpoint:
    return Endpoint("far", url, "m")
