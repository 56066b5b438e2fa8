"""Who is vendor and who is customer in each paper, and where in its text each of them is named.

Comes before the phrases: "either party may terminate", "we may terminate" and "you may terminate" are three things.
"""

from __future__ import annotations

from collections.abc import Sequence

from contracts.values import Language, Paper

from .english import read_english_labels
from .english_mentions import find_english_mentions
from .japanese import read_japanese_labels
from .japanese_mentions import find_japanese_mentions
from .values import Labels, Mention, Role, Roles

__all__ = ["Labels", "Mention", "Role", "Roles", "mentions", "resolve_roles"]

# What a label of one paper may mean in another: these are each paper's own, and never carried over.
OWN_TO_EACH = frozenset(["甲", "乙", "丙", "丁", "company", "party a", "party b", "controller", "processor"])


def resolve_roles(papers: Sequence[Paper]) -> Roles:
    """Read off definitions, preamble and usage who is who; where signs are missing, a stable default stands."""
    own = [_read_labels(paper) for paper in papers]
    shared: dict[str, Role] = {}
    for labels in own:
        for label, role in labels.role_of.items():
            if label not in OWN_TO_EACH:
                shared.setdefault(label, role)
    common = frozenset().union(*(labels.common for labels in own))
    found = {
        paper.text.body: Labels(shared | labels.role_of, labels.common)
        for paper, labels in zip(papers, own, strict=True)
    }
    everything: dict[str, Role] = {}
    for labels in own:
        everything = labels.role_of | everything
    return Roles(found, Labels(everything, common))


def _read_labels(paper: Paper) -> Labels:
    read = read_japanese_labels if paper.text.language == "ja" else read_english_labels
    return read(paper.text.body)


def mentions(roles: Roles, body: str, language: Language) -> list[Mention]:
    """Where the parties are named, as (start, end, role) in order, none overlapping another.

    Possessives count ("Customer's", "your"); compounds that are not the party do not ("Customer Data", "Google Cloud").
    "party" is either or both of them: "either party", "the parties", "Customer and Provider", 甲及び乙, 相手方;
    "owner" the customer whose name a thing bears: "Licensee Data".
    """
    find = find_japanese_mentions if language == "ja" else find_english_mentions
    return find(roles.labels(body), body)
