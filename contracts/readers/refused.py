"""Why a file cannot be read, as a code. The sentence for each stands in `contracts/read.py`, which knows Django."""

from __future__ import annotations


class Refused(Exception):
    """A reader gives up on a file. `code` is a key of `contracts.read.REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
