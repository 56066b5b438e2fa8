"""Grades, statuses, bands, dates and values in the words of the language that is switched on.

Words of the product go through gettext; those of the contract and the checklist come from them, in their languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from contracts.dates import Dated
from contracts.models import KindChoice
from contracts.sureness import UNSURE
from contracts.values import Language, Text
from reviews.report.parts import ValueWords
from reviews.values import Band, Grade, ReaderName, Status, Value

SIGNS: dict[str, str] = {
    "favourable": "◎",
    "acceptable": "○",
    "risky": "▲",
    "critical": "⊠",
    "referenced": "↗",
    "absent": "≡",
    "unclear": "?",
    "not_assessed": "◌",
    "not_run": "⊘",
}
"""The sign of a grade or status as a letter of `static/fonts/signs.ttf`, for paper."""
GRADE_WORDS: dict[Grade, Promise] = {
    "favourable": pgettext_lazy("grade", "Favourable"),
    "acceptable": pgettext_lazy("grade", "Acceptable"),
    "risky": pgettext_lazy("grade", "Risky"),
    "critical": pgettext_lazy("grade", "Critical"),
}
STATUS_WORDS: dict[Status, Promise] = {
    "present": pgettext_lazy("status", "Stated"),
    "absent": pgettext_lazy("status", "Silent"),
    "referenced": pgettext_lazy("status", "Points elsewhere"),
    "unclear": pgettext_lazy("status", "Unclear"),
    "not_assessed": pgettext_lazy("status", "Not assessed"),
    "not_run": pgettext_lazy("status", "Not run"),
}
BAND_WORDS: dict[Band, Promise] = {
    "low": pgettext_lazy("band", "Low"),
    "moderate": pgettext_lazy("band", "Moderate"),
    "high": pgettext_lazy("band", "High"),
    "severe": pgettext_lazy("band", "Severe"),
}
BAND_PHRASES: dict[Band, Promise] = {
    "low": gettext_lazy("Low risk"),
    "moderate": gettext_lazy("Moderate risk"),
    "high": gettext_lazy("High risk"),
    "severe": gettext_lazy("Severe risk"),
}
READER_WORDS: dict[ReaderName, Promise] = {
    "local": gettext_lazy("local reader"),
    "model": gettext_lazy("model reader"),
    "both": gettext_lazy("both readers"),
}
LANGUAGE_WORDS: dict[Language, Promise] = {
    "en": gettext_lazy("English"),
    "ja": gettext_lazy("Japanese"),
}
NOTE_WORDS: dict[str, Promise] = {
    "scanned_pages": gettext_lazy("some pages are pictures and were not read"),
    "tracked_changes": gettext_lazy("read with its tracked changes accepted"),
    "scripts": gettext_lazy("the file carries scripts, which were not run"),
    "embedded_part": gettext_lazy("a part that another program put into the file was not read"),
    "hidden_text": gettext_lazy("the file hides words, which were not read"),
}
ATTACHMENT = "attachment:"
VALUE_LABELS: dict[str, Promise] = {
    "auto_renew": pgettext_lazy("value", "automatic renewal"),
    "cap_amount": pgettext_lazy("value", "limit of liability"),
    "cap_index": pgettext_lazy("value", "index"),
    "cap_months": pgettext_lazy("value", "limit of liability, in fees of"),
    "cap_percent": pgettext_lazy("value", "limit of a rise"),
    "certifications": pgettext_lazy("value", "certifications"),
    "change_of_control": pgettext_lazy("value", "change of control"),
    "change_timing": pgettext_lazy("value", "price changes"),
    "claim_days": pgettext_lazy("value", "time to claim"),
    "covers_output": pgettext_lazy("value", "covers outputs"),
    "credit_expiry_months": pgettext_lazy("value", "credits expire after"),
    "deletion_days": pgettext_lazy("value", "deletion within"),
    "export_days": pgettext_lazy("value", "export for"),
    "forum": pgettext_lazy("value", "forum"),
    "late_interest_percent_month": pgettext_lazy("value", "interest on late payment"),
    "law": pgettext_lazy("value", "law"),
    "max_credit_percent": pgettext_lazy("value", "highest credit"),
    "mechanism": pgettext_lazy("value", "mechanism"),
    "minimum_months": pgettext_lazy("value", "minimum term"),
    "mutual": pgettext_lazy("value", "mutual"),
    "notice_days": pgettext_lazy("value", "notice"),
    "notice_hours": pgettext_lazy("value", "notice"),
    "objection": pgettext_lazy("value", "right to object"),
    "overage_basis": pgettext_lazy("value", "overage"),
    "owner": pgettext_lazy("value", "owner"),
    "payment_days": pgettext_lazy("value", "payment within"),
    "period": pgettext_lazy("value", "measured by"),
    "refund": pgettext_lazy("value", "refund"),
    "regions": pgettext_lazy("value", "regions"),
    "renewal_basis": pgettext_lazy("value", "price at renewal"),
    "renewal_months": pgettext_lazy("value", "renews for"),
    "response_hours": pgettext_lazy("value", "response within"),
    "retention_days": pgettext_lazy("value", "kept for"),
    "sole_remedy": pgettext_lazy("value", "sole remedy"),
    "term_years": pgettext_lazy("value", "lasts"),
    "training": pgettext_lazy("value", "training"),
    "uptime_percent": pgettext_lazy("value", "availability"),
}
OPTION_WORDS: dict[str, Promise] = {
    "adequacy": pgettext_lazy("value", "adequacy decision"),
    "allowed": pgettext_lazy("value", "allowed"),
    "any_time": pgettext_lazy("value", "at any time"),
    "appi28": pgettext_lazy("value", "Article 28 of Japan’s APPI"),
    "bcr": pgettext_lazy("value", "binding corporate rules"),
    "capped": pgettext_lazy("value", "capped"),
    "consent": pgettext_lazy("value", "consent needed"),
    "contract_rate": pgettext_lazy("value", "at contract rates"),
    "customer": pgettext_lazy("value", "the customer"),
    "dpf": pgettext_lazy("value", "Data Privacy Framework"),
    "fixed_term": pgettext_lazy("value", "fixed for the term"),
    "free": pgettext_lazy("value", "free"),
    "list_price": pgettext_lazy("value", "list price"),
    "list_rate": pgettext_lazy("value", "at list rates"),
    "month": pgettext_lazy("value", "month"),
    "none": pgettext_lazy("value", "none"),
    "notice": pgettext_lazy("value", "with notice"),
    "opt_in": pgettext_lazy("value", "only after opt-in"),
    "opt_out": pgettext_lazy("value", "unless opted out"),
    "other": pgettext_lazy("value", "other"),
    "prohibited": pgettext_lazy("value", "prohibited"),
    "quarter": pgettext_lazy("value", "quarter"),
    "renewal_only": pgettext_lazy("value", "only at renewal"),
    "same": pgettext_lazy("value", "the same"),
    "scc": pgettext_lazy("value", "standard contractual clauses"),
    "during_term_with_notice": pgettext_lazy("value", "during the term, with notice"),
    "vendor": pgettext_lazy("value", "the vendor"),
    "vendor_sets": pgettext_lazy("value", "set by the vendor"),
    "year": pgettext_lazy("value", "year"),
}


class ValueSpec(Protocol):
    """What the checklist says of one value of an item."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def unit(self) -> str | None: ...


def word_values(values: Mapping[str, Value], specs: Iterable[ValueSpec]) -> tuple[ValueWords, ...]:
    """The values in the order of the checklist; an amount takes its currency along instead of a line of its own."""
    words = []
    for spec in specs:
        value = values.get(spec.name)
        if value is None or (spec.name.endswith("_currency") and _amount_of(spec.name) in values):
            continue
        text = word_value(value, spec, str(values.get(spec.name.removesuffix("_amount") + "_currency", "")))
        words.append(ValueWords(spec.name, label_value(spec.name), text))
    return tuple(words)


def _amount_of(currency_name: str) -> str:
    return currency_name.removesuffix("_currency") + "_amount"


def label_value(name: str) -> str:
    """The name of a value in words; a name of a team's own making is shown as it is, without underscores."""
    return str(VALUE_LABELS.get(name) or name.replace("_", " "))


def word_value(value: Value, spec: ValueSpec, currency: str = "") -> str:
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, str):
        return str(OPTION_WORDS.get(value) or value.replace("_", " ")) if spec.type == "enum" else value
    if spec.type == "duration":
        return word_duration(value, spec.unit or spec.name.rsplit("_", 1)[-1])
    if spec.name == "uptime_percent":
        return word_uptime(value)
    if spec.type == "percent":
        return word_percent(value, spec.unit or "percent")
    if spec.type == "money":
        return f"{currency} {word_number(value)}".strip()
    return word_number(value)


MOST_HOURS = 72
"""Beyond it, hours that make whole days are told in days, as contracts tell them."""


def word_number(value: float) -> str:
    """With separators of thousands, and no more decimals than the number has."""
    number = round(float(value), 4)
    places = len(f"{number:.4f}".rstrip("0").partition(".")[2])
    return formats.number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True)


def word_duration(value: float, unit: str) -> str:
    if unit == "hours" and value > MOST_HOURS and value % 24 == 0:
        return word_duration(value // 24, "days")
    number = word_number(value)
    count = 1 if value == 1 else 2
    match unit:
        case "hours":
            return ngettext("%(number)s hour", "%(number)s hours", count) % {"number": number}
        case "days":
            return ngettext("%(number)s day", "%(number)s days", count) % {"number": number}
        case "months":
            return ngettext("%(number)s month", "%(number)s months", count) % {"number": number}
        case "years":
            return ngettext("%(number)s year", "%(number)s years", count) % {"number": number}
    return f"{number} {unit}"


def word_percent(value: float, unit: str) -> str:
    number = word_number(value)
    match unit:
        case "percent_per_year":
            return _("%(number)s%% a year") % {"number": number}
        case "percent_per_month":
            return _("%(number)s%% a month") % {"number": number}
        case "percent_of_monthly_fee":
            return _("%(number)s%% of the monthly fee") % {"number": number}
    return f"{number}%"


MONTH_MINUTES = 30 * 24 * 60


def word_uptime(percent: float) -> str:
    """What is left for downtime too, in a month of 30 days: few people feel the difference of 99% and 99.9%."""
    minutes = (100 - percent) * MONTH_MINUTES / 100
    down = word_duration(round(minutes / 60, 1), "hours")
    if minutes < 120:
        number = word_number(round(minutes, 0 if minutes >= 10 else 1))
        down = ngettext("%(number)s minute", "%(number)s minutes", 1 if number == "1" else 2) % {"number": number}
    return _("%(percent)s (up to %(down)s down in a month of 30 days)") % {
        "percent": word_percent(percent, "percent"),
        "down": down,
    }


def word_confidence(confidence: float) -> str:
    if confidence >= 0.8:
        return pgettext("confidence", "high")
    return pgettext("confidence", "medium") if confidence >= 0.5 else pgettext("confidence", "low")


def word_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """What to know of a reading, in words; codes that this version does not know are left out."""
    words = [str(NOTE_WORDS[note]) for note in notes if note in NOTE_WORDS]
    names = [note.removeprefix(ATTACHMENT) for note in notes if note.startswith(ATTACHMENT)]
    if names:
        words.append(_("the file carries attachments that were not read: %(names)s") % {"names": join_words(names)})
    return tuple(words)


DAY: dict[Language, str] = {"en": "j F Y", "ja": "Y年n月j日"}


def word_kind(kind: str) -> str:
    return str(dict(KindChoice.choices).get(kind, kind))


def word_date(moment: datetime | None, language: Language) -> str:
    """The day in the installation's time zone, so that one review has one date; "" where it is not known."""
    if moment is None:
        return ""
    day = timezone.localtime(moment, timezone.get_default_timezone()) if timezone.is_aware(moment) else moment
    return formats.date_format(day, DAY[language], use_l10n=False)


def word_dated(dated: Dated | None, language: Language) -> str:
    """Since when a paper holds or when it changed; "" where it does not say."""
    if dated is None:
        return ""
    day = formats.date_format(dated.day, DAY[language], use_l10n=False)
    if dated.kind == "updated":
        return _("last updated %(day)s") % {"day": day}
    if dated.kind == "effective":
        return _("in force from %(day)s") % {"day": day}
    return _("dated %(day)s") % {"day": day}


def word_size(text: Text) -> str:
    """ "9 pages, 6,791 words, English": pages only where the paper has some, characters where words are not spaced."""
    parts = []
    if len(text.pages) > 1 or text.media_type == "application/pdf":
        parts.append(ngettext("%(number)s page", "%(number)s pages", len(text.pages)) % {"number": len(text.pages)})
    if text.language == "ja":
        number = len("".join(text.body.split()))
        parts.append(_("%(number)s characters") % {"number": word_number(number)})
    else:
        number = len(text.body.split())
        parts.append(ngettext("%(number)s word", "%(number)s words", number) % {"number": word_number(number)})
    parts.append(str(LANGUAGE_WORDS[text.language]))
    return join_words(parts)


def word_read_as(text: Text) -> str:
    """ "read as text" or, of scans, "pages 3–5, 9 read by character recognition, 93% sure; less sure of 9"."""
    recognised = [page for page in text.pages if page.source == "ocr"]
    if not recognised:
        return _("read as text")
    sized = [(page.end - page.start, page.sureness) for page in recognised if page.sureness is not None]
    sure = sum(size * sureness for size, sureness in sized) / max(1, sum(size for size, sureness in sized))
    words = {"pages": word_pages([page.number for page in recognised]), "sure": round(sure)}
    if len(recognised) == len(text.pages):
        said = _("read by character recognition, %(sure)s%% sure") % words
    else:
        said = ngettext(
            "page %(pages)s read by character recognition, %(sure)s%% sure",
            "pages %(pages)s read by character recognition, %(sure)s%% sure",
            len(recognised),
        )
        said %= words
    doubtful = [page.number for page in recognised if page.sureness is not None and page.sureness < UNSURE]
    if doubtful and len(doubtful) < len(recognised):
        lesser = ngettext("less sure of page %(pages)s", "less sure of pages %(pages)s", len(doubtful))
        said = join_words([said, lesser % {"pages": word_pages(doubtful)}])
    return said


def word_pages(numbers: Sequence[int]) -> str:
    """ "3–5, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return join_words(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def join_sentences(sentences: Iterable[str]) -> str:
    """Japanese sets no space after a full stop."""
    return ("" if get_language() == "ja" else " ").join(sentence for sentence in sentences if sentence)


def join_words(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(part for part in parts if part)
