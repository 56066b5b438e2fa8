"""A checklist of two categories and two small papers, and a way to ask about them that never sleeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.values import Paper
from reviews.checklist import Checklist, load_checklist
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.model.ask import ask_model
from reviews.model.chain import Patience
from reviews.model.memory import MemoryDoor
from reviews.model.values import Asked, Door, Endpoint, Mode
from reviews.values import Finding
from reviews.verify import verify_evidence
from tests.unit.reviews.small import paper

ITEM = """\
  - id: {id}
    category: {category}
    weight: 3
    title: {{en: T, ja: T}}
    question: {{en: "{en}", ja: "{ja}"}}
    why: {{en: W, ja: W}}
    values: [{values}]
    grades:
      favourable: {{en: "Sixty days or more.", ja: "60日以上。"}}
      acceptable: {{en: "Thirty days or more.", ja: "30日以上。"}}
      risky: {{en: "Less than thirty days.", ja: "30日未満。"}}
      critical: {{en: "No notice.", ja: "通知なし。"}}
    silence: {{grade: risky, because: {{en: Silent, ja: 定めなし}}}}
    applies_to: [master_terms]
    sources: []
    fallback: {{en: F, ja: F}}
    find:
      facts:
        told: {{en: [{phrase}], ja: [通知]}}
    rules:
      - {{grade: acceptable}}
"""
DAYS = "{name: days, type: duration, unit: days}, {name: law, type: text}, {name: mode, type: enum, options: [a, b]}"
HEAD = """\
name: {en: "Small", ja: "小"}
version: "1"
categories: [{id: exit, en: "Exit", ja: "終了"}, {id: price, en: "Price", ja: "価格"}]
items:
"""


def two_categories() -> Checklist:
    items = [
        ITEM.format(id="exit.notice", category="exit", en="When may it end?", ja="いつ終了しますか。", values=DAYS,
                    phrase='"(terminate|end) ... notice"'),
        ITEM.format(id="exit.data", category="exit", en="Is data returned?", ja="データは返りますか。",
                    values="{name: returned, type: boolean}", phrase='"return .. data"'),
        ITEM.format(id="price.change", category="price", en="May prices change?", ja="価格は変わりますか。",
                    values=DAYS, phrase='"(change|raise) .. (fee|fees)"'),
    ]  # fmt: skip
    return load_checklist(HEAD + "".join(items), "two.yaml")


CHECKLIST = two_categories()
TERMS = """# Master Terms

This Agreement is made between Alder Ltd ("Provider") and the buyer ("Customer").

## 1. Ending

1.1 Provider may terminate this Agreement on thirty (30) days' written notice.

1.2 Provider will return Customer data on request.

## 2. Fees

2.1 Provider may change the fees at any time.
"""
ORDER = """# Order Form

Customer orders ten seats of the service from Alder Ltd.
"""


def papers() -> list[Paper]:
    return [paper(TERMS), paper(ORDER, "order_form", "order.md")]


def local_findings(checklist: Checklist, bundle: list[Paper]) -> list[Finding]:
    return grade_answers(checklist, verify_evidence(find_answers(checklist, bundle), bundle), bundle)


@dataclass
class Waits:
    """Stands for sleeping: the seconds that would have been waited."""

    seconds: list[float] = field(default_factory=list)

    def patience(self, **settings: object) -> Patience:
        return Patience(sleep=self.seconds.append, jitter=lambda: 1.0, **settings)  # type: ignore[arg-type]


def ask(*endpoints: Endpoint, door: Door | None = None, waits: Waits | None = None, mode: Mode = "thorough") -> Asked:
    bundle = papers()
    patience = (waits or Waits()).patience()
    return ask_model(
        CHECKLIST,
        bundle,
        local_findings(CHECKLIST, bundle),
        endpoints,
        door or MemoryDoor(),
        mode,
        patience=patience,
    )
