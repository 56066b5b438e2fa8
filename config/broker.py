"""The embedded broker: kombu's filesystem transport, with messages that appear and are taken in one piece.

kombu writes a message into a file that readers already see and makes the exchange table by truncating it, so a reader
at the wrong moment gets half a message and dies of it. Here both come by rename, and a message goes away once read.
A message that is lost with its worker is sent again by the sweep (reviews/tasks.py).
"""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

STALE_SECONDS = 3600
BUSY_INTERVAL, BUSY_SECONDS = 0.005, 1.0


class Channel(filesystem.Channel):
    """A message is one file, `<time>_<uuid>.<queue>.msg`; its name sorts by the time at which it was sent."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for folder in (self.data_folder_in, self.processed_folder, self.control_folder):
            Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: object) -> None:
        name = f"{time.time_ns():020}_{uuid.uuid4().hex}.{queue}.msg"
        self._write(Path(self.data_folder_out, name), payload)

    def _get(self, queue: str) -> dict[str, Any]:
        ending = f".{queue}.msg"
        for name in sorted(name for name in os.listdir(self.data_folder_in) if name.endswith(ending)):
            taken = Path(self.processed_folder, name)
            try:
                os.rename(Path(self.data_folder_in, name), taken)
            except FileNotFoundError:
                continue  # another worker was first
            payload = loads(taken.read_bytes().decode())
            taken.unlink()
            return payload
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        """Whoever comes last writes what all of them know: our queues are few and the same in every process."""
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        table = self.get_table(exchange)
        if row not in table:
            self._write(self._exchange_file(exchange), [row, *table])

    def _write(self, path: Path, content: object) -> None:
        draft = Path(self.processed_folder, f"{uuid.uuid4().hex}.draft")
        draft.write_text(dumps(content))
        os.replace(draft, path)


class Transport(filesystem.Transport):
    """Looks into the folder every `polling_interval`, and far more often as long as messages keep coming."""

    Channel = Channel

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # kombu keeps what it has declared for the whole process, whichever folder that was in, and drops messages
        # whose queue it then does not find.
        self.state = virtual.BrokerState()
        self.busy_until = 0.0

    def drain_events(self, connection: object, timeout: float | None = None) -> None:
        calm = self.client.transport_options.get("polling_interval", self.polling_interval)
        self.polling_interval = BUSY_INTERVAL if time.monotonic() < self.busy_until else calm
        if timeout is not None:
            timeout = min(timeout, 0.25)  # a worker that is to end finds out between two looks
        super().drain_events(connection, timeout=timeout)  # raises socket.timeout where nothing came
        self.busy_until = time.monotonic() + BUSY_SECONDS


def remove_stale_messages(folder: Path, now: float) -> int:
    """Delete what nobody came for within the hour, and what a killed process left half-way. The count."""
    count = 0
    for path in (*folder.glob("messages/*.msg"), *folder.glob("taken/*")):
        try:
            if now - path.stat().st_mtime > STALE_SECONDS:
                path.unlink()
                count += 1
        except FileNotFoundError:
            pass
    return count
