"""How far each paper of a contract is, as the contract's page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import pgettext

from contracts.models import Contract, Document, KindChoice, Version
from contracts.read import REFUSALS
from reviews.models import Review
from reviews.report.words import word_size


@dataclass(frozen=True, slots=True)
class StepState:
    """One step of a paper's way; `state` is "done", "now", "stopped" or "" for what is still to come."""

    word: str | Promise
    state: str


@dataclass(frozen=True, slots=True)
class PaperState:
    """A paper and its newest file. `refusal` is the sentence that says why it was not read, "" where it was.

    `size` is in pages and words once it is read, before that in bytes.
    """

    document: Document
    version: Version
    title: str
    size: str
    kind_word: str
    refusal: str | Promise
    steps: tuple[StepState, ...]


def word_bytes(size: int) -> str:
    """Bytes as people say them; decimal units, as files are sized on most screens."""
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            number = size / factor
            places = 1 if unit == "MB" and number < 10 and number != int(number) else 0
            return f"{number_format(number, places)} {unit}"
    return pgettext("size of a file", "%(number)s bytes") % {"number": number_format(size)}


def states_of(contract: Contract, review: Review | None) -> list[PaperState]:
    states = []
    versions = Version.objects.filter(document__contract=contract).current().select_related("document", "reading")
    for newest in versions.defer("reading__clauses"):
        document = newest.document
        states.append(
            PaperState(
                document=document,
                version=newest,
                title=newest.reading.title if newest.reading else "",
                size=word_size(newest.reading.text) if newest.reading else word_bytes(newest.size),
                kind_word=str(dict(KindChoice.choices).get(document.kind, "")),
                refusal=REFUSALS.get(newest.refusal, ""),
                steps=tuple(steps_of(newest, review)),
            )
        )
    return states


def steps_of(version: Version, review: Review | None) -> Sequence[StepState]:
    """A paper is received, and read by itself; from the clauses on, all papers of a review go together."""
    choices = Review.Step.choices
    at = [value for value, _ in choices].index(review.step if review else Review.Step.RECEIVED)
    is_done = review is not None and review.status == Review.Status.DONE
    has_failed = review is not None and review.status == Review.Status.FAILED
    states = []
    for number, (value, word) in enumerate(choices):
        if number == 0 or (value == Review.Step.READ and version.reading_id):
            state = "done"
        elif version.refusal:
            state = "stopped" if value == Review.Step.READ else ""
        elif is_done or number < at:
            state = "done"
        elif number == at:
            state = "stopped" if has_failed else "now"
        else:
            # Between its own reading and the step of the whole review, a paper waits for the others.
            state = "now" if number == 1 and at == 0 and not has_failed else ""
        states.append(StepState(word, state))
    return states
