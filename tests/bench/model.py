"""Ten reviews at once against a model server that takes two seconds a call; and how much of a contract is sent."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path
from time import perf_counter

from contracts.values import Paper
from reviews.checklist import default_checklist
from reviews.model.ask import ask_model, estimate_calls
from reviews.model.memory import MemoryDoor
from reviews.model.tokens import count_tokens
from reviews.model.values import Endpoint
from reviews.pipeline import read_papers, review_papers
from reviews.values import Finding
from tests.model_server import ModelServer, slowly

ROOT = Path(__file__).resolve().parents[2]
SERVICES_AGREEMENT = ROOT.parent / "shared" / "corpus" / "vendor-terms" / "openai-services-agreement.md"
SAMPLE = ROOT / "samples" / "fennelgate-dunmarrow" / "services-agreement.md"
REVIEWS, AT_ONCE, SECONDS = 10, 8, 2.0

Figures = dict[str, float]


def measure(files: Sequence[tuple[str, bytes]], repeat: int) -> Figures:
    return at_once() | sent()


def at_once() -> Figures:
    """The wall time of ten reviews as a ratio of what the endpoint's places allow."""
    papers, findings = reviewed(SAMPLE)
    server = ModelServer()
    server.always(slowly(SECONDS))
    endpoint = server.endpoint(at_once=AT_ONCE, patience=30.0)
    door = MemoryDoor()

    def review(number: int) -> int:
        # Each with a name of its own, so that none is answered out of the cache.
        own = [Paper(f"{number}.md", one.kind, one.text, one.clauses) for one in papers]
        return len(ask_model(default_checklist(), own, findings, [endpoint], door, "thorough").claims)

    started = perf_counter()
    with ThreadPoolExecutor(REVIEWS) as pool:
        claims = list(pool.map(review, range(REVIEWS)))
    spent = perf_counter() - started
    server.close()
    calls = len(door.calls)
    if claims != [len(default_checklist().items)] * REVIEWS or any(call.trouble for call in door.calls):
        raise RuntimeError("not every call was answered")
    ideal = ceil(calls / AT_ONCE) * SECONDS
    return {
        "ten reviews at once, wall time / ideal": spent / ideal,
        "calls": calls,
        "most at once": server.most_at_once,
        "seconds a call": SECONDS,
    }


def sent() -> Figures:
    path = SERVICES_AGREEMENT if SERVICES_AGREEMENT.is_file() else SAMPLE
    print(f"tokens are those of {path.name}", flush=True)
    papers, findings = reviewed(path)
    endpoints = [Endpoint("any", "https://model.invalid/v1", "any")]
    contract = sum(count_tokens(paper.text.body) for paper in papers)
    thorough = estimate_calls(default_checklist(), papers, findings, endpoints, "thorough")
    economy = estimate_calls(default_checklist(), papers, findings, endpoints, "economy")
    return {
        "thorough, tokens sent / (contract x calls)": thorough.tokens / contract / thorough.calls,
        "economy / thorough, tokens sent": economy.tokens / thorough.tokens,
        "contract, tokens": contract,
        "thorough, calls": thorough.calls,
        "economy, calls": economy.calls,
    }


def reviewed(path: Path) -> tuple[list[Paper], list[Finding]]:
    papers, _ = read_papers([(path.name, path.read_bytes())])
    return papers, review_papers(default_checklist(), papers).findings
