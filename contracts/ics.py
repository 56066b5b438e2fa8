"""Writes days as an iCalendar file (RFC 5545): all-day events with reminders. Pure; texts are escaped, lines folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FOLD = 75
"""Octets of a line without its end."""


@dataclass(frozen=True, slots=True)
class Event:
    """A day in somebody’s calendar. `uid` stays the same when the day is moved; `sequence` then counts up."""

    uid: str
    day: date
    title: str
    details: str
    address: str
    changed_at: datetime
    sequence: int = 0
    alarms: tuple[int, ...] = ()
    """Days ahead on which the calendar program reminds."""


def write_calendar(name: str, events: Iterable[Event], language: str) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Clausemark//Contract dates//{language.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(fold(line) for line in lines)


def _event(event: Event) -> Sequence[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escape(event.uid)}",
        f"DTSTAMP:{moment(event.changed_at)}",
        f"LAST-MODIFIED:{moment(event.changed_at)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
    ]
    if event.day < date.max:
        lines.append(f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}")
    lines += [
        f"SUMMARY:{escape(event.title)}",
        f"DESCRIPTION:{escape(event.details)}",
        f"URL:{event.address}",
        "TRANSP:TRANSPARENT",
    ]
    for days in event.alarms:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escape(event.title)}",
            f"TRIGGER:{'-' if days else ''}P{days}D",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """A value of the type TEXT. Signs that no file may hold are left out."""
    kept = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """The line with its end, cut so that no piece is longer than FOLD octets and no character is cut."""
    pieces, piece, room = [], "", FOLD
    for sign in line:
        size = len(sign.encode("utf-8", "replace"))
        if size > room:
            pieces.append(piece)
            piece, room = "", FOLD - 1  # a continued line begins with a space
        piece += sign
        room -= size
    return "\r\n ".join([*pieces, piece]) + "\r\n"
