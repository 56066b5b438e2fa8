"""Papers for whoever writes phrases: read once, kept under `var/`, read anew when the reading code has changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

import contracts
from contracts.read import read_here
from contracts.segment import segment_text
from contracts.values import Clause, Kind, Page, Paper, Text

NOT_READING = ("views.py", "urls.py", "forms.py", "access.py", "middleware.py", "upload.py", "bundle.py")
FOLDERS_NOT_READING = {"migrations", "models", "management", "views"}


def read_paper(path: Path, kind: Kind = "master_terms") -> Paper:
    """Raises Unreadable. Reads in this process, unguarded: only for papers that one trusts."""
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    kept = Path(settings.BASE_DIR) / "var" / "papers" / f"{sha256[:24]}-{_code()}.json"
    row: dict[str, Any]
    if kept.exists():
        row = json.loads(kept.read_text(encoding="utf-8"))
    else:
        text = read_here(data, path.name)
        pages = [astuple(page) for page in text.pages]
        row = {
            "text": [text.body, pages, text.language, text.source, text.media_type],
            "clauses": [astuple(clause) for clause in segment_text(text)],
        }
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{id(row)}")
        part.write_text(json.dumps(row), encoding="utf-8")
        part.replace(kept)
    body, pages, language, source, media_type = row["text"]
    text = Text(body, tuple(Page(*page) for page in pages), language, source, media_type)
    return Paper(path.name, kind, text, tuple(Clause(*clause) for clause in row["clauses"]), sha256)


@cache
def _code() -> str:
    """Changes with the code that reads."""
    digest = hashlib.sha256()
    for path in sorted(Path(contracts.__file__).parent.rglob("*.py")):
        if FOLDERS_NOT_READING.isdisjoint(path.parts) and path.name not in NOT_READING:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
