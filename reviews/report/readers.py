"""Two readers in words: what the other one says to a finding, and what became of asking a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from contracts.values import Language
from reviews.checklist.values import Item
from reviews.model.quotes import Reason
from reviews.model.run import ModelRun, Recipient, Stopped
from reviews.model.values import Trouble
from reviews.report.parts import OtherLine, Quote, RunWords
from reviews.report.words import (
    GRADE_WORDS,
    READER_WORDS,
    SIGNS,
    STATUS_WORDS,
    join_sentences,
    join_words,
    word_number,
    word_values,
)
from reviews.values import Evidence, Finding

TROUBLE_WORDS: dict[Trouble, Promise] = {
    "timeout": gettext_lazy("The model did not answer in time."),
    "unreachable": gettext_lazy("The model’s server could not be reached."),
    "rate_limited": gettext_lazy("The provider took no more requests."),
    "server_error": gettext_lazy("The provider’s server reported an error."),
    "cut_off": gettext_lazy("The model’s answer broke off."),
    "not_json": gettext_lazy("The model did not answer in the form asked for."),
    "wrong_schema": gettext_lazy("The model’s answer lacked what was asked for."),
    "refused": gettext_lazy("The model declined to answer."),
    "empty": gettext_lazy("The model’s answer was empty."),
    "no_such_model": gettext_lazy("The provider does not offer this model."),
    "no_access": gettext_lazy("The provider did not accept the key."),
    "too_long": gettext_lazy("The papers are too long for this model; nothing was sent."),
    "budget": gettext_lazy("The month’s budget would not have sufficed; nothing was sent."),
}
REASON_WORDS: dict[Reason, Promise] = {
    "short": gettext_lazy("too few words"),
    "long": gettext_lazy("pages instead of a passage"),
    "ellipsis": gettext_lazy("words left out"),
    "stitched": gettext_lazy("passages joined"),
    "figure": gettext_lazy("a figure changed"),
    "negation": gettext_lazy("a “not” lost or added"),
    "exception": gettext_lazy("an exception lost or added"),
    "reworded": gettext_lazy("other words than the papers’"),
    "heading": gettext_lazy("nothing but a heading"),
    "hidden": gettext_lazy("words that are hidden or address their reader"),
    "elsewhere": gettext_lazy("not in the papers at all"),
}
STOPPED_WORDS: dict[Stopped, Promise] = {
    "off": gettext_lazy("Models were turned off for the team, so none was asked."),
    "never_leaves": gettext_lazy("The contract is marked never to leave, so no model was asked."),
    "no_provider": gettext_lazy("No provider of models is set up, so none was asked."),
    "late": gettext_lazy("The model took too long, so what was left was not asked."),
}


def word_other(
    finding: Finding, item: Item, language: Language, quote: Callable[[Sequence[Evidence]], tuple[Quote, ...]]
) -> OtherLine | None:
    """The other reader's answer beside the one that stands; None where there is none."""
    other = finding.other
    if other is None:
        return None
    is_model = other.reader == "model"
    if finding.agreement == "agree":
        title = _("The model reader says the same.") if is_model else _("The local reader says the same.")
    else:
        title = _("The model reader says otherwise.") if is_model else _("The local reader says otherwise.")
    shown = {(span.document, span.start, span.end) for span in finding.evidence}
    values = word_values(other.values, item.values)
    return OtherLine(
        title=title,
        is_agreeing=finding.agreement == "agree",
        shape=other.grade or other.status,
        sign=SIGNS[other.grade or other.status],
        grade_word=str(GRADE_WORDS[other.grade]) if other.grade else "",
        status_word="" if other.status == "present" else str(STATUS_WORDS[other.status]),
        reason=other.rationale.get(language) or other.rationale.get("en", ""),
        values_line=pgettext("between values", "; ").join(f"{value.label} {value.text}" for value in values),
        quotes=quote([span for span in other.evidence if (span.document, span.start, span.end) not in shown]),
        reader_word=str(READER_WORDS[other.reader]),
        is_quoting_the_same=bool(other.evidence)
        and all((span.document, span.start, span.end) in shown for span in other.evidence),
    )


def word_readers(run: ModelRun) -> str:
    """Who read, and whether text left the machine, in a sentence or two."""
    if run.recipients:
        names = join_words(word_recipient(one) for one in run.recipients)
        return _("Local reader and model reader. Text was sent to %(names)s.") % {"names": names}
    if run.from_cache:
        return _("Local reader and model reader, whose answers were kept from before. No text left the machine.")
    return _("Local reader; no model was asked. No text left the machine.")


def word_recipient(one: Recipient) -> str:
    """ "gpt-5 at api.example.com"."""
    host = urlsplit(one.base_url).hostname or one.endpoint
    return _("%(model)s at %(host)s") % {"model": one.model, "host": host}


def word_run(run: ModelRun, items: Mapping[str, Item], categories: Mapping[str, str]) -> RunWords:
    return RunWords(
        stopped=str(STOPPED_WORDS.get(run.stopped, "")),
        sent=tuple(_word_sent(one) for one in run.recipients),
        spent=_word_spent(run),
        quotes=_word_quotes(run),
        dropped=_word_dropped(run),
        unanswered=tuple(_word_unanswered(run, items, categories)),
        tainted=_(
            "The papers hold instructions to their reader. The model could therefore make findings only worse, never "
            "better."
        )
        if run.is_tainted
        else "",
    )


def _word_sent(one: Recipient) -> str:
    said = ngettext(
        "%(number)s request with %(characters)s characters of the papers to %(name)s.",
        "%(number)s requests with %(characters)s characters of the papers to %(name)s.",
        one.calls,
    ) % {"number": one.calls, "characters": word_number(one.characters), "name": word_recipient(one)}
    return join_sentences([said, _("People’s names and contact details were masked.") if one.is_masked else ""])


def _word_spent(run: ModelRun) -> str:
    kept = ngettext(
        "%(number)s answer was kept from before and cost nothing.",
        "%(number)s answers were kept from before and cost nothing.",
        run.from_cache,
    ) % {"number": run.from_cache}
    spent = _("%(sent)s tokens sent, %(received)s received, US$%(cost)s.") % {
        "sent": word_number(run.usage.sent),
        "received": word_number(run.usage.received),
        "cost": f"{run.cost:.2f}" if run.cost >= 0.01 or not run.cost else f"{run.cost:.4f}",
    }
    return join_sentences([spent if run.calls else "", kept if run.from_cache else ""])


def _word_quotes(run: ModelRun) -> str:
    found = ngettext(
        "%(number)s quote of the model stands in the papers word for word.",
        "%(number)s quotes of the model stand in the papers word for word.",
        run.quotes,
    ) % {"number": run.quotes}
    refused = sum(run.refused.values())
    if not refused:
        return found
    why = join_words(
        f"{REASON_WORDS[reason]} ({number})"
        for reason, number in sorted(run.refused.items(), key=lambda one: (-one[1], one[0]))
        if reason in REASON_WORDS
    )
    lost = ngettext(
        "%(number)s does not and was refused: %(why)s.", "%(number)s do not and were refused: %(why)s.", refused
    ) % {"number": refused, "why": why}
    return join_sentences([found, lost])


def _word_dropped(run: ModelRun) -> str:
    claims = ngettext(
        "%(number)s answer was left out because no quote of it stands.",
        "%(number)s answers were left out because no quote of them stands.",
        run.dropped_claims,
    ) % {"number": run.dropped_claims}
    values = ngettext(
        "%(number)s value was left out because the quote does not state it.",
        "%(number)s values were left out because the quotes do not state them.",
        run.dropped_values,
    ) % {"number": run.dropped_values}
    return join_sentences([claims if run.dropped_claims else "", values if run.dropped_values else ""])


def _word_unanswered(run: ModelRun, items: Mapping[str, Item], categories: Mapping[str, str]) -> list[str]:
    """A line for each category and trouble; what was not answered stands as the local reader found it."""
    counts: dict[tuple[str, Trouble], int] = {}
    for item, trouble in run.unanswered.items():
        if item in items:
            key = (items[item].category, trouble)
            counts[key] = counts.get(key, 0) + 1
    return [
        ngettext(
            "%(category)s: %(number)s item was answered by the local reader only. %(why)s",
            "%(category)s: %(number)s items were answered by the local reader only. %(why)s",
            number,
        )
        % {"category": categories.get(category, category), "number": number, "why": TROUBLE_WORDS[trouble]}
        for (category, trouble), number in counts.items()
    ]
