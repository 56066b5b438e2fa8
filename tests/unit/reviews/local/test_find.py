"""The local reader on small papers: what counts, what is cancelled, what is quoted."""

from __future__ import annotations

import pytest

from reviews.local.find import find_answers
from tests.unit.reviews.small import paper, review, small

RAISE = """\
facts:
  raises:
    en: ["<vendor> ... may ... (increase|raise) .. @price"]
    ja: ["<vendor>は ... @price ... 引き上げ ... でき"]
"""


def quotes(body: str, find: str, *others: str) -> list[str]:
    return [one.quote for one in review(small(find), paper(body, name="a.md")).evidence]


def test_only_the_vendors_right_counts() -> None:
    assert quotes("Provider may from time to time increase the Fees.", RAISE) == [
        "Provider may from time to time increase the Fees."
    ]
    assert quotes("Customer may increase the fees that it charges to others.", RAISE) == []
    assert quotes("当社は、いつでも利用料金を引上げることができます。", RAISE) == [
        "当社は、いつでも利用料金を引上げることができます。"
    ]
    assert quotes("契約者は、その顧客に対する料金を引き上げることができます。", RAISE) == []


def test_quote_is_the_sentence_and_not_its_paragraph() -> None:
    body = "The term is one year. Provider may raise prices, e.g. each year. Customer pays monthly."
    assert quotes(body, RAISE) == ["Provider may raise prices, e.g. each year."]


def test_sentence_that_says_most_is_quoted_first() -> None:
    noticed = RAISE + "  noticed: {en: [in writing], ja: [通知], answers: false}\n"
    body = "Provider may raise prices. Provider may increase the fees if it says so in writing."
    assert quotes(body, noticed) == [
        "Provider may increase the fees if it says so in writing.",
        "Provider may raise prices.",
    ]


def test_exception_cancels_in_its_scope() -> None:
    cancelled = RAISE + "    not: {en: [never], ja: []}\n"
    body = "Provider may increase fees. This never applies in the first year."
    assert quotes(body, cancelled) != []
    assert quotes(body, cancelled + "    scope: next\n") == []
    far = "Provider may increase fees. One. Two. This never applies.\n"
    assert quotes(far, cancelled + "    scope: next\n") != []
    assert quotes(f"# 1. Fees\n\n{far}", cancelled + "    scope: clause\n") == []


def test_fact_needs_its_company() -> None:
    find = (
        RAISE
        + """\
  notified:
    en: [notice]
    ja: [通知]
    with: [raises]
    within: next
    answers: false
"""
    )
    checklist = small(find)
    facts = [
        find_answers(checklist, [paper(body)])[0].facts
        for body in (
            "Provider may raise fees on notice.",
            "Provider may raise fees. It gives notice.",
            "Provider may raise fees. One. It gives notice.",
            "It gives notice.",
        )
    ]
    assert facts == [{"raises", "notified"}, {"raises", "notified"}, {"raises"}, frozenset()]


def test_headings_tell_what_a_clause_is_about() -> None:
    find = 'facts:\n  efforts:\n    en: [efforts]\n    ja: [努め]\n    heading: {en: ["service level*"], ja: []}\n'
    assert quotes("# 1. Service Levels\n\nProvider uses reasonable efforts.\n", find) == [
        "Provider uses reasonable efforts."
    ]
    assert quotes("# 1. Publicity\n\nProvider uses reasonable efforts.\n", find) == []


def test_item_of_a_list_is_read_with_what_leads_into_it() -> None:
    find = 'facts:\n  stops:\n    en: ["<vendor> may suspend ... unpaid"]\n    ja: ["支払わない ... 停止 .. できる"]\n'
    body = "Provider may suspend the Service where:\n\n(a) an invoice stays unpaid; or\n\n(b) the law requires it.\n"
    assert quotes(body, find) == ["Provider may suspend the Service where:\n\n(a) an invoice stays unpaid; or"]
    far = "Provider may suspend the Service where:\n\n(a) the law requires it; or\n\n(b) an invoice stays unpaid.\n"
    assert quotes(far, find) == ["(b) an invoice stays unpaid.", "Provider may suspend the Service where:"]
    japanese = "当社は、次の各号に該当する場合、停止することができる。\n\n一　違法なとき\n\n二　料金を支払わないとき\n"
    assert "料金を支払わないとき" in "".join(quotes(japanese, find))


def test_no_match_lies_wholly_in_the_lead() -> None:
    find = 'facts:\n  stops:\n    en: ["<vendor> may suspend"]\n    ja: []\n'
    body = "Provider may suspend the Service where:\n\n(a) an invoice stays unpaid; or\n\n(b) the law requires it.\n"
    assert quotes(body, find) == ["Provider may suspend the Service where:"]


def test_row_of_a_table_is_read_with_the_row_of_its_columns() -> None:
    find = "values:\n  rate: {en: ['credit ... <percent!> $'], ja: [], choose: greatest, answers: true}\n"
    body = "Credits are as follows:\n\n| Uptime | Credit |\n|---|---|\n| below 99.9% | 10% |\n| below 99% | 25% |\n"
    assert review(small(find), paper(body)).values == {"rate": 25}


@pytest.mark.parametrize(("choose", "days"), [("first", 45), ("least", 14), ("greatest", 60)])
def test_choice_among_several_values(choose: str, days: int) -> None:
    find = f"values:\n  days: {{en: ['<duration> .. notice'], ja: [], choose: {choose}, answers: true}}\n"
    body = "On 45 days' notice. On ten business days' notice. On two months' notice."
    assert review(small(find), paper(body)).values == {"days": days}


def test_first_reader_that_reads_anything_wins() -> None:
    readers = ["{en: ['<duration> .. notice'], ja: [], answers: true}", "{en: ['<duration>'], ja: []}"]
    find = f"values:\n  days: [{', '.join(readers)}]\n"
    assert review(small(find), paper("After 5 days. On 90 days' notice.")).values == {"days": 90}


def test_text_value_is_as_the_paper_writes_it() -> None:
    find = (
        "values:\n  law: {text: true, en: ['laws of {[state of] (new york|japan)}'], ja: ['{日本}法'], answers: true}\n"
    )
    assert review(small(find), paper("Governed by the laws of the State of New York, USA.")).values == {
        "law": "State of New York"
    }
    assert review(small(find), paper("本契約の準拠法は、日本法とする。")).values == {"law": "日本"}


def test_cases_turn_facts_into_an_option() -> None:
    find = RAISE + "values:\n  mode: {cases: {yes: raises, no: not raises}}\n"
    assert review(small(find), paper("Provider may increase the fees.")).values == {"mode": "yes"}


def test_statuses_of_silence() -> None:
    find = RAISE + "referenced: {en: ['see .. price list'], ja: []}\npoints_to: [sla]\n"
    checklist = small(find)
    assert review(checklist, paper("Nothing here.", "dpa")).status == "not_assessed"
    assert review(checklist, paper("Nothing here.")).status == "absent"
    assert review(checklist, paper("For fees see our price list.")).status == "referenced"
    pointing = paper("The Service Level Agreement applies.")
    assert review(checklist, pointing).status == "referenced"
    assert review(checklist, pointing, paper("Nothing here.", "sla", "sla.md")).status == "absent"
    silent = review(checklist, paper("Nothing here."))
    assert (silent.grade, silent.rationale) == ("risky", {"en": "Silent", "ja": "定めなし"})


def test_beta_passages_do_not_bind_but_a_paper_about_nothing_else_does() -> None:
    right = "Provider may increase the fees at any time."
    beta = f"# 2. Beta Services\n\nProvider offers them to Customer. {right}\n"
    rest = "# 1. General\n\nProvider and Customer agree. They sign. They pay. Provider sends invoices.\n\n"
    assert quotes(rest + beta, RAISE) == []
    assert quotes(beta, RAISE) == [right]


def test_amendments_are_searched_for_every_item() -> None:
    amendment = paper("Provider may increase the fees.", "amendment", "amendment.md")
    assert review(small(RAISE), paper("Nothing here."), amendment).status == "present"


def test_phrase_over_a_clause_quotes_both_ends() -> None:
    find = 'facts:\n  both:\n    en: ["data is kept .... then destroyed"]\n    ja: []\n'
    body = "# 1. Data\n\nData is kept for a while. Nobody looks. It is then destroyed.\n"
    assert sorted(quotes(body, find)) == ["Data is kept for a while.", "It is then destroyed."]


def test_answer_tells_the_phrase_that_found_it() -> None:
    evidence = review(small(RAISE), paper("Provider may increase the fees.")).evidence
    assert [one.found_by for one in evidence] == ["<vendor> ... may ... (increase|raise) .. @price"]


def test_all_names_are_joined_once_each() -> None:
    place = "{(united states [of america]|japan|ireland)}"
    phrases = f"['stored .. in {place}', 'and {place}']"
    find = f"values:\n  law: {{text: true, en: {phrases}, ja: [], choose: all, answers: true}}\n"
    body = "Stored in the United States. Stored in Japan and Ireland. Stored in the United States of America."
    assert review(small(find), paper(body)).values == {"law": "Japan, Ireland, United States of America"}
