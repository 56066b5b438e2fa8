"""The endpoint of the command line, from the environment: CLAUSEMARK_MODEL_URL and its companions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from reviews.model.values import Endpoint, Prices, Strictness

PREFIX = "CLAUSEMARK_MODEL_"


class BadSetting(Exception):
    """`name` is the variable whose value cannot be."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def endpoint_from(environment: Mapping[str, str]) -> Endpoint | None:
    """None where no address or no model is named. Raises BadSetting."""
    told = {name.removeprefix(PREFIX): text.strip() for name, text in environment.items() if name.startswith(PREFIX)}
    if not told.get("URL") or not told.get("MODEL"):
        return None
    return Endpoint(
        name="environment",
        base_url=address(told["URL"]),
        model=told["MODEL"],
        key=told.get("KEY", ""),
        context=int(number(told, "CONTEXT", 128_000, least=2_000)),
        prices=prices(told.get("PRICES", "")),
        strictness=strictness(told.get("STRICTNESS") or "strict"),
        at_once=int(number(told, "AT_ONCE", 4, least=1)),
        patience=number(told, "PATIENCE", 60, least=1),
        is_masked=told.get("MASKED", "true").lower() not in ("false", "0", "no", "off"),
    )


def budget_from(environment: Mapping[str, str]) -> float | None:
    """US dollars for one run of the command; None: no end."""
    told = {"BUDGET": environment.get(f"{PREFIX}BUDGET", "").strip()}
    return number(told, "BUDGET", 0, least=0) if told["BUDGET"] else None


def address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise BadSetting(f"{PREFIX}URL")
    return url.rstrip("/")


def number(told: Mapping[str, str], name: str, usual: float, least: float) -> float:
    try:
        value = float(told.get(name) or usual)
    except ValueError:
        raise BadSetting(PREFIX + name) from None
    if not least <= value < 1e9:
        raise BadSetting(PREFIX + name)
    return value


def prices(text: str) -> Prices:
    """US dollars for a million tokens: fresh, cached, output, separated by commas."""
    if not text:
        return Prices()
    try:
        amounts = [float(amount) for amount in text.split(",")]
    except ValueError:
        amounts = []
    if len(amounts) != 3 or not all(0 <= amount < 1e6 for amount in amounts):
        raise BadSetting(f"{PREFIX}PRICES")
    return Prices(*amounts)


def strictness(text: str) -> Strictness:
    if text not in get_args(Strictness):
        raise BadSetting(f"{PREFIX}STRICTNESS")
    return cast(Strictness, text)
