"""What a field of a checklist is called, and what changed in it, in the reader’s language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from reviews.checklist.source import Mistake
from reviews.editing.difference import Field
from reviews.editing.spans import Document, Node, Path
from reviews.report.words import GRADE_WORDS

LANGUAGE_NAMES = {"en": _("English"), "ja": _("Japanese")}
FIELD_NAMES: dict[str, Promise] = {
    "id": _("Id"),
    "name": _("Name"),
    "version": _("Version"),
    "categories": _("Categories"),
    "words": _("Word list"),
    "papers": _("How texts name a paper"),
    "ignore": _("What is passed over"),
    "category": _("Category"),
    "weight": _("Weight"),
    "title": _("Title"),
    "question": _("Question"),
    "why": _("Why it matters"),
    "values": _("Values to read"),
    "grades": _("What the grade means"),
    "silence": _("If the papers are silent"),
    "applies_to": _("Look in"),
    "sources": _("Sources"),
    "fallback": _("Fallback wording"),
    "find": _("What is looked for"),
    "rules": _("Ladder"),
    "examples": _("Examples"),
}
PART_NAMES: dict[str, Promise] = {
    "facts": _("Fact"),
    "referenced": _("Words that point elsewhere"),
    "points_to": _("Papers it points to"),
    "match": _("must be answered"),
    "miss": _("must not be answered"),
    "grade": _("Grade"),
    "because": _("Reason"),
    "heading": _("headings"),
    "sentence": _("sentences"),
}


def label_of(path: Path) -> str:
    """The name of a field, from the greater to the smaller: “Fallback wording, English”."""
    words: list[str] = []
    for place, step in enumerate(path):
        if place == 0:
            words.append(str(FIELD_NAMES.get(str(step), step)))
        elif path[:2] == ("find", "values") and place == 1:
            words.append(pgettext("checklist", "Value"))
        elif step in GRADE_WORDS:
            words.append(str(GRADE_WORDS[step]))
        elif step in LANGUAGE_NAMES:
            words.append(str(LANGUAGE_NAMES[str(step)]))
        elif isinstance(step, int):
            words.append(pgettext("place in a list", "entry %(number)s") % {"number": step + 1})
        else:
            words.append(str(PART_NAMES.get(str(step), step)))
    if len(path) > 1 and path[0] == "find":
        words = words[1:]
    return pgettext("between the parts of a list", ", ").join(words)


def sentence_of(field: Field) -> str:
    """What changed, in one sentence."""
    label = label_of(field.path)
    if not field.old:
        return gettext("%(field)s: added.") % {"field": label}
    if not field.new:
        return gettext("%(field)s: removed.") % {"field": label}
    if len(field.old_lines) == len(field.new_lines) == 1:
        if len(field.old) + len(field.new) < 60:
            return gettext("%(field)s: “%(old)s” becomes “%(new)s”.") % {
                "field": label,
                "old": field.old,
                "new": field.new,
            }
        return gettext("%(field)s: reworded.") % {"field": label}
    added, removed = field.added, field.removed
    if not added and not removed:
        return gettext("%(field)s: in another order.") % {"field": label}
    said = [
        ngettext("%(number)s line added", "%(number)s lines added", added) % {"number": added} if added else "",
        ngettext("%(number)s line removed", "%(number)s lines removed", removed) % {"number": removed}
        if removed
        else "",
    ]
    joined = pgettext("between the parts of a list", ", ").join(part for part in said if part)
    return gettext("%(field)s: %(changes)s.") % {"field": label, "changes": joined}


def place_of(document: Document, mistake: Mistake) -> Path:
    """The field in which a mistake of an item stands."""
    path: list[str | int] = []
    node: Node | None = document.root
    while node is not None:
        inner = _inner(node, document, (mistake.line - 1, mistake.column))
        if inner is None:
            break
        step, node = inner
        path.append(step)
    return tuple(path[1:])


def _inner(node: Node, document: Document, place: tuple[int, int]) -> tuple[str | int, Node] | None:
    entries: Sequence[tuple[str | int, Node, Node]] = []
    if isinstance(node, yaml.MappingNode):
        entries = [(key.value, key, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        entries = [(number, value, value) for number, value in enumerate(node.value)]
    found = None
    for step, first, last in entries:
        begin, end = first.start_mark, document.text.count("\n", 0, document.end(last))
        if (begin.line, begin.column) <= place and place[0] <= end:
            found = step, last
    return found


def told(mistake: Mistake, document: Document | None = None) -> dict[str, object]:
    """A mistake for a page: its line, the field where one is meant, and the sentence."""
    where = label_of(place_of(document, mistake)) if document is not None else ""
    return {"line": mistake.line, "file": mistake.file, "where": where, "what": mistake.what.told(gettext)}


def in_language(texts: Mapping[str, str]) -> str:
    """The words in the reader’s language, or in whichever there is."""
    language = "ja" if get_language() == "ja" else "en"
    return texts.get(language) or texts.get("en") or texts.get("ja") or ""
