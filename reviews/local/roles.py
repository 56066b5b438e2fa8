"""Who is vendor and who is customer in each paper, and where each of them is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from contracts.values import Language, Paper

Role = Literal["vendor", "customer", "party"]
VENDOR = (
    "provider|supplier|licensor|service provider|processor|data processor|seller|consultant|contractor|we|us|our|ours"
)
CUSTOMER = "customer|client|licensee|subscriber|controller|data controller|you|your|yours|user|member|buyer|purchaser"
VENDOR_JA = "当社|弊社|提供者|受託者|サービス提供者|事業者|乙"
CUSTOMER_JA = "お客様|お客さま|利用者|契約者|ユーザー|会員|委託者|利用契約者|甲"
PARTY_EN = r"(?:[Ee]ither|[Ee]ach|[Bb]oth|[Nn]either|[Aa]ny|[Tt]he [Oo]ther|[Oo]ne|[Ss]uch|[Aa]|[Tt]he)\s(?:[Pp]art(?:y|ies)|[Oo]f\s[Tt]hem)\b"
PARTY_JA = r"甲及び乙|甲および乙|甲又は乙|甲または乙|甲乙双方|甲乙|両当事者|各当事者|当事者双方|いずれの当事者|当事者|相手方|両者|双方"


@dataclass(frozen=True, slots=True)
class Labels:
    """What one paper calls its parties; names in lower case."""

    vendor: frozenset[str] = frozenset()
    customer: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Roles:
    """The labels of each paper, found again by the paper's text, and all of them together for any other text."""

    papers: dict[str, Labels] = field(default_factory=dict)
    merged: Labels = Labels()

    def of(self, body: str) -> Labels:
        return self.papers.get(body, self.merged)


def resolve_roles(papers: Sequence[Paper]) -> Roles:
    """Read off definitions, preamble and usage who is who. Never fails: where signs are missing, usual labels stand."""
    labels = {paper.text.body: _labels(paper) for paper in papers}
    return Roles(
        labels,
        Labels(
            frozenset().union(*(one.vendor for one in labels.values())),
            frozenset().union(*(one.customer for one in labels.values())),
        ),
    )


def _labels(paper: Paper) -> Labels:
    if paper.text.language == "ja":
        return Labels(frozenset(VENDOR_JA.split("|")), frozenset(CUSTOMER_JA.split("|")))
    return Labels(frozenset(VENDOR.split("|")), frozenset(CUSTOMER.split("|")))


def mentions(roles: Roles, body: str, language: Language) -> list[tuple[int, int, Role]]:
    """Where the parties are named, in order, none overlapping another; possessives count, compound names do not."""
    labels = roles.of(body)
    names = sorted(labels.vendor | labels.customer, key=len, reverse=True)
    found: list[tuple[int, int, Role]] = []
    if language == "ja":
        pattern = re.compile(f"(?P<party>{PARTY_JA})|" + "|".join(map(re.escape, names)))
    else:
        pattern = re.compile(
            rf"\b(?:(?P<party>{PARTY_EN})|(?i:{'|'.join(map(re.escape, names))})(?:['’]s?)?)(?!\w)(?! (?:Data|Content)\b)"
        )
    for match in pattern.finditer(body):
        if match["party"]:
            found.append((match.start(), match.end(), "party"))
        else:
            name = match[0].lower().removesuffix("s").rstrip("'’")
            role: Role = "vendor" if name in labels.vendor or match[0].lower() in labels.vendor else "customer"
            found.append((match.start(), match.end(), role))
    return found
