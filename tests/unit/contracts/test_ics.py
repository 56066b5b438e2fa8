"""Days as an iCalendar file, as another program reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar

from contracts.ics import Event, fold, write_calendar

CHANGED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NASTY = "Terms; “fees, charges”\nBEGIN:VEVENT\r\\ \x07" + "長い名前の契約書" * 20


def event(**fields: object) -> Event:
    known: dict[str, object] = {
        "uid": "u-1@clausemark", "day": date(2027, 4, 16), "title": "Act", "details": "https://a.example/c/1",
        "address": "https://a.example/c/1", "changed_at": CHANGED, "sequence": 2, "alarms": (30, 0),
    }  # fmt: skip
    return Event(**known | fields)  # type: ignore[arg-type]


def test_another_program_reads_what_was_written() -> None:
    body = write_calendar("Ours: dates", [event(title=NASTY), event(uid="u-2@clausemark", alarms=())], "en")
    calendar = icalendar.Calendar.from_ical(body)
    first, second = calendar.walk("VEVENT")
    assert str(calendar["X-WR-CALNAME"]) == "Ours: dates"
    assert str(first["SUMMARY"]) == NASTY.replace("\r", "").replace("\x07", "")
    assert (str(first["UID"]), str(second["UID"])) == ("u-1@clausemark", "u-2@clausemark")
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (date(2027, 4, 16), date(2027, 4, 17))
    assert (first.decoded("DTSTAMP"), first["SEQUENCE"]) == (CHANGED, 2)
    assert [one.decoded("TRIGGER") for one in first.walk("VALARM")] == [timedelta(days=-30), timedelta(0)]
    assert second.walk("VALARM") == []


def test_no_line_is_too_long_and_no_character_is_cut() -> None:
    body = write_calendar(NASTY, [event(title=NASTY, details=NASTY)], "ja").encode()
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert [line.decode() for line in lines][-1] == ""


def test_short_lines_stay_whole() -> None:
    assert fold("A" * 75) == "A" * 75 + "\r\n"
    assert fold("A" * 76) == "A" * 75 + "\r\n A\r\n"
    assert fold("あ" * 25 + "い") == "あ" * 25 + "\r\n い\r\n"


def test_the_last_day_of_all_has_no_day_after_it() -> None:
    (only,) = icalendar.Calendar.from_ical(write_calendar("x", [event(day=date.max)], "en")).walk("VEVENT")
    assert "DTEND" not in only
