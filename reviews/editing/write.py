"""Plain data as YAML, in the one way in which we write it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
LINE = 110
"""Characters of a list or mapping that is still written in one line."""


def in_line(value: object) -> str:
    """On one line, good at any place of a file."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {in_line(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        return "[" + ", ".join(in_line(entry) for entry in value) + "]"
    return json.dumps(value)


def _text(value: str) -> str:
    if PLAIN.fullmatch(value) and value.lower() not in RESERVED:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _key(key: object) -> str:
    """A truth value is a key of its own word here (see `checklist/source.py`)."""
    return str(key) if PLAIN.fullmatch(str(key)) else _text(str(key))


def in_block(value: object, indent: int = 0) -> str:
    """Over as many lines as it takes, each ended, `indent` columns in; what is short stays on one line."""
    lead = " " * indent
    if isinstance(value, Mapping) and value:
        return "".join(lead + _key(key) + ":" + _after(entry, indent) for key, entry in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return "".join(lead + "-" + _entry(entry, indent) for entry in value)
    return lead + in_line(value) + "\n"


def _after(value: object, indent: int) -> str:
    if is_short(value, indent):
        return f" {in_line(value)}\n"
    return "\n" + in_block(value, indent + 2)


def _entry(value: object, indent: int) -> str:
    if is_short(value, indent) or not isinstance(value, Mapping):
        return f" {in_line(value)}\n"
    return " " + in_block(value, indent + 2).lstrip(" ")


def is_short(value: object, indent: int = 0) -> bool:
    if not value or isinstance(value, str) or not isinstance(value, Mapping | Sequence):
        return True
    return len(in_line(value)) + indent <= LINE


def write_item(value: Mapping[str, object], indent: int = 2) -> str:
    """A whole item as an entry of `items`, with the blank line that parts it from the one before."""
    return "\n" + in_block([dict(value)], indent)


def write_checklist(value: Mapping[str, object]) -> str:
    """A whole checklist file."""
    top = {key: entry for key, entry in value.items() if key != "items"}
    items = value.get("items")
    rows = [row for row in items if isinstance(row, Mapping)] if isinstance(items, Sequence) else []
    return in_block(top) + "items:\n" + "".join(write_item(row) for row in rows).removeprefix("\n")
