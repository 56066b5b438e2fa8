"""Says of a paper what it is: its kind, its title, its vendor. After `segment.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contracts.values import Clause, Kind, Paper, Text

KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "dpa",
        r"data (?:processing|protection) (?:addendum|agreement|terms)|\bDPA\b|個人(?:データ|情報)の?(?:取扱|処理)|データ処理",
    ),
    ("sla", r"service level|\bSLA\b|サービスレベル|品質保証"),
    ("order_form", r"order form|注文書|申込書|発注書"),
    ("amendment", r"amendment|変更覚書|変更契約"),
    ("policy", r"polic(?:y|ies)|ポリシー|方針|ガイドライン"),
)


def guess_kind(text: Text, clauses: Sequence[Clause], name: str) -> Kind:
    """The kind of paper, from its title first. Most papers are master terms."""
    title = title_of(text, clauses, name)
    for kind, pattern in KINDS:
        if re.search(pattern, title, re.I):
            return kind
    return "master_terms"


def title_of(text: Text, clauses: Sequence[Clause], name: str) -> str:
    return text.body[:300].split("\n")[0][:120]


def vendor_guess(papers: Sequence[Paper]) -> str:
    """The vendor's name; "" where unsure."""
    return ""
