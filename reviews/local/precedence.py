"""Which paper goes before which where they conflict, if one of them says so.

“In case of conflict, this DPA prevails over the Agreement”, “in the following order of precedence: (a) the Order Form,
(b) the Terms”, 本規約と注文書の内容が異なる場合は、注文書が優先する. Papers are told by the words for their kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from contracts.values import Kind, Language
from reviews.local.tagged import Tagged
from reviews.values import Evidence, Prevailing

NAMES: dict[Language, dict[Kind, str]] = {
    "en": {
        "order_form": r"order forms?|orders?|purchase orders?|statements? of work|sows?|quotations?",
        "dpa": r"data (?:processing|protection) (?:addendum|agreement|terms|annex)|dpa|privacy addendum",
        "sla": r"service[- ]levels?(?: agreements?| terms| schedule| addendum)?|slas?",
        "policy": r"(?:acceptable use|privacy|usage|security) policy|policies",
        "amendment": r"amendments?|special terms|side letters?",
        "master_terms": r"(?:master|framework|main|services?|subscription|customer|general) (?:agreement|terms)"
        r"|msa|terms of (?:service|use)|terms and conditions|main body|(?<!this )(?<!these )(?:agreement|terms)\b",
    },
    "ja": {
        "order_form": "注文書|申込書|発注書|個別契約|見積書|オーダーフォーム",
        "dpa": "データ処理(?:契約|補遺|条件)|個人(?:情報|データ)の?取扱い?(?:に関する)?(?:覚書|特約|契約|条件)|DPA",
        "sla": "サービスレベル(?:契約|合意書|協定|規定|保証)?|品質(?:保証|規定)|SLA",
        "policy": "ポリシー|ガイドライン",
        "amendment": "変更契約|変更覚書|特約|覚書",
        "master_terms": "基本契約|利用規約|利用契約|約款|本規約|本契約|原契約",
    },
}
OWN: dict[Language, str] = {
    "en": r"\b(?:this|these) (?:agreement|addendum|terms|dpa|sla|schedule|annex|policy|document|order form|order)",
    "ja": r"本(?:規約|契約|約款|覚書|書|特約|補遺|注文書|申込書|規定|合意書|契約書)",
}
SAYS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?P<verb>\b(?:prevails?|takes? (?:precedence|priority)|(?:shall|will) (?:control|govern)\b|controls\b"
        r"|has (?:precedence|priority)|have (?:precedence|priority)))|(?P<order>order of (?:precedence|priority))",
        re.I,
    ),
    "ja": re.compile(
        r"(?P<verb>優先(?:する|します|して適用|的に適用|され))|(?P<order>優先順位|の順(?:序)?(?:に|で)優先|順に優先)"
    ),
}
CONFLICT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"conflict|inconsisten|discrepan|contradict|differ|precedence|priority|over the", re.I),
    "ja": re.compile("矛盾|抵触|齟齬|異なる|相違|優先順位|順に|に優先"),
}


class Precedence:
    """What the papers of one bundle say on it; looked for when it is first asked, once for all items."""

    def __init__(self, papers: Mapping[int, Tagged]) -> None:
        self.papers = papers

    def between(self, documents: Collection[int]) -> Prevailing | None:
        """The first words that let one of these papers go before another."""
        kinds = {number: self.papers[number].paper.kind for number in sorted(documents)}
        for winner, loser, evidence in self.said:
            above = [number for number, kind in kinds.items() if kind == winner]
            below = [number for number, kind in kinds.items() if kind == loser]
            if above and below:
                return Prevailing(above[0], below[0], evidence)
        return None

    @cached_property
    def said(self) -> list[tuple[Kind, Kind, Evidence]]:
        """Pairs of kinds, the first of which goes before the second, and where that stands."""
        found = []
        for number, one in self.papers.items():
            body, sentences = one.paper.text.body, one.sentences
            starts = [sentence.start for sentence in sentences]
            places = {bisect_right(starts, match.start()) - 1 for match in SAYS[one.language].finditer(body)}
            for place in sorted(places):
                start, end = sentences[place].start, sentences[place].end
                evidence = Evidence(number, start, end, body[start:end])
                found += [(*pair, evidence) for pair in _orders(evidence.quote, one.language, one.paper.kind)]
        return found


def _orders(words: str, language: Language, own: Kind) -> Iterator[tuple[Kind, Kind]]:
    says = SAYS[language].search(words)
    if says is None or CONFLICT[language].search(words) is None:
        return
    named = _named(words, language, own)
    if says.lastgroup == "order":
        order = list(dict.fromkeys(kind for _, kind in named))
        yield from pairwise(order)
        return
    if language == "en":
        after = [kind for at, kind in named if at > says.end()]
        before = [kind for at, kind in named if at < says.start()]
        if not before:
            return
        winner = before[-1]
    else:
        # 注文書が優先する, 注文書が本規約に優先する: what prevails stands before が or は, the nearest one to the verb.
        until = words[: says.start()]
        subjects = [(at, kind) for at, kind in named if at < says.start() and _is_subject(until, at, language, kind)]
        if not subjects:
            return
        winner, before, after = subjects[-1][1], [kind for at, kind in named], []
    for loser in dict.fromkeys([*after, *before]):
        if loser != winner:
            yield winner, loser


def _is_subject(until: str, at: int, language: Language, kind: Kind) -> bool:
    end = re.compile(f"{OWN[language]}|{NAMES[language][kind]}", re.I).match(until, at)
    rest = until[end.end() :] if end else ""
    return re.match("(?:の(?:内容|規定|定め|条件|記載))?[がを]", rest) is not None


def _named(words: str, language: Language, own: Kind) -> list[tuple[int, Kind]]:
    """Where kinds of paper are named, in order; “this Agreement” is the paper in which it stands."""
    found: list[tuple[int, int, Kind]] = []
    for match in re.finditer(OWN[language], words, re.I):
        found.append((match.start(), match.end(), own))
    for kind, names in NAMES[language].items():
        border = r"\b" if language == "en" else ""
        for match in re.finditer(f"{border}(?:{names}){border}", words, re.I):
            if not any(start < match.end() and match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), kind))
    return [(start, kind) for start, _, kind in sorted(found)]
