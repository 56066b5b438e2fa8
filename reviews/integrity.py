"""What a review says of the papers themselves: a paper that instructs whoever reads it by machine is not to be trusted.

The finding is made by local rules alone, after all readers, so that no model can lower it. Its weight is nought: the
score stays the distance from the team's checklist, which does not ask this. It stands first in every report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contracts.instructions import Instruction
from contracts.values import KINDS, Paper
from reviews.checklist.values import Category, Checklist, Item, Localised, Silence
from reviews.values import Evidence, Finding

MOST_QUOTES = 20
CATEGORY = Category("paper", {"en": "The papers themselves", "ja": "文書そのもの"})
CRITICAL: Localised = {
    "en": "The paper holds sentences that instruct whoever reads or grades it by machine.",
    "ja": "文書に、機械による読み取りや評価に指示を与えようとする文があります。",
}
INSTRUCTIONS = Item(
    id="paper.instructions",
    category=CATEGORY.id,
    weight=0,
    title={"en": "Instructions to a machine that reads the paper", "ja": "読み取りを行う機械に向けた指示"},
    question={
        "en": "Do the papers try to tell a reader or a model how to grade them?",
        "ja": "文書が、読み手やモデルに評価の仕方を指示しようとしていないか。",
    },
    why={
        "en": "Such a sentence has no place in a contract. Where somebody tried to sway a review, the paper may have"
        " been changed, or the other side may rely on nobody reading it.",
        "ja": "このような文は契約書に必要のないものです。審査を左右しようとする記載がある場合、文書が改変されたか、"
        "相手方が十分に読まれないことを見込んでいるおそれがあります。",
    },
    values=(),
    grades={
        "favourable": {"en": "No such sentence.", "ja": "そのような文はない。"},
        "acceptable": {"en": "No such sentence.", "ja": "そのような文はない。"},
        "risky": {"en": "No such sentence.", "ja": "そのような文はない。"},
        "critical": CRITICAL,
    },
    silence=Silence("favourable", {"en": "No such sentence was found.", "ja": "そのような文は見つかりませんでした。"}),
    applies_to=KINDS,
    sources=(),
    fallback={
        "en": "Ask the other side who put these sentences into the paper and why, and demand a copy without them."
        " Compare that copy with this one, and have a person read the whole of it before anybody signs.",
        "ja": "これらの文を誰が何のために記載したのか相手方に確認し、削除した文書の提出を求めてください。"
        "提出された文書は本書と照合し、署名の前に必ず人が全文を確認してください。",
    },
)
OPENLY: Localised = {
    "en": "Sentences in the papers address a machine that reads them, not the parties. They were found before any model"
    " was asked, sent to none, and change no other finding. They do not count in the score, which measures the distance"
    " from the checklist.",
    "ja": "文書中に、当事者ではなく読み取りを行う機械に向けた文があります。これらはモデルに問い合わせる前に検出され、"
    "モデルには送信されず、他の所見にも影響しません。スコアはチェックリストとの隔たりを示すものであり、この所見は含まれません。",
}
UNSEEN: Localised = {
    "en": " Hidden from a person who reads the paper: {number} of {all}.",
    "ja": "{all}件のうち{number}件は、文書を読む人には見えないように隠されています。",
}


def find_integrity(papers: Sequence[Paper], found: Sequence[Instruction]) -> list[Finding]:
    """The finding on instructions in the papers, with the sentences as evidence; none where there are none."""
    if not found:
        return []
    return [
        Finding(
            item=INSTRUCTIONS.id,
            category=INSTRUCTIONS.category,
            weight=INSTRUCTIONS.weight,
            status="present",
            grade="critical",
            values={},
            evidence=tuple(quote_of(one, papers) for one in found[:MOST_QUOTES]),
            confidence=1.0,
            reader="local",
            rationale=reason_of(found),
        )
    ]


def quote_of(one: Instruction, papers: Sequence[Paper]) -> Evidence:
    words = papers[one.document].text.body[one.start : one.end]
    return Evidence(one.document, one.start, one.end, words, f"instruction {one.veil or one.how}")


def reason_of(found: Sequence[Instruction]) -> Localised:
    hidden = sum(one.is_hidden for one in found)
    if not hidden:
        return OPENLY
    return {
        language: text + UNSEEN[language].format(number=hidden, all=len(found)) for language, text in OPENLY.items()
    }


def with_paper_items(checklist: Checklist, findings: Iterable[Finding]) -> Checklist:
    """The checklist as a report shows it: where there is a finding on the papers themselves, its item stands first."""
    if all(finding.item != INSTRUCTIONS.id for finding in findings):
        return checklist
    return replace(
        checklist,
        categories=(CATEGORY, *checklist.categories),
        items=(INSTRUCTIONS, *checklist.items),
    )
