"""What admins do with the draft of a checklist: begin one, edit its items and its head, publish it or throw it away.

Nothing is lost when two people edit at once: every change names the revision that it was made on, and one made on an
older revision is refused (`Outdated`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from contracts.models import Team, User
from contracts.trail import record
from reviews.checklist import ChecklistError, load_checklist
from reviews.checklist.source import MAX_CHARACTERS, Mistake, Rows
from reviews.editing.check import HEAD, ITEMS, load_draft
from reviews.editing.parts import Parts, split_source
from reviews.editing.spans import Document
from reviews.models import Checklist, ChecklistDraft, ChecklistVersion, DraftItem
from reviews.said import said as _


class Outdated(Exception):
    """Somebody else has changed it since; nothing was written."""


class Unchanged(Exception):
    """The draft says what the last version says."""


def columns_of(source: str) -> dict[str, object]:
    """What a draft's item keeps beside its words, so that no list has to read them."""
    document = Document(source)
    weight, title = document.value((0, "weight")), document.value((0, "title"))
    return {
        "key": str(document.value((0, "id")) or "")[:80],
        "category": str(document.value((0, "category")) or "")[:60],
        "weight": weight if isinstance(weight, int) and 0 <= weight <= 5 else 0,
        "title": dict(title) if isinstance(title, dict) else {},
    }


@transaction.atomic
def begin_draft(checklist: Checklist, source: str, user: User | None, base: ChecklistVersion | None) -> ChecklistDraft:
    """A draft of these words. Raises IntegrityError where the checklist has one already, and ChecklistError."""
    parts = split_source(source)
    draft = ChecklistDraft.objects.create(
        checklist=checklist, base=base, head=parts.head, tail=parts.tail, edited_by=user
    )
    DraftItem.objects.bulk_create(
        DraftItem(draft=draft, position=position, source=item, **columns_of(item))
        for position, item in enumerate(parts.items)
    )
    return draft


@transaction.atomic
def copy_checklist(
    team: Team, source: str, name: Mapping[str, str], user: User | None, base: ChecklistVersion | None
) -> ChecklistDraft:
    """A checklist of the team's own, under a new name, with a draft that says what the other says."""
    checklist = Checklist.objects.create(team=team, name=name["en"], name_ja=name["ja"], copied_from=base)
    parts = split_source(source)
    head = Document(parts.head).set(("name",), dict(name)).set(("version",), None).text
    return begin_draft(checklist, Parts(head, parts.items, parts.tail).source, user, base)


@transaction.atomic
def import_checklist(team: Team, source: str, file: str, user: User | None) -> ChecklistDraft:
    """A draft of what the file says: of the team's checklist of this name, or of a new one. Raises ChecklistError, and
    Outdated where that checklist has a draft that the file would replace."""
    loaded = load_checklist(source, file)
    checklist, is_new = Checklist.objects.get_or_create(
        team=team, name=loaded.name["en"], defaults={"name_ja": loaded.name.get("ja", "")}
    )
    if not is_new and ChecklistDraft.objects.filter(checklist=checklist).exists():
        raise Outdated
    record(team, user, "checklist.imported", checklist=checklist.name, name=file)
    return begin_draft(checklist, source, user, checklist.versions.order_by("number").last())


def decode_file(data: bytes, file: str) -> str:
    """The text of an uploaded file. Raises ChecklistError with the line at which it stops being UTF-8."""
    if len(data) > 4 * MAX_CHARACTERS:
        number = f"{MAX_CHARACTERS:,}"
        raise ChecklistError([Mistake(file, 1, _("the file is longer than %(number)s characters", number=number))])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ChecklistError([Mistake(file, line, _("not in UTF-8: save the file in this encoding"))]) from error


def parts_of(draft: ChecklistDraft) -> dict[str, str]:
    """The words of the items by id, in order. Costs a query."""
    return dict(draft.items.values_list("key", "source"))


def source_of(draft: ChecklistDraft) -> str:
    """The draft as one file."""
    return draft.head + "".join(parts_of(draft).values()) + draft.tail


def digest_of(draft: ChecklistDraft) -> str:
    return hashlib.sha256(source_of(draft).encode()).hexdigest()


@transaction.atomic
def save_item(item: DraftItem, source: str, revision: int, user: User | None) -> None:
    """Keep new words of an item. Raises ChecklistError with every mistake at its line of `source`, and Outdated."""
    keep_draft(item.draft)
    items = parts_of(item.draft)
    columns = columns_of(source)
    items = {
        (str(columns["key"]) if key == item.key else key): (source if key == item.key else text)
        for key, text in items.items()
        if key == item.key or key != columns["key"]
    }
    taken = item.draft.items.exclude(pk=item.pk).filter(key=columns["key"]).exists()
    if taken:
        what = _("the %(what)s “%(repeated)s” stands here twice", what=_("item"), repeated=columns["key"])
        raise ChecklistError([Mistake(str(columns["key"]), 1, what)])
    load_draft(item.draft.head, item.draft.tail, items, {str(columns["key"])})
    now = timezone.now()
    same = DraftItem.objects.filter(pk=item.pk, revision=revision)
    if not same.update(source=source, revision=F("revision") + 1, edited_at=now, edited_by=user, **columns):
        raise Outdated
    ChecklistDraft.objects.filter(pk=item.draft_id).update(edited_at=now, edited_by=user)


def keep_draft(draft: ChecklistDraft) -> None:
    """Let nobody else change, publish or discard the draft until the transaction ends. Raises Outdated where somebody
    has published or discarded it: what is saved then would be in no version."""
    if not ChecklistDraft.objects.select_for_update().filter(pk=draft.pk).exists():
        raise Outdated
    draft.refresh_from_db(fields=["head", "tail", "revision"])


def hold(draft: ChecklistDraft, revision: int, user: User | None, **changes: object) -> None:
    """Take the next revision of the draft, or raise Outdated. Only within a transaction."""
    same = ChecklistDraft.objects.filter(pk=draft.pk, revision=revision)
    if not same.update(revision=F("revision") + 1, edited_at=timezone.now(), edited_by=user, **changes):
        raise Outdated
    draft.refresh_from_db()


@transaction.atomic
def add_item(draft: ChecklistDraft, source: str, revision: int, user: User | None) -> DraftItem:
    """A new item after the last one of its category. Raises ChecklistError and Outdated."""
    hold(draft, revision, user)
    columns = columns_of(source)
    key = str(columns["key"])
    items = parts_of(draft)
    if key in items:
        what = _("the %(what)s “%(repeated)s” stands here twice", what=_("item"), repeated=key)
        raise ChecklistError([Mistake(key, 1, what)])
    load_draft(draft.head, draft.tail, {**items, key: source}, {key})
    rows = list(draft.items.values_list("position", "category"))
    same = [position for position, category in rows if category == columns["category"]]
    place = max(same or [position for position, _category in rows] or [-1]) + 1
    draft.items.filter(position__gte=place).update(position=F("position") + 1)
    return draft.items.create(position=place, source=source, edited_at=timezone.now(), edited_by=user, **columns)


@transaction.atomic
def remove_item(item: DraftItem, revision: int, user: User | None) -> None:
    """Raises ChecklistError where another item takes a fact over from it, and Outdated."""
    draft = item.draft
    hold(draft, revision, user)
    items = {key: text for key, text in parts_of(draft).items() if key != item.key}
    load_draft(draft.head, draft.tail, items, ())
    item.delete()


@transaction.atomic
def move_item(item: DraftItem, step: int, revision: int, user: User | None) -> None:
    """Change places with the item before (-1) or after (1) it in its category."""
    hold(item.draft, revision, user)
    rows = list(item.draft.items.filter(category=item.category))
    at = [row.pk for row in rows].index(item.pk)
    if not 0 <= at + step < len(rows):
        return
    other = rows[at + step]
    DraftItem.objects.filter(pk=item.pk).update(position=other.position)
    DraftItem.objects.filter(pk=other.pk).update(position=item.position)


@transaction.atomic
def save_head(draft: ChecklistDraft, head: str, revision: int, user: User | None) -> None:
    """Keep what all items share: name, categories, word lists. Raises ChecklistError and Outdated."""
    checklist = draft.checklist
    if not head.rstrip().endswith("items:"):
        head = head.rstrip("\n") + "\n" + ITEMS
    loaded = load_draft(head, draft.tail, parts_of(draft), None)
    hold(draft, revision, user, head=head)
    named = Checklist.objects.filter(team=checklist.team_id, name=loaded.name["en"]).exclude(pk=checklist.pk)
    if named.exists():
        what = _("the team has another checklist of the name “%(name)s”", name=loaded.name["en"])
        raise ChecklistError([Mistake(HEAD, line_of_name(head), what)])


def line_of_name(head: str) -> int:
    return next((number for number, line in enumerate(head.split("\n"), 1) if line.startswith("name:")), 1)


@transaction.atomic
def publish_draft(draft: ChecklistDraft, user: User | None) -> ChecklistVersion:
    """The next version of the checklist; the draft is done with. Raises ChecklistError, Unchanged and Outdated."""
    keep_draft(draft)
    checklist = Checklist.objects.select_for_update().get(pk=draft.checklist_id)
    source = source_of(draft)
    loaded = load_checklist(source, checklist.name)
    last = checklist.versions.order_by("number").last()
    if last is not None and last.sha256 == loaded.sha256:
        raise Unchanged
    number = (checklist.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = checklist.versions.create(number=number, source=source, sha256=loaded.sha256, published_by=user)
    checklist.name, checklist.name_ja = loaded.name["en"], loaded.name.get("ja", "")
    checklist.save(update_fields=["name", "name_ja"])
    draft.delete()
    record(checklist.team, user, "checklist.published", checklist=checklist.name, version=number, sha256=version.sha256)
    return version


@transaction.atomic
def discard_draft(draft: ChecklistDraft) -> None:
    """Throw the draft away, and with it a checklist of which nothing was ever published."""
    checklist = draft.checklist
    draft.delete()
    if not checklist.versions.exists():
        checklist.delete()


def categories_of(head: str) -> list[dict[str, str]]:
    """[{"id", "en", "ja"}, ...] as the head lists them."""
    rows = Document(head).value(("categories",))
    return (
        [{key: str(value) for key, value in row.items()} for row in rows if isinstance(row, dict)]
        if isinstance(rows, Rows)
        else []
    )


def with_categories(head: str, rows: Sequence[Mapping[str, str]]) -> str:
    return Document(head).set(("categories",), [dict(row) for row in rows]).text
