"""Whether a draft is a checklist: each item among the others, with every mistake at its line of its own part."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from reviews.checklist import Checklist, ChecklistError, load_parts
from reviews.checklist.source import Mistake

HEAD = "checklist"
"""The name of the part that all items share, in messages."""
ITEMS = "items:\n"
TAKEN_OVER = re.compile(r"same_as:\s*[\"']?([a-z0-9_]+\.[a-z0-9_]+)\.")


def load_draft(
    head: str, tail: str, items: Mapping[str, str], fresh: Collection[str] | None = None, *, shift: int = 1
) -> Checklist:
    """The checklist of a head and of items by their ids. Raises ChecklistError.

    Only the phrases of the parts in `fresh` are tried (all where it is None): those of the others were when they were
    saved.
    """
    parts = [(HEAD, head + tail), *((name, ITEMS + text) for name, text in items.items())]
    tested = () if fresh is None else [name for name, _text in parts if name not in fresh]
    try:
        return load_parts(parts, tested)
    except ChecklistError as error:
        raise ChecklistError([_moved(mistake, shift) for mistake in error.mistakes]) from error


def _moved(mistake: Mistake, shift: int) -> Mistake:
    return mistake if mistake.file == HEAD else mistake._replace(line=max(1, mistake.line - shift))


def needed_by(name: str, items: Mapping[str, str]) -> dict[str, str]:
    """The item and those from which it takes facts over, and so on."""
    wanted, found = [name], {}
    while wanted:
        one = wanted.pop()
        if one in items and one not in found:
            found[one] = items[one]
            wanted += TAKEN_OVER.findall(items[one])
    return {key: text for key, text in items.items() if key in found}


def part_of(checklist: Checklist, ids: Iterable[str]) -> Checklist:
    """The checklist with these of its items only: for looking for a few of them."""
    chosen = frozenset(ids)
    items = tuple(item for item in checklist.items if item.id in chosen)
    name = f"{checklist.sha256}:{','.join(item.id for item in items)}"
    return replace(checklist, items=items, sha256=name, whole=checklist.whole or checklist)
