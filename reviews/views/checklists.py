"""The team's checklists: the list, their published versions, copies, imports and exports. Drafts are in `drafts.py`."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.access import Act, TeamRequest, team_page
from contracts.originals import attachment
from reviews import drafts
from reviews.checklist import ChecklistError, default_checklist, default_source
from reviews.checklist.ready import ready_made
from reviews.checklist_forms import ImportForm, NameForm
from reviews.drafts import Outdated
from reviews.editing.item_form import ItemForm
from reviews.editing.parts import boxed, split_source
from reviews.editing.spans import Document
from reviews.editing.words import in_language, told
from reviews.models import Checklist, ChecklistDraft, ChecklistVersion
from reviews.publish import publish_checklist

MOST_MISTAKES = 100
"""Mistakes of a file that are shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in the list beside the page."""

    key: str
    title: str
    weight: int
    pk: int | None = None


def in_categories(head: str, entries: list[tuple[str, Entry]]) -> list[tuple[str, list[Entry]]]:
    """(name of the category, its items), in the order of the head; what belongs to none comes last."""
    names = {row.get("id", ""): in_language(row) for row in drafts.categories_of(head)}
    groups: dict[str, list[Entry]] = {key: [] for key in names}
    for category, entry in entries:
        groups.setdefault(category, []).append(entry)
    return [(names.get(key, key), group) for key, group in groups.items()]


def checklist_or_404(request: TeamRequest, pk: int) -> Checklist:
    return get_object_or_404(Checklist.objects.select_related("copied_from__checklist"), pk=pk, team=request.team)


def version_or_404(request: TeamRequest, pk: int, number: int) -> ChecklistVersion:
    versions = ChecklistVersion.objects.select_related("checklist", "published_by")
    return get_object_or_404(versions, checklist=pk, checklist__team=request.team, number=number)


@require_safe
@team_page(Act.READ)
def checklist_list(request: TeamRequest) -> HttpResponse:
    newest = ChecklistVersion.objects.filter(checklist=OuterRef("pk")).order_by("-number")
    rows = (
        Checklist.objects.filter(team=request.team)
        .select_related("draft__edited_by", "copied_from__checklist")
        .annotate(
            number=Subquery(newest.values("number")[:1]),
            published_at=Subquery(newest.values("published_at")[:1]),
            reviewed=Count("versions__reviews"),
        )
        .order_by("name")
    )
    names = {row.name for row in rows}
    ready = [(made, in_language(made.name)) for made in ready_made() if made.name["en"] not in names]
    return render(request, "checklists/list.html", {"rows": rows, "ready": ready, "nav": "checklists"})


@require_POST
@team_page(Act.MANAGE)
def add_ready(request: TeamRequest, key: str) -> HttpResponse:
    """A checklist that comes with the product, published for the team; a second time it is only opened."""
    made = next((one for one in ready_made() if one.key == key), None)
    if made is None:
        raise Http404
    version = publish_checklist(request.team, made.source, f"{key}.yaml", request.user)
    messages.success(
        request, _("“%(name)s” was added. Reviews can be run by it now.") % {"name": in_language(made.name)}
    )
    return redirect("reviews:checklist_version", version.checklist_id, version.number)


@require_safe
@team_page(Act.READ)
def checklist_detail(request: TeamRequest, pk: int) -> HttpResponse:
    """The newest version or, where nothing was published yet, the draft."""
    checklist = checklist_or_404(request, pk)
    version = checklist.versions.order_by("number").last()
    if version is not None:
        return redirect("reviews:checklist_version", pk, version.number)
    if ChecklistDraft.objects.filter(checklist=checklist).exists():
        return redirect("reviews:draft", pk)
    raise Http404


@require_safe
@team_page(Act.READ)
def checklist_version(request: TeamRequest, pk: int, number: int) -> HttpResponse:
    """A published version, which never changes; one of its items in full."""
    version = version_or_404(request, pk, number)
    parts = split_source(version.source)
    items = [(drafts.columns_of(source), source) for source in parts.items]
    entries = [
        (str(row["category"]), Entry(str(row["key"]), in_language(row["title"]), int(str(row["weight"]))))  # type: ignore[arg-type]
        for row, _source in items
    ]
    chosen = request.GET.get("item", "")
    source = next((text for row, text in items if row["key"] == chosen), items[0][1])
    form = ItemForm(Document(source))
    context = {
        "nav": "checklists",
        "checklist": version.checklist,
        "version": version,
        "versions": version.checklist.versions.select_related("published_by").defer("source").order_by("-number"),
        "draft": ChecklistDraft.objects.filter(checklist=version.checklist).select_related("edited_by").first(),
        "groups": in_categories(parts.head, entries),
        "count": len(entries),
        "item": form,
        "category": next(
            (name for name, group in in_categories(parts.head, entries) if any(one.key == form.key for one in group)),
            "",
        ),
        "box": boxed(source)[0],
        "name_form": NameForm(team=request.team),
    }
    return render(request, "checklists/version.html", context)


def yaml_file(source: str, name: str) -> HttpResponse:
    response = HttpResponse(source.encode("utf-8"), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = attachment(f"{name}.yaml")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@team_page(Act.EXPORT)
def export_version(request: TeamRequest, pk: int, number: int) -> HttpResponse:
    version = version_or_404(request, pk, number)
    return yaml_file(version.source, f"{version.checklist.name} {number}")


@require_POST
@team_page(Act.MANAGE)
def copy_version(request: TeamRequest, pk: int, number: int) -> HttpResponse:
    """A checklist of the team's own that begins as this version."""
    version = version_or_404(request, pk, number)
    form = NameForm(request.POST, team=request.team)
    if not form.is_valid():
        context = {"nav": "checklists", "form": form, "checklist": version.checklist, "version": version}
        return render(request, "checklists/copy.html", context, status=422)
    draft = drafts.copy_checklist(request.team, version.source, form.cleaned_data, request.user, version)
    return redirect("reviews:draft", draft.checklist_id)


@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def new_checklist(request: TeamRequest) -> HttpResponse:
    """A checklist of the team's own that begins as the one that comes with the product."""
    form = NameForm(request.POST if request.method == "POST" else None, team=request.team)
    if request.method == "POST" and form.is_valid():
        # Where the team works by it already, its reviews are what a preview looks at.
        same = ChecklistVersion.objects.filter(checklist__team=request.team, sha256=default_checklist().sha256)
        draft = drafts.copy_checklist(request.team, default_source(), form.cleaned_data, request.user, same.last())
        return redirect("reviews:draft", draft.checklist_id)
    context = {"nav": "checklists", "form": form, "default": in_language(default_checklist().name)}
    return render(request, "checklists/copy.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@team_page(Act.MANAGE)
def begin_draft(request: TeamRequest, pk: int) -> HttpResponse:
    """A draft of the next version; where there is one already, that is opened."""
    checklist = checklist_or_404(request, pk)
    version = checklist.versions.order_by("number").last()
    if version is None:
        raise Http404
    if not ChecklistDraft.objects.filter(checklist=checklist).exists():
        drafts.begin_draft(checklist, version.source, request.user, version)
    return redirect("reviews:draft", pk)


@require_http_methods(["GET", "POST"])
@team_page(Act.MANAGE)
def import_file(request: TeamRequest) -> HttpResponse:
    """A checklist file becomes a draft, or its mistakes are told and nothing changes."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent)
    mistakes: list[dict[str, object]] = []
    if sent and form.is_valid():
        upload = form.cleaned_data["file"]
        name = upload.name if upload else _("pasted words")
        try:
            # The words as they were sent: the form would have stripped them.
            source = drafts.decode_file(upload.read(), name) if upload else request.POST["text"].replace("\r\n", "\n")
            draft = drafts.import_checklist(request.team, source, name, request.user)
        except ChecklistError as error:
            mistakes = [told(mistake) for mistake in error.mistakes]
        except Outdated:
            form.add_error(None, _("The checklist of this name has a draft. Publish it or throw it away, then import."))
        else:
            messages.success(request, _("The file was read without a mistake. It is a draft until you publish it."))
            return redirect("reviews:draft", draft.checklist_id)
    context = {
        "nav": "checklists",
        "form": form,
        "mistakes": mistakes[:MOST_MISTAKES],
        "more": max(0, len(mistakes) - MOST_MISTAKES),
    }
    return render(request, "checklists/import.html", context, status=422 if sent else 200)
