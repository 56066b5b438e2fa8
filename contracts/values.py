"""What a paper says, as plain values: no Django, no files, no clock.

Every position in the product is a half-open span `start:end` of code points into `Text.body`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Literal

Kind = Literal["master_terms", "order_form", "dpa", "sla", "policy", "amendment", "other"]
KINDS: tuple[Kind, ...] = ("master_terms", "order_form", "dpa", "sla", "policy", "amendment", "other")
Language = Literal["en", "ja"]
Source = Literal["text", "ocr"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a paper. `number` counts from 1; `label` is what the page calls itself, where it does.

    `source` says whether its words are the file's own or were recognised in a picture; then `sureness` is how sure the
    recognition was, 0 to 100, as the mean over its words. It is None for the file's own words and for an empty page.
    """

    number: int
    start: int
    end: int
    label: str = ""
    source: Source = "text"
    sureness: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of the body stands on its page: in points from the page's lower left corner, as it is shown.

    For recognised words there is one for each word, with how sure the recognition was of it, 0 to 100; `sureness` is
    None for a file's own text.
    """

    start: int
    end: int
    page: int
    left: float
    bottom: float
    right: float
    top: float
    sureness: int | None = None


Box = tuple[int, float, float, float, float]
"""A page's number, and left, bottom, right and top in points from the lower left corner of that page as it is shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Words of the body whose boxes are asked for: those of one page, with some of what stands before and after."""

    page: int
    words: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading or list item that the file's own structure marks, however it is numbered. `level` counts from 1."""

    start: int
    end: int
    level: int
    role: Literal["heading", "item"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `level` counts from 1; `parent` is the index of the clause that holds it, None at the top.

    `start:end` holds number, heading, own words and all sub-clauses; the own words begin at `body_start` and end
    where the first sub-clause begins. `number` is as in the paper ("6.6", "(a)", "第3条"), "" where it has none.
    """

    start: int
    end: int
    body_start: int
    level: int
    parent: int | None = None
    number: str = ""
    heading: str = ""


Veil = Literal["invisible", "pale", "tiny", "outside", "styled", "comment", "signs"]
"""How a file hides words: drawn without ink; in the colour of what is behind; too small; off the page; by a style of
its format; in a remark of its source; spelled in characters that no font shows."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that the file holds and shows to nobody. `page` is the number of the page that hides them, 0 for none."""

    start: int
    end: int
    how: Veil
    page: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """The canonical text of one version: what was read, before anyone thinks about it."""

    body: str
    pages: tuple[Page, ...]
    language: Language
    source: Source = "text"
    """"ocr" where the words of at least one page were recognised in a picture."""
    media_type: str = "text/plain"
    notes: tuple[str, ...] = field(default=())
    """Codes of what a reader of the report should know of the reading, such as "tracked_changes"."""
    marks: tuple[Mark, ...] = field(default=())
    """In text order; for segmenting only, so they are not stored and a stored text has none."""
    places: tuple[Place, ...] = field(default=())
    """In text order, without overlap; empty where the format knows no pages, or nobody asked the database for them."""
    hidden: tuple[Hidden, ...] = field(default=())
    """In text order. Hidden words stand behind all that is shown, on no page and in no clause, each apart by a blank
    line: what a report says of them can quote them, and whatever reads the contract works on `shown`."""

    @property
    def shown(self) -> Text:
        """The text as a person sees it. Its positions are the same, since hidden words stand last."""
        if not self.hidden:
            return self
        return replace(self, body=self.body[: self.hidden[0].start].rstrip("\n"), hidden=())


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of a bundle, read and segmented: what the readers of `reviews` work on."""

    name: str
    kind: Kind
    text: Text
    clauses: tuple[Clause, ...]
    sha256: str = ""
    title: str = ""

    @property
    def shown(self) -> Paper:
        """The paper without the words that its file hides."""
        return replace(self, text=self.text.shown) if self.text.hidden else self


def rows_of(values: Sequence[Page | Mark | Clause | Place | Asked | Hidden]) -> list[tuple[object, ...]]:
    """Their fields in order, as they are stored and sent: `Place(*row)` is the value again."""
    if not values:
        return []
    return list(map(attrgetter(*(one.name for one in fields(values[0]))), values))
