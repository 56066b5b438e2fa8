"""The way out to models where there is no database: for the command line, benchmarks and tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from reviews.model.values import Call, Endpoint, OverBudget


class MemoryDoor:
    """Keeps answers and places as long as it lives. `budget` is in US dollars, for all that goes through it."""

    def __init__(self, budget: float | None = None) -> None:
        self.budget = budget
        self.calls: list[Call] = []
        self.spent = 0.0
        self.set_aside = 0.0
        self._answers: dict[str, str] = {}
        self._places: dict[str, BoundedSemaphore] = {}
        self._lock = Lock()

    def recall(self, digest: str) -> str | None:
        return self._answers.get(digest)

    def keep(self, digest: str, answer: str) -> None:
        self._answers[digest] = answer

    @contextmanager
    def enter(self, endpoint: Endpoint, category: str, most: float) -> Iterator[None]:
        """Waits for a place at this endpoint, and sets `most` dollars aside. Raises OverBudget."""
        with self._lock:
            places = self._places.setdefault(endpoint.name, BoundedSemaphore(max(1, endpoint.at_once)))
        with places:
            with self._lock:
                if self.budget is not None and self.spent + self.set_aside + most > self.budget:
                    raise OverBudget
                self.set_aside += most
            try:
                yield
            finally:
                with self._lock:
                    self.set_aside -= most

    def book(self, call: Call) -> None:
        with self._lock:
            self.calls.append(call)
            self.spent += call.cost
