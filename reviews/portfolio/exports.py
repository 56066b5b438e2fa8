"""What goes into the files of the portfolio: the table, the map and the comparison, in the user's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contracts.models import Contract
from reviews.portfolio.choice import Choice
from reviews.portfolio.compare import Cell, Line, Side
from reviews.portfolio.map import Column, word_mark
from reviews.portfolio.marks import MARKS
from reviews.portfolio.rows import Fitter, address_of, word_notice
from reviews.portfolio.sheets import Sheet, Value
from reviews.report.meanings import meanings
from reviews.report.words import BAND_WORDS, GRADE_WORDS, join_words

CHUNK = 500


def word_band(band: str) -> str:
    return str(BAND_WORDS[band]) if band in BAND_WORDS else ""  # type: ignore[index]


def table_sheet(rows: QuerySet[Contract], title: str) -> Sheet:
    head = [
        _("Contract"), _("Vendor"), _("Score"), _("Lowest"), _("Highest"), _("Band"), str(GRADE_WORDS["critical"]),
        str(GRADE_WORDS["risky"]), _("Price notice, days"), _("Price notice"), _("Spend a year"), _("Currency"),
        _("Ends or renews"), _("Act by"), _("Owner"), _("Reviewed on"), _("Address"),
    ]  # fmt: skip
    return Sheet(title, head, _table_rows(rows), (36, 24, 8, 8, 8, 12, 8, 8, 12, 16, 14, 8, 14, 14, 22, 14, 50))


def _table_rows(rows: QuerySet[Contract]) -> Iterator[list[Value]]:
    for contract in rows.iterator(chunk_size=CHUNK):
        standing = getattr(contract, "standing", None)
        own: list[Value] = [None, None, None, "", None, None, None, ""]
        if standing:
            own = [
                standing.score, standing.low, standing.high, word_band(standing.band), standing.critical,
                standing.risky, standing.notice_days, word_notice(standing),
            ]  # fmt: skip
        yield [
            contract.title or contract.vendor.name,
            contract.vendor.name,
            *own,
            contract.annual_spend,
            contract.currency,
            contract.next_date,
            contract.act_by,
            str(contract.owner) if contract.owner else "",
            standing.reviewed_at.date() if standing else None,
            settings.PUBLIC_URL + address_of(contract),
        ]


def map_sheet(rows: QuerySet[Contract], columns: Sequence[Column], fitter: Fitter, title: str) -> Sheet:
    words = {letter: word_mark(mark) for letter, mark in MARKS.items()}

    def lines() -> Iterator[list[Value]]:
        for contract in rows.filter(standing__isnull=False).iterator(chunk_size=CHUNK):
            standing = getattr(contract, "standing", None)
            marks = fitter.fit(standing.version_id, standing.marks)
            yield [
                contract.title or contract.vendor.name,
                contract.vendor.name,
                standing.score,
                *(words.get(letter, "") for letter in marks),
            ]

    head = [_("Contract"), _("Vendor"), _("Score"), *(column.title for column in columns)]
    return Sheet(title, head, lines(), (36, 24, 8, 20), *_legend())


def comparison_sheet(sides: Sequence[Side], lines: Sequence[Line], names: Mapping[str, str], title: str) -> Sheet:
    head = [_("Category"), _("Item"), _("Weight")]
    for side in sides:
        name = join_words([side.name, side.contract.vendor.name])
        head += [name, _("%(name)s: reason") % {"name": side.name}, _("%(name)s: clause") % {"name": side.name}]

    def rows() -> Iterator[list[Value]]:
        score: list[Value] = ["", _("Score"), None]
        band: list[Value] = ["", _("Band"), None]
        for side in sides:
            score += [side.standing.score if side.standing else None, "", ""]
            band += [word_band(side.standing.band) if side.standing else "", "", ""]
        yield score
        yield band
        for line in lines:
            row: list[Value] = [names.get(line.category, line.category), line.title, line.weight]
            for cell in line.cells:
                row += [_said(cell), cell.reason, cell.where]
            yield row

    return Sheet(title, head, rows(), (24, 30, 8, 26, 50, 14, 26, 50, 14), *_legend())


def _legend() -> tuple[list[tuple[str, str]], str]:
    return [(word, meaning) for _code, word, meaning in meanings()], _("What the grades mean")


def _said(cell: Cell) -> str:
    return join_words([word_mark(cell.mark) if cell.mark else "", cell.values])


def name_of_file(word: str, choice: Choice) -> str:
    return f"{word}-{choice.category}" if choice.category else word
