"""What became of asking a model in one review: whom what was sent to, what it cost, what of the answers did not count.

Kept with the review (`Review.model_run`) and told by its report. Holds no word that a model wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from reviews.model.check import Checked
from reviews.model.quotes import Reason
from reviews.model.values import Asked, Call, Endpoint, Mode, Trouble, Usage, total_cost

Stopped = Literal["", "off", "never_leaves", "no_provider", "late"]
"""Why nobody was asked any more: models were turned off, the contract must not leave, there is no provider, it took
too long. "" where nothing of it happened."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An endpoint to which something was sent; `characters` are of contract text, added up over its calls."""

    endpoint: str
    base_url: str
    model: str
    calls: int
    characters: int
    is_masked: bool


@dataclass(frozen=True, slots=True)
class ModelRun:
    """`calls` were sent, `failed` of them unanswered; `from_cache` were answered before and cost nothing.

    `unanswered` are items, with why the last endpoint gave no answer. `is_tainted`: the papers hold instructions to
    their reader, so the model's answers could only make the findings worse.
    """

    mode: Mode
    recipients: tuple[Recipient, ...] = ()
    calls: int = 0
    failed: int = 0
    from_cache: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: float = 0.0
    quotes: int = 0
    refused: dict[Reason, int] = field(default_factory=dict)
    dropped_claims: int = 0
    dropped_values: int = 0
    unanswered: dict[str, Trouble] = field(default_factory=dict)
    is_tainted: bool = False
    stopped: Stopped = ""

    @classmethod
    def of(
        cls,
        mode: Mode,
        endpoints: Sequence[Endpoint],
        asked: Asked,
        checked: Checked,
        is_tainted: bool = False,
    ) -> ModelRun:
        sent = [call for call in asked.calls if not call.from_cache and call.trouble not in NEVER_SENT]
        return cls(
            mode=mode,
            recipients=tuple(_recipients(endpoints, sent)),
            calls=len(sent),
            failed=sum(call.trouble is not None for call in sent),
            from_cache=sum(call.from_cache for call in asked.calls),
            usage=Usage(
                sent=sum(call.usage.sent for call in sent),
                cached=sum(call.usage.cached for call in sent),
                received=sum(call.usage.received for call in sent),
            ),
            cost=total_cost(sent),
            quotes=checked.quotes,
            refused=dict(Counter(one.reason for one in checked.refused)),
            dropped_claims=checked.dropped_claims,
            dropped_values=checked.dropped_values,
            unanswered=asked.unanswered,
            is_tainted=is_tainted,
        )

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> ModelRun | None:
        """From what `dataclasses.asdict` made of it, also after a way through JSON; None where no model was asked."""
        if not row:
            return None
        recipients = tuple(Recipient(**one) for one in row["recipients"])
        return cls(**{**row, "recipients": recipients, "usage": Usage(**row["usage"])})


NEVER_SENT: tuple[Trouble | None, ...] = ("budget", "too_long")


def _recipients(endpoints: Sequence[Endpoint], sent: Iterable[Call]) -> Iterable[Recipient]:
    calls: dict[tuple[str, str], list[Call]] = {}
    for call in sent:
        calls.setdefault((call.endpoint, call.model), []).append(call)
    known = {(one.name, one.model): one for one in endpoints}
    for (name, model), own in calls.items():
        endpoint = known.get((name, model))
        yield Recipient(
            endpoint=name,
            base_url=endpoint.base_url if endpoint else "",
            model=model,
            calls=len(own),
            characters=sum(call.characters for call in own),
            is_masked=endpoint.is_masked if endpoint else False,
        )
