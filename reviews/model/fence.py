"""Fences round contract text, which no text can forge: their token is made of a hash of what stands between them.

Signs that a server or its chat template might take for a mark of its own are broken up with spaces. White space is the
one thing that may differ between a quote and the text (`quotes.py`), so that such words can still be quoted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

MARKS = re.compile(
    r"<{2,}|>{2,}|<\||\|>|</?(?:s|bos|eos|unk|pad|mask|start_of_turn|end_of_turn|think|system|user|assistant)>"
    r"|\[/?(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]",
    re.IGNORECASE,
)
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Signs that nobody sees: controls, joiners, marks of direction, tags."""
TOKEN_LENGTH = 16
NAME_LENGTH = 80


def fence_token(texts: Iterable[str]) -> str:
    """The same for the same texts; one that holds its own token cannot be made."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:TOKEN_LENGTH]


def defuse(text: str) -> str:
    """The text as it may stand between fences: nothing unseen, nothing that looks like a mark of fence or template."""
    return MARKS.sub(_broken_up, UNSEEN.sub("", text))


def _broken_up(found: re.Match[str]) -> str:
    mark = found[0]
    return " ".join(mark) if set(mark) <= {"<", ">"} else f"{mark[0]} {mark[1:]}"


def one_line(name: str) -> str:
    """A paper's name or a heading, which are data like the rest."""
    return " ".join(defuse(name).split())[:NAME_LENGTH]


def fenced(number: int, about: str, text: str, token: str) -> str:
    return f"<<<PAPER {number} {token} | {about}\n{text}\nPAPER {number} {token}>>>\n"
