"""The trail as a file: CSV for spreadsheets, in which nothing is taken for a formula, and JSON with every letter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from contracts.formulas import as_words
from contracts.models import TrailEntry

COLUMNS = ("number", "at", "actor", "act", "contract", "title", "details", "previous", "hash")


def row_of(entry: TrailEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": entry.actor_name,
        "act": entry.act,
        "contract": entry.subject,
        "title": entry.title,
        "details": entry.details,
        "previous": entry.previous,
        "hash": entry.hash,
    }


def write_json(entries: Iterable[TrailEntry]) -> str:
    return json.dumps({"schema": "clausemark-trail/1", "entries": [row_of(one) for one in entries]}, ensure_ascii=False)


def write_csv(entries: Iterable[TrailEntry]) -> str:
    """With a mark at the start by which spreadsheets know UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in entries:
        row = row_of(entry) | {"details": json.dumps(entry.details, ensure_ascii=False, sort_keys=True)}
        writer.writerow([as_words(str(row[name])) for name in COLUMNS])
    return "\ufeff" + out.getvalue()
