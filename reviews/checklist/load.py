"""From the data of checklist files to a Checklist; every mistake is caught here, with its file and line.

Before it: `source.py`. The notation stands in docs/phrases.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import cast

from contracts.values import KINDS
from reviews.checklist.item_fields import ItemFields
from reviews.checklist.shared import fill_shared_facts
from reviews.checklist.source import ChecklistError, Map, Rows, read_source
from reviews.checklist.values import Checklist, Item
from reviews.said import said as _

DEFAULT = Path(__file__).parent.parent / "checklists" / "default"


@lru_cache(maxsize=32)
def load_checklist(source: str, name: str = "checklist.yaml") -> Checklist:
    """The checklist of one file's text, parsed once in a process. Raises ChecklistError with every mistake found."""
    return _Loader([read_source(source, name)]).load()


def load_folder(folder: Path, *, is_tested: bool = False) -> Checklist:
    """A checklist kept in several files: `checklist.yaml` for what all share, and files of items beside it.

    Of a checklist that `is_tested` the phrases are not tried again: that is most of the time that loading takes.
    """
    parts = [read_source(text, name) for name, text in _files(folder)]
    return _Loader(parts, tested=[part.file for part in parts] if is_tested else ()).load()


def load_parts(parts: Sequence[tuple[str, str]], tested: Collection[str] = ()) -> Checklist:
    """A checklist from names and texts, each of the form of a whole file; the first says what all share.

    The phrases of the parts named in `tested` are not tried again. Raises ChecklistError.
    """
    return _Loader([read_part(text, name) for name, text in parts], tested=tested).load()


@lru_cache(maxsize=1024)
def read_part(text: str, name: str) -> Map:
    """Kept, since of a checklist that is being edited one part changes at a time."""
    return read_source(text, name)


@cache
def default_checklist() -> Checklist:
    """The checklist that comes with the product, and whose phrases the product's tests have tried."""
    return load_folder(DEFAULT, is_tested=True)


@cache
def default_source() -> str:
    """The default checklist as the text of one file: the same content and hash as `default_checklist()`."""
    texts = [text.split("items:\n", 1)[1] if name != "checklist.yaml" else text for name, text in _files(DEFAULT)]
    return texts[0] + "\nitems:\n" + "\n".join(texts[1:])


def _files(folder: Path) -> list[tuple[str, str]]:
    """Names and texts, `checklist.yaml` first and then one file for each category, in the order of the categories."""
    main = (folder / "checklist.yaml").read_text(encoding="utf-8")
    rows = read_source(main, "checklist.yaml").get("categories")
    ids = [str(row["id"]) for row in rows if isinstance(row, Map) and "id" in row] if isinstance(rows, Rows) else []
    paths = {path.stem: path for path in sorted(folder.glob("*.yaml")) if path.name != "checklist.yaml"}
    ordered = [paths[key] for key in ids if key in paths] + [path for key, path in paths.items() if key not in ids]
    return [("checklist.yaml", main), *((path.name, path.read_text(encoding="utf-8")) for path in ordered)]


class _Loader(ItemFields):
    """Loads one checklist and is thrown away."""

    def __init__(self, parts: Sequence[Map], *, tested: Collection[str] = ()) -> None:
        super().__init__()
        self.parts, self.tested = parts, frozenset(tested)

    def load(self) -> Checklist:
        top = self.parts[0]
        allowed = {"name", "version", "categories", "words", "papers", "ignore", "items"}
        for part in self.parts:
            self.known(part, allowed if part is top else {"items"}, _("the checklist"))
        name = self.localised(top, "name")
        version = self.text(top, "version", "1")
        self.words = self.lists(top)
        for word, entries in self.words.items():
            self.check_phrases(cast(Map, top["words"]), word, entries)
        papers = self.phrase_map(top, "papers", set(KINDS))
        ignore = self.phrase_map(top, "ignore", {"heading", "sentence"})
        categories = tuple(self.category(row) for row in self.rows(top, "categories"))
        self.unique([category.id for category in categories], self.rows(top, "categories"), _("category"))
        known = {category.id for category in categories}
        rows = [row for part in self.parts for row in self.rows(part, "items")]
        items = self.with_shared_facts(tuple(self.item(row, known, papers) for row in rows))
        self.unique([item.id for item in items], rows, _("item"))
        if not items:
            self.say(top, None, _("the checklist has no items"))
        if self.mistakes:
            raise ChecklistError(self.mistakes)
        return Checklist(name, version, categories, items, self.words, papers, ignore, self.digest(rows))

    def with_shared_facts(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Fills in the facts that are the same as another item's; the facts which those need come along, unnamed."""
        known = {f"{item.id}.{fact.name}": fact for item in items for fact in item.find.facts}
        for row, source in self.shared:
            if source not in known or known[source].same_as:
                self.say(
                    row,
                    "same_as",
                    _("there is no fact “%(source)s”, or it is itself taken from another item", source=source),
                )
        if self.mistakes or not self.shared:
            return items
        return fill_shared_facts(items, known)

    def digest(self, items: list[Map]) -> str:
        """Of the content in its order, whatever files, comments and line breaks it is written with."""
        top = {key: value for key, value in self.parts[0].items() if key != "items"}
        canonical = json.dumps({**top, "items": items}, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
