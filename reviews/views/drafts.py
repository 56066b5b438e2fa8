"""The draft of a checklist: its items one by one, what they share, what is different, and publishing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.models import KindChoice
from reviews import drafts
from reviews.checklist import ChecklistError
from reviews.checklist_forms import NewItemForm
from reviews.drafts import Outdated, Unchanged
from reviews.editing.difference import compare, fields_of
from reviews.editing.item_form import NEW, OUTCOMES, VALUE_TYPES, ItemForm, changed
from reviews.editing.ladder import OPERATORS
from reviews.editing.parts import boxed, dash_column, split_source, unboxed
from reviews.editing.spans import Document
from reviews.editing.words import LANGUAGE_NAMES, in_language, label_of, sentence_of, told
from reviews.editing.write import write_item
from reviews.models import ChecklistDraft, DraftItem
from reviews.trial import contracts_of
from reviews.values import GRADES
from reviews.views.checklists import Entry, in_categories, yaml_file

MOST_CONTRACTS = 200
"""Contracts that the try-out offers by name."""


def draft_or_404(request: TeamRequest, pk: int) -> ChecklistDraft:
    rows = ChecklistDraft.objects.select_related("checklist__copied_from", "base__checklist", "edited_by")
    return get_object_or_404(rows, checklist=pk, checklist__team=request.team)


def item_or_404(draft: ChecklistDraft, number: int) -> DraftItem:
    item = get_object_or_404(draft.items.select_related("edited_by"), pk=number)
    item.draft = draft
    return item


def number_of(text: str) -> int:
    """A number as a form sends it; 0, which no revision has, for whatever else somebody sends."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def frame_of(draft: ChecklistDraft, current: int | None = None) -> dict[str, object]:
    """What every page of a draft shows: the list of its items. One query."""
    rows = draft.items.values_list("category", "key", "title", "weight", "pk")
    entries = [(category, Entry(key, in_language(title), weight, pk)) for category, key, title, weight, pk in rows]
    last = draft.checklist.versions.order_by("number").values_list("number", flat=True).last()
    return {
        "nav": "checklists",
        "checklist": draft.checklist,
        "draft": draft,
        "number": (last or 0) + 1,
        "groups": in_categories(draft.head, entries),
        "count": len(entries),
        "current": current,
    }


@require_safe
@team_page(Act.MANAGE)
def draft(request: TeamRequest, pk: int) -> HttpResponse:
    """The first item; a draft without items opens where one is added."""
    found = draft_or_404(request, pk)
    first = found.items.values_list("pk", flat=True).first()
    if first is None:
        return redirect("reviews:new_item", pk)
    return redirect("reviews:draft_item", pk, first)


@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def draft_item(request: TeamRequest, pk: int, number: int) -> HttpResponse:
    """The form of one item, or all of it as text. What somebody else saved meanwhile is never overwritten unseen."""
    found = draft_or_404(request, pk)
    item = item_or_404(found, number)
    if request.method != "POST":
        return render(request, "checklists/item.html", item_context(request, item, item.source))
    old = Document(item.source)
    is_text = "box" in request.POST
    lead = len(item.source) - len(item.source.lstrip("\n"))
    revision, source = request.POST.get("revision", ""), item.source
    try:
        if is_text:
            sent_box = request.POST["box"].replace("\r\n", "\n")
            is_same = sent_box.strip("\n") == boxed(item.source)[0].strip("\n")
            source = item.source if is_same else unboxed(sent_box, dash_column(item.source), lead)
        else:
            source = changed(old, request.POST).text
        drafts.save_item(item, source, number_of(revision), request.user)
    except ChecklistError as error:
        context = item_context(request, item, source, error, is_text=is_text, revision=revision)
        return render(request, "checklists/item.html", context, status=422)
    except Outdated:
        if not DraftItem.objects.filter(pk=item.pk).exists():
            messages.error(request, _("Somebody else has changed the draft meanwhile. Look at it and try again."))
            return redirect("reviews:checklist", pk)
        item.refresh_from_db()
        context = item_context(request, item, source, is_text=is_text)
        context["theirs"] = [
            (label_of(field.path), field.sides) for field in fields_of(data_of(item.source), data_of(source))
        ]
        return render(request, "checklists/item.html", context, status=409)
    messages.success(request, _("Saved. The draft counts for nobody until it is published."))
    return redirect("reviews:draft_item", pk, number)


def data_of(source: str) -> dict[str, object]:
    value = Document(source).value((0,))
    return dict(value) if isinstance(value, dict) else {}


def item_context(
    request: TeamRequest,
    item: DraftItem,
    source: str,
    error: ChecklistError | None = None,
    *,
    is_text: bool = False,
    revision: str = "",
) -> dict[str, object]:
    """`source` is what the form shows, which may not be what is kept."""
    shown, lead = boxed(source)
    try:
        document = Document(source)
    except ChecklistError:  # what is no YAML can only be shown as it was typed
        document = Document(item.source)
    mistakes = []
    for mistake in error.mistakes if error else ():
        is_here = mistake.file in (item.key, str(document.value((0, "id"))), "part")
        line = told(mistake, document if is_here and mistake.file != "part" else None)
        line["box_line"] = max(1, mistake.line - lead) if is_here else 0
        mistakes.append(line)
    team_contracts = list(contracts_of(request.team)[: MOST_CONTRACTS + 1])
    return frame_of(item.draft, item.pk) | {
        "item": item,
        "form": ItemForm(document),
        "box": shown,
        "is_text": is_text,
        "revision": revision or item.revision,
        "mistakes": mistakes,
        "categories": [(row["id"], in_language(row)) for row in drafts.categories_of(item.draft.head) if "id" in row],
        "kinds": KindChoice.choices,
        "grades": GRADES,
        "outcomes": OUTCOMES,
        "operators": OPERATORS,
        "value_types": VALUE_TYPES,
        "NEW": NEW,
        "contracts": team_contracts[:MOST_CONTRACTS],
        "weights": range(1, 6),
        "languages": LANGUAGE_NAMES.items(),
    }


@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def new_item(request: TeamRequest, pk: int) -> HttpResponse:
    found = draft_or_404(request, pk)
    categories = [(row["id"], in_language(row)) for row in drafts.categories_of(found.head) if "id" in row]
    form = NewItemForm(request.POST if request.method == "POST" else None, categories=categories)
    mistakes: list[dict[str, object]] = []
    if request.method == "POST" and form.is_valid():
        try:
            item = drafts.add_item(found, write_item(form.item), found.revision, request.user)
        except ChecklistError as error:
            mistakes = [told(mistake) for mistake in error.mistakes]
        else:
            return redirect("reviews:draft_item", pk, item.pk)
    context = frame_of(found) | {"form": form, "mistakes": mistakes}
    return render(request, "checklists/new_item.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@team_page(Act.MANAGE)
def change_item(request: TeamRequest, pk: int, number: int) -> HttpResponse:
    """Move an item up or down within its category, or take it out."""
    found = draft_or_404(request, pk)
    item = item_or_404(found, number)
    revision = request.POST.get("draft_revision", "")
    act = request.POST.get("act", "")
    back = reverse("reviews:draft_item", args=[pk, number])
    try:
        if act in ("up", "down"):
            drafts.move_item(item, -1 if act == "up" else 1, number_of(revision), request.user)
        elif act == "remove":
            drafts.remove_item(item, number_of(revision), request.user)
            messages.success(request, _("“%(title)s” was taken out of the draft.") % {"title": in_language(item.title)})
            back = reverse("reviews:draft", args=[pk])
        else:
            raise Http404
    except Outdated:
        messages.error(request, _("Somebody else has changed the draft meanwhile. Look at it and try again."))
    except ChecklistError:
        text = _("Other items take facts over from this one. Change them first, then take it out.")
        messages.error(request, text)
    return redirect(back)


@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def draft_head(request: TeamRequest, pk: int) -> HttpResponse:
    """What all items share: the names and the categories as a form, the word lists and the rest as text."""
    found = draft_or_404(request, pk)
    head, mistakes, status = found.head, [], 200
    theirs = False
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        try:
            if "box" in request.POST:
                head = request.POST["box"].replace("\r\n", "\n").rstrip("\n") + "\n" + drafts.ITEMS
            else:
                head = head_of(found.head, request)
            drafts.save_head(found, head, number_of(revision), request.user)
        except ChecklistError as error:
            mistakes, status = [told(mistake) for mistake in error.mistakes], 422
        except Outdated:
            found, status, theirs = draft_or_404(request, pk), 409, True
        else:
            messages.success(request, _("Saved. The draft counts for nobody until it is published."))
            return redirect("reviews:draft_head", pk)
    try:
        categories = drafts.categories_of(head)
        name = Document(head).value(("name",))
    except ChecklistError:
        categories, name = drafts.categories_of(found.head), Document(found.head).value(("name",))
    context = frame_of(found) | {
        "name": name if isinstance(name, dict) else {},
        "rows": [*categories, {}],
        "box": shown_head(head),
        "mistakes": mistakes,
        "theirs": theirs,
    }
    return render(request, "checklists/head.html", context, status=status)


def shown_head(head: str) -> str:
    """Without its last line, which only says that the items follow."""
    lines = head.rstrip("\n").split("\n")
    return "\n".join(lines[:-1] if lines[-1].strip().startswith("items:") else lines)


def head_of(head: str, request: TeamRequest) -> str:
    document = Document(head).set(("name",), {key: request.POST.get(f"name.{key}", "").strip() for key in ("en", "ja")})
    old = drafts.categories_of(head)
    rows = []
    for number in range(len(old) + 1):
        row = {key: request.POST.get(f"category-{number}-{key}", "").strip() for key in ("id", "en", "ja")}
        if row["id"]:
            rows.append(row)
    return document.set(("categories",), rows).text


@require_safe
@team_page(Act.MANAGE)
def draft_changes(request: TeamRequest, pk: int) -> HttpResponse:
    """The draft against the version before it, the preview, and the button that publishes."""
    found = draft_or_404(request, pk)
    base = found.checklist.versions.order_by("number").last() or found.base
    changes = []
    if base is not None:
        parts = split_source(base.source)
        before = {str(drafts.columns_of(source)["key"]): source for source in parts.items}
        for change in compare(parts.head + parts.tail, before, found.head + found.tail, drafts.parts_of(found)):
            fields = [(label_of(field.path), sentence_of(field), field.sides) for field in change.fields]
            changes.append(
                {"id": change.id, "title": in_language(change.title), "change": change.change, "fields": fields}
            )
    context = frame_of(found) | {"base": base, "changes": changes, "preview": found.previews.first()}
    return render(request, "checklists/changes.html", context | preview_context(found))


def preview_context(found: ChecklistDraft) -> dict[str, object]:
    from reviews.views.trials import preview_lines

    return preview_lines(found)


@require_POST
@team_page(Act.MANAGE)
def publish(request: TeamRequest, pk: int) -> HttpResponse:
    found = draft_or_404(request, pk)
    try:
        version = drafts.publish_draft(found, request.user)
    except Outdated:
        messages.error(request, _("Somebody else has changed the draft meanwhile. Look at it and try again."))
        return redirect("reviews:checklist", pk)
    except Unchanged:
        messages.error(request, _("The draft says what the published version says. There is nothing to publish."))
        return redirect("reviews:draft_changes", pk)
    except ChecklistError as error:
        context = frame_of(found) | {"mistakes": [told(mistake) for mistake in error.mistakes]}
        return render(request, "checklists/broken.html", context, status=422)
    text = _("Version %(number)s is published. New reviews take it; those that are done stay on theirs.")
    messages.success(request, text % {"number": version.number})
    return redirect("reviews:checklist_version", pk, version.number)


@require_POST
@team_page(Act.MANAGE)
def discard(request: TeamRequest, pk: int) -> HttpResponse:
    found = draft_or_404(request, pk)
    has_versions = found.checklist.versions.exists()
    drafts.discard_draft(found)
    messages.success(request, _("The draft was thrown away."))
    return redirect("reviews:checklist", pk) if has_versions else redirect("reviews:checklists")


@require_safe
@team_page(Act.MANAGE)
def export_draft(request: TeamRequest, pk: int) -> HttpResponse:
    found = draft_or_404(request, pk)
    return yaml_file(drafts.source_of(found), f"{found.checklist.name} {_('draft')}")
