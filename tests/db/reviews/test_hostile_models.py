"""What servers of models send to break a review, spend money that is not there, or stay after they are gone."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from reviews.models import ModelCall, Provider
from tests.db.reviews.test_second_reader import ITEMS, findings, local_twin, own_hosts, review_by, run, run_of
from tests.model_server import Exchange, ModelServer, Received, sends

__all__ = ["own_hosts"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_hosts")]


@pytest.mark.parametrize("is_escaped", [False, True])
@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\udfff"])
def test_signs_that_no_text_holds_cost_no_review(model_server: ModelServer, sign: str, is_escaped: bool):
    def odd(received: Received) -> dict[str, object]:
        quoted = {"paper": 0, "words": f"The Service {sign} is available at all times of the year."}
        return {
            item: {"status": "present", "grade": None, "values": [], "quotes": [quoted], f"more{sign}": sign}
            for item in received.items
        }

    def answers(exchange: Exchange) -> None:
        said = [{"item": item} | told for item, told in odd(exchange.received).items()]
        body = {"choices": [{"message": {"content": json.dumps({"answers": said}, ensure_ascii=is_escaped)}}]}
        exchange.reply(200, json.dumps(body).encode())

    model_server.always(answers)
    review = run(review_by("thorough", model_server))
    assert review.status == "done"
    assert findings(review) == findings(local_twin(review))


def test_no_count_of_tokens_is_too_great_for_the_ledger(model_server: ModelServer):
    usage = {"prompt_tokens": 10**40, "completion_tokens": 10**9, "prompt_tokens_details": {"cached_tokens": 10**12}}
    body = {"choices": [{"message": {"content": "no"}}], "usage": usage}
    model_server.always(sends(json.dumps(body).encode()))
    review = review_by("thorough", model_server, price_fresh=Decimal("99999"), price_output=Decimal("99999"))
    Provider.objects.update(context=2_000_000)
    review.contract.team.model_settings.__class__.objects.update(budget=Decimal("9999999"))
    review = run(review)
    assert review.status == "done"
    assert len(run_of(review).unanswered) == ITEMS
    assert findings(review) == findings(local_twin(review))
    assert not ModelCall.objects.filter(outcome="pending").exists()
