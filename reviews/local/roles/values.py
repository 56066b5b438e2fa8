"""What the papers call their parties."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["vendor", "customer", "party", "owner"]
"""An owner is the customer in the name of a thing: "Licensee Data"."""
Mention = tuple[int, int, Role]


@dataclass(frozen=True, slots=True)
class Labels:
    """The names and labels of one paper: label -> role. English ones in lower case, with single spaces.

    `common` are those that the paper also writes without a capital ("the supplier shall").
    """

    role_of: dict[str, Role] = field(default_factory=dict)
    common: frozenset[str] = frozenset()

    def of(self, role: Role) -> frozenset[str]:
        return frozenset(label for label, its_role in self.role_of.items() if its_role == role)


@dataclass(frozen=True, slots=True)
class Roles:
    """The labels of each paper, found by the paper's text, and those of all papers together for any other text."""

    papers: dict[str, Labels] = field(default_factory=dict)
    merged: Labels = field(default_factory=Labels)

    def labels(self, body: str) -> Labels:
        return self.papers.get(body, self.merged)
