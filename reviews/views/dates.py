"""The dates of a contract as its page shows them: days, terms with their words, and what is missing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.calendar import wanted
from contracts.date_words import MISSING, word_day, word_distance, word_kind, word_sum, word_term
from contracts.models import Contract, ContractTerm
from contracts.term_rows import Standing, standing_terms, today, values_of
from reviews.models import Review, ReviewedPaper


def dates_of(contract: Contract, reviewed: Review | None) -> dict[str, object]:
    """Costs four queries. `reviewed` is the newest review with a report, in which the words can be looked up."""
    now = today()
    rows = list(contract.terms.select_related("settled_by", "version__reading").defer("version__reading__body"))
    papers = ReviewedPaper.objects.filter(review=reviewed).values_list("version", "position") if reviewed else ()
    positions = dict(papers)
    standing = standing_terms(rows)
    days = [
        {
            "day": word_day(one.day),
            "kind": word_kind(one),
            "distance": "" if one.kind == "start" and one.day < now else word_distance(one.day, now),
            "sum": word_sum(one, standing),
            "is_past": one.day < now,
            "is_deadline": one.is_deadline,
        }
        for one in contract.days.all()
    ]
    return {
        "days": days,
        "next": next((one for one in days if one["is_deadline"] and not one["is_past"]), None),
        "terms": [term_of(row, reviewed, positions) for row in rows],
        "missing": [MISSING[code] for code in wanted(values_of(standing))],
        "has_open": any(row.source == "read" and row.standing == Standing.OPEN for row in rows),
        "followers": list(contract.followers.values_list("user", flat=True)),
    }


def term_of(row: ContractTerm, reviewed: Review | None, positions: dict[int, int]) -> dict[str, object]:
    address = ""
    if reviewed is not None and row.version_id in positions:
        address = reverse("reviews:paper", args=[reviewed.public_id, positions[row.version_id]])
        address += "?" + urlencode({"words": f"{row.start}-{row.end}", "view": "text"}) + "#words"
    where = row.version.name if row.version else ""
    if row.page:
        where = _("%(name)s, page %(page)s") % {"name": where, "page": row.page}
    acts = {"confirm": _("Confirm"), "refuse": _("Set aside"), "open": _("Open again")}
    if row.source == ContractTerm.Source.ENTERED:
        offered = [("remove", _("Remove"))]
    elif row.standing == Standing.OPEN:
        offered = [("confirm", acts["confirm"]), ("refuse", acts["refuse"])]
    else:
        offered = [("open", acts["open"])]
    return {
        "pk": row.pk,
        "label": row.label or ContractTerm.Fact(row.fact).label,
        "said": word_term(row),
        "quote": row.quote,
        "lang": row.version.reading.language if row.version and row.version.reading else "",
        "where": where,
        "address": address,
        "standing": word_standing(row),
        "is_refused": row.standing == Standing.REFUSED,
        "acts": offered,
    }


def word_standing(row: ContractTerm) -> str:
    if row.standing == Standing.OPEN or row.settled_at is None:
        return str(Standing.OPEN.label)
    what = {"who": row.settled_by or "–", "day": word_day(row.settled_at.date())}
    if row.source == ContractTerm.Source.ENTERED:
        return _("Entered by %(who)s on %(day)s") % what
    if row.standing == Standing.REFUSED:
        return _("Set aside by %(who)s on %(day)s") % what
    return _("Confirmed by %(who)s on %(day)s") % what
