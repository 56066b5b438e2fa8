"""Says of a paper what it is: its kind and title; of a bundle, whose it is. After `segment.py`.

Never certain and always quick: proposals that a person can change. The title weighs most, for papers are named for
what they are; where it says nothing, what the paper calls itself and what its clauses are about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from contracts.headings import SENTENCE_WORD
from contracts.numbering import BULLETS, number_of
from contracts.parties import vendor_name
from contracts.values import Clause, Kind, Paper, Text

OPENING_LINES = 14
MAX_TITLE = 120

NAMES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "dpa",
        re.compile(
            r"\bdata (?:processing|protection|privacy|transfer) (?:addendum|agreement|annex|appendix|exhibit|terms)"
            r"|\bDPA\b|standard contractual clauses|business associate agreement"
            r"|(?:個人(?:データ|情報)|データ).{0,12}(?:取扱|取り扱い|処理|保護|委託).{0,14}(?:契約|覚書|細則|条項|特約|合意書)",
            re.I,
        ),
    ),
    (
        "sla",
        re.compile(
            r"service[ -]levels?\b|\bSLAs?\b|(?:uptime|availability) (?:commitment|guarantee|agreement)"
            r"|サービス(?:レベル|品質|水準)|品質保証書|稼[働動]率保証",
            re.I,
        ),
    ),
    (
        "amendment",
        re.compile(
            r"\bamendment\b(?! and restate)|\bside letter\b"
            r"|変更(?:契約|覚書|合意)|(?:契約|規約).{0,8}(?:変更|改定).{0,8}(?:覚書|合意書|契約書)",
            re.I,
        ),
    ),
    (
        "order_form",
        re.compile(
            r"\border form|purchase order|ordering document|service order|sales order|statement of work|\bquotation\b"
            r"|注文書|注文請書|申込書|発注書|見積書|個別契約書",
            re.I,
        ),
    ),
    (
        "policy",
        re.compile(
            r"\bpolic(?:y|ies)\b|\bguidelines?\b|code of conduct|\b(?:privacy|cookie) notice"
            r"|ポリシー|ガイドライン|方針$|行動規範|利用基準",
            re.I,
        ),
    ),
    (
        "master_terms",
        re.compile(
            r"\b(?:terms|agreement|contract|conditions|addendum|licen[cs]e)\b|規約|約款|契約書?$|契約書|条件書|覚書",
            re.I,
        ),
    ),
)
"""In the order in which they are tried: nearly every paper is also an "agreement"."""
CONTENT: tuple[tuple[Kind, tuple[str, ...], int], ...] = (
    ("dpa", ("processor", "data subject", "controller", "個人データ", "委託先", "再委託"), 12),
    ("sla", ("uptime", "downtime", "service credit", "availability", "稼働率", "停止時間", "返金率"), 8),
)
"""Words of which a short paper is full when it is of that kind: so many in every ten thousand characters."""
DATED = re.compile(
    r"\W*(?:last |page )?(?:updated?|modified|revised|effective|published|version|released?|dated?)\b"
    r"|.{0,14}(?:制定|改定|施行)",
    re.I,
)
NO_TITLE = re.compile(
    r"(?:download|home|print|menu|skip to|back to|sign in|log ?in|contents|table of contents|confidential|page \d"
    r"|ex(?:hibit)?[- ]\d+[\d.]*$|source:|[\d\W_]+$|この記事で|目次|\[)",
    re.I,
)


def guess_kind(text: Text, clauses: Sequence[Clause], name: str) -> Kind:
    """The kind of paper. What cannot be told from its name or words is taken for master terms, as most papers are."""
    text = text.shown
    title = title_of(text, clauses, name)
    found = named_kind(title)
    if found and found != "master_terms":
        return found
    share = 10_000 / max(2_000, len(text.body))
    opening = text.body[:40_000].lower()
    for kind, words, enough in CONTENT:
        if sum(map(opening.count, words)) * share >= enough * 2:
            return kind
    if found:
        return found
    return named_kind(" ".join(text.body[:1500].split())[:400]) or kind_of_name(name) or "other"


def kind_of_name(name: str) -> Kind | None:
    """The kind that a file’s name tells, None where none: all there is to go by where nothing could be read."""
    return named_kind(re.sub(r"[-_.]+", " ", PurePosixPath(name).stem))


def named_kind(words: str) -> Kind | None:
    for kind, pattern in NAMES:
        if pattern.search(words):
            return kind
    return None


def title_of(text: Text, clauses: Sequence[Clause], name: str) -> str:
    """What the paper calls itself; the file's name without its ending where it does not."""
    lines = [line for line in text.shown.body[:4000].split("\n") if line.strip()][:OPENING_LINES]
    best, best_score = "", 0.0
    for at, line in enumerate(lines):
        score = title_score(line, at)
        if score > best_score:
            best, best_score = line, score
    if not best:
        return PurePosixPath(name).stem[:MAX_TITLE] or name[:MAX_TITLE]
    return " ".join(best.strip(" .:：").split())[:MAX_TITLE]


def title_score(line: str, at: int) -> float:
    """How much a line of the opening looks like the paper's title; 0 where it is none."""
    words = line.strip()
    if len(words) > MAX_TITLE or words[0] in BULLETS or " | " in words or DATED.match(words) or NO_TITLE.match(words):
        return 0.0
    if words.endswith((",", ";", "、", "。", ":", "：")) or number_of(words) or "以下" in words:
        return 0.0
    if words.endswith(".") and len(words.split()) > 6:
        return 0.0
    is_sentence = SENTENCE_WORD.search(words) is not None and not words.isupper()
    is_named = named_kind(words) is not None
    if not is_named and (is_sentence or words[0].islower()):
        return 0.0
    return max(0.1, 3.0 * is_named + 1.0 - at * 0.2 - 2.5 * is_sentence - len(words) / 200)


def vendor_guess(papers: Sequence[Paper]) -> str:
    """The vendor whose papers these are, master terms asked first; "" where none of them says so plainly."""
    ordered = sorted(papers, key=lambda paper: paper.kind != "master_terms")
    for paper in ordered:
        title = paper.title or title_of(paper.text, paper.clauses, paper.name)
        if found := vendor_name(paper.text, title):
            return found
    return ""
