"""What only the web page of a report has: findings chosen by grade, status or category, the gravest shown in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reviews.report.parts import FindingLine, ReportPage

IN_FULL = 9
"""So many findings are shown in full at least before the others follow as rows."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Findings as rows under a heading. `code` names the group in the page's addresses."""

    code: str
    title: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The findings of one choice: `key` is "grade", "status" or "category", "" for all; `value` what was chosen."""

    key: str
    value: str
    word: str
    full: tuple[FindingLine, ...]
    rows: tuple[Rows, ...]
    count: int


def filter_findings(page: ReportPage, query: Mapping[str, str]) -> Shown:
    for key, counts in (
        ("grade", page.grade_counts),
        ("status", page.status_counts),
        ("category", page.category_counts),
    ):
        chosen = next((count for count in counts if count.code == query.get(key)), None)
        if chosen is not None:
            matching = tuple(line for line in page.findings if _value_of(line, key) == chosen.code)
            return _show(key, chosen.code, chosen.word, matching, len(matching))
    return _show("", "", "", page.findings, max(IN_FULL, sum(line.grade == "critical" for line in page.findings)))


def _value_of(line: FindingLine, key: str) -> str:
    if key == "grade" and line.decision and line.decision.act == "dismiss":
        return "dismissed"
    if key == "grade" and line.is_dismissed:
        return "dismissed"
    if key == "grade":
        return line.grade or line.status
    return line.status if key == "status" else line.category


def _show(key: str, value: str, word: str, findings: Sequence[FindingLine], in_full: int) -> Shown:
    rest = findings[in_full:]
    risky = tuple(line for line in rest if line.grade in ("critical", "risky"))
    calm = tuple(line for line in rest if line.grade in ("acceptable", "favourable"))
    open_ = tuple(line for line in rest if line.grade is None)
    groups = (
        Rows("risky", _("The other risky findings"), risky),
        Rows("calm", pgettext("findings", "Acceptable and favourable"), calm),
        Rows("open", pgettext("findings", "Without a grade"), open_),
    )
    return Shown(
        key=key,
        value=value,
        word=word,
        full=tuple(findings[:in_full]),
        rows=tuple(group for group in groups if group.findings),
        count=len(findings),
    )
