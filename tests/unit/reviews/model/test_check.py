"""What counts of a model's claims, and that nothing it writes gets further."""

from __future__ import annotations

from collections.abc import Sequence

from reviews.model.check import Checked, check_claims
from reviews.model.values import Claim, QuotedWords, RefusedQuote
from reviews.values import Grade, Status, Value
from tests.unit.reviews.small import paper, small

FIND = """\
facts:
  notice: {en: ["<vendor> ... (terminate|cancel) ... notice"], ja: ["解約 ... 通知"]}
values:
  days:
    - en: ["(at least|on) <duration> .. notice"]
      ja: ["<duration>前 .. 通知"]
      with: [notice]
"""
RULES = """\
rules:
  - {if: days >= 90, grade: favourable, because: {en: "{days} days to leave.", ja: "{days}日前。"}}
  - {if: days >= 30, grade: acceptable}
  - {if: has days, grade: critical}
  - {grade: risky}
"""
CHECKLIST = small(FIND, RULES)
TERMS = paper("""# Terms

This Agreement is made between Alder Ltd ("Provider") and the buyer ("Customer").

## 1. Ending

Provider may terminate this Agreement on sixty (60) days' notice, except where Customer is in breach. Fees are due
within 10 days.

## 2. Leaving

When either side wishes to part ways it tells the other 5 business days before. The laws of Denmark apply.

Provider shall not:

(a) delete data before 90 days have passed;

(b) charge a fee of 2%.
""")
ENDING = "Provider may terminate this Agreement on sixty (60) days' notice"
WHOLE = f"{ENDING}, except where Customer is in breach."
PARTING = "When either side wishes to part ways it tells the other 5 business days before."


def claim(*quotes: str, grade: Grade | None = None, status: Status = "present", **values: Value) -> Claim:
    return Claim("exit.one", status, grade, values, tuple(QuotedWords(0, words) for words in quotes))


def check(*claims: Claim, withheld: Sequence[tuple[int, int, int]] = ()) -> Checked:
    return check_claims(CHECKLIST, [TERMS], claims, withheld=withheld)


def test_a_quote_is_shown_as_its_whole_sentence_with_the_exception() -> None:
    checked = check(claim(ENDING, grade="acceptable", days=60))
    (finding,) = checked.findings
    assert [span.quote for span in finding.evidence] == [WHOLE]
    assert finding.evidence[0].quote == TERMS.text.body[finding.evidence[0].start : finding.evidence[0].end]
    assert (finding.reader, finding.status, finding.grade, finding.values) == (
        "model",
        "present",
        "acceptable",
        {"days": 60},
    )
    assert (checked.quotes, checked.refused, checked.dropped_claims, checked.dropped_values) == (1, (), 0, 0)


def test_an_item_of_a_list_is_shown_with_what_leads_into_it() -> None:
    (finding,) = check(claim("charge a fee of 2%", grade="risky")).findings
    assert [span.quote for span in finding.evidence] == ["(b) charge a fee of 2%.", "Provider shall not:"]


def test_a_present_claim_without_a_quote_that_stands_is_no_claim_at_all() -> None:
    checked = check(
        claim("Provider may not terminate this Agreement on sixty (60) days' notice", grade="favourable"),
        claim(grade="favourable"),
    )
    assert checked == Checked(
        refused=(
            RefusedQuote(
                "exit.one", "Provider may not terminate this Agreement on sixty (60) days' notice", "negation"
            ),
        ),
        dropped_claims=2,
    )


def test_a_fallen_claim_beside_silence_leaves_nothing() -> None:
    assert check(claim(status="absent"), claim("no such words at all here", grade="risky")).findings == ()
    assert [one.status for one in check(claim(status="absent")).findings] == ["absent"]


def test_words_of_the_papers_go_before_silence_and_the_worse_grade_before_the_better() -> None:
    (finding,) = check(
        claim(status="absent"),
        claim("The laws of Denmark apply.", grade="favourable"),
        claim("Fees are due within 10 days.", grade="critical"),
    ).findings
    assert (finding.status, finding.grade) == ("present", "critical")
    assert [span.quote for span in finding.evidence] == ["Fees are due within 10 days.", "The laws of Denmark apply."]


def test_a_figure_that_phrases_find_in_the_quote_decides_whatever_the_model_says() -> None:
    checked = check(claim(WHOLE, grade="favourable", days=90))
    (finding,) = checked.findings
    assert (finding.grade, finding.values, finding.is_by_value) == ("acceptable", {"days": 60}, True)
    assert checked.dropped_values == 1


def test_a_figure_that_only_the_quote_states_is_read_again_in_the_unit_of_the_value() -> None:
    (finding,) = check(claim(PARTING, grade="favourable", days=5)).findings
    assert (finding.grade, finding.values, finding.is_by_value) == ("critical", {"days": 7}, True)


def test_values_that_the_quote_does_not_state_are_dropped_and_counted() -> None:
    checked = check(
        claim(PARTING, "The laws of Denmark apply.", grade="risky", rate=2, law="Norway", mode="perhaps", colour="red")
    )
    (finding,) = checked.findings
    assert (finding.grade, finding.values, checked.dropped_values) == ("risky", {}, 4)


def test_words_and_options_are_those_of_the_paper_and_the_checklist() -> None:
    (finding,) = check(claim("The laws of Denmark apply.", grade="risky", law="DENMARK\u202e!", mode="yes")).findings
    assert finding.values == {"law": "Denmark", "mode": "yes"}


def test_the_reason_is_the_checklists_own() -> None:
    (finding,) = check(claim("The laws of Denmark apply.", grade="risky", law="Denmark")).findings
    assert finding.rationale == {"en": "R", "ja": "R"}


def test_true_words_of_another_matter_make_silence_no_better() -> None:
    (finding,) = check(claim("The laws of Denmark apply.", grade="favourable")).findings
    assert (finding.status, finding.grade, finding.confidence) == ("unclear", "risky", 0.3)
    assert [span.quote for span in finding.evidence] == ["The laws of Denmark apply."]


def test_words_that_were_hidden_or_give_orders_count_for_nothing() -> None:
    start = TERMS.text.body.index("The laws")
    checked = check(claim("The laws of Denmark apply.", grade="risky"), withheld=[(0, start, start + 5)])
    assert ([one.reason for one in checked.refused], checked.findings) == (["hidden"], ())


def test_a_quote_counts_where_it_stands_though_another_paper_was_named() -> None:
    other = paper("Nothing of interest is written here.", name="other.md")
    quoted = QuotedWords(7, "The laws of Denmark apply.")
    checked = check_claims(CHECKLIST, [other, TERMS], [Claim("exit.one", "present", "risky", {}, (quoted,))])
    assert checked.findings[0].evidence[0].document == 1


def test_headings_alone_answer_nothing() -> None:
    headed = paper("# Terms\n\n## 1. No training on your data at all\n\nWe train on your data.\n")
    quoted = QuotedWords(0, "No training on your data at all")
    checked = check_claims(CHECKLIST, [headed], [Claim("exit.one", "present", "favourable", {}, (quoted,))])
    assert [one.reason for one in checked.refused] == ["heading"]


def test_a_grade_that_the_item_does_not_have_leaves_it_unclear() -> None:
    (finding,) = check(claim("The laws of Denmark apply.")).findings
    assert (finding.status, finding.grade) == ("unclear", "risky")


def test_unknown_items_are_dropped_and_counted() -> None:
    unknown = Claim("exit.other", "present", "favourable", {}, (QuotedWords(0, WHOLE),))
    assert check(unknown) == Checked(dropped_claims=1)
