"""What of a contract left the machine, to whom, and who would be sent it next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db.models import Count, Max, Sum

from contracts.models import Contract, Team
from contracts.seals import SealBroken
from reviews.model.values import Endpoint
from reviews.models import ModelCall, ModelSettings, Provider


class Left(NamedTuple):
    """What one model was sent; `characters` of the contract, over all calls."""

    endpoint: str
    host: str
    model: str
    calls: int
    characters: int
    last: datetime


def left_of(contract: Contract) -> list[Left]:
    """By receiver, the last one first. Empty: no text of the contract has left."""
    sent = ModelCall.objects.filter(contract=contract, is_cached=False)
    receivers = (
        sent.filter(characters__gt=0)
        .order_by()
        .values("endpoint", "host", "model")
        .annotate(calls=Count("pk"), told=Sum("characters"), last=Max("created_at"))
    )
    lines = [
        Left(row["endpoint"], row["host"], row["model"], row["calls"], row["told"], row["last"]) for row in receivers
    ]
    return sorted(lines, key=lambda line: line.last, reverse=True)


@dataclass(frozen=True, slots=True)
class Receiver:
    """An endpoint as people are told of it before anything is sent."""

    name: str
    host: str
    model: str
    is_masked: bool


def receivers_of(team: Team) -> list[Receiver]:
    """In the order in which they are asked: the second only where the first does not answer."""
    return [
        Receiver(provider.name, urlsplit(provider.base_url).netloc, provider.model, provider.is_masked)
        for provider in Provider.objects.chain(team)
    ]


def endpoints_of(team: Team) -> list[Endpoint]:
    """The team's chain, without providers whose key nobody can open any more."""
    endpoints = []
    for provider in Provider.objects.chain(team):
        try:
            endpoints.append(provider.endpoint)
        except SealBroken:
            continue
    return endpoints


def may_leave(contract: Contract) -> bool:
    """Whether the team's rule lets text of this contract go to a model at all."""
    return not contract.never_leaves and ModelSettings.objects.filter(team=contract.team_id, is_on=True).exists()
