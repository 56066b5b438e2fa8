"""Signs a review off: its report is frozen as JSON and as PDF, each known by its hash from then on.

Open findings may be signed over, unless they were found critical or unclear: those somebody must have settled.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.models import Team, User
from contracts.trail import record
from contracts.values import Language
from reviews.decide import must_be_decided
from reviews.models import Review, SignOff, stamp_of
from reviews.report.figures import word_score
from reviews.report.json import build_json, write_json
from reviews.report.page import build_page_from
from reviews.report.reviewed import Reviewed, Signed, load_reviewed
from reviews.settle import Closed, hold_open


class Undecided(Exception):
    """Findings that somebody must settle first."""


class Changed(Exception):
    """Somebody decided something since the person looked."""


def sign_review(review: Review, user: User, language: Language, seen: str) -> SignOff:
    """Freeze the report in this language. `seen` is the `stamp_of` what the person looked at.

    Raises Undecided, Changed or Closed, and keeps nothing then. Takes some seconds: it makes a PDF, outside of the
    transaction that writes.
    """
    from reviews.report.pdf import render_pdf  # WeasyPrint takes half a second to import

    stamp, reviewed = stamp_of(review), load_reviewed(review)
    if reviewed.signed is not None:
        raise Closed
    if stamp != seen:
        raise Changed
    if must_be_decided(reviewed.findings, reviewed.rulings):
        raise Undecided
    signed = Signed(str(user), timezone.now(), statement_of(reviewed, language))
    report = write_json(build_json(replace(reviewed, signed=signed), review.timing, language))
    report_sha256 = hashlib.sha256(report.encode()).hexdigest()
    page = build_page_from(replace(reviewed, signed=replace(signed, record=report_sha256)), language)
    pdf = render_pdf(page)
    row = SignOff(
        review=review,
        by=user,
        by_name=signed.by,
        at=signed.at,
        statement=signed.statement,
        open_findings=page.decided.open,
        language=language,
        score=reviewed.scores_after.overall.score,
        report=report,
        report_sha256=report_sha256,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
    )
    row.pdf.save("", ContentFile(pdf), save=False)
    try:
        keep(row, review, user, stamp)
    except BaseException:
        row.pdf.storage.delete(str(row.pdf.name))
        raise
    return row


@transaction.atomic
def keep(row: SignOff, review: Review, user: User, stamp: str) -> None:
    hold_open(review)
    if stamp_of(review) != stamp:
        raise Changed
    row.save()
    hashes = {"pdf_sha256": row.pdf_sha256, "report_sha256": row.report_sha256}
    record(review.contract.team, user, "sign_off", review.contract, review=review.number, **hashes)


def statement_of(reviewed: Reviewed, language: Language) -> str:
    """What the signer states, in the language of the report."""
    with translation.override(language):
        decided, of = len(reviewed.rulings), len(reviewed.findings)
        score = word_score(reviewed.scores_after.overall)
        said = {
            "number": reviewed.number,
            "title": reviewed.title,
            "decided": decided,
            "all": of,
            "score": score.figure,
            "band": score.band_word,
        }
        text = _(
            "I have gone through review %(number)s of “%(title)s”. %(decided)s of %(all)s findings are decided; the "
            "score after decisions is %(score)s, %(band)s."
        )
        left = ngettext(
            "%(number)s finding is left without a decision; it is neither critical nor unclear.",
            "%(number)s findings are left without a decision; none of them is critical or unclear.",
            of - decided,
        ) % {"number": of - decided}
        parts = [text % said, left if of > decided else ""]
        return ("" if language == "ja" else " ").join(part for part in parts if part)


def find_issued(team: Team, sha256: str) -> SignOff | None:
    """The sign-off whose PDF or JSON has this hash, among those of the team."""
    rows = SignOff.objects.filter(review__contract__team=team).select_related("review__contract__vendor")
    return rows.filter(pdf_sha256=sha256).first() or rows.filter(report_sha256=sha256).first()
