"""One sentence as a paper of its own, for whatever is tried out or learned sentence by sentence."""

from __future__ import annotations

from contracts.values import Clause, Kind, Language, Page, Paper, Text

PREAMBLE: dict[Language, str] = {
    "en": (
        "This agreement is between Provider Inc. (“Provider”, “Supplier”, “Vendor”, “Licensor”, “Company”, "
        "“Service Provider”, “Processor”, “we” or “us”) and Client Ltd. (“Customer”, “Client”, “Subscriber”, "
        "“Licensee”, “Controller” or “you”)."
    ),
    "ja": (
        "本契約は、サービスの利用者である株式会社甲野（以下「甲」、「お客様」、「契約者」、「利用者」、「会員」、「委託者」、「発注者」、"
        "「使用者」又は「ユーザー」という。）と、"
        "その提供者である株式会社乙山（以下「乙」、「当社」、「弊社」、「提供者」、「サービス提供者」、"
        "「受託者」、「受注者」、「許諾者」又は「事業者」という。）との間で締結される。"
    ),
}
HEADINGS: dict[Language, tuple[str, str]] = {"en": ("Parties", "Provisions"), "ja": ("当事者", "条項")}


def paper_of(text: str, language: Language, kind: Kind = "master_terms") -> Paper:
    """The text under a heading that says nothing, in a paper that names its parties in all usual ways."""
    parties, provisions = HEADINGS[language]
    opening = f"{parties}\n{PREAMBLE[language]}\n\n"
    body = f"{opening}{provisions}\n{text}"
    clauses = (
        Clause(0, len(opening), len(parties) + 1, 1, heading=parties),
        Clause(len(opening), len(body), len(opening) + len(provisions) + 1, 1, heading=provisions),
    )
    return Paper("sentence.txt", kind, Text(body, (Page(1, 0, len(body)),), language), clauses)
