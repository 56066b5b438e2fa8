"""How a log line looks. Contracts are confidential, so what an exception quotes of its input is cut short."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

LONGEST_MESSAGE = 160


class LineFormatter(logging.Formatter):
    """Tracebacks with their frames, but without the values that a message may quote, such as a row or a paragraph."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Celery writes the whole exception into the message of a task that broke."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and len(record.message) > LONGEST_MESSAGE:
            for quoted in (repr(error), str(error)):
                if len(quoted) > LONGEST_MESSAGE:
                    record.message = record.message.replace(quoted, not_shown(quoted))
            if len(record.message) > 2 * LONGEST_MESSAGE:
                record.message = not_shown(record.message)
        return super().formatMessage(record)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        if ei[0] is None:
            return ""
        lines = []
        seen: list[BaseException] = []
        error: BaseException | None = ei[1]
        while error is not None and error not in seen:
            seen.append(error)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        for error in reversed(seen):
            lines += traceback.format_tb(error.__traceback__)
            message = " ".join(str(error).split())
            if len(message) > LONGEST_MESSAGE:
                message = not_shown(message)
            lines.append(f"{type(error).__qualname__}: {message}\n")
        return "".join(lines).rstrip()


def not_shown(words: str) -> str:
    return f"({len(words)} characters not shown)"
