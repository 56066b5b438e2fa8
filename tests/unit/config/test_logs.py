import logging
import sys

from config.logs import LineFormatter

FORMATTER = LineFormatter("{levelname}: {message}", style="{")


def logged(error: Exception, cause: Exception | None = None) -> str:
    try:
        raise error from cause
    except Exception:
        record = logging.LogRecord("reviews", logging.ERROR, __file__, 1, "it broke", None, sys.exc_info())
    return FORMATTER.format(record)


def test_traceback_keeps_frames_and_a_short_message():
    text = logged(KeyError("sla.uptime"))
    assert text.startswith("ERROR: it broke\n")
    assert "in logged" in text
    assert text.endswith("KeyError: 'sla.uptime'")


def test_traceback_does_not_quote_a_contract():
    clause = "The Vendor may change the Fees at any time. " * 10
    text = logged(RuntimeError("again"), cause=ValueError(clause))
    assert "Vendor may change" not in text
    assert f"ValueError: ({len(clause.strip())} characters not shown)" in text
    assert text.endswith("RuntimeError: again")


def test_traceback_of_a_circle_of_causes_ends():
    first, second = ValueError("one"), ValueError("two")
    second.__cause__ = first
    assert "ValueError: two" in logged(first, cause=second)


def test_message_of_a_broken_task_does_not_quote_a_contract():
    clause = "The Vendor may change the Fees at any time. " * 10
    for quoted in (repr(ValueError(clause)), clause, repr(clause + "!") * 2):
        try:
            raise ValueError(clause)
        except ValueError:
            message = ("Task %s[%s] raised unexpected: %s", ("reviews.run_review", "7", quoted))
            record = logging.LogRecord("celery.app.trace", logging.ERROR, __file__, 1, *message, sys.exc_info())
        text = FORMATTER.format(record)
        assert "Vendor may change" not in text
        assert "characters not shown" in text
