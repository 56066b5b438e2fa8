"""How a reader says that a file will take longer than others: its bounds grow with the pages that are recognised."""

from __future__ import annotations

from collections.abc import Callable

PAGE_WAITING, LONGEST_WAITING = 6, 540
"""Seconds on the clock that a recognised page adds, and beyond which nobody waits, however many there are.

A review's lease is renewed for ten minutes.
"""
PAGE_COMPUTING = 8
"""Seconds of computing that a recognised page adds; a dense one takes two or three."""


def computing(pages: int) -> int:
    return pages * PAGE_COMPUTING


def waiting(pages: int) -> int:
    return min(pages * PAGE_WAITING, LONGEST_WAITING)


def take_note(pages: int) -> None:
    """Nobody is waiting: the file is read in this process."""


listener: Callable[[int], None] = take_note
"""Set by `child.py`, which tells `guard.py`."""


def expect(pages: int) -> None:
    """Say that so many pages are to be recognised in pictures."""
    listener(pages)
