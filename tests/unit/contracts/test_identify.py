"""Kinds, titles, vendors and dates of invented papers."""

from __future__ import annotations

from time import perf_counter

import pytest

from contracts.identify import guess_kind, kind_of_name, title_of, vendor_guess
from contracts.segment import segment_text
from contracts.values import Kind, Page, Paper, Text


def text_of(body: str, language: str = "en") -> Text:
    return Text(body, (Page(1, 0, len(body)),), language)  # type: ignore[arg-type]


def paper(body: str, language: str = "en", kind: Kind = "master_terms") -> Paper:
    text = text_of(body, language)
    clauses = segment_text(text)
    return Paper("x", kind, text, clauses, title=title_of(text, clauses, "x.pdf"))


@pytest.mark.parametrize(
    ("body", "language", "kind"),
    [
        ("Quillon Terms of Service\n\nYou may use it.", "en", "master_terms"),
        ("Last updated: 3 May 2026\n\nMASTER SUBSCRIPTION AGREEMENT\n\n1. Fees", "en", "master_terms"),
        ("AI Addendum\n\n1. The AI services are part of the product.", "en", "master_terms"),
        ("Data Processing Addendum\n\nThis DPA is part of the agreement.", "en", "dpa"),
        ("Quillon Service Level Agreement\n\nUptime is 99.9%.", "en", "sla"),
        ("Our Big SLA\n\nWe keep it up.", "en", "sla"),
        ("Order Form No. 7\n\nCustomer: Ostrava Ltd.", "en", "order_form"),
        ("Statement of Work\n\nScope of the work.", "en", "order_form"),
        ("Amendment No. 2 to the Hosting Agreement\n\nThe parties agree.", "en", "amendment"),
        ("Acceptable Use Policy\n\nDo no harm.", "en", "policy"),
        ("青磁AI 利用規約\n\n第1条（目的）", "ja", "master_terms"),
        ("クラウドサービス基本契約書\n\n甲と乙とは、次のとおり契約する。", "ja", "master_terms"),
        ("個人データの取扱いに関する覚書\n\n第1条", "ja", "dpa"),
        ("サービスレベル合意書\n\n稼働率は99.9％とする。", "ja", "sla"),
        ("注文書（個別契約第3号）\n\n次のとおり注文します。", "ja", "order_form"),
        ("利用契約の一部変更に関する覚書\n\n変更契約とする。", "ja", "amendment"),
        ("生成AI利用ガイドライン\n\n禁止する。", "ja", "policy"),
        ("Minutes of the garden club\n\nRoses were discussed.", "en", "other"),
    ],
)
def test_kind_is_told_from_what_the_paper_calls_itself(body: str, language: str, kind: str):
    text = text_of(body, language)
    assert guess_kind(text, segment_text(text), "scan0001.pdf") == kind


def test_kind_of_a_paper_without_a_name_is_told_from_its_words():
    clause = "The processor informs the controller of each sub-processor and answers data subjects.\n\n"
    text = text_of("Schedule 3 of 4.\n\n" + clause * 20)
    assert guess_kind(text, segment_text(text), "a.pdf") == "dpa"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Updated: 1 May 2026\n\nQuillon Agreement\n\nDownload PDF\n\nIt applies.", "Quillon Agreement"),
        ("• Home\n\nStay organised\n\nQuillon Cloud Terms\n\nThese terms apply.", "Quillon Cloud Terms"),
        ("1\n\nEXHIBIT 10.5\n\nHOSTING AGREEMENT\n\nThis agreement is made.", "HOSTING AGREEMENT"),
        ("and this is the middle of a sentence,\n\nwhich goes on.", "scan 7"),
    ],
)
def test_title_is_the_line_that_names_the_paper(body: str, title: str):
    text = text_of(body)
    assert title_of(text, segment_text(text), "scan 7.pdf") == title


@pytest.mark.parametrize(
    ("body", "language", "vendor"),
    [
        ("Hosting\n\nBetween Quillon Systems Ltd. (“Provider”) and the customer.", "en", "Quillon Systems"),
        ("Terms\n\nWhen we say “we”, we are referring to Pelagic Labs LLC.", "en", "Pelagic Labs"),
        ("Quillon Terms of Service\n\n" + "Quillon may change prices. " * 6, "en", "Quillon"),
        ("契約書\n\n霞浦株式会社（以下「甲」という。）と青磁株式会社（以下「乙」という。）とは", "ja", "青磁株式会社"),
        ("利用規約\n\n株式会社青磁（以下「当社」という。）は提供する。", "ja", "株式会社青磁"),
        ("Terms\n\nThe provider hosts. The customer pays.", "en", ""),
    ],
)
def test_vendor_is_who_the_paper_says_provides(body: str, language: str, vendor: str):
    assert vendor_guess([paper(body, language)]) == vendor


def test_vendor_is_asked_of_the_master_terms_first():
    papers = [
        paper("DPA\n\nBetween Other Host GmbH (“Provider”) and you.", kind="dpa"),
        paper("Terms\n\nBetween Quillon Ltd. (“Provider”) and you."),
    ]
    assert vendor_guess(papers) == "Quillon"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("vendor-sla-scan.pdf", "sla"),
        ("Data_Processing_Agreement.signed.pdf", "dpa"),
        ("注文書.pdf", "order_form"),
        ("scan0001.pdf", None),
    ],
)
def test_a_name_tells_the_kind_of_a_paper_that_could_not_be_read(name: str, kind: str | None) -> None:
    assert kind_of_name(name) == kind


def test_a_word_that_never_ends_costs_little() -> None:
    started = perf_counter()
    vendor_guess([paper("Terms of Service\n\n" + "A-" * 30_000)])
    assert perf_counter() - started < 2
